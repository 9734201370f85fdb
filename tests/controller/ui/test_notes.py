import pytest
from controller.ui.fleet import player

from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.model.player import PlayerStats, PlayerStatus
from footlight_common.protocol.commands import SetMute
from footlight_common.protocol.events import (
    Alert,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    DeviceStatusChanged,
    HistoryLost,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
    StatsUpdate,
)
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.ui.notes import Level, command_note, note_of

CLIP = Item(uri="/media/clip.mp4")
NUMBER = {"seq": 1, "at_s": 0.0}


def of(event):
    return note_of(FleetEvent(player_id="a1", player_name="Lobby", event=event))


@pytest.mark.parametrize(
    ("event", "level", "text"),
    [
        (DeviceOnline(at_s=0.0), Level.GOOD, "Online"),
        (DeviceOffline(at_s=0.0, code="unreachable", reason="No answer."), Level.CAUTION, "No answer."),
        (PlaybackStarted(**NUMBER, item=CLIP, index=0), Level.INFO, "Playing clip.mp4"),
        (
            PlaybackStopped(**NUMBER, item=CLIP, index=0, reason=StopReason.FAILED),
            Level.BAD,
            "clip.mp4 broke while it played",
        ),
        (
            PlaybackSkipped(**NUMBER, item=CLIP, index=0, code="media_missing", message="no such file"),
            Level.CAUTION,
            "Skipped clip.mp4: no such file",
        ),
        (CommandCompleted(**NUMBER, command="pause", by="desk", ok=True), Level.GOOD, "Paused"),
        (CommandCompleted(**NUMBER, command="next", by="desk", ok=False, message="no list."), Level.BAD, "No list."),
        (
            PowerOff(**NUMBER, reason=OffReason.CUT),
            Level.CAUTION,
            "Was cut off: it lost power, crashed or was killed",
        ),
        (
            HistoryLost(**NUMBER, lost=3, message="The disk was full."),
            Level.CAUTION,
            "Lost a part of its history: The disk was full.",
        ),
    ],
)
def test_what_a_person_wants_to_hear_becomes_a_note(event, level, text):
    note = of(event)
    assert (note.subject, note.subject_id, note.level, note.text) == ("Lobby", "a1", level, text)


@pytest.mark.parametrize(
    "event",
    [
        DeviceStatusChanged(at_s=0.0, status=PlayerStatus(identity=player().identity)),
        StatsUpdate(at_s=0.0, stats=PlayerStats()),
        PlaybackStarted(**NUMBER, item=CLIP, index=1, gap_ms=12.0),
        PlaybackStopped(**NUMBER, item=CLIP, index=0, reason=StopReason.ENDED),
        PlaybackStopped(**NUMBER, item=CLIP, index=0, reason=StopReason.REPLACED),
        PlaybackStopped(**NUMBER, item=CLIP, index=0, reason=StopReason.STOPPED),
        PlaybackStopped(**NUMBER, item=CLIP, index=0, reason=StopReason.CLOSED),
        PlaybackStopped(**NUMBER, item=CLIP, index=0, reason=StopReason.CUT),
        PowerOn(**NUMBER),
        PowerOff(**NUMBER, reason=OffReason.SHUTDOWN),
        PowerOff(**NUMBER, reason=OffReason.RESTART),
        ControllerCame(**NUMBER, session="5", name="Ada"),
        ControllerLeft(**NUMBER, session="5", name="Ada"),
        ClockStepped(**NUMBER, by_s=3600.0),
        # Told as an alert of the controller, which knows of mutes and hours.
        Alert(**NUMBER, code="disk", message="The disk is full."),
        Alert(**NUMBER, code="disk", message="The disk is full.", active=False),
    ],
)
def test_what_a_card_shows_by_itself_is_not_told(event):
    assert of(event) is None


def test_a_command_asked_for_here_and_its_event_are_one_topic():
    failed = CommandCompleted(**NUMBER, command="next", by="desk", ok=False, code="nothing_to_play", message="no list.")
    assert of(failed).topic == command_note("a1", "Lobby", "next", error="no list.").topic
    done = CommandCompleted(**NUMBER, command="stop", by="desk", ok=True)
    assert of(done).topic == command_note("a1", "Lobby", "stop").topic


def test_that_a_player_took_a_playlist_is_not_told_for_it_tells_what_it_plays():
    assert command_note("a1", "Lobby", "play") is None
    assert of(CommandCompleted(**NUMBER, command="play", by="desk", ok=True)) is None
    refused = CommandCompleted(**NUMBER, command="play", by="desk", ok=False, message="the list is empty.")
    assert of(refused).text == "The list is empty."


@pytest.mark.parametrize(("muted", "text"), [(True, "Sound off"), (False, "Sound on")])
def test_muting_says_which_way(muted, text):
    assert command_note("a1", "Lobby", "mute", action=SetMute(muted=muted)).text == text


def test_a_mute_asked_for_elsewhere_is_left_to_the_card():
    assert of(CommandCompleted(**NUMBER, command="mute", by="desk", ok=True)) is None


def test_a_long_item_name_leaves_room_for_the_reason():
    event = PlaybackSkipped(**NUMBER, item=Item(uri="/m/" + "x" * 300), index=0, code="c", message="no such file")
    assert of(event).text.endswith("x…: no such file")
    assert len(of(event).text) < 80
