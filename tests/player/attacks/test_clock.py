"""A box without a clock battery: the whole program believes that it is 1970, or the far future."""

import datetime

import pytest
from player.attacks.victim import Victim
from player.house import House
from player.program import join
from player.server.callers import Pairer

from footlight_common.security import authority
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role

# For Python's part. OpenSSL asks the kernel: for its part, certificates are in force that are not valid at any time
# that the machine of the test can have.
WRONG_CLOCK = "import time; began = time.time(); time.time = lambda now=time.time: now() - began + {}\n"
BEGINS_S = {"1970": 0, "9892": 250_000_000_000}


@pytest.fixture(params=["not valid yet", "not valid any more"])
def house_of_another_time(request, monkeypatch) -> House:
    """No clock of today lies within its certificates."""
    first, last = {"not valid yet": (9000, 9999), "not valid any more": (1970, 1971)}[request.param]
    monkeypatch.setattr(authority, "NOT_BEFORE", datetime.datetime(first, 1, 1, tzinfo=datetime.UTC))
    monkeypatch.setattr(authority, "NOT_AFTER", datetime.datetime(last, 1, 1, tzinfo=datetime.UTC))
    return House()


@pytest.mark.parametrize("year", BEGINS_S)
async def test_it_is_paired_commanded_started_again_and_told_of_a_newer_roster(
    start, unclaimed, data_dir, house_of_another_time, year
):
    house, clock = house_of_another_time, WRONG_CLOCK.format(BEGINS_S[year])
    player = await start(*unclaimed, before=clock)
    await player.line()
    asked = await start("code", "--data-dir", str(data_dir), before=clock)
    async with Pairer(house) as pairer:
        await pairer.dial(player.port, PairingCode.parse(await asked.line()))
        assert await pairer.pair() == (1000, "")
    async with house.client(Role.TECHNICIAN) as client:
        await join(client, player.port)
    assert await player.end() == 0
    again = await start(*unclaimed, before=clock)
    await again.line()
    assert (await Victim(again).about())["claimed"] is True
    async with house.client(Role.OPERATOR) as removed, house.client() as client:
        link = await join(removed, again.port)
        newer = house.without(Role.OPERATOR)
        await join(client, again.port, offer=newer.offer)
        while (last := await link.receive_json(timeout=5))["type"] != "goodbye":
            pass
    assert last["code"] == "revoked"
    assert await again.end() == 0
    assert "Traceback" not in again.errors + player.errors
