"""Invitation of a member: the new one's controller calls the admin's and types the code that the admin reads out.

new member                                                      admin
open              opening: element, key ->                      reply
confirm           <- reply: element                             reply
confirm           confirmation ->                               invite
invited           <- invitation: name of the site, role         invite
apply             application: name, public key ->              application
membership        <- admission: certificate, site               admit
done              done, once the membership is stored ->        finish

Beside each message stand the methods that make and take it.
"""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct

from footlight_common.errors import PairingFailed, TrustError
from footlight_common.security.certificates import DER, Certificate, Kind
from footlight_common.security.exchange import Caller, Done, Host
from footlight_common.security.keys import TLSKey, fingerprint, spki, tls_public_key
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member, MemberName, Roster, SiteName
from footlight_common.security.standing import Standing, received

PURPOSE = "invitation"


class Invitation(Struct, frozen=True, kw_only=True, tag_field="type", tag="invitation"):
    """Admin -> new member: what you would join, and as what."""

    site_name: SiteName
    role: Role


class Application(Struct, frozen=True, kw_only=True, tag_field="type", tag="application"):
    """New member -> admin."""

    name: MemberName
    public_key: Annotated[bytes, Meta(max_length=256)]
    """SubjectPublicKeyInfo, DER."""


class Admission(Struct, frozen=True, kw_only=True, tag_field="type", tag="admission"):
    """Admin -> new member."""

    certificate: DER
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a person became. To be stored in one write, and only then `done` said."""

    certificate: Certificate
    standing: Standing
    roster: Roster
    member: Member


class Joining(Caller):
    """The new member's side. Each method once, in the order written here; each may raise PairingFailed."""

    def __init__(self, code: PairingCode, *, name: str, key: TLSKey, admin_key: str) -> None:
        """`key` is the new member's own; `admin_key` is what `tls.server_key` said of the admin's controller."""
        super().__init__(PURPOSE, code, own_key=key.fingerprint, host_key=admin_key)
        self._name_of_member = name
        self._key = key

    def invited(self, data: bytes) -> Invitation:
        with self._step(2):
            return self._unseal(data, Invitation)

    def apply(self) -> bytes:
        with self._step(3):
            return self._seal(Application(name=self._name_of_member, public_key=spki(self._key.public)))

    def membership(self, data: bytes) -> Membership:
        """What was granted, checked."""
        with self._step(4):
            admission = self._unseal(data, Admission)
            try:
                return self._checked(admission)
            except TrustError as err:
                msg = f"what the admin's controller sent does not fit: {err}"
                raise PairingFailed(msg) from err

    def done(self) -> bytes:
        """To be sent once the membership is stored."""
        with self._step(5):
            return self._seal(Done())

    def _checked(self, admission: Admission) -> Membership:
        standing = received(admission.standing)
        certificate, roster = Certificate.parse(admission.certificate), standing.roster
        certificate.require_issued_by(standing.authority_certificate)
        if (certificate.holder.kind, certificate.holder.fingerprint) != (Kind.MEMBER, self._key.fingerprint):
            msg = "the certificate is for another key. Start again."
            raise PairingFailed(msg)
        member = roster.admit(certificate.holder)
        return Membership(certificate=certificate, standing=standing, roster=roster, member=member)


class Inviting(Host):
    """The admin's side. Each method once, in the order written here; each may raise PairingFailed."""

    def __init__(self, code: PairingCode, *, own_key: str, site_name: str, role: Role) -> None:
        """`own_key` is the fingerprint of the key this controller listens with; `role` is what the admin chose."""
        super().__init__(PURPOSE, code, own_key=own_key)
        self._invitation = Invitation(site_name=site_name, role=role)

    def invite(self, confirmation: bytes) -> bytes:
        """Raises WrongCode when the caller does not know the code."""
        with self._step(1):
            self._judge(confirmation)
            return self._seal(self._invitation)

    def application(self, data: bytes) -> Application:
        """Who wants to join; the public key is the one the conversation began with."""
        with self._step(2):
            application = self._unseal(data, Application)
            try:
                key = tls_public_key(application.public_key)
            except TrustError as err:
                msg = f"what the new member sent does not fit: {err}"
                raise PairingFailed(msg) from err
            if fingerprint(key) != self.caller_key:
                msg = "the new member's key is not the one that called. Start again with a new code."
                raise PairingFailed(msg)
            return application

    def admit(self, certificate: Certificate, standing: Standing) -> bytes:
        """`standing` holds the roster with the new member in it."""
        with self._step(3):
            return self._seal(Admission(certificate=certificate.der, standing=standing))

    def finish(self, data: bytes) -> None:
        """The new member has stored it."""
        with self._step(4):
            self._unseal(data, Done)
