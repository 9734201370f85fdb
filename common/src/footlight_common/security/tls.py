"""TLS 1.3 for players and controllers: who shows what, who asks for what, and who was at the other end.

What a refused client meets, with aiohttp, the same on CPython 3.11 and 3.13 (OpenSSL 3.0), asyncio and uvloop:

- The player refuses the client's certificate (another site's, self-signed, a player's own): the handshake succeeds for
  the client, because in TLS 1.3 its part is over before the player judges it. The first read then finds the connection
  gone: ServerDisconnectedError, or a ClientOSError (reset) when the request was still being written. Nothing tells this
  from a crash, so the controller asks `GET /about` as a stranger for the reason.
- The client refuses the player (unclaimed, of another site, a certificate that is no player's): the connection is not
  made, ClientConnectorCertificateError from SSLCertVerificationError. Again `/about` tells which.
- TLS 1.2 or older: ClientConnectorError from ConnectionResetError.
- No client certificate: all succeeds, `peer` is None at the player, which closes with `not_paired`.
"""

import os
import ssl
from typing import Literal, Protocol

from footlight_common.errors import CredentialRefused, OtherPlayer
from footlight_common.security.certificates import Certificate, Credential, Holder, Kind

# X509_V_FLAG_NO_CHECK_TIME of OpenSSL's x509_vfy.h, which Python does not name. A Pi has no battery for its clock.
_NO_CHECK_TIME = 0x200000


class Finished(Protocol):
    """The TLS object of a connection after its handshake: `ssl.SSLObject`, `ssl.SSLSocket`."""

    def getpeercert(self, binary_form: Literal[True], /) -> bytes | None: ...


def unclaimed_player(credential: Credential) -> ssl.SSLContext:
    """Server that asks callers for no certificate and shows one it signed itself."""
    context = _context(ssl.PROTOCOL_TLS_SERVER)
    _show(context, credential)
    return context


def claimed_player(credential: Credential, *authorities: Certificate) -> ssl.SSLContext:
    """Server that asks for a certificate from the site. Callers without one get in too: `peer` is then None.

    Of several authorities any one will do: who calls is judged by the roster, which names each member's key.
    """
    context = unclaimed_player(credential)
    for authority in authorities:
        _trust(context, authority)
    context.verify_mode = ssl.CERT_OPTIONAL
    return context


def controller(credential: Credential, authority: Certificate) -> ssl.SSLContext:
    """Client that shows a member's certificate, and speaks to players of the site alone."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT)
    _show(context, credential)
    _trust(context, authority)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def stranger() -> ssl.SSLContext:
    """Client that shows nothing and checks nothing: for `/about`, and for pairing, which is bound to `server_key`."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_mode = ssl.CERT_NONE
    return context


def peer(tls: Finished) -> Holder | None:
    """Who the other end is; None when it showed no certificate.

    Its issuer was checked by the handshake if the context trusts an authority, else nobody vouches for it.
    Raises CredentialRefused for a certificate that is not Footlight's.
    """
    der = tls.getpeercert(True)
    return None if der is None else Certificate.parse(der).holder


def shown(tls: Finished) -> Certificate:
    """The certificate of the server at the other end. Raises CredentialRefused when there is none of Footlight's."""
    der = tls.getpeercert(True)
    if der is None:
        msg = "the other side showed no certificate. It may not be a player of Footlight."
        raise CredentialRefused(msg)
    return Certificate.parse(der)


def server_key(tls: Finished) -> str:
    """Fingerprint of the server's public key as this client saw it. Raises CredentialRefused."""
    return shown(tls).holder.fingerprint


def require_player(tls: Finished, player: str) -> Holder:
    """The player at the other end. Raises OtherPlayer when it is not the one with this id; CredentialRefused."""
    found = peer(tls)
    if found is None or (found.kind, found.id) != (Kind.PLAYER, player):
        msg = "another player answers at this address. Search the network again, or correct the address."
        raise OtherPlayer(msg)
    return found


def _context(protocol: ssl._SSLMethod) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # Players are known by id and address, not by the names of DNS; `require_player` compares the id.
    context.check_hostname = False
    # Strict is what Python 3.13 adds by itself in some ways of making a context: the same everywhere.
    context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VerifyFlags(_NO_CHECK_TIME)
    if protocol is ssl.PROTOCOL_TLS_SERVER:
        # Resumed sessions would skip the look at the certificate.
        context.num_tickets = 0
    return context


def _trust(context: ssl.SSLContext, authority: Certificate) -> None:
    context.load_verify_locations(cadata=authority.der)


def _show(context: ssl.SSLContext, credential: Credential) -> None:
    # Python takes keys from files only. This one lies in memory: it never reaches a disk, where deleting leaves it on
    # the flash, has no name that others could open, and is gone when it is closed.
    descriptor = os.memfd_create("footlight-credential")
    try:
        os.write(descriptor, credential.key.to_pem() + credential.certificate.pem)
        context.load_cert_chain(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)
