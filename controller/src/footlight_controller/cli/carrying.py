"""Hears the newest roster from every player that can be reached now, and takes a newer one to them."""

import asyncio
import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from footlight_common.errors import FootlightError, NotPaired, OtherSite, Revoked
from footlight_controller.core.selection import distinct_names
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.services.controller import Controller

# For players that announce themselves to be found.
SETTLE_S = 1.2
# After that, for those that do not announce themselves and most likely are off.
ABSENT_S = 1.5
# For those that do: resolve, TCP, hello and the player's disk.
DEADLINE_S = 8.0
# For what a list of members can do without.
ASK_S = 3.0

_NOT_OURS = frozenset({NotPaired.code, OtherSite.code})


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Who has it and who has not, by name; namesakes with the start of their id."""

    have: tuple[str, ...]
    behind: tuple[str, ...]
    refused: tuple[str, ...] = ()
    """Who did not take it, and why."""

    @property
    def told(self) -> str:
        """For people: a sentence or more."""
        if not self.have and not self.behind and not self.refused:
            return "No player is here to be told; whoever is seen later gets it then."
        count = len(self.have)
        told = f"{count} player{'' if count == 1 else 's'} {'has' if count == 1 else 'have'} the new team."
        if self.behind:
            told += f" Not yet: {', '.join(self.behind)}; they get it when they are seen next."
        if self.refused:
            told += f" Not taken by {'; '.join(self.refused)}"
        return told


async def meet(controller: Controller) -> Set[str]:
    """Call everybody who is known or found, and hear from them whether there is a newer team than here.

    Returns the ids of those who were known. Raises Revoked when nobody lets this member in any more, and one says that
    they were removed.
    """
    known = frozenset(controller.players())
    await asyncio.sleep(SETTLE_S)

    def connecting() -> set[str]:
        views = controller.players().values()
        return {view.id for view in views if view.link.state is LinkState.CONNECTING}

    def settled() -> bool | None:
        return not connecting() or None

    def present_settled() -> bool | None:
        return not connecting() & {sighting.record.id for sighting in controller.sightings()} or None

    if await controller.wait_until(settled, ABSENT_S) is None:
        await controller.wait_until(present_settled, DEADLINE_S - ABSENT_S)
    await controller.hear_out()
    refuse_removed(controller)
    return known


async def ask_players(controller: Controller) -> tuple[Mapping[str, float] | None, Sequence[PlayerView] | None]:
    """When each member was last seen, Unix seconds by id, and which players have an old team.

    None for both where no player can be asked soon. Raises as `meet`.
    """
    views = _ours(controller, await meet(controller))
    if not any(view.online for view in views):
        return None, None
    behind = [view for view in views if view.roster_behind]
    try:
        async with asyncio.timeout(ASK_S):
            seen = await controller.seen()
    except (FootlightError, TimeoutError):
        return None, behind
    return seen | {one.member: time.time() for view in views for one in view.present}, behind


def refuse_removed(controller: Controller) -> None:
    """Raise Revoked when no player lets this member in, and one of them says that they were removed."""
    views = controller.players().values()
    removed = [view for view in views if view.link.code == Revoked.code]
    if removed and not any(view.online for view in views):
        msg = (
            f"{removed[0].name} says: {removed[0].link.reason} To belong to another site instead, first let go of "
            f"{controller.site().name} here: footlight site leave"
        )
        raise Revoked(msg)


async def carry(controller: Controller, known: Set[str]) -> Carried:
    """Wait until whoever is online has the roster that is in force here; who has it and who has not.

    `known` are the ids that count also for players who are not here now.
    """

    def settled() -> bool | None:
        views = controller.players().values()
        carried = all(not view.roster_behind or view.roster_refused or not view.online for view in views)
        return (carried and controller.team_settled) or None

    await controller.wait_until(settled, DEADLINE_S)
    ours = _ours(controller, known)
    names = distinct_names({view.id: view.name for view in ours})
    return Carried(
        have=tuple(names[view.id] for view in ours if _has_it(view)),
        behind=tuple(names[view.id] for view in ours if not _has_it(view) and not view.roster_refused),
        refused=tuple(f"{names[view.id]}: {view.roster_refused}" for view in ours if view.roster_refused),
    )


def _ours(controller: Controller, known: Set[str]) -> list[PlayerView]:
    """By name. Neighbours and new boxes that announce themselves are none of the site's."""
    site = controller.site().id
    known |= {sighting.record.id for sighting in controller.sightings() if sighting.record.site == site}
    views = sorted(controller.players().values(), key=lambda view: (view.name.casefold(), view.id))
    return [view for view in views if view.online or (view.id in known and view.link.code not in _NOT_OURS)]


def _has_it(view: PlayerView) -> bool:
    return view.online and not view.roster_behind and not view.roster_refused
