"""How the members stand now: who is here, when the others were seen, and what may be done with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from footlight_common.security.roles import Role
from footlight_controller.core.site_view import MemberView, SiteView
from footlight_controller.core.view import PlayerView


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One member as a row shows it."""

    member: MemberView
    me: bool
    here: bool
    """Connected to a player now."""
    seen_s: float | None
    """Unix seconds; None when nobody knows."""
    never_seen: bool
    """Not here, and no player that answered has seen them."""
    only_admin: bool


def standings(site: SiteView, present: frozenset[str], seen: Mapping[str, float] | None) -> tuple[Standing, ...]:
    """Whoever is at this controller first, then by role, the highest first, then in the order they were added.

    `seen` is None where nobody was asked yet.
    """
    own = site.me.id if site.me is not None else ""
    admins = sum(member.role is Role.ADMIN for member in site.members)
    ranks = {role: rank for rank, role in enumerate(reversed(Role))}
    ordered = sorted(site.members, key=lambda member: (member.id != own, ranks[member.role]))
    return tuple(
        Standing(
            member=member,
            me=member.id == own,
            here=member.id == own or member.id in present,
            seen_s=None if seen is None else seen.get(member.id),
            never_seen=seen is not None and member.id not in seen and member.id != own and member.id not in present,
            only_admin=member.role is Role.ADMIN and admins == 1,
        )
        for member in ordered
    )


def present_members(players: Iterable[PlayerView]) -> frozenset[str]:
    """Ids of all who are connected to any of these players."""
    return frozenset(one.member for view in players for one in view.present)


def behind(players: Iterable[PlayerView]) -> tuple[PlayerView, ...]:
    """Those that have an older team than this controller, longest gone first."""
    late = [view for view in players if view.roster_behind and not view.refused]
    return tuple(sorted(late, key=lambda view: (view.online, view.last_seen_s or 0.0, view.name)))
