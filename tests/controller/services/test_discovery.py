"""Discovery over real mDNS on loopback, which other programs share: only the ids made here count."""

import errno
import secrets
from dataclasses import replace

import pytest
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from footlight_common.clock import ManualClock, SystemClock
from footlight_common.discovery import SERVICE_TYPE, PlayerRecord
from footlight_controller.services.discovery import INTERFACE_POLL_S, Discovery
from footlight_controller.services.reach import Reach


class Announcer:
    """What a player does on the network."""

    def __init__(self, record: PlayerRecord) -> None:
        self.record = record
        self.zeroconf: AsyncZeroconf | None = None

    async def announce(self, port: int, *, addresses=("127.0.0.1",), txt=None) -> None:
        self.zeroconf = self.zeroconf or AsyncZeroconf(interfaces=["127.0.0.1"])
        info = AsyncServiceInfo(
            SERVICE_TYPE,
            self.record.instance,
            port=port,
            server=self.record.host,
            properties=self.record.to_txt() if txt is None else txt,
            parsed_addresses=list(addresses),
        )
        await (await self.zeroconf.async_register_service(info, cooperating_responders=True))

    async def withdraw(self) -> None:
        if self.zeroconf is not None:
            await self.zeroconf.async_close()
            self.zeroconf = None

    async def die(self) -> None:
        """As a kill does: no goodbye."""
        self.zeroconf.zeroconf.registry.async_remove(self.zeroconf.zeroconf.registry.async_get_service_infos())
        await self.withdraw()


@pytest.fixture
async def announcer():
    announcer = Announcer(PlayerRecord(id=secrets.token_hex(8), name=f"Discovery {secrets.token_hex(2)}"))
    yield announcer
    await announcer.withdraw()


@pytest.fixture
async def found():
    """What was found so far, and the discovery at work behind it."""

    class Found(list):
        def of(self, record: PlayerRecord) -> list:
            return [sighting for sighting in self if sighting.record.id == record.id]

    found = Found()
    found.troubles = []
    found.gone = []
    found.discovery = Discovery(Reach("127.0.0.1"), SystemClock())
    await found.discovery.start(found.append, found.troubles.append, found.gone.append)
    yield found
    await found.discovery.close()


async def test_a_player_is_found_with_name_and_address(found, announcer, eventually):
    await announcer.announce(4711)
    (sighting, *_) = await eventually(lambda: found.of(announcer.record))
    assert sighting.record == announcer.record
    assert [str(address) for address in sighting.addresses] == ["127.0.0.1:4711"]
    assert found.troubles == [""]


async def test_a_player_that_was_there_before_is_found(announcer, eventually):
    await announcer.announce(4711)
    discovery = Discovery(Reach("127.0.0.1"), SystemClock())
    ids = []
    await discovery.start(lambda sighting: ids.append(sighting.record.id), lambda _: None)
    await eventually(lambda: announcer.record.id in ids)
    await discovery.close()


async def test_a_player_that_says_goodbye_is_sighted_no_more(found, announcer, eventually):
    await announcer.announce(4711)
    await eventually(lambda: found.of(announcer.record))
    await announcer.withdraw()
    await eventually(lambda: announcer.record.id in found.gone)
    assert announcer.record.id not in {each.record.id for each in found.discovery.sightings}


async def test_a_player_that_takes_another_name_is_not_gone(found, announcer, eventually):
    await announcer.announce(4711)
    await eventually(lambda: found.of(announcer.record))
    renamed = Announcer(replace(announcer.record, name=f"Renamed {secrets.token_hex(2)}"))
    await renamed.announce(4711)
    await eventually(lambda: found.of(announcer.record)[-1].record == renamed.record)
    await announcer.withdraw()
    await eventually(lambda: announcer.record.instance not in found.discovery._sightings)
    assert announcer.record.id not in found.gone
    await renamed.withdraw()
    await eventually(lambda: announcer.record.id in found.gone)


async def test_a_player_that_returns_with_the_same_announcement_is_sighted_again(found, announcer, eventually):
    await announcer.announce(4711)
    await announcer.die()
    before = len(found.of(announcer.record))
    await announcer.announce(4711)
    await eventually(lambda: len(found.of(announcer.record)) > before)


async def test_a_player_that_returns_on_another_port_is_sighted_there(found, announcer, eventually):
    await announcer.announce(4711)
    await announcer.die()
    await announcer.announce(4712)
    await eventually(lambda: found.of(announcer.record)[-1].addresses[0].port == 4712)


async def test_records_of_strangers_and_addresses_out_of_reach_are_passed_over(found, announcer, eventually):
    stranger = Announcer(PlayerRecord(id=secrets.token_hex(8), name="Stranger"))
    await stranger.announce(1, txt={"id": "../../etc/passwd", "v": "1"})
    far = Announcer(PlayerRecord(id=secrets.token_hex(8), name="Far"))
    await far.announce(1, addresses=["192.0.2.20", "169.254.1.1"])
    await announcer.announce(4711, addresses=["192.0.2.20", "127.0.0.1"])
    (sighting, *_) = await eventually(lambda: found.of(announcer.record))
    assert [address.host for address in sighting.addresses] == ["127.0.0.1"]
    assert not found.of(far.record)
    assert not found.of(stranger.record)
    await stranger.withdraw()
    await far.withdraw()


async def test_without_mdns_there_is_a_warning_and_a_later_try(eventually):
    tries = []

    def port_taken(_):
        tries.append(1)
        raise OSError(errno.EADDRINUSE, "Address already in use")

    clock = ManualClock()
    troubles = []
    discovery = Discovery(Reach("127.0.0.1"), clock, make_zeroconf=port_taken)
    await discovery.start(lambda _: None, troubles.append)
    assert "mDNS does not start" in troubles[0]
    assert "added by address" in troubles[0]
    assert "UDP port 5353" in troubles[0]
    assert "Errno" not in troubles[0]
    await eventually(lambda: clock.sleepers)
    await clock.advance(INTERFACE_POLL_S)
    await eventually(lambda: len(tries) == 2)
    await discovery.close()


async def test_a_host_that_this_machine_does_not_have_is_a_warning():
    troubles = []
    discovery = Discovery(Reach("192.0.2.77"), SystemClock())
    await discovery.start(lambda _: None, troubles.append)
    assert "mDNS does not start" in troubles[0]
    await discovery.close()
