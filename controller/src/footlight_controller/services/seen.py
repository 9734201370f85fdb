"""When each member was last seen anywhere: what all players know, put together."""

import asyncio
from collections.abc import Callable, Iterable

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_controller.core.view import PlayerView
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.fetching import fetch_seen

# Each asks over a connection of its own.
_AT_ONCE = 8


async def newest_seen(
    dialer: Dialer, players: Iterable[PlayerView], peer_of: Callable[[str], Address]
) -> dict[str, float]:
    """The newest time by the member's id, in Unix seconds of the controller's clock.

    A player that does not answer is left out; raises its error when all are.
    """
    turn = asyncio.Semaphore(_AT_ONCE)
    failures: list[FootlightError] = []
    newest: dict[str, float] = {}
    answers = 0

    async def ask(view: PlayerView) -> None:
        nonlocal answers
        async with turn:
            try:
                seen = await fetch_seen(dialer, peer_of(view.id), view.id)
            except FootlightError as err:
                failures.append(err)
                return
        answers += 1
        for member, at_s in seen.items():
            newest[member] = max(newest.get(member, 0.0), at_s - (view.clock_offset_s or 0.0))

    await asyncio.gather(*(ask(view) for view in players))
    if failures and not answers:
        raise failures[0]
    return newest
