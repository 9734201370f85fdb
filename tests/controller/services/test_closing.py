"""How the controller ends, at whatever moment: what it keeps, and that it lets go of everything."""

import asyncio
from dataclasses import replace

import pytest
from controller.no_discovery import NoDiscovery

from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import NotLinked
from footlight_common.model.player import PlayerStatus
from footlight_common.protocol.base import encode
from footlight_common.protocol.events import DeviceStatusChanged
from footlight_controller.services.discovery import Sighting

PLAYER_ID = "ab12000000000000"


def record(player_id: str) -> PlayerRecord:
    return PlayerRecord(id=player_id, name="Lobby")


def is_online(controller):
    return lambda: PLAYER_ID in controller.players() and controller.players()[PLAYER_ID].online


@pytest.fixture
async def online(controller, player, eventually):
    """The controller, with the player online."""
    await controller.add(player.address)
    await eventually(is_online(controller))
    return controller


async def test_when_players_were_last_seen_is_exact_after_a_clean_end(make_controller, player, eventually):
    controller = make_controller()
    await controller.start()
    await controller.add(player.address)
    await eventually(is_online(controller))
    await player.play(1)
    status = PlayerStatus(identity=replace(player.identity, area="Wings"))
    await player.say(encode(DeviceStatusChanged(at_s=1.0, status=status)))
    # The last that it says.
    await eventually(lambda: controller.players()[PLAYER_ID].identity.area == "Wings")
    seen_s = controller.players()[PLAYER_ID].last_seen_s
    await controller.close()
    again = make_controller()
    await again.start()
    assert again.players()[PLAYER_ID].last_seen_s == seen_s
    await again.close()


async def test_when_a_player_went_is_exact_at_once(make_controller, online, player, eventually):
    first_s = online.players()[PLAYER_ID].last_seen_s
    await player.say(encode(DeviceStatusChanged(at_s=1.0, status=PlayerStatus(identity=player.identity))))
    await eventually(lambda: online.players()[PLAYER_ID].last_seen_s > first_s)
    seen_s = online.players()[PLAYER_ID].last_seen_s
    await player.stop()
    await eventually(lambda: online.players()[PLAYER_ID].link.code)
    assert [known.last_seen_s for known in online._registry.players()] == [seen_s]


async def test_closing_while_links_are_dialled_is_quiet_and_leaves_no_socket(make_controller, make_player, silent_port):
    for turns in range(0, 60, 4):
        controller = make_controller()
        await controller.start()
        for number in range(3):
            player = await make_player(f"{number + 1:016x}")
            address = Address(host="127.0.0.1", port=silent_port)
            sighting = Sighting(record=record(player.identity.id), addresses=(player.address, address))
            controller._discovery.on_sighting(sighting)
        for _ in range(turns):
            await asyncio.sleep(0)
        await controller.close()
        assert controller._dialer.closed


async def test_a_player_that_is_being_added_when_it_closes_is_not_dialled_any_more(make_controller, player):
    welcomed, held = asyncio.Event(), asyncio.Event()
    controller = make_controller()
    await controller.start()
    opened = controller._dialer.open

    async def open_late(*args):
        connection = await opened(*args)
        welcomed.set()
        await held.wait()
        return connection

    controller._dialer.open = open_late
    adding = asyncio.create_task(controller.add(player.address))
    await welcomed.wait()
    await controller.close()
    held.set()
    with pytest.raises(NotLinked, match="closing"):
        await adding
    assert len(player.hellos) == 1


async def test_an_announcement_while_it_closes_dials_nobody(make_controller, player):
    controller = make_controller()
    await controller.start()
    await controller.close()
    controller._discovery.on_sighting(Sighting(record=record(PLAYER_ID), addresses=(player.address,)))
    assert not controller.players()


async def test_a_close_that_is_cancelled_lets_go_of_everything_all_the_same(make_controller, online, player, data_dir):
    closing = asyncio.create_task(online.close())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert online._dialer.closed
    await make_controller().close()


async def test_a_start_that_is_cancelled_lets_go_of_everything(make_controller):
    class Hanging(NoDiscovery):
        async def start(self, *_):
            await asyncio.Event().wait()

    controller = make_controller(discovery=Hanging())
    starting = asyncio.create_task(controller.start())
    await asyncio.sleep(0.01)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert controller._dialer.closed
    await make_controller().close()
