import pytest
from controller.ui.fleet import lost, offline, player, playing

from footlight_controller.core.view import LinkState, LinkStatus
from footlight_controller.ui import summary, words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "now"),
        (0, "now"),
        (14.9, "now"),
        (15, "15 s ago"),
        (59, "59 s ago"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (3600, "1 h ago"),
        (86399, "23 h ago"),
        (86400, "yesterday"),
        (3 * 86400, "3 days ago"),
    ],
)
def test_ages_are_told_as_people_tell_them(seconds, text):
    assert words.age(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "0:00"), (0.99, "0:00"), (65, "1:05"), (3599, "59:59"), (3723, "1:02:03")]
)
def test_places_in_an_item_are_told_as_clocks_show_them(seconds, text):
    assert words.clock_time(seconds) == text


def test_progress_runs_on_between_reports_and_stops_at_the_end():
    view = player(playback=playing(position_s=65, duration_s=67), taken_s=100.0)
    assert [words.progress(view, now_s) for now_s in (100, 101, 103)] == ["1:05 / 1:07", "1:06 / 1:07", "1:07 / 1:07"]


def test_progress_stands_still_when_reports_stay_away():
    view = player(playback=playing(position_s=65, duration_s=200), taken_s=100.0)
    assert [words.progress(view, now_s) for now_s in (102, 103, 900)] == ["1:07 / 3:20", "1:08 / 3:20", "1:08 / 3:20"]


def test_a_live_stream_has_a_position_and_no_end():
    assert words.progress(player(playback=playing(duration_s=None)), 0.0) == "1:05"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\ntwo\r\nthree\tfour", "one two three four"),
        ("\u202eevil\u202c\x00\x07", "evil"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("", ""),
    ],
)
def test_a_name_becomes_one_line_without_what_could_break_out_of_it(text, line):
    assert words.one_line(text) == line


def test_only_a_list_has_places():
    assert words.place_in_list(playing(index=1, count=5)) == "2 of 5"
    assert words.place_in_list(playing(index=0, count=1)) == ""


def test_a_card_that_is_not_online_always_says_why():
    assert words.why_not_online(player(link=offline("No answer."))) == "No answer."
    calling = player(link=LinkStatus(state=LinkState.CONNECTING))
    assert words.why_not_online(calling) == "Calling 127.0.0.1:8471"
    assert words.why_not_online(player(link=LinkStatus(), addresses=())) == "Not reached yet"


def test_why_it_went_comes_before_what_the_latest_attempt_found():
    gone = player(link=lost("the player was closed.", "cannot connect to lobby"))
    assert words.why_not_online(gone) == "The player was closed."
    assert words.last_try(gone) == "cannot connect to lobby"
    tip = summary.tool_tip(gone)
    assert tip.index("Why: The player was closed.") < tip.index("Last try: Cannot connect to lobby")
    assert summary.spoken(gone).endswith("Offline, The player was closed., last try: cannot connect to lobby")


def test_what_is_the_cause_is_not_repeated_as_the_latest_attempt():
    assert words.last_try(player(link=lost("it broke off", "it broke off"))) == ""
    assert words.last_try(player(link=offline())) == ""
    assert words.last_try(player()) == ""


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("cannot connect to lobby", "Cannot connect to lobby"),
        ("lobby.local does not answer", "lobby.local does not answer"),
        ("", ""),
        ("No answer.", "No answer."),
    ],
)
def test_an_error_that_stands_alone_is_a_sentence_and_names_stay_as_they_are(text, alone):
    assert words.sentence(text) == alone


def test_last_seen_is_reckoned_from_the_clock_of_this_machine():
    assert words.last_seen(player(last_seen_s=1000.0), 1200.0) == "seen 3 min ago"
    assert words.last_seen(player(last_seen_s=None), 1200.0) == "never seen"


def test_the_age_of_a_player_that_is_gone_counts_from_the_first_second():
    gone = player(link=offline(), last_seen_s=1000.0)
    assert [words.last_seen(gone, 1000.0 + age_s) for age_s in (0.5, 1, 5)] == [
        "seen now",
        "seen 1 s ago",
        "seen 5 s ago",
    ]
    assert words.last_seen(player(last_seen_s=1000.0), 1005.0) == "seen now"


def test_many_names_are_counted():
    assert words.several(["a", "b"]) == "\u2068a\u2069, \u2068b\u2069"
    assert words.several(list("abcdef")).endswith("and 3 more")


def test_a_tool_tip_shows_markup_in_a_name_as_it_was_typed():
    tip = summary.tool_tip(player(name="<b>x</b> & y" + "z" * 200))
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" + "z" * 200 in tip.replace("\u200b", "")


def test_a_screen_reader_hears_the_whole_card():
    assert summary.spoken(player()) == "Lobby, Foyer, Playing, clip.mp4, 2 of 5, volume 100"
    assert summary.spoken(player(link=offline())) == "Lobby, Foyer, Offline, No answer for 15 s."


def test_what_is_to_be_typed_stands_in_quotes():
    assert words.sentence("run `footlight-player reset` first.") == "Run “footlight-player reset” first."


def test_a_name_that_is_isolated_stays_so_in_one_line_and_half_an_isolate_goes():
    whole = words.isolated("\u05dc\u05d5\u05d1\u05d9") + ": Offline"
    assert words.one_line(whole) == whole
    assert words.one_line("\u2068Lobby: Offline") == "Lobby: Offline"
    assert words.one_line("\u2069Lobby\u2068") == "Lobby"
