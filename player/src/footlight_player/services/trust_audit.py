"""Writes into the audit what happens to the trust of a player: paired, reset, another team."""

from footlight_common.discovery import showable
from footlight_common.model.audit import PAIRED, RESET, ROSTER
from footlight_common.security.roster import Member, Roster, differences
from footlight_player.core.actor import Actor
from footlight_player.services.audit import Audit
from footlight_player.services.trust import Trust


class TrustAudit:
    """Follows `trust` from now on, and tells the audit which site reads it."""

    def __init__(self, trust: Trust, audit: Audit) -> None:
        self._trust = trust
        self._audit = audit
        self._roster = trust.roster
        audit.site = trust.site
        trust.listen(self._on_change)

    def _on_change(self) -> None:
        before, self._roster = self._roster, self._trust.roster
        after, site = self._roster, self._trust.site
        if site != self._audit.site:
            if self._audit.site:
                self._audit.append(RESET)
            self._audit.site = site
            if after is not None:
                self._audit.append(PAIRED, detail=self._trust.site_name, by=self._pairer(after))
        elif before is not None and after is not None and after != before:
            told = differences(before, after)
            self._audit.append(ROSTER, detail="; ".join(map(showable, told)), by=_author(before, after))

    def _pairer(self, roster: Roster) -> Actor | None:
        return next((_actor(each) for each in roster.members if each.fingerprint == self._trust.claimed_by), None)


def _author(before: Roster, after: Roster) -> Actor | None:
    """Whoever made the newer roster: an admin, who may have removed themselves with it."""
    everybody = (*after.members, *before.members)
    return next((_actor(each) for each in everybody if each.name == after.changed_by), None)


def _actor(member: Member) -> Actor:
    return Actor(session="", member=member.id, name=showable(member.name), role=member.role)
