"""The site that this controller belongs to: who its member is, and which of the site's keys it holds."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field, replace

import msgspec

from footlight_common.errors import BackupFailed, CredentialRefused, RoleDenied, TrustError
from footlight_common.security.authority import Authority
from footlight_common.security.certificates import Certificate, Credential
from footlight_common.security.invitation import Membership
from footlight_common.security.keys import RosterKey, TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member, Roster
from footlight_common.security.sealed import place_of, unseal
from footlight_common.security.site_backup import SiteSecrets
from footlight_common.security.standing import MAX_SUCCESSIONS, Offer, Standing, establish, newer, publish, rotate
from footlight_controller.services.sealing import first_of_epoch, with_keys

# A restored backup does not know which versions came after it. Nobody changes a team so often between two backups.
RESTORED_VERSION_STEP = 1000


@dataclass(frozen=True, slots=True)
class Earlier:
    """How this member showed itself before the site changed its keys: players that missed it still ask for that."""

    epoch: int
    certificate: Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What one member holds: viewers and operators no key of the site, technicians the CA's, admins both."""

    standing: Standing
    credential: Credential
    """The member's own."""
    authority_key: TLSKey | None = field(default=None, repr=False)
    roster_key: RosterKey | None = field(default=None, repr=False)
    earlier: tuple[Earlier, ...] = ()
    """The last one last."""
    from_backup: frozenset[str] = frozenset()
    """Fingerprints of the members that came out of a backup: some may have been removed since it was made."""

    @classmethod
    def create(cls, name: str, member: str, *, at_s: float) -> "Site":
        """A new site with one admin. `at_s` is Unix seconds. Raises RosterRefused for names that do not fit."""
        authority, roster_key = Authority.create(secrets.token_hex(8)), RosterKey.generate()
        credential, admin = _new_admin(authority, member, at_s)
        site = authority.certificate.holder.id
        roster = Roster(site=site, site_name=name, epoch=1, version=1, members=(admin,))
        return cls(
            standing=establish(roster, roster_key, authority.certificate),
            credential=credential,
            authority_key=authority.credential.key,
            roster_key=roster_key,
        )

    @classmethod
    def restored(cls, backup: SiteSecrets, member: str, *, at_s: float, present: "Site | None" = None) -> "Site":
        """The site of a backup, with a new admin: a backup holds no member's own key.

        `present` is what this controller has of the same site; the newer roster of the two is used.
        Raises BackupFailed when it is another site's, RosterRefused when the site has changed its keys since.
        """
        standing = backup.standing
        if present is not None:
            if present.id != standing.site:
                msg = f"this controller belongs to the site {present.name} already. Restore into another --data-dir."
                raise BackupFailed(msg)
            standing = _both(standing, present.standing)
        before = standing.roster
        credential, admin = _new_admin(backup.authority, before.free_name(member), at_s)
        roster = with_keys(before.with_member(admin), backup.authority_key, backup.roster_key)
        # The players may have seen later versions than this one, and take none that is lower.
        version = roster.version + RESTORED_VERSION_STEP
        roster = msgspec.structs.replace(roster, version=version, changed_by=admin.name)
        return cls(
            standing=publish(standing, roster, backup.roster_key),
            credential=credential,
            authority_key=backup.authority_key,
            roster_key=backup.roster_key,
            from_backup=frozenset(each.fingerprint for each in before.members),
        )

    @classmethod
    def joined(cls, membership: Membership, key: TLSKey) -> "Site":
        """What an invitation made of the member with this key. Raises CredentialRefused."""
        return cls(
            standing=membership.standing,
            credential=Credential(key, membership.certificate),
            authority_key=membership.authority_key,
            roster_key=membership.roster_key,
        )

    @property
    def id(self) -> str:
        return self.standing.site

    @property
    def name(self) -> str:
        return self.standing.roster.site_name

    @property
    def authority_certificate(self) -> Certificate:
        return self.standing.authority_certificate

    @property
    def member(self) -> Member | None:
        """Who this controller is, by its newest roster; None when that has no such member any more."""
        holder = self.credential.certificate.holder
        members = self.standing.roster.members
        return next((each for each in members if (each.id, each.fingerprint) == (holder.id, holder.fingerprint)), None)

    def authority(self) -> Authority:
        """What signs certificates. Raises RoleDenied for who does not hold the key."""
        if self.authority_key is None:
            msg = f"pairing needs the role technician or admin in {self.name}. Ask an admin of the site."
            raise RoleDenied(msg)
        return Authority(Credential(self.authority_key, self.authority_certificate))

    def secrets(self) -> SiteSecrets:
        """What a backup holds. Raises RoleDenied for who does not hold both keys."""
        if self.authority_key is None or self.roster_key is None:
            msg = f"only admins of {self.name} can make a backup of it. Ask one."
            raise RoleDenied(msg)
        return SiteSecrets(standing=self.standing, authority_key=self.authority_key, roster_key=self.roster_key)

    def after(self, offer: Offer) -> "Site":
        """The site once this offer was looked at: `self` when it says nothing new. Raises RosterRefused.

        Keys that the role no longer gives, or that the site has changed, are forgotten. Those that go with the role
        come out of the roster, where they are sealed to this member, and so does a certificate of a new CA.
        """
        standing = newer(self.standing, offer)
        return self if standing is self.standing else self._moved(standing)

    def published(self, roster: Roster, *, by: str = "") -> "Site":
        """The site with a roster that its admin changed; `by` is whose name stands for that, else this member's.

        Raises RoleDenied, RosterRefused, CredentialRefused.
        """
        roster_key = self.own_roster_key()
        roster = msgspec.structs.replace(roster, changed_by=by or self._own_name())
        if self.authority_key is not None:
            roster = with_keys(roster, self.authority_key, roster_key)
        return self._moved(publish(self.standing, roster, roster_key))

    def rotated(self) -> "Site":
        """The site with a new CA and a new roster key, and everybody who is a member now.

        Takes some milliseconds for each member: not for an event loop. Raises RoleDenied, RosterRefused.
        """
        old, new = self.own_roster_key(), RosterKey.generate()
        authority = Authority.create(self.id)
        roster = first_of_epoch(self.standing.roster, authority, new)
        roster = msgspec.structs.replace(roster, changed_by=self._own_name())
        return self._moved(rotate(self.standing, old, new, authority.certificate, roster))

    def without_removed(self, told: Collection[str] = ()) -> "Site":
        """The site without the members who had been removed before a backup brought them back; `self` with none.

        `told` are fingerprints that a player names as taken back: they count for members out of this controller's
        backup. Nothing changes for who cannot change the team. Raises RosterRefused.
        """
        # No clock and no own name: admins whose controllers notice at once make the same roster of it.
        own = self.credential.key.fingerprint
        gone = ({*told} & self.from_backup | {*self.standing.also_revoked}) - {own}
        roster = self.standing.roster
        back = [member for member in roster.members if member.fingerprint in gone]
        if not back or self.roster_key is None:
            return self
        restorer = max(roster.members, key=lambda member: member.added_at_s)
        for member in back:
            roster = roster.without(member.id, at_s=restorer.added_at_s, by=restorer.name)
        return self.published(roster, by=restorer.name)

    def certificate_for(self, shown: Certificate, player: str) -> bytes | None:
        """A certificate of the present CA, DER, for the key that this player showed; None without the CA's key."""
        return None if self.authority_key is None else self.authority().renew_player(shown, player).der

    def _own_name(self) -> str:
        member = self.member
        return "" if member is None else member.name

    def own_roster_key(self) -> RosterKey:
        """What signs rosters. Raises RoleDenied for who does not hold it."""
        if self.roster_key is None:
            msg = f"only admins of {self.name} can change its team. Ask one."
            raise RoleDenied(msg)
        return self.roster_key

    def _moved(self, standing: Standing) -> "Site":
        moved = replace(self, standing=standing)
        member = moved.member
        if standing.epoch != self.standing.epoch:
            before = Earlier(self.standing.epoch, self.credential.certificate)
            moved = replace(moved, earlier=(*self.earlier, before)[-MAX_SUCCESSIONS:])
        if member is None:
            return replace(moved, authority_key=None, roster_key=None)
        authority_key, roster_key = _fitting(standing, member.role, self.authority_key, self.roster_key)
        if _wants(member.role, authority_key, roster_key):
            authority_key, roster_key = _fitting(standing, member.role, *self._unsealed(standing, member))
        credential = _renewed(self.credential, standing, member)
        return replace(moved, credential=credential, authority_key=authority_key, roster_key=roster_key)

    def _unsealed(self, standing: Standing, member: Member) -> tuple[TLSKey | None, RosterKey | None]:
        try:
            place = place_of(standing.site, standing.epoch, member.id)
            return unseal(member.sealed_keys, self.credential.key, place)
        except CredentialRefused:
            # An admin's next change of the team brings them.
            return None, None


