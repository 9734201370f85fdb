"""Players that belong to a site, and members of it who call them."""

import ssl
from pathlib import Path

import aiohttp
import msgspec
from common.security import sites

from footlight_common.security import tls
from footlight_common.security.roles import Role
from footlight_common.security.standing import publish
from footlight_common.storage import AtomicJSONStorage
from footlight_player.services.claiming import claim_folder, claim_for
from footlight_player.services.trust import Trust
from footlight_player.services.trust_record import TrustRecord

MEMBERS = {role: f"{number:x}e" * 8 for number, role in enumerate(Role)}


class House:
    """A site with one member of each role, its certificates, and players that are claimed without a code."""

    def __init__(self, identifier=sites.SITE):
        self.site = sites.Site(identifier)
        self.credentials, self.members = {}, {}
        for role, name in MEMBERS.items():
            self.credentials[role], self.members[role] = self.site.member(name, role)
        self.standing = self.site.establish(*self.members.values(), version=5)

    def claim(self, player, key, *, name="", area="", standing=None):
        return claim_for(player, key, self.site.authority, standing or self.standing, name=name, area=area)

    async def trust(self, player, clock, record=None):
        """That of a claimed player."""
        trust = await Trust.open(player, clock, record or TrustRecord())
        await trust.adopt(self.claim(player, trust.key))
        return trust

    async def claim_folder(self, folder: Path, *, name=None, area=None):
        """Have the player with this data directory belong to the site, before it starts."""
        await claim_folder(folder, self.site.authority, self.standing, name=name, area=area)

    def write_site(self, folder: Path, role=Role.ADMIN):
        """A controller's data directory with this site in it, as the member with this role has it."""
        folder.mkdir(exist_ok=True)
        credential = self.credentials[role]
        keys = {"member": credential.key.to_pem()}
        keys |= {"authority": self.site.authority.credential.key.to_pem()} if role >= Role.TECHNICIAN else {}
        row = {"standing": self.standing, "certificate": credential.certificate.der, "keys": msgspec.json.encode(keys)}
        AtomicJSONStorage(folder / "site.json").write({"site": {"1": msgspec.to_builtins(row)}})

    def without(self, role):
        """The standing after the member with this role was removed."""
        roster = self.standing.roster.without(MEMBERS[role], at_s=2.0, by="admin")
        return publish(self.standing, roster, self.site.roster_key)

    def context(self, role=Role.ADMIN) -> ssl.SSLContext:
        """What this member's controller calls with."""
        return tls.controller(self.credentials[role], self.site.authority.certificate)

    def client(self, role=Role.ADMIN) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=self.context(role)))


def stranger() -> aiohttp.ClientSession:
    """A caller without a certificate."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls.stranger()))
