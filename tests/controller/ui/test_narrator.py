import pytest

from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import CommandCompleted, PlaybackStarted, PlaybackStopped
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.ui.narrator import Narrator
from footlight_controller.ui.notes import Level

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


def test_what_one_player_replaced_says_nothing_of_another():
    narrator = Narrator()
    texts(narrator, stopped(StopReason.REPLACED))
    assert texts(narrator, started(), player_id="b2") == []


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
