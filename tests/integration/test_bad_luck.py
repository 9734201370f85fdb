"""Players and controllers that are killed, frozen or alone: what the other side makes of it."""

import asyncio
import errno
import json
import random
import signal
import sys

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Play
from footlight_common.protocol.events import PlaybackStarted
from footlight_common.protocol.session import Hello
from footlight_controller.core.changes import DeviceOffline, DeviceOnline
from footlight_controller.services.controller import Controller
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.discovery import Discovery
from footlight_controller.services.reach import Reach
from footlight_controller.services.registry import Registry
from footlight_controller.services.site_file import SiteFile

ENDLESS = Play(items=(Item(uri="sim:one?duration=live"),))


def of(told, player, kind):
    return [event for player_id, event in told if player_id == player.id and isinstance(event, kind)]


def is_playing(controller, player):
    return lambda: player.id in controller.players() and controller.players()[player.id].playing


async def test_a_killed_player_is_offline_with_a_reason_and_plays_on_after_a_restart(
    controller, told, player, eventually
):
    await eventually(lambda: of(told, player, DeviceOnline))
    await controller.command(player.id, ENDLESS)
    await eventually(is_playing(controller, player))
    await eventually(lambda: player.remembers("sim:one?duration=live"))

    await player.kill()
    (gone,) = await eventually(lambda: of(told, player, DeviceOffline), 2)
    assert "broke off" in gone.reason
    await eventually(lambda: controller.players()[player.id].link.code == "unreachable")

    told.clear()
    await player.start()
    await eventually(is_playing(controller, player), 20)
    # What happened before the controller was back is told all the same.
    await eventually(lambda: of(told, player, PlaybackStarted))
    assert [event.item.uri for event in of(told, player, PlaybackStarted)] == ["sim:one?duration=live"]


async def test_a_frozen_player_is_offline_within_fifteen_seconds(controller, told, player, eventually):
    await eventually(lambda: of(told, player, DeviceOnline))
    player.send(signal.SIGSTOP)
    (gone,) = await eventually(lambda: of(told, player, DeviceOffline), 16)
    assert "no sign of life" in gone.reason
    player.send(signal.SIGCONT)
    await eventually(lambda: len(of(told, player, DeviceOnline)) == 2, 30)


async def test_a_player_that_is_told_to_end_says_goodbye(controller, told, player, eventually):
    await eventually(lambda: of(told, player, DeviceOnline))
    player.send(signal.SIGTERM)
    (gone,) = await eventually(lambda: of(told, player, DeviceOffline), 5)
    assert gone.code == "shutdown"


async def test_two_players_of_one_name_are_both_there(controller, make_player, name, eventually):
    first, second = [await make_player().start("--port", "0") for _ in range(2)]
    await eventually(lambda: {first.id, second.id} <= set(controller.players()))
    await eventually(lambda: all(controller.players()[each.id].online for each in (first, second)))
    assert {controller.players()[each.id].name for each in (first, second)} == {name}


async def test_without_mdns_players_are_added_by_address_and_found_again(data_dir, at_home, player, eventually):
    def port_taken(_):
        raise OSError(errno.EADDRINUSE, "Address already in use")

    def make() -> Controller:
        clock, reach = SystemClock(), Reach("127.0.0.1")
        return Controller(
            registry=Registry.own(data_dir, clock),
            site_file=SiteFile(data_dir),
            discovery=Discovery(reach, clock, make_zeroconf=port_taken),
            dialer=Dialer(reach, Hello(name="desk")),
            clock=clock,
            chance=random.random,
        )

    controller = make()
    await controller.start()
    notices = []
    controller.subscribe(lambda changes: notices.extend(changes.notices))
    assert "mDNS does not start" in notices[0]
    await controller.add(Address.parse(player.address))
    await eventually(lambda: controller.players()[player.id].online)
    await controller.close()

    again = make()
    await again.start()
    await eventually(lambda: again.players()[player.id].online)
    await again.close()


SAVES_FOR_EVER = """
import asyncio, itertools, sys
from pathlib import Path
from footlight_common.clock import SystemClock
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.known import KnownPlayer
from footlight_controller.services.registry import Registry
from footlight_controller.services.site_file import SiteFile

async def main():
    registry = Registry.own(Path(sys.argv[1]), SystemClock())
    for number in range(100):
        registry.put(KnownPlayer(identity=PlayerIdentity(id=f"{number:016x}", name="x" * 200)))
    await registry._store.flush()
    print("saved", flush=True)
    for number in itertools.count():
        registry.put(KnownPlayer(identity=PlayerIdentity(id=f"{0:016x}", name="x" * (number % 200))))
        await registry._store.flush()

asyncio.run(main())
"""


async def test_a_controller_that_is_killed_while_it_saves_loses_no_player(data_dir):
    chance = random.Random(1)
    for _ in range(12):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SAVES_FOR_EVER, str(data_dir), stdout=asyncio.subprocess.PIPE
        )
        assert await process.stdout.readline() == b"saved\n"
        # When it is hit is the point of the test.
        await asyncio.sleep(chance.uniform(0.0, 0.1))
        process.kill()
        await process.communicate()
        tables = json.loads(await asyncio.to_thread((data_dir / "registry.json").read_text))["tables"]
        assert len(tables["players"]) == 100
    assert not list(data_dir.glob("*.corrupt.*"))
