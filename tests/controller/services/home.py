"""The site that the controllers of the tests belong to, another one, and what their players show."""

import functools

from footlight_common.security import tls
from footlight_common.security.authority import certificate_request, self_signed
from footlight_common.security.certificates import Credential, Kind
from footlight_common.security.keys import TLSKey
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile


@functools.cache
def home(name="Museum"):
    """The same one for all tests: nobody changes it."""
    return Site.create(name, "Desk", at_s=1.0)


def move_in(data_dir, site=None):
    """The file of a controller in this directory that belongs to the site."""
    file = SiteFile(data_dir, NoKeyring())
    data_dir.mkdir(exist_ok=True)
    file.save(site or home())
    return file


def player_credential(player_id, site=None):
    key = TLSKey.generate()
    certificate = (site or home()).authority().issue_for_player(certificate_request(key, player_id), player_id)
    return Credential(key, certificate)


def unclaimed_context(player_id, key=None):
    return tls.unclaimed_player(self_signed(key or TLSKey.generate(), Kind.PLAYER, player_id))


def claimed_context(player_id, site=None, members_of=None):
    """`members_of` is the site whose members the player lets in; its own unless told."""
    authority = (members_of or site or home()).authority_certificate
    return tls.claimed_player(player_credential(player_id, site), authority)
