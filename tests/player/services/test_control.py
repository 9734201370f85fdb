import pytest

from footlight_common.model.playback import Item, PlaybackState
from footlight_common.protocol.commands import (
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Resume,
    Seek,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_common.protocol.events import CommandCompleted, PlaybackSkipped, PlaybackStarted

PLAY = Play(items=(Item(uri="sim:a?duration=7"), Item(uri="sim:b?duration=7")))


async def test_a_command_done_ends_in_a_good_result_and_an_event(bench):
    result = bench.do(PLAY)
    assert (result.ok, result.code, result.message) == (True, "", "")
    (event,) = [event for event in bench.events if isinstance(event, CommandCompleted)]
    assert (event.command, event.by, event.ok) == ("play", "desk", True)


async def test_a_command_refused_says_why_in_result_and_event(bench):
    result = bench.do(Next())
    assert (result.ok, result.code) == (False, "nothing_to_play")
    assert bench.events[-1].message == result.message != ""


async def test_a_command_repeated_under_its_key_is_answered_again_and_not_done_again(bench):
    bench.do(PLAY)
    await bench.clock.advance(0)
    first = bench.do(Next(), key="k1")
    again = bench.do(Next(), key="k1")
    assert (first.ok, again.ok) == (True, True)
    assert again.id != first.id
    assert [event.command for event in bench.events if isinstance(event, CommandCompleted)] == ["play", "next"]


async def test_the_same_key_of_another_controller_is_another_command(bench):
    bench.do(SetVolume(level=10), key="k1", by="desk")
    bench.do(SetVolume(level=20), key="k1", by="phone")
    assert bench.player.status().playback.volume == 20


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Pause(), PlaybackState.PAUSED),
        (Resume(), PlaybackState.PLAYING),
        (Stop(), PlaybackState.IDLE),
        (Next(), PlaybackState.PLAYING),
        (Seek(position_s=3.0), PlaybackState.PLAYING),
        (SetVolume(level=3), PlaybackState.PLAYING),
        (SetMute(), PlaybackState.PLAYING),
        (Identify(), PlaybackState.PLAYING),
    ],
)
async def test_every_command_reaches_the_engine(bench, action, state):
    bench.do(PLAY)
    await bench.clock.advance(1.0)
    assert bench.do(action).ok
    await bench.clock.advance(0.5)
    assert bench.player.status().playback.state is state


async def test_previous_goes_back(bench):
    bench.do(PLAY)
    await bench.clock.advance(7.5)
    assert bench.player.status().playback.index == 1
    assert bench.do(Previous()).ok
    await bench.clock.advance(0.5)
    assert bench.player.status().playback.index == 0


async def test_the_loudness_is_the_engines(bench):
    bench.do(SetVolume(level=30))
    bench.do(SetMute())
    assert bench.engine.loudness == (30, True)


@pytest.mark.allow_log("was skipped")
async def test_a_bad_item_is_skipped_with_one_event_and_the_rest_plays_on(bench):
    bench.do(Play(items=(Item(uri="sim:a?duration=1"), Item(uri="sim:b?fail=missing"), Item(uri="sim:c"))))
    await bench.clock.advance(1.5)
    told = [event for event in bench.events if isinstance(event, PlaybackSkipped | PlaybackStarted)]
    assert [(type(event), event.index) for event in told] == [
        (PlaybackStarted, 0),
        (PlaybackSkipped, 1),
        (PlaybackStarted, 2),
    ]


async def test_a_skipped_item_is_in_the_journal(bench, expect_log):
    expect_log("sim:b.* was skipped: There is no such simulated file")
    bench.do(Play(items=(Item(uri="sim:b?fail=missing"),)))
    await bench.clock.advance(0)


@pytest.mark.allow_log("was skipped")
async def test_a_list_with_nothing_to_play_ends_in_idle(bench):
    bench.do(Play(items=tuple(Item(uri=f"sim:{n}?fail=unreachable") for n in range(5)), loop=True))
    await bench.clock.advance(1.0)
    assert bench.player.status().playback.state is PlaybackState.IDLE
    assert sum(isinstance(event, PlaybackSkipped) for event in bench.events) == 5


@pytest.mark.allow_log("was skipped")
async def test_no_password_of_an_address_reaches_the_journal(bench, caplog):
    caplog.set_level("DEBUG", "footlight_player")
    uris = ("sim://user:secret@a?fail=unreachable&t=secret", "sim://user:secret@b?duration=1")
    bench.do(Play(items=tuple(Item(uri=uri) for uri in uris)))
    await bench.clock.advance(3.0)
    assert "secret" not in caplog.text
