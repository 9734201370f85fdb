"""As whom this controller calls and whom it believes: now, and where a player missed a change of the site's keys."""

import asyncio
import ssl
from dataclasses import dataclass
from typing import Self

from footlight_common.errors import RosterRefused
from footlight_common.security.certificates import Certificate, Credential
from footlight_common.security.standing import successor
from footlight_controller.services.about import About
from footlight_controller.services.expecting import member_context
from footlight_controller.services.site import Site


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What is remembered of a player that proved who it is."""

    epoch: int
    """Of the site's keys, at its last welcome."""
    key: str
    """Fingerprint of the key it showed."""


class Identities:
    """Those of one state of a site. `of` makes one."""

    def __init__(self, site: Site, place: tuple[int, int, str], context: ssl.SSLContext) -> None:
        self.site = site
        self.place = place
        """Of its roster, as in `Standing.place`."""
        self.context = context
        """For players that are up to date with this controller."""
        self._others: dict[tuple[bytes, str], ssl.SSLContext] = {}

    @classmethod
    async def of(cls, site: Site) -> Self:
        context = await asyncio.to_thread(member_context, site.credential, site.authority_certificate)
        return cls(site, site.standing.place, context)

    async def toward(self, about: About, met: Acquaintance | None) -> ssl.SSLContext | None:
        """For a player that says it has other keys of the site; None when it says nothing that can be believed.

        To one that is ahead, its new CA is followed from the roster key that is trusted here. To one that is behind
        this controller shows itself as it did then: only if it was not seen with later keys, and only if it has the
        very key that it had, for whoever held the CA's key of then can make certificates.
        """
        site, present = self.site, self.site.standing
        if about.epoch > present.epoch:
            try:
                authority = successor(present, about.successions)
            except RosterRefused:
                return None
            return await self._context(site.credential, authority, "")
        credential = self._earlier(about.epoch)
        if credential is None or met is None or not met.key or met.epoch > about.epoch:
            return None
        at = about.epoch - present.epoch
        return await self._context(credential, Certificate.parse(present.earlier[at]), met.key)

    def _earlier(self, epoch: int) -> Credential | None:
        """As whom this member called then; None when it was none, or too much has changed since."""
        present = self.site.standing
        known = 0 < present.epoch - epoch <= len(present.earlier)
        shown = next((each.certificate for each in self.site.earlier if each.epoch == epoch), None)
        return Credential(self.site.credential.key, shown) if known and shown is not None else None

    async def _context(self, credential: Credential, authority: Certificate, key: str) -> ssl.SSLContext:
        place = (authority.der, key)
        if place not in self._others:
            self._others[place] = await asyncio.to_thread(member_context, credential, authority, key=key)
        return self._others[place]
