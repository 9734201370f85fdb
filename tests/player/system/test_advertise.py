import asyncio
import secrets
import time
from collections.abc import AsyncIterator

import pytest_asyncio
from zeroconf import ServiceStateChange
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from footlight_common.clock import SystemClock
from footlight_common.discovery import SERVICE_TYPE, PlayerRecord
from footlight_player.system import advertise
from footlight_player.system.advertise import Advertiser


class Browser:
    """What another program on this machine sees of the players with the given ids."""

    def __init__(self) -> None:
        self.zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
        self.names: dict[str, ServiceStateChange] = {}
        self.browser = AsyncServiceBrowser(self.zeroconf.zeroconf, [SERVICE_TYPE], handlers=[self.note])

    def note(self, zeroconf: object, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        self.names[name] = state_change

    def sees(self, name: str) -> bool:
        return self.names.get(name) in (ServiceStateChange.Added, ServiceStateChange.Updated)

    def lost(self, name: str) -> bool:
        return self.names.get(name) is ServiceStateChange.Removed

    def addresses(self, name: str) -> list[str]:
        """As announced last."""
        info = AsyncServiceInfo(SERVICE_TYPE, name)
        info.load_from_cache(self.zeroconf.zeroconf)
        return info.parsed_addresses()

    async def read(self, name: str) -> AsyncServiceInfo:
        info = AsyncServiceInfo(SERVICE_TYPE, name)
        assert await info.async_request(self.zeroconf.zeroconf, 5000)
        return info


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    browser = Browser()
    yield browser
    await browser.browser.async_cancel()
    await browser.zeroconf.async_close()


@pytest_asyncio.fixture
async def advertiser() -> AsyncIterator[Advertiser]:
    advertiser = Advertiser("127.0.0.1", SystemClock())
    await advertiser.start()
    yield advertiser
    await advertiser.close()


def new_record(name: str = "Lobby") -> PlayerRecord:
    return PlayerRecord(id=secrets.token_hex(8), name=name)


async def test_a_player_is_found_with_its_address_port_and_txt(browser, advertiser, eventually):
    record = new_record()
    await advertiser.announce(record, 8477)
    await eventually(lambda: browser.sees(record.instance))
    info = await browser.read(record.instance)
    assert PlayerRecord.from_txt(info.properties) == record
    assert (info.parsed_addresses(), info.port, info.server) == (["127.0.0.1"], 8477, record.host)


async def test_two_players_with_one_name_are_both_found(browser, advertiser, eventually):
    first, second = new_record("Twin"), new_record("Twin")
    await asyncio.gather(advertiser.announce(first, 8477), advertiser.announce(second, 8478))
    await eventually(lambda: browser.sees(first.instance) and browser.sees(second.instance))
    assert first.instance != second.instance


async def test_the_end_is_announced_within_a_second(browser, advertiser, eventually):
    record = new_record()
    await advertiser.announce(record, 8477)
    await eventually(lambda: browser.sees(record.instance))
    began_s = time.monotonic()
    await advertiser.close()
    assert time.monotonic() - began_s < advertise.GOODBYE_S + 0.5
    await eventually(lambda: browser.lost(record.instance))


async def test_a_name_that_stays_taken_is_changed(browser, advertiser, eventually, monkeypatch):
    monkeypatch.setattr(advertise, "CONFLICT_WAIT_S", 0.05)
    record = new_record()
    await advertiser.announce(record, 8477)
    other = Advertiser("127.0.0.1", SystemClock())
    await other.start()
    await other.announce(record, 8478)
    changed = record.instance.replace(f".{SERVICE_TYPE}", f"-2.{SERVICE_TYPE}")
    await eventually(lambda: browser.sees(changed))
    await other.close()


async def test_without_mdns_there_is_one_warning_and_nothing_else_fails(expect_log, monkeypatch):
    expect_log("mDNS does not work here .*add them by address")

    def refuse(**_: object) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(advertise, "AsyncZeroconf", refuse)
    advertiser = Advertiser("127.0.0.1", SystemClock())
    await advertiser.start()
    assert advertiser.addresses == ("127.0.0.1",)
    await advertiser.announce(new_record(), 8477)
    await advertiser.close()


async def test_new_addresses_are_announced(browser, advertiser, eventually, monkeypatch):
    record = new_record()
    await advertiser.announce(record, 8477)
    await eventually(lambda: browser.sees(record.instance))
    # RFC 6762, section 10.2: what was announced within the last second is not replaced.
    monkeypatch.setattr(advertise, "ADDRESS_POLL_S", 2.0)
    monkeypatch.setattr(advertise, "reached_at", lambda _: ("127.0.0.2",))
    told: list[tuple[str, ...]] = []
    following = asyncio.create_task(advertiser.follow_addresses(told.append))
    await eventually(lambda: told)
    await eventually(lambda: browser.addresses(record.instance) == ["127.0.0.2"])
    following.cancel()
    await asyncio.wait([following])
    assert told == [("127.0.0.2",)]


def test_names_no_dns_label_carries_are_made_to_fit():
    record = new_record("Küche.im\nErdgeschoss " * 9)
    label = record.instance.removesuffix(f".{SERVICE_TYPE}")
    assert len(label.encode()) <= 63
    assert "." not in label


async def test_every_name_can_be_announced(browser, advertiser, eventually):
    records = [new_record(name) for name in ("Lobby", "ä" * 100, "a.b", "  ", "\x1b[31m", "🍲" * 40)]
    await asyncio.gather(*(advertiser.announce(record, 8477) for record in records))
    await eventually(lambda: all(browser.sees(record.instance) for record in records))


async def test_two_changes_of_one_player_at_once_are_announced_one_after_the_other(browser, advertiser, eventually):
    player_id = secrets.token_hex(8)
    before, after = PlayerRecord(id=player_id, name="Lobby"), PlayerRecord(id=player_id, name="Bar")
    await advertiser.announce(before, 8470)
    await asyncio.gather(advertiser.rename(after, 8470), advertiser.rename(after, 8470))
    # By when the browser sees one that comes later, it has seen all of this.
    later = PlayerRecord(id=secrets.token_hex(8), name="Later")
    await advertiser.announce(later, 8471)
    await eventually(lambda: browser.sees(later.instance) and browser.lost(before.instance))
    assert [name for name in browser.names if player_id[:4] in name and browser.sees(name)] == [after.instance]
