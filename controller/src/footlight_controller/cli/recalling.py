"""Whose past is meant, and all of it that can be had."""

import asyncio
from collections.abc import Iterable, Sequence

from footlight_common.errors import FootlightError, NotLinked, NotPaired, OtherSite
from footlight_controller.cli.session import FIND_S, STRANGER_SETTLE_S, complain, reach, warn
from footlight_controller.core.selection import choose
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.services.controller import Controller

_LISTED = 5
_NOT_OURS = frozenset({NotPaired.code, OtherSite.code})


async def recall(controller: Controller, wanted: Sequence[str], from_s: float, until_s: float) -> list[PlayerView]:
    """These players, or all, with what they have of a period fetched as far as they can be reached.

    Says on stderr of whom it could not be had: what is kept here of them is told all the same. Raises NoSite,
    UnknownPlayer, AmbiguousPlayer, or NotLinked where there is nobody.
    """
    controller.site()
    views = await (_named(controller, wanted) if wanted else _everybody(controller))
    await asyncio.gather(*(_fetch(controller, view, from_s, until_s) for view in views if view.online))
    return views


async def _named(controller: Controller, wanted: Sequence[str]) -> list[PlayerView]:
    views: dict[str, PlayerView] = {}
    for each in wanted:
        try:
            view = await reach(controller, each)
        except NotLinked as err:
            complain(f"{err} What is kept here is shown.")
            view = choose(each, controller.players().values())
        views[view.id] = view
    return [*views.values()]


async def _everybody(controller: Controller) -> list[PlayerView]:
    def settled() -> bool | None:
        return all(view.link.state is not LinkState.CONNECTING for view in controller.players().values()) or None

    await asyncio.sleep(STRANGER_SETTLE_S)
    await controller.wait_until(settled, FIND_S - STRANGER_SETTLE_S)
    warn(controller)
    # Neighbours and new boxes are none of the site's.
    views = [view for view in controller.players().values() if view.link.code not in _NOT_OURS]
    if not views:
        msg = "no player is known, and none was found. Add one with: footlight add HOST:PORT"
        raise NotLinked(msg)
    if offline := [view.name for view in views if not view.online]:
        complain(f"offline, and shown as far as it is kept here: {_listed(offline)}.")
    return sorted(views, key=lambda view: (view.name.casefold(), view.id))


async def _fetch(controller: Controller, view: PlayerView, from_s: float, until_s: float) -> None:
    try:
        await controller.histories.fetch(view.id, from_s, until_s)
    except FootlightError as err:
        complain(f"{view.name}: {err}")


def _listed(names: Iterable[str]) -> str:
    first = [*names]
    return ", ".join(first[:_LISTED]) + (f" and {len(first) - _LISTED} more" if len(first) > _LISTED else "")
