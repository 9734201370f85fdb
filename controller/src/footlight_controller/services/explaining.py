"""Why a call on a player ended before it began, in words."""

import errno

import aiohttp

from footlight_common.discovery import Address
from footlight_common.errors import CredentialRefused, FootlightError, ProtocolError, Unreachable
from footlight_controller.services.about import About, reason_against
from footlight_controller.services.site import Site

CallError = aiohttp.ClientError | OSError

# What a connection ends with when one of the two does not trust the other.
_REFUSED = (
    aiohttp.ClientSSLError,
    aiohttp.ClientOSError,
    aiohttp.ServerDisconnectedError,
    aiohttp.WSServerHandshakeError,
)


def may_be_distrust(err: CallError) -> bool:
    """Whether the player may know more of it: see footlight_common.security.tls."""
    return isinstance(err, _REFUSED) and not _before_tls(err)


def never_connected(address: Address, err: CallError) -> FootlightError | None:
    """What is said when nothing at the address took the call; None when something did."""
    return unreachable(address, err) if _before_tls(err) else None


def explain(err: CallError, about: About, player_id: str, site: Site, address: Address) -> FootlightError | None:
    """The reason, after what the player says of itself to a stranger; None when it sees none."""
    reason = reason_against(about, player_id, site)
    if reason is not None:
        return reason
    if isinstance(err, aiohttp.ClientConnectorCertificateError):
        return CredentialRefused(_unproved(about, site, address))
    if isinstance(err, aiohttp.WSServerHandshakeError):
        return ProtocolError(no_player(address))
    return None


def _unproved(about: About, site: Site, address: Address) -> str:
    epoch = site.standing.epoch
    if about.epoch > epoch:
        return (
            f"{about.title} says that {site.name} has changed its keys, and this controller cannot follow the change. "
            "Ask an admin to invite you again."
        )
    if 0 < about.epoch < epoch:
        return (
            f"{about.title} missed that {site.name} changed its keys, and this controller cannot tell it from somebody "
            "who has the old ones. Let the controller connect that changed them, or run `footlight-player reset` on "
            "the player and pair it again."
        )
    return (
        f"what answers at {address} says that it is {about.title}, and has no certificate of {site.name} that "
        "proves it. Somebody may pose as the player; if it was reset, pair it again."
    )


def not_taken(address: Address, site: Site) -> CredentialRefused:
    """The player hangs up and gives no reason."""
    msg = (
        f"the player at {address} does not take the certificate of this controller. {site.name} may have changed "
        "its keys since: ask an admin to invite you again."
    )
    return CredentialRefused(msg)


def backup_too_old(site: Site) -> str:
    """What is said when a player does not know the admin whom a restored backup made: it takes newer rosters."""
    return (
        f"the backup that this controller was restored from is older than the keys of {site.name}. Restore a newer "
        "one, or give this one up (footlight site leave) and have an admin invite you."
    )


def _before_tls(err: CallError) -> bool:
    return isinstance(err, aiohttp.ClientConnectorError) and not isinstance(err, aiohttp.ClientSSLError)


def no_player(address: Address) -> str:
    return f"what answers at {address} is no Footlight player. Check the address and the port."


def unreachable(address: Address, err: CallError) -> FootlightError:
    """What is said when trust has nothing to do with it."""
    if isinstance(err, aiohttp.ClientSSLError):
        return ProtocolError(f"what answers at {address} does not speak TLS 1.3: it is no player, or a very old one.")
    why = str(err)
    if isinstance(err, aiohttp.ClientConnectorError):
        why = "nothing listens there" if err.errno == errno.ECONNREFUSED else err.strerror or str(err.os_error)
    return Unreachable(f"cannot connect to {address}: {why}. Check that the player is on and runs.")
