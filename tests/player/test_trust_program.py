"""How the program is paired and reset, and what somebody with a shell on its box can do."""

import asyncio
import re
import signal
import stat

import aiohttp
import msgspec
import pytest
from player.house import stranger
from player.program import HERE, join, status
from player.server.callers import Pairer
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from footlight_common.clock import SystemClock
from footlight_common.discovery import SERVICE_TYPE, PlayerRecord
from footlight_common.protocol.base import encode
from footlight_common.protocol.session import Hello
from footlight_common.security import tls
from footlight_common.security.authority import Authority
from footlight_common.security.keys import RosterKey
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.standing import rotate
from footlight_player.app import serve_player
from footlight_player.core.kiosk import Kiosk
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.options import EngineName, PlayerOptions
from footlight_player.services.home import Home


class TestOnTheBox:
    """What somebody with a shell can ask."""

    @pytest.fixture
    def unclaimed(self, data_dir) -> list[str]:
        return ["--engine", "simulated", "--data-dir", str(data_dir), "--port", "0", *HERE]

    async def test_the_code_is_told_to_who_has_a_shell(self, start, unclaimed, data_dir):
        player = await start(*unclaimed)
        await player.line()
        asked = await start("code", "--data-dir", str(data_dir))
        assert re.fullmatch(r"[0-9]{3}-[0-9]{3}", await asked.line())
        assert await asked.wait() == 0
        assert stat.S_IMODE((data_dir / "box.sock").stat().st_mode) == 0o600
        assert await player.end() == 0
        assert asked.lines[0] not in player.errors
        assert not (data_dir / "box.sock").exists()

    async def test_without_a_running_player_there_is_no_code(self, start, data_dir):
        asked = await start("code", "--data-dir", str(data_dir))
        assert await asked.wait() == 1
        assert "no player runs" in asked.errors
        assert "Traceback" not in asked.errors

    async def test_a_claimed_player_has_no_code_until_it_is_reset_while_it_runs(
        self, start, arguments, client, data_dir
    ):
        player = await start(*arguments, "--port", "0")
        await player.line()
        link = await join(client, player.port)
        asked = await start("code", "--data-dir", str(data_dir))
        assert await asked.wait() == 1
        assert "belongs to the site Museum" in asked.errors
        reset = await start("reset", "--data-dir", str(data_dir))
        assert await reset.wait() == 0
        while (last := await link.receive_json(timeout=5))["type"] != "goodbye":
            pass
        assert last["code"] == "not_paired"
        again = await start("code", "--data-dir", str(data_dir))
        assert await again.wait() == 0

    @pytest.mark.parametrize("before", [True, False], ids=["before the command", "after it"])
    async def test_reset_works_while_it_does_not_run(self, start, arguments, data_dir, before):
        where = ("--data-dir", str(data_dir))
        reset = await start(*where, "reset") if before else await start("reset", *where)
        assert await reset.wait() == 0
        player = await start(*arguments, "--port", "0")
        await player.line()
        asked = await start("code", "--data-dir", str(data_dir))
        assert await asked.wait() == 0

    async def test_with_the_code_from_the_box_it_is_paired_and_takes_its_name(self, start, unclaimed, data_dir, house):
        player = await start(*unclaimed, "--name", "Old")
        await player.line()
        asked = await start("code", "--data-dir", str(data_dir))
        code = PairingCode.parse(await asked.line())
        async with Pairer(house) as pairer:
            await pairer.dial(player.port, code)
            assert await pairer.pair(name="Bar", area="First floor") == (1000, "")
        async with house.client() as client:
            identity = (await status(await join(client, player.port)))["identity"]
        assert (identity["name"], identity["area"]) == ("Bar", "First floor")
        await player.end(signal.SIGKILL)
        again = await start(*unclaimed, "--name", "Old")
        assert (await again.line()).startswith("Bar ")
        async with house.client() as client:
            await join(client, again.port)

    async def test_an_area_that_somebody_gave_it_on_the_box_stays_when_the_pairing_names_none(
        self, start, unclaimed, data_dir, house
    ):
        player = await start(*unclaimed, "--name", "Old", "--area", "Foyer")
        await player.line()
        asked = await start("code", "--data-dir", str(data_dir))
        async with Pairer(house) as pairer:
            await pairer.dial(player.port, PairingCode.parse(await asked.line()))
            await pairer.pair(name="Bar", area="")
        async with house.client() as client:
            identity = (await status(await join(client, player.port)))["identity"]
        assert (identity["name"], identity["area"]) == ("Bar", "Foyer")


