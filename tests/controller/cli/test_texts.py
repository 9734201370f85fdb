"""Tables and lines for people: one line each, aligned, and whole where something is there to be copied."""

import io

import pytest
from rich.console import Console

from footlight_common.discovery import Address
from footlight_common.model.history import OffReason
from footlight_common.model.logs import LogLevel, LogLine
from footlight_common.model.metrics import Metrics
from footlight_common.model.playback import Item, Playback, PlaybackState, StopReason
from footlight_common.model.player import PlayerIdentity, PlayerStatus
from footlight_common.protocol.events import (
    Alert,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    DeviceStatusChanged,
    HistoryLost,
    LogLines,
    MetricsUpdate,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_controller.cli.stories import event_text
from footlight_controller.cli.texts import print_players
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.view import LinkState, LinkStatus, PlayerView
from footlight_controller.services.site_file import NO_SITE

ADDRESS = Address(host="192.168.100.200", port=44073)
CLIP = Item(uri="/clips/one.mp4")


def view(name: str, player_id: str = "ab12000000000000", **fields) -> PlayerView:
    identity = PlayerIdentity(id=player_id, name=name, area="On the first floor, behind the stairs")
    return PlayerView(identity=identity, addresses=(ADDRESS,), **fields)


def table(players: list[PlayerView], **options) -> list[str]:
    out = io.StringIO()
    print_players(Console(file=out, color_system=None, **options), players, 100.0, 100.0)
    return out.getvalue().splitlines()


LONG = "The long wall between the foyer and the second stairs, on the left"
PLAYERS = [
    view(LONG, link=LinkStatus(state=LinkState.OFFLINE, reason="nothing listens there. Check that it is on.")),
    view("東京のロビーの大きな画面、入口の左側", "cd34000000000000", last_seen_s=1.0),
]


@pytest.mark.parametrize("width", [80, 100, 140])
def test_on_a_terminal_a_player_is_one_line_with_its_whole_address(width):
    _, *rows, _ = table(PLAYERS, width=width, force_terminal=True)
    assert len(rows) == 2
    for row, player in zip(rows, PLAYERS, strict=True):
        assert row.rstrip().endswith(str(ADDRESS))
        assert player.id in row
        assert "…" in row
    assert all(Console().measure(row).maximum <= width for row in rows)


def test_a_terminal_that_is_too_narrow_loses_no_part_of_an_address():
    _, *rows, _ = table(PLAYERS, width=40, force_terminal=True)
    assert len(rows) == 2
    assert all(str(ADDRESS) in row for row in rows)


def test_in_a_pipe_nothing_is_cut():
    _, row, _, reason = table(PLAYERS, width=80)
    assert LONG in row
    assert str(ADDRESS) in row
    assert reason == f"{LONG}: nothing listens there. Check that it is on."


def test_in_a_pipe_a_long_reason_makes_no_other_row_wider():
    away = LinkStatus(state=LinkState.OFFLINE, reason="nothing listens there. " * 10)
    head, first, second, below = table([view("Lobby", link=away), view("Hall", "cd34000000000000")], width=80)
    assert away.reason.strip() in below
    assert first.index(str(ADDRESS)) == second.index(str(ADDRESS))
    assert first.endswith(str(ADDRESS))
    assert second.endswith(str(ADDRESS))
    assert len(second) < 150
    assert head.index("STATUS") == first.index("○") == second.index("○")


@pytest.mark.parametrize("options", [{"width": 80}, {"width": 140, "force_terminal": True}])
def test_what_all_players_lack_is_said_once_below_the_table(options):
    link = LinkStatus(state=LinkState.OFFLINE, code="no_site", reason=NO_SITE)
    players = [view("Lobby", link=link), view("Lobby", "cd34000000000000", link=link)]
    _, *rows, below = table(players, **options)
    assert len(rows) == 2
    assert all("○ offline" in row and "footlight" not in row for row in rows)
    assert below == f"Lobby (ab12), Lobby (cd34): {NO_SITE}"
    assert ("footlight site create" in below, "footlight site join" in below) == (True, True)


def test_a_reason_that_begins_with_the_name_is_one_for_all_that_have_it():
    players = [
        view(name, player_id, link=LinkStatus(reason=f"{name} belongs to another site. Use a controller of that site."))
        for name, player_id in (("Bar", "ab12000000000000"), ("Hall", "cd34000000000000"))
    ]
    *_, row, below = table(players, width=80)
    assert "○ offline: belongs to another site. Use" in row
    assert below == "Bar, Hall: belongs to another site. Use a controller of that site."


def test_a_reason_that_fits_or_was_said_is_not_said_again():
    short = view("Lobby", link=LinkStatus(state=LinkState.OFFLINE, reason="it is off"))
    assert len(table([short], width=80)) == 2
    long = view("Lobby", link=LinkStatus(state=LinkState.OFFLINE, reason=NO_SITE))
    assert len(table([long], width=80)) == 3
    out = io.StringIO()
    print_players(Console(file=out, width=80), [long], 100.0, 100.0, said=[NO_SITE])
    assert len(out.getvalue().splitlines()) == 2


def line(event, players=(), name="Lobby") -> str:
    told = FleetEvent(player_id="ab12000000000000", player_name=name, event=event)
    return event_text(told, players).plain


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (DeviceOnline(at_s=1.0), "is online"),
        (DeviceOffline(at_s=1.0, code="x", reason="it is off"), "is offline: it is off"),
        (PlaybackStarted(seq=1, at_s=1.0, item=CLIP, index=0, gap_ms=4.2), "plays one.mp4, 4 ms after the one before"),
        (
            PlaybackStopped(seq=1, at_s=1.0, item=CLIP, index=0, reason=StopReason.ENDED, played_s=65),
            "one.mp4 ended after 1:05",
        ),
        (
            PlaybackSkipped(seq=1, at_s=1.0, item=CLIP, index=0, code="x", message="No video."),
            "skipped one.mp4: No video.",
        ),
        (CommandCompleted(seq=1, at_s=1.0, command="pause", by="desk", ok=True), "pause, as desk asked"),
        (
            CommandCompleted(seq=1, at_s=1.0, command="next", by="desk", ok=False, message="empty"),
            "refused next to desk: empty",
        ),
        (Alert(seq=1, at_s=1.0, code="x", message="no disk"), "needs attention: no disk"),
        (
            PlaybackStopped(seq=1, at_s=1.0, item=CLIP, index=0, reason=StopReason.CLOSED, played_s=65),
            "one.mp4 left the screen with the player after 1:05",
        ),
        (
            PlaybackStopped(seq=1, at_s=1.0, item=CLIP, index=0, reason=StopReason.CUT, played_s=65),
            "one.mp4 was cut off after 1:05",
        ),
        (PowerOn(seq=1, at_s=1.0, version="0.1.0"), "started, version 0.1.0"),
        (PowerOn(seq=1, at_s=1.0), "started"),
        (PowerOff(seq=1, at_s=1.0, reason=OffReason.SHUTDOWN), "was closed"),
        (PowerOff(seq=1, at_s=1.0, reason=OffReason.RESTART), "was closed to start anew"),
        (
            PowerOff(seq=1, at_s=1.0, reason=OffReason.CUT),
            "was cut off: it lost power, crashed or was killed",
        ),
        (ControllerCame(seq=1, at_s=1.0, session="5", name="Ada", controller="desk"), "Ada (desk) connected"),
        (ControllerLeft(seq=1, at_s=1.0, session="5", name="Ada"), "Ada left"),
        (ClockStepped(seq=1, at_s=1.0, by_s=3600.0), "had its clock set ahead by 1:00:00"),
        (ClockStepped(seq=1, at_s=1.0, by_s=-65.0), "had its clock set back by 1:05"),
        (HistoryLost(seq=1, at_s=1.0, lost=3, message="Full."), "lost 3 events of its history: Full."),
        (HistoryLost(seq=1, at_s=1.0, message="Damaged."), "lost some events of its history: Damaged."),
        (
            LogLines(
                at_s=1.0,
                lines=(
                    LogLine(seq=1, at_s=1.0, level=LogLevel.INFO, logger="a.b", text="one\ntwo"),
                    LogLine(seq=2, at_s=1.0, level=LogLevel.ERROR, logger="c", text="three"),
                ),
            ),
            "info a.b: one two | error c: three",
        ),
        (MetricsUpdate(at_s=1.0, metrics=Metrics(cpu_percent=12.4)), "at 12 % of its processor, 0.0 fps"),
        (
            DeviceStatusChanged(
                at_s=1.0,
                status=PlayerStatus(
                    identity=PlayerIdentity(id="ab12000000000000", name="Lobby"),
                    playback=Playback(state=PlaybackState.PAUSED, item=CLIP, count=1),
                ),
            ),
            "is paused in one.mp4",
        ),
    ],
)
def test_events_are_words(event, words):
    assert line(event).endswith(f"  Lobby  {words}")


def test_lines_of_several_players_are_aligned():
    players = [view("Lobby"), view("Hall on the left", "cd34000000000000")]
    short = line(DeviceOnline(at_s=1.0), players)
    other = FleetEvent(player_id="cd34000000000000", player_name="Hall on the left", event=DeviceOnline(at_s=1.0))
    assert short.index("is online") == event_text(other, players).plain.index("is online")


def test_namesakes_are_told_apart_by_the_start_of_their_id():
    players = [view("Lobby"), view("Lobby", "cd34000000000000")]
    assert "Lobby (ab12)  is online" in line(DeviceOnline(at_s=1.0), players)


def test_a_long_name_does_not_push_the_words_away():
    assert line(DeviceOnline(at_s=1.0), [view(LONG)], LONG).index("is online") < 45
