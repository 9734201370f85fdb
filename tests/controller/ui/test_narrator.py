from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import PlaybackStarted, PlaybackStopped
from footlight_controller.core.changes import FleetEvent
from footlight_controller.ui.narrator import Narrator

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
