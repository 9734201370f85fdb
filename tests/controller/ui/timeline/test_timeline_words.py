import pytest
from controller.lives import ITEMS

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import (
    Alert,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    HistoryLost,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_controller.core.timeline import Alerted, Gap, Idle, Off, Played, Unknown
from footlight_controller.ui.timeline.story_words import told_of
from footlight_controller.ui.timeline.words import details, duration, time_of, title, told

NUMBER = {"seq": 1, "at_s": 0.0}


@pytest.fixture(autouse=True)
def in_english(english):
    """Words need the application."""


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.5, "0.5 s"),
        (12.4, "12 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86_400, "1 day"),
        (273_600, "3 days 4 h"),
    ],
)
def test_how_long_in_the_two_largest_units(seconds, expected):
    assert duration(seconds) == expected


def test_a_time_that_is_a_guess_says_so():
    assert time_of(1e9, estimated=True) == f"about {time_of(1e9)}"


def played(**changes):
    span = {"started_s": 1e9, "ended_s": 1e9 + 30, "item": ITEMS[0], "index": 0, "seq": 1, "seconds": 30.0}
    return Played(**{**span, **changes})


def test_an_item_says_what_when_how_long_how_it_ended_and_its_frames():
    span = played(reason=StopReason.ENDED, presented_frames=900, dropped_frames=2)
    assert title(span) == "a.mp4"
    lines = details(span)
    assert lines[0].endswith("(30 s)")
    assert lines[1:] == ["Played to its end", "Complete, 30 s on screen", "Frames: 900 presented, 2 dropped"]


def test_an_item_that_is_on_screen_has_no_end_and_one_that_was_cut_is_not_complete():
    assert "now" in details(played(on_screen=True))[0]
    assert "It is on screen." in details(played(on_screen=True))
    assert any(line.startswith("Not complete") for line in details(played(reason=StopReason.CUT)))
    assert "It began before what is known here." in details(played(reason=StopReason.ENDED, begin_known=False))
    assert "How it ended is not known here." in details(played())


@pytest.mark.parametrize("why", Unknown)
def test_a_gap_says_why_nobody_knows(why):
    gap = Gap(started_s=1e9, ended_s=1e9 + 60, why=why)
    assert title(gap).startswith("Nobody knows: ")
    assert details(gap)[1].endswith(".")
    assert Gap(started_s=float("-inf"), ended_s=1e9, why=why).why is why
    assert details(Gap(started_s=float("-inf"), ended_s=1e9, why=why))[0].startswith("until ")


def test_the_looks_of_gaps_have_words_of_their_own():
    assert len({title(Gap(started_s=0, ended_s=1, why=why)) for why in Unknown}) == len(Unknown)


def test_off_idle_and_alerts_say_what_they_are():
    assert details(Off(started_s=1e9, ended_s=1e9 + 5, reason=OffReason.CUT))[1] == (
        "The player lost power, crashed or was killed."
    )
    assert title(Idle(started_s=0, ended_s=1)) == "Nothing on screen"
    alert = Alerted(started_s=1e9, ended_s=1e9 + 5, code="hot", severity=Severity.CRITICAL, message="Hot", lasts=True)
    assert told(alert).startswith("Hot. ")
    assert told(alert).endswith("Critical")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (PowerOn(version="1.2", **NUMBER), "The player started, version 1.2"),
        (PowerOn(**NUMBER), "The player started"),
        (PowerOff(reason=OffReason.CUT, **NUMBER), "The player lost power, crashed or was killed"),
        (PlaybackStarted(item=ITEMS[0], index=0, **NUMBER), "Plays \u2068a.mp4\u2069"),
        (
            PlaybackStopped(item=ITEMS[0], index=0, reason=StopReason.ENDED, played_s=65, **NUMBER),
            "\u2068a.mp4\u2069 ended after 1:05",
        ),
        (
            PlaybackSkipped(item=ITEMS[0], index=0, code="x", message="no such\nfile", **NUMBER),
            "Skipped \u2068a.mp4\u2069: no such file",
        ),
        (CommandCompleted(command="pause", by="Desk", ok=True, **NUMBER), "Pause, as \u2068Desk\u2069 asked"),
        (
            CommandCompleted(command="pause", by="Desk", ok=False, message="it is idle.", **NUMBER),
            "Pause was refused to \u2068Desk\u2069: It is idle.",
        ),
        (Alert(code="hot", message="82 degrees", **NUMBER), "Needs attention: 82 degrees"),
        (Alert(code="hot", message="60 degrees", active=False, **NUMBER), "Well again: 60 degrees"),
        (
            ControllerCame(session="s", name="Desk", controller="pc", **NUMBER),
            "\u2068Desk\u2069 (\u2068pc\u2069) connected",
        ),
        (ControllerLeft(session="s", name="Desk", **NUMBER), "\u2068Desk\u2069 left"),
        (ClockStepped(by_s=-3600, **NUMBER), "The clock of the player was set back by 1 h"),
        (HistoryLost(lost=3, message="disk full", **NUMBER), "The player lost 3 events of its history: disk full"),
        (HistoryLost(message="damaged", **NUMBER), "The player lost some of its history: damaged"),
    ],
)
def test_every_event_is_told_in_words(event, expected):
    assert told_of(event).text == expected


def test_a_name_stays_on_its_line():
    assert title(played(item=Item(uri="/media/x", title="one\ntwo"))) == "one two"
