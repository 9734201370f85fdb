import pytest
from controller.ui.fleet import player

from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.model.presence import Present
from footlight_common.protocol.events import (
    CommandCompleted,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_common.security.roles import Role
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.ui.narrator import REMEMBERED_S, Narrator
from footlight_controller.ui.notes import Level
from footlight_controller.ui.words import isolated

CLIP = Item(uri="/media/clip.mp4")


def stopped(reason):
    return PlaybackStopped(seq=1, at_s=0.0, item=CLIP, index=0, reason=reason)


def started(gap_ms=20.0):
    return PlaybackStarted(seq=2, at_s=0.0, item=CLIP, index=1, gap_ms=gap_ms)


def texts(narrator, *events, player_id="a1"):
    told = tuple(FleetEvent(player_id=player_id, player_name="Lobby", event=event) for event in events)
    return [note.text for note in narrator.notes_of(told)]


def test_an_item_that_takes_the_place_of_another_is_told():
    assert texts(Narrator(), stopped(StopReason.REPLACED), started()) == ["Playing clip.mp4"]


def test_it_is_told_also_when_the_two_events_come_apart():
    narrator = Narrator()
    assert texts(narrator, stopped(StopReason.REPLACED)) == []
    assert texts(narrator, started()) == ["Playing clip.mp4"]
    assert texts(narrator, started()) == []


def test_the_next_item_of_a_list_that_runs_by_itself_is_not_told():
    assert texts(Narrator(), stopped(StopReason.ENDED), started()) == []


def test_what_goes_on_after_a_start_is_not_told_whatever_was_missed_before_it():
    missed = [started(), stopped(StopReason.CUT), PowerOff(seq=3, at_s=0.0, reason=OffReason.SHUTDOWN)]
    assert texts(Narrator(), *missed, PowerOn(seq=4, at_s=0.0), started(gap_ms=None)) == []


def test_what_one_player_replaced_says_nothing_of_another():
    narrator = Narrator()
    texts(narrator, stopped(StopReason.REPLACED))
    assert texts(narrator, started(), player_id="b2") == []


def completed(by, command="pause", **fields):
    return CommandCompleted(seq=1, at_s=0.0, command=command, by=by, **({"ok": True} | fields))


def notes_for(me, event):
    narrator = Narrator()
    narrator.me = me
    return narrator.notes_of((FleetEvent(player_id="a1", player_name="Lobby", event=event),))


def test_what_somebody_else_did_is_told_with_their_name_and_quietly():
    (note,) = notes_for("Office", completed("Bar"))
    assert (note.subject, note.text, note.level) == ("Lobby", f"{isolated('Bar')} paused it", Level.INFO)


def test_what_was_done_here_is_told_without_a_name():
    (note,) = notes_for("Office", completed("Office"))
    assert (note.text, note.level) == ("Paused", Level.GOOD)


def test_what_went_wrong_for_somebody_else_is_told_quietly():
    (note,) = notes_for("Office", completed("Bar", ok=False, code="nothing_to_play", message="Nothing to pause."))
    assert (note.text, note.level) == (f"{isolated('Bar')} asked in vain: Nothing to pause.", Level.INFO)


def test_that_somebody_may_not_do_something_is_nobody_elses_note():
    message = "Identify needs the role operator or higher, and yours is viewer."
    assert notes_for("Office", completed("Bar", "identify", ok=False, code="role_denied", message=message)) == []


def test_who_controls_already_is_told_to_whoever_begins_once_in_a_while():
    now_s = [0.0]
    narrator = Narrator(lambda: now_s[0])
    lobby = player(
        1,
        "Lobby",
        present=(
            Present(session="s1", member="m1", name="Office", role=Role.ADMIN, controller="Desk 1", since_s=0.0),
            Present(
                session="s2",
                member="m2",
                name="Bar",
                role=Role.OPERATOR,
                controller="Desk 2",
                since_s=0.0,
                commanded_s=1.0,
            ),
            Present(session="s3", member="m3", name="Stage", role=Role.VIEWER, controller="Desk 3", since_s=0.0),
        ),
        session="s1",
    )
    (note,) = narrator.company_of(lobby)
    assert (note.subject, note.text, note.level) == (
        "Lobby",
        f"{isolated('Bar')} controls it too, from {isolated('Desk 2')}",
        Level.INFO,
    )
    assert narrator.company_of(lobby) == []
    now_s[0] = 601.0
    assert len(narrator.company_of(lobby)) == 1


GONE = DeviceOffline(at_s=0.0, code="restart", reason="The player restarts.")
BACK = DeviceOnline(at_s=0.0)


def test_a_restart_is_one_quiet_story():
    story = tuple(
        FleetEvent(player_id="a1", player_name="Lobby", event=event)
        for event in (
            CommandCompleted(seq=1, at_s=0.0, command="restart", by="desk", ok=True),
            GONE,
            BACK,
            started(gap_ms=None),
        )
    )
    notes = Narrator().notes_of(story)
    assert [note.text for note in notes] == ["Is restarting", "Is back after its restart"]
    assert len({note.topic for note in notes}) == 1
    assert [note.level for note in notes] == [Level.INFO, Level.GOOD]


@pytest.mark.parametrize("code", ["restart", "unreachable"])
def test_that_a_player_goes_on_where_it_was_is_no_news(code):
    gone = DeviceOffline(at_s=0.0, code=code, reason="Gone.")
    assert "Playing clip.mp4" not in texts(Narrator(), gone, BACK, started(gap_ms=None))
    assert "Playing clip.mp4" not in texts(Narrator(), gone, started(gap_ms=None), BACK)


def test_what_somebody_plays_right_after_a_return_is_told():
    played = CommandCompleted(seq=1, at_s=0.0, command="play", by="desk", ok=True)
    assert texts(Narrator(), GONE, BACK, played, started(gap_ms=None))[-1] == "Playing clip.mp4"


def test_what_begins_long_after_a_return_is_told():
    now_s = [0.0]
    narrator = Narrator(lambda: now_s[0])
    texts(narrator, GONE, BACK)
    now_s[0] = 60.0
    assert texts(narrator, started(gap_ms=None)) == ["Playing clip.mp4"]


def test_an_item_that_breaks_each_time_it_comes_is_shown_in_passing_once_in_a_while():
    now_s = 0.0
    narrator = Narrator(lambda: now_s)
    skipped = PlaybackSkipped(seq=1, at_s=0.0, item=CLIP, index=0, code="media", message="No video.")
    told = [
        FleetEvent(player_id="a1", player_name="Lobby", event=event) for event in (stopped(StopReason.FAILED), skipped)
    ]

    def loud():
        return [note.text for note in narrator.notes_of(tuple(told)) if not note.quiet]

    assert loud() == ["clip.mp4 broke while it played"]
    now_s = 12.0
    assert loud() == []
    now_s = REMEMBERED_S + 1.0
    assert loud() == ["clip.mp4 broke while it played"]
