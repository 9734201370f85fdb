"""Whom a player that was found says it belongs to."""

from collections.abc import Iterable
from enum import Enum

from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.site_view import SiteView


class Owner(Enum):
    """Decides what can be done with it."""

    NOBODY = "nobody"
    """It can be paired."""
    US = "us"
    """It can be added."""
    OTHERS = "others"
    """Nothing can be done from here."""


def owner_of(player: DiscoveredPlayer, site: SiteView | None) -> Owner:
    """By its announcement, which nobody vouches for."""
    if not player.claimed:
        return Owner.NOBODY
    return Owner.US if site is not None and player.site == site.id else Owner.OTHERS


def addable(players: Iterable[DiscoveredPlayer], site: SiteView | None) -> list[DiscoveredPlayer]:
    """Those of them that are of this site and can be added now, in their order."""
    return [
        player
        for player in players
        if player.compatible and player.announced and not player.ignored and owner_of(player, site) is Owner.US
    ]
