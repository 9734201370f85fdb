"""The real player and the real controller on one loop: what the player does is what the controller shows."""

import pytest
from controller.services.home import home

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.errors import FootlightError, NothingToPlay
from footlight_common.model.playback import Item, PlaybackState
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.commands import Next, Pause, Play, Resume, Seek, SetMute, SetVolume, Stop
from footlight_common.protocol.events import CommandCompleted, PlaybackSkipped, PlaybackStarted, PlaybackStopped
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.engine.simulated_camera import SimulatedCamera
from footlight_player.server.listener import Listener
from footlight_player.services.claiming import claim_for
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.trust import Trust
from footlight_player.services.trust_record import TrustRecord
from footlight_player.system.machine import Machine

IDENTITY = PlayerIdentity(id="feed000000000017", name="One process", area="Test", version="0.1.0")


@pytest.fixture
async def stage(controller, tmp_path, eventually):
    """The controller, with the player behind it online."""
    clock = SystemClock()
    player = Player(
        identity=IDENTITY,
        engine=SimulatedEngine(clock),
        clock=clock,
        probe=HostProbe(clock, Machine(tmp_path)),
        show=lambda _: None,
        remember=lambda _: None,
    )
    await player.start(Memory())
    screenshots = Screenshots(SimulatedCamera(lambda: player.playback), clock)
    trust = await Trust.open(IDENTITY.id, clock, TrustRecord())
    site = home()
    await trust.adopt(claim_for(IDENTITY.id, trust.key, site.authority(), site.standing, name="", area=""))
    listener = Listener(player, trust, screenshots, clock)
    port = await listener.start("127.0.0.1", 0)
    await controller.add(Address(host="127.0.0.1", port=port))
    await eventually(lambda: controller.players()[IDENTITY.id].online)
    yield controller
    await listener.close("shutdown", "")
    await player.close()


def playback(controller):
    return controller.players()[IDENTITY.id].playback


def kinds(told, *wanted):
    return [event for player_id, event in told if player_id == IDENTITY.id and isinstance(event, wanted)]


def items(*uris: str) -> tuple[Item, ...]:
    return tuple(Item(uri=uri) for uri in uris)


@pytest.mark.allow_log("was skipped")
async def test_a_list_plays_through_and_every_event_is_told_in_order(stage, told, eventually):
    await stage.command(
        IDENTITY.id, Play(items=items("sim:a?duration=0.2", "sim:no?fail=missing", "sim:b?duration=0.2"))
    )
    await eventually(lambda: len(kinds(told, PlaybackStopped)) == 2)
    story = [
        (type(event), event.item.uri.partition("?")[0])
        for event in kinds(told, PlaybackStarted, PlaybackStopped, PlaybackSkipped)
        if not isinstance(event, PlaybackSkipped)
    ]
    assert story == [
        (PlaybackStarted, "sim:a"),
        (PlaybackStopped, "sim:a"),
        (PlaybackStarted, "sim:b"),
        (PlaybackStopped, "sim:b"),
    ]
    (skipped,) = kinds(told, PlaybackSkipped)
    assert (skipped.item.uri, skipped.code) == ("sim:no?fail=missing", "media_missing")
    numbers = [event.seq for event in kinds(told, PlaybackStarted, PlaybackStopped, PlaybackSkipped, CommandCompleted)]
    assert numbers == sorted(set(numbers))


async def test_every_command_shows_in_the_view(stage, eventually):
    async def do(action) -> None:
        await stage.command(IDENTITY.id, action)

    await do(Play(items=items("sim:a?duration=live", "sim:b?duration=live"), loop=True))
    await eventually(lambda: playback(stage).state is PlaybackState.PLAYING)
    await do(SetVolume(level=30))
    await do(SetMute())
    await eventually(lambda: (playback(stage).volume, playback(stage).muted) == (30, True))
    await do(Next())
    await eventually(lambda: playback(stage).index == 1)
    await do(Pause())
    await eventually(lambda: playback(stage).state is PlaybackState.PAUSED)
    await do(Resume())
    await eventually(lambda: playback(stage).state is PlaybackState.PLAYING)
    await do(Stop())
    await eventually(lambda: playback(stage).state is PlaybackState.IDLE)


async def test_who_commands_is_told_to_everybody(stage, told, eventually):
    with pytest.raises(NothingToPlay):
        await stage.command(IDENTITY.id, Resume())
    (event,) = await eventually(lambda: kinds(told, CommandCompleted))
    assert (event.command, event.ok, event.code) == ("resume", False, "nothing_to_play")
    assert event.by


async def test_a_place_that_is_none_is_refused_by_the_player(stage):
    with pytest.raises(FootlightError):
        await stage.command(IDENTITY.id, Seek(position_s=5.0))
