"""Hears the newest roster from every player that can be reached now, and takes a newer one to them."""

import asyncio
from collections.abc import Set
from dataclasses import dataclass

from footlight_common.errors import NotPaired, OtherSite
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.services.controller import Controller

# For players that announce themselves to be found.
SETTLE_S = 1.2
# After that: resolve, TCP, hello and the player's disk.
DEADLINE_S = 8.0

_NOT_OURS = frozenset({NotPaired.code, OtherSite.code})


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Who has it and who has not, by name."""

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

    Returns the ids of those who were known.
    """
    known = frozenset(controller.players())
    await asyncio.sleep(SETTLE_S)

    def settled() -> bool | None:
        views = controller.players().values()
        return all(view.link.state is not LinkState.CONNECTING for view in views) or None

    await controller.wait_until(settled, DEADLINE_S)
    await controller.hear_out()
    return known


async def carry(controller: Controller, known: Set[str]) -> Carried:
    """Wait until whoever is online has the roster that is in force here; who has it and who has not.

    `known` are the ids that count also for players who are not here now.
    """
    site = controller.site().id

    def settled() -> bool | None:
        views = controller.players().values()
        return all(not view.roster_behind or view.roster_refused or not view.online for view in views) or None

    await controller.wait_until(settled, DEADLINE_S)
    known |= {sighting.record.id for sighting in controller.sightings() if sighting.record.site == site}
    views = sorted(controller.players().values(), key=lambda view: (view.name.casefold(), view.id))
    ours = [view for view in views if view.online or (view.id in known and view.link.code not in _NOT_OURS)]
    return Carried(
        have=tuple(view.name for view in ours if _has_it(view)),
        behind=tuple(view.name for view in ours if not _has_it(view) and not view.roster_refused),
        refused=tuple(f"{view.name}: {view.roster_refused}" for view in ours if view.roster_refused),
    )


def _has_it(view: PlayerView) -> bool:
    return view.online and not view.roster_behind and not view.roster_refused