def _wants(role: Role, authority_key: TLSKey | None, roster_key: RosterKey | None) -> bool:
    return (role >= Role.TECHNICIAN and authority_key is None) or (role >= Role.ADMIN and roster_key is None)


def _fitting(
    standing: Standing, role: Role, authority_key: TLSKey | None, roster_key: RosterKey | None
) -> tuple[TLSKey | None, RosterKey | None]:
    """Those of the keys that are the site's and go with the role."""
    authority = standing.authority_certificate.holder.fingerprint
    if role < Role.TECHNICIAN or (authority_key and authority_key.fingerprint != authority):
        authority_key = None
    if role < Role.ADMIN or (roster_key and roster_key.public != standing.roster_key):
        roster_key = None
    return authority_key, roster_key


def _renewed(credential: Credential, standing: Standing, member: Member) -> Credential:
    """With the member's certificate out of the roster, when the present one is not of the site's present CA."""
    if member.certificate == credential.certificate.der:
        return credential
    try:
        certificate = Certificate.parse(member.certificate)
        certificate.require_issued_by(standing.authority_certificate)
        return Credential(credential.key, certificate)
    except TrustError:
        return credential


def _both(one: Standing, other: Standing) -> Standing:
    """The newer of two, which remembers what the older knew of removed members. Raises RosterRefused."""
    low, high = sorted((one, other), key=lambda standing: standing.place)
    return high if low.place == high.place else newer(low, high.offer)


def _new_admin(authority: Authority, name: str, at_s: float) -> tuple[Credential, Member]:
    key = TLSKey.generate()
    certificate = authority.issue_for_member(spki(key.public), secrets.token_hex(8))
    member = Member.of(certificate, name=name, role=Role.ADMIN, added_at_s=at_s, added_by=name)
    return Credential(key, certificate), member
