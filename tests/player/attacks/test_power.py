"""Power lost at every step of a pairing: afterwards the player is paired or it is not, and either way it works."""

import signal
from collections.abc import Awaitable, Callable

import pytest
from player.attacks.victim import Victim
from player.program import join
from player.server.callers import Pairer

from footlight_common.security.pairing_code import PairingCode


async def opening(pairer: Pairer) -> None:
    await pairer.say(pairer.pairing.open())


async def proving(pairer: Pairer) -> None:
    await pairer.confirm()


async def asking(pairer: Pairer) -> None:
    await pairer.confirm()
    pairer.pairing.request(await pairer.hear())


async def granting(pairer: Pairer) -> None:
    await pairer.confirm()
    await pairer.grant()


async def done(pairer: Pairer) -> None:
    await granting(pairer)
    pairer.pairing.finish(await pairer.hear())


async def the_code(start, data_dir) -> PairingCode:
    asked = await start("code", "--data-dir", str(data_dir))
    return PairingCode.parse(await asked.line())


@pytest.mark.parametrize("step", [opening, proving, asking, granting])
async def test_a_player_that_lost_its_power_is_paired_or_not_and_never_half(
    start, unclaimed, data_dir, house, step: Callable[[Pairer], Awaitable[None]]
):
    player = await start(*unclaimed)
    await player.line()
    async with Pairer(house) as pairer:
        await pairer.dial(player.port, await the_code(start, data_dir))
        await step(pairer)
        await player.end(signal.SIGKILL)
    again = await start(*unclaimed)
    await again.line()
    # One that is not paired can be; what did not come to an end took nothing from it.
    for _ in range(1 - (await Victim(again).about())["claimed"]):
        async with Pairer(house) as pairer:
            await pairer.dial(again.port, await the_code(start, data_dir))
            assert await pairer.pair() == (1000, "")
    async with house.client() as client:
        await join(client, again.port)
    assert await again.end() == 0
    assert "Traceback" not in again.errors


async def test_a_player_that_said_done_is_paired_whatever_happens_then(start, unclaimed, data_dir, house):
    player = await start(*unclaimed)
    await player.line()
    async with Pairer(house) as pairer:
        await pairer.dial(player.port, await the_code(start, data_dir))
        await done(pairer)
        await player.end(signal.SIGKILL)
    again = await start(*unclaimed)
    await again.line()
    assert (await Victim(again).about())["claimed"] is True
