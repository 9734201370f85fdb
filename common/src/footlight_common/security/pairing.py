"""Pairing of a player with a site: a member's controller calls and types the code that the player shows.

controller                                                      player
open              opening: element, key ->                      reply
confirm           <- reply: element                             reply
confirm           confirmation ->                               request
request           <- request: id, CSR                           request
grant             grant: certificate, site, name, area ->       claim
finish            <- done, once the claim is stored             done

Beside each message stand the methods that make and take it.
"""

from dataclasses import dataclass

from msgspec import Struct

from footlight_common.errors import PairingFailed, TrustError
from footlight_common.protocol.session import Name
from footlight_common.security.authority import certificate_request
from footlight_common.security.certificates import DER, Certificate, Kind
from footlight_common.security.exchange import Caller, Done, Host
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import HexId, Roster
from footlight_common.security.standing import Standing, received

PURPOSE = "pairing"


class Request(Struct, frozen=True, kw_only=True, tag_field="type", tag="request"):
    """Player -> controller: who it is, and the PKCS #10 request for its certificate."""

    player: HexId
    csr: DER


class Grant(Struct, frozen=True, kw_only=True, tag_field="type", tag="grant"):
    """Controller -> player: all it needs to belong to the site."""

    certificate: DER
    standing: Standing
    name: Name
    area: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a player became. To be stored in one write, and only then `done` said: so it is never half paired."""

    certificate: Certificate
    standing: Standing
    roster: Roster
    name: str
    area: str


class ControllerPairing(Caller):
    """The member's side. Each method once, in the order written here; each may raise PairingFailed."""

    def __init__(self, code: PairingCode, *, own_key: str, player_key: str) -> None:
        """`own_key` is the fingerprint of the member's certificate, `player_key` what `tls.server_key` said."""
        super().__init__(PURPOSE, code, own_key=own_key, host_key=player_key)

    def request(self, data: bytes) -> Request:
        """What the player asks for, now that both have proved that they know the code."""
        with self._step(2):
            return self._unseal(data, Request)

    def grant(self, certificate: Certificate, standing: Standing, *, name: str, area: str) -> bytes:
        with self._step(3):
            return self._seal(Grant(certificate=certificate.der, standing=standing, name=name, area=area))

    def finish(self, data: bytes) -> None:
        """The player has stored it."""
        with self._step(4):
            self._unseal(data, Done)


class PlayerPairing(Host):
    """The player's side. Each method once, in the order written here; each may raise PairingFailed."""

    def __init__(self, code: PairingCode, *, player: str, key: TLSKey) -> None:
        """`player` is its id, `key` what it listens with and will have certified."""
        super().__init__(PURPOSE, code, own_key=key.fingerprint)
        self._player = player
        self._key = key

    def request(self, confirmation: bytes) -> bytes:
        """Raises WrongCode when the caller does not know the code."""
        with self._step(1):
            self._judge(confirmation)
            return self._seal(Request(player=self._player, csr=certificate_request(self._key, self._player)))

    def claim(self, data: bytes) -> Claim:
        """What was granted, checked."""
        with self._step(2):
            grant = self._unseal(data, Grant)
            try:
                return self._checked(grant)
            except TrustError as err:
                msg = f"what the controller sent does not fit: {err}"
                raise PairingFailed(msg) from err

    def done(self) -> bytes:
        """To be sent once the claim is stored."""
        with self._step(3):
            return self._seal(Done())

    def _checked(self, grant: Grant) -> Claim:
        standing = received(grant.standing)
        certificate, roster = Certificate.parse(grant.certificate), standing.roster
        certificate.require_issued_by(standing.authority_certificate)
        holder = certificate.holder
        if (holder.kind, holder.id, holder.fingerprint) != (Kind.PLAYER, self._player, self._key.fingerprint):
            msg = "the certificate is for another player. Start again."
            raise PairingFailed(msg)
        # Nobody else could command the player afterwards, and nobody could unpair it.
        roles = {member.fingerprint: member.role for member in roster.members}
        if roles.get(self.caller_key, Role.VIEWER) < Role.TECHNICIAN:
            msg = "who pairs a player has to be a technician or an admin of the site. Ask an admin."
            raise PairingFailed(msg)
        return Claim(certificate=certificate, standing=standing, roster=roster, name=grant.name, area=grant.area)