class TestPairing:
    async def test_the_screen_shows_the_code_and_then_whom_it_is_paired_with(self, data_dir, house, eventually):
        clock, views = SystemClock(), []
        home = await asyncio.to_thread(Home, data_dir, clock)
        options = PlayerOptions(data_dir=data_dir, host="127.0.0.1", port=0, engine=EngineName.SIMULATED)
        kiosk = Kiosk(engine=SimulatedEngine(clock), show=views.append)
        serving = asyncio.create_task(serve_player(options, home, clock, kiosk))
        await eventually(lambda: views and views[-1].code and views[-1].invitation)
        screen = views[-1]
        port = int(screen.addresses[0].rpartition(":")[2])
        assert screen.claimed is False
        assert f"port={port}&id=" in screen.invitation
        assert screen.code.replace("-", "") not in screen.invitation
        async with Pairer(house) as pairer:
            await pairer.dial(port, PairingCode.parse(screen.code))
            assert await pairer.pair(name="Bar", area="") == (1000, "")
        await eventually(lambda: (views[-1].claimed, views[-1].code, views[-1].name) == (True, "", "Bar"))
        assert views[-1].notice == "Paired with Museum"
        serving.cancel()
        await asyncio.wait([serving])
        home.close()

    async def test_the_network_is_told_that_it_belongs_to_a_site_and_that_it_does_no_more(
        self, start, data_dir, house, eventually
    ):
        player = await start("--engine", "simulated", "--data-dir", str(data_dir), "--port", "0", *HERE)
        identifier = (await player.line()).split()[-2]
        asked = await start("code", "--data-dir", str(data_dir))
        async with AsyncZeroconf(interfaces=["127.0.0.1"]) as zeroconf:
            heard = Heard(zeroconf, identifier)
            await eventually(heard.records)
            before = heard.records()[-1]
            async with Pairer(house) as pairer:
                await pairer.dial(player.port, PairingCode.parse(await asked.line()))
                await pairer.pair(name="Bar")
            await eventually(lambda: (heard.records()[-1].claimed, heard.records()[-1].name) == (True, "Bar"))
            paired = heard.records()[-1]
            async with house.client() as admin, admin.post(f"https://127.0.0.1:{player.port}/unpair") as answer:
                assert answer.status == 204
            await eventually(lambda: not heard.records()[-1].claimed)
            unpaired = heard.records()[-1]
            await heard.browser.async_cancel()
        assert (before.claimed, before.site) == (False, "")
        assert (paired.site, paired.name) == (house.site.id, "Bar")
        assert (unpaired.site, unpaired.name) == ("", "Bar")

    @pytest.mark.parametrize("wait_s", [0.0, 0.003, 0.01, 0.03])
    async def test_power_lost_in_the_middle_leaves_it_paired_or_not_and_never_half(
        self, start, data_dir, house, wait_s
    ):
        words = ["--engine", "simulated", "--data-dir", str(data_dir), "--port", "0", *HERE]
        player = await start(*words)
        await player.line()
        asked = await start("code", "--data-dir", str(data_dir))
        code = PairingCode.parse(await asked.line())
        async with Pairer(house) as pairer:
            await pairer.dial(player.port, code)
            await pairer.confirm()
            await pairer.grant()
            await asyncio.sleep(wait_s)
            await player.end(signal.SIGKILL)
        again = await start(*words)
        await again.line()
        async with stranger() as client, client.get(f"https://127.0.0.1:{again.port}/about") as answer:
            claimed = (await answer.json())["claimed"]
        usable = {True: house_joins, False: code_is_told}[claimed]
        assert await usable(start, house, again, data_dir)


class TestNewKeys:
    @pytest.mark.parametrize("wait_s", [0.0, 0.002, 0.005, 0.01, 0.03])
    async def test_power_lost_while_they_are_taken_leaves_the_old_or_the_new_ones(
        self, start, arguments, house, wait_s
    ):
        player = await start(*arguments, "--port", "0")
        await player.line()
        authority, roster_key = Authority.create(house.site.id), RosterKey.generate()
        first = msgspec.structs.replace(house.standing.roster, epoch=2, version=1)
        after = rotate(house.standing, house.site.roster_key, roster_key, authority.certificate, first)
        async with house.client() as client:
            link = await client.ws_connect(f"https://127.0.0.1:{player.port}/ws")
            shown = tls.shown(link.get_extra_info("ssl_object"))
            certificate = authority.renew_player(shown, shown.holder.id)
            await link.send_str(encode(Hello(name="desk", offer=after.offer, certificate=certificate.der)))
            await asyncio.sleep(wait_s)
            await player.end(signal.SIGKILL)
        again = await start(*arguments, "--port", "0")
        await again.line()
        async with stranger() as client, client.get(f"https://127.0.0.1:{again.port}/about") as answer:
            epoch = (await answer.json())["epoch"]
        believed = {1: house.site.authority.certificate, 2: authority.certificate}[epoch]
        context = tls.controller(house.credentials[Role.ADMIN], believed)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as client:
            await join(client, again.port)


class Heard:
    """What one player announces, oldest first."""

    def __init__(self, zeroconf: AsyncZeroconf, identifier: str) -> None:
        self._identifier = identifier
        self._found: list[PlayerRecord | None] = []
        self.browser = AsyncServiceBrowser(zeroconf.zeroconf, SERVICE_TYPE, handlers=[self._on_change])

    def _on_change(self, zeroconf, service_type, name, state_change) -> None:
        info = AsyncServiceInfo(service_type, name)
        info.load_from_cache(zeroconf)
        self._found.append(PlayerRecord.from_txt(info.properties))

    def records(self) -> list[PlayerRecord]:
        return [record for record in self._found if record is not None and record.id == self._identifier]


async def house_joins(start, house, player, data_dir) -> bool:
    async with house.client() as client:
        link = await join(client, player.port)
        return not link.closed


async def code_is_told(start, house, player, data_dir) -> bool:
    asked = await start("code", "--data-dir", str(data_dir))
    return await asked.wait() == 0
