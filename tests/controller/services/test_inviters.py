"""Open invitations over real mDNS on loopback, which other programs share: only the ids made here count."""

import secrets

import pytest
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from footlight_common.clock import SystemClock
from footlight_controller.services.discovery import Discovery
from footlight_controller.services.inviter_record import JOIN_SERVICE_TYPE, InviterRecord
from footlight_controller.services.reach import Reach

LOOPBACK = "127.0.0.1"


@pytest.fixture
async def browse():
    """Discoveries at work."""
    started = []

    async def start():
        discovery = Discovery(Reach(LOOPBACK), SystemClock())
        discovery.times_told = 0
        started.append(discovery)

        def told():
            discovery.times_told += 1

        await discovery.start(lambda _: None, lambda _: None, on_inviters=told)
        return discovery

    yield start
    for discovery in started:
        await discovery.close()


@pytest.fixture
def record():
    return InviterRecord(id=secrets.token_hex(8), name="Admin's desk")


def found(discovery, record):
    return [inviter for inviter in discovery.inviters if inviter.id == record.id]


async def test_an_invitation_is_found_by_others_and_gone_when_it_is_withdrawn(browse, record, eventually):
    admin, newcomer = await browse(), await browse()
    admin.announce(record, 8471, [LOOPBACK])
    (inviter,) = await eventually(lambda: found(newcomer, record))
    assert (inviter.name, [str(each) for each in inviter.addresses]) == ("Admin's desk", ["127.0.0.1:8471"])
    assert newcomer.times_told
    told_before = newcomer.times_told
    await admin.withdraw()
    await eventually(lambda: not found(newcomer, record))
    assert newcomer.times_told > told_before


async def test_ones_own_is_not_offered(browse, record, eventually):
    admin, other = await browse(), await browse()
    admin.announce(record, 8471, [LOOPBACK])
    await eventually(lambda: found(other, record))
    assert not found(admin, record)


async def test_it_is_announced_again_when_mdns_comes_back(browse, record, eventually):
    admin, newcomer = await browse(), await browse()
    admin.announce(record, 8471, [LOOPBACK])
    await eventually(lambda: found(newcomer, record))
    await admin._shut()
    await eventually(lambda: not found(newcomer, record))
    admin._open()
    await eventually(lambda: found(newcomer, record))


async def test_a_second_invitation_takes_the_place_of_the_first(browse, record, eventually):
    admin, newcomer = await browse(), await browse()
    admin.announce(record, 8471, [LOOPBACK])
    await eventually(lambda: found(newcomer, record))
    await admin.withdraw()
    second = InviterRecord(id=secrets.token_hex(8), name="Admin's desk")
    admin.announce(second, 8472, [LOOPBACK])
    await eventually(lambda: found(newcomer, second) and not found(newcomer, record))


async def test_nonsense_of_strangers_is_passed_over(browse, record, eventually):
    newcomer = await browse()
    async with AsyncZeroconf(interfaces=[LOOPBACK]) as zeroconf:
        for txt, host in (({"id": "../../etc"}, LOOPBACK), ({"id": record.id}, "192.0.2.9")):
            instance = f"{secrets.token_hex(8)}.{JOIN_SERVICE_TYPE}"
            info = AsyncServiceInfo(
                JOIN_SERVICE_TYPE,
                instance,
                port=1,
                properties=txt,
                server=f"{instance[:16]}.local.",
                parsed_addresses=[host],
            )
            await (await zeroconf.async_register_service(info))
        good = InviterRecord(id=secrets.token_hex(8), name="Desk\x1b[31m\u202e" + "x" * 100)
        await (await zeroconf.async_register_service(good.announced(4711, [LOOPBACK])))
        (inviter,) = await eventually(lambda: found(newcomer, good))
        assert inviter.name.startswith("Desk[31mx")
        assert len(inviter.name) == 60
        assert not found(newcomer, record)
