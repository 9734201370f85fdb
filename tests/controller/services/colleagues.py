"""Other members of the site that the controllers of the tests belong to."""

from controller.services.home import home

from footlight_common.security.certificates import Credential
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_common.security.standing import publish
from footlight_controller.services.site import Site


def colleague(name: str, role: Role, *, number: int = 1) -> Site:
    """The site as this member has it, who holds no key of it. Its roster is newer than the one of `home`."""
    site, key = home(), TLSKey.generate()
    certificate = site.authority().issue_for_member(spki(key.public), f"{number:016x}")
    member = Member.of(certificate, name=name, role=role, added_at_s=2.0, added_by="Desk")
    standing = publish(site.standing, site.standing.roster.with_member(member), site.roster_key)
    return Site(standing=standing, credential=Credential(key, certificate))
