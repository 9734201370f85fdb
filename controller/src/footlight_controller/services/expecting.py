"""TLS that ends in the handshake, before anything is said, unless the player at the other end is the one expected."""

import ssl

from footlight_common.errors import CredentialRefused, FootlightError
from footlight_common.security import tls
from footlight_common.security.certificates import Certificate, Credential


class Mismatch(ssl.SSLCertVerificationError):
    """The site's own certificate, and another player's or none of a player at all."""


class _Expecting(ssl.SSLObject):
    """Compares the id in the certificate with the server name that was dialled."""

    key = ""
    """Fingerprint of the only key that will do; empty for any."""

    def do_handshake(self) -> None:
        super().do_handshake()
        try:
            player = tls.require_player(self, self.server_hostname or "")
            if self.key and player.fingerprint != self.key:
                msg = "the player shows another key than before."
                raise CredentialRefused(msg)
        except FootlightError as err:
            # asyncio and uvloop end a handshake for errors of TLS alone.
            raise Mismatch(str(err)) from err


def member_context(credential: Credential, authority: Certificate, *, key: str = "") -> ssl.SSLContext:
    """Shows the member's certificate to players of the site. Dial with the player's id as the server name.

    With `key`, the fingerprint of a player's key, it speaks to that player alone.
    """
    context = tls.controller(credential, authority)
    context.sslobject_class = type("_Pinned", (_Expecting,), {"key": key}) if key else _Expecting
    return context
