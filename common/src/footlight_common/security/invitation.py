"""Invitation of a member: the new one's controller calls the admin's and types the code that the admin reads out.

new member                                                      admin
open              opening: element, key ->                      reply
confirm           <- reply: element                             reply
confirm           confirmation ->                               invite
invited           <- invitation: the site, its name, role       invite
apply             application: name, public key ->              application
membership        <- admission: certificate, site, keys         admit
done              done, once the membership is stored ->        finish

Beside each message stand the methods that make and take it.
"""

from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta, Struct

from footlight_common.errors import PairingFailed, TrustError
from footlight_common.security.certificates import DER, Certificate, Kind
from footlight_common.security.exchange import Caller, Done, Host
from footlight_common.security.keys import RosterKey, TLSKey, fingerprint, spki, tls_public_key
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import HexId, Member, MemberName, Roster, SiteName
from footlight_common.security.standing import Standing, received

PURPOSE = "invitation"

PEM = Annotated[bytes, Meta(max_length=4096)]


class Invitation(Struct, frozen=True, kw_only=True, tag_field="type", tag="invitation"):
    """Admin -> new member: what you would join, and as what."""

    site: HexId
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
    authority_key: PEM = b""
    """Of the site's CA, for technicians and admins: PKCS #8."""
    roster_key: PEM = b""
    """For admins: PKCS #8."""

    def __repr__(self) -> str:
        return "Admission()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What a person became. To be stored in one write, and only then `done` said."""

    certificate: Certificate
    standing: Standing
    roster: Roster
    member: Member
    authority_key: TLSKey | None = field(default=None, repr=False)
    roster_key: RosterKey | None = field(default=None, repr=False)


class Joining(Caller):
    """The new member's side. Each method once, in the order written here; each may raise PairingFailed."""

    def __init__(self, code: PairingCode, *, name: str, key: TLSKey, admin_key: str) -> None:
        """`key` is the new member's own; `admin_key` is what `tls.server_key` said of the admin's controller."""
        super().__init__(PURPOSE, code, own_key=key.fingerprint, host_key=admin_key)
        self._name_of_member = name
        self._key = key
        self._site = ""

    def invited(self, data: bytes) -> Invitation:
        with self._step(2):
            invitation = self._unseal(data, Invitation)
            self._site = invitation.site
            return invitation

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
        if standing.site != self._site:
            msg = "it is for another site than the one of the invitation. Start again."
            raise PairingFailed(msg)
        certificate, roster = Certificate.parse(admission.certificate), standing.roster
        certificate.require_issued_by(standing.authority_certificate)
        if (certificate.holder.kind, certificate.holder.fingerprint) != (Kind.MEMBER, self._key.fingerprint):
            msg = "the certificate is for another key. Start again."
            raise PairingFailed(msg)
        member = roster.admit(certificate.holder)
        authority_key, roster_key = _keys(admission, standing, member.role)
        return Membership(
            certificate=certificate,
            standing=standing,
            roster=roster,
            member=member,
            authority_key=authority_key,
            roster_key=roster_key,
        )


class Inviting(Host):
    """The admin's side. Each method once, in the order written here; each may raise PairingFailed."""

    def __init__(self, code: PairingCode, *, own_key: str, site: str, site_name: str, role: Role) -> None:
        """`own_key` is the fingerprint of the key this controller listens with; `role` is what the admin chose."""
        super().__init__(PURPOSE, code, own_key=own_key)
        self._invitation = Invitation(site=site, site_name=site_name, role=role)

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

    def admit(
        self,
        certificate: Certificate,
        standing: Standing,
        *,
        authority_key: TLSKey | None = None,
        roster_key: RosterKey | None = None,
    ) -> bytes:
        """`standing` holds the roster with the new member in it.

        Of the keys that are given, the new member gets those that go with the role. They are read by TLS alone, whose
        key the new member's side has proved to be this controller's by then.
        """
        role = self._invitation.role
        with self._step(3):
            return self._seal(
                Admission(
                    certificate=certificate.der,
                    standing=standing,
                    authority_key=authority_key.to_pem() if authority_key and role >= Role.TECHNICIAN else b"",
                    roster_key=roster_key.to_pem() if roster_key and role >= Role.ADMIN else b"",
                )
            )

    def finish(self, data: bytes) -> None:
        """The new member has stored it."""
        with self._step(4):
            self._unseal(data, Done)


def _keys(admission: Admission, standing: Standing, role: Role) -> tuple[TLSKey | None, RosterKey | None]:
    """The site's keys that came along. Raises PairingFailed when they are not the site's, CredentialRefused."""
    authority_key = TLSKey.from_pem(admission.authority_key) if admission.authority_key else None
    roster_key = RosterKey.from_pem(admission.roster_key) if admission.roster_key else None
    fits = (
        (authority_key is None or authority_key.fingerprint == standing.authority_certificate.holder.fingerprint)
        and (roster_key is None or roster_key.public == standing.roster_key)
        and (authority_key is None or role >= Role.TECHNICIAN)
        and (roster_key is None or role >= Role.ADMIN)
    )
    if not fits:
        msg = "the keys that came along are not those of the site, or not for your role. Start again."
        raise PairingFailed(msg)
    return authority_key, roster_key
