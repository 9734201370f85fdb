from dataclasses import replace

import pytest
from controller.ui.fleet import lost, offline, player, playing

from footlight_common.model.playback import Playback, PlaybackState
from footlight_common.model.player import HostFacts, PlayerStats
from footlight_controller.core.view import LinkState, LinkStatus
from footlight_controller.ui.player.facts import facts_of
from footlight_controller.ui.player.figures import breakable, duration, size
from footlight_controller.ui.player.layers import layers_of
from footlight_controller.ui.theme.tokens import Tone

NOW_S = 1_750_000_000.0
STATS = PlayerStats(
    uptime_s=90,
    cpu_percent=12.4,
    memory_percent=41.0,
    temperature_c=55.2,
    disk_free_bytes=12_300_000_000,
    rss_bytes=231_000_000,
    open_files=74,
    dropped_frames=3,
    presented_fps=59.94,
    hand_offs=12,
    last_gap_ms=16.7,
    decoder="v4l2m2m-copy",
)

pytestmark = pytest.mark.usefixtures("qapp")


def layer(view, name):
    return {each.name: each for each in layers_of(view, NOW_S)}[name]


def test_there_are_six_from_the_link_to_the_machine():
    names = [each.name for each in layers_of(player(), NOW_S)]
    assert names == ["Link", "Player", "Frames", "Content", "Display", "Host"]


def test_a_link_that_stands_says_for_how_long():
    up = player(link=LinkStatus(state=LinkState.ONLINE, since_s=NOW_S - 125))
    assert (layer(up, "Link").word, layer(up, "Link").why) == ("Online", "For 2 min")


def test_a_link_that_is_down_says_why_and_what_the_latest_attempt_found():
    down = player(link=lost("the player restarts.", "no route to host"), last_seen_s=NOW_S - 300)
    why = layer(down, "Link").why
    assert why == "The player restarts. Latest attempt: no route to host. Last heard of: 5 min ago."
    assert layer(down, "Link").tone is Tone.CAUTION


def test_of_an_offline_player_nothing_above_the_link_is_claimed():
    down = player(link=offline(), stats=STATS, host=HostFacts(display="1920x1080@60"))
    assert {each.word for each in layers_of(down, NOW_S)[1:]} == {"Unknown"}
    assert "clip.mp4" in layer(down, "Content").why


def test_frames_are_counted_where_they_are_presented():
    frames = layer(player(stats=STATS), "Frames")
    assert frames.word == "59.9 a second"
    assert frames.why == "3 dropped, 12 changes of item, last gap 16.7\u00a0ms"


@pytest.mark.parametrize(
    ("state", "word", "tone"),
    [
        (PlaybackState.STALLED, "None", Tone.CAUTION),
        (PlaybackState.PAUSED, "Held", Tone.GOOD),
        (PlaybackState.LOADING, "Waiting", Tone.ACCENT),
    ],
)
def test_frames_say_why_none_come(state, word, tone):
    frames = layer(player(playback=playing(state=state)), "Frames")
    assert (frames.word, frames.tone) == (word, tone)
    assert frames.why


def test_an_idle_player_needs_no_frames_and_says_what_to_do():
    idle = player(playback=Playback())
    assert (layer(idle, "Frames").word, layer(idle, "Frames").tone) == ("None", Tone.QUIET)
    assert "Play something" in layer(idle, "Content").why


@pytest.mark.parametrize(
    ("display", "word"),
    [("1920x1080@60", "1920 \u00d7 1080, 60 Hz"), ("800x600", "800 \u00d7 600"), ("HDMI-1", "HDMI-1"), ("", "Unknown")],
)
def test_the_display_is_told_as_people_write_it(display, word):
    assert layer(player(host=HostFacts(display=display)), "Display").word == word


@pytest.mark.parametrize(("decoder", "why"), [("no", "Decoded in software"), ("v4l2m2m", "Decoded by v4l2m2m")])
def test_the_display_says_who_decodes(decoder, why):
    assert layer(player(stats=PlayerStats(decoder=decoder)), "Display").why == why


def test_a_machine_tells_its_figures():
    host = layer(player(stats=STATS), "Host")
    assert (host.word, host.why) == ("Well", "CPU 12 %, memory 41 %, 55 °C, 12.3 GB free")


def test_figures_that_a_machine_does_not_have_are_absent():
    assert layer(player(stats=PlayerStats(cpu_percent=0.0)), "Host").why == "CPU 0 %"
    assert layer(player(stats=PlayerStats()), "Host").word == "Unknown"
    assert layer(player(stats=PlayerStats()), "Player").why == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"stats": PlayerStats(temperature_c=91.0)}, "It is too hot and slows down. 91 °C."),
        ({"stats": PlayerStats(disk_free_bytes=1000)}, "Its disk is almost full. 1.0 kB free."),
        ({"clock_offset_s": 7200.0}, "Its clock is 2 h ahead of this computer."),
        ({"clock_offset_s": -90.0}, "Its clock is 1 min behind this computer."),
    ],
)
def test_a_machine_that_needs_a_person_says_why(changes, why):
    host = layer(player(**changes), "Host")
    assert (host.word, host.tone, host.why) == ("Needs attention", Tone.CAUTION, why)


def test_facts_are_those_that_are_known():
    bare = dict(facts_of(player()))
    assert bare == {"Address": "127.0.0.1:8471", "Id": "0000000000000001", "Footlight": "0.1.0"}
    host = HostFacts(hostname="lobby-pi", time_zone="Europe/Berlin", mpv="0.40.0", python="3.13.5")
    full = dict(facts_of(player(host=host, clock_offset_s=0.2)))
    assert full["Host name"] == "lobby-pi"
    assert full["Time zone"] == "Europe/Berlin"
    assert full["Built with"] == "mpv 0.40.0, Python 3.13.5"
    assert full["Clock"] == "As this computer's"


@pytest.mark.parametrize(
    ("offset_s", "said"),
    [
        (3.24, "3.2 s ahead of this computer's"),
        (-3.24, "3.2 s behind this computer's"),
        (-200.0, "3 min behind this computer's"),
    ],
)
def test_the_clock_is_compared_with_the_one_here(offset_s, said):
    assert dict(facts_of(player(clock_offset_s=offset_s)))["Clock"] == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86400, "1 day"),
        (999_999, "11 days"),
    ],
)
def test_lengths_of_time(seconds, said):
    assert duration(seconds) == said


def test_sizes():
    assert size(512_000_000) == "512.0 MB"


def test_long_words_can_be_broken_and_others_are_left_alone():
    assert breakable("x" * 40).replace("\u200b", "") == "x" * 40
    assert max(map(len, breakable("x" * 200).split("\u200b"))) <= 18
    assert breakable("a short text") == "a short text"
    assert breakable("👩‍👩‍👧" * 40) == "👩‍👩‍👧" * 40


def test_a_machine_that_has_had_no_rest_for_long_is_told_so_and_a_peak_is_not():
    full = replace(STATS, cpu_percent=99.0)
    peak = layer(player(stats=full, busy_since_s=NOW_S - 59), "Host")
    assert (peak.word, peak.tone) == ("Well", Tone.GOOD)
    assert "CPU 99 %" in peak.why
    busy = layer(player(stats=full, busy_since_s=NOW_S - 180), "Host")
    assert (busy.word, busy.tone) == ("Busy", Tone.CAUTION)
    assert busy.why.startswith("Its processor has had no rest for 3 min. CPU 99 %")
