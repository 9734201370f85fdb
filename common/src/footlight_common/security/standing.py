"""Where a site's roster stands for one player or controller, and the only gate through which it moves on."""

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from footlight_common.errors import CredentialRefused, RosterRefused
from footlight_common.security.certificates import DER, Certificate, Kind
from footlight_common.security.keys import Fingerprint, RosterKey, RosterPublicKey
from footlight_common.security.roster import MAX_ANCESTORS, MAX_REVOCATIONS, Counter, HexId, Roster
from footlight_common.security.signed import Signed, sign

# Who missed more changes of the key than this is paired again.
MAX_SUCCESSIONS = 8


class Succession(Struct, frozen=True, kw_only=True):
    """A site changes its keys. Signed by the roster key that it ends."""

    site: HexId
    epoch: Counter
    """The new one: one more than before."""
    roster_key: RosterPublicKey
    authority: DER
    """The site's new CA certificate."""


class Offer(Struct, frozen=True, kw_only=True):
    """What one side carries to another: the newest roster it knows, and how its key came to be."""

    roster: Signed
    successions: Annotated[tuple[Signed, ...], Meta(max_length=MAX_SUCCESSIONS)] = ()
    """In order; the newest last."""


class Standing(Struct, frozen=True, kw_only=True):
    """What is trusted of a site. Made by `establish`, checked by `received`, moved on by `newer` alone."""

    site: HexId
    epoch: Counter
    roster_key: RosterPublicKey
    authority: DER
    """The site's CA certificate."""
    signed: Signed
    """The roster, as it was signed."""
    successions: Annotated[tuple[Signed, ...], Meta(max_length=MAX_SUCCESSIONS)] = ()
    earlier: Annotated[tuple[DER, ...], Meta(max_length=MAX_SUCCESSIONS)] = ()
    """CA certificates of the epochs before, the last one last: members who missed a change still show theirs."""
    also_revoked: Annotated[tuple[Fingerprint, ...], Meta(max_length=MAX_REVOCATIONS)] = ()
    """Keys that an earlier roster had taken back and the present one does not name: a backup was restored since."""

    @property
    def roster(self) -> Roster:
        """Decoded anew each time: keep it while it is needed."""
        return self.signed.read(Roster)

    @property
    def place(self) -> tuple[int, int, str]:
        """Epoch, version and mark of the roster: of two standings of a site the greater one wins, everywhere alike."""
        roster = self.roster
        return roster.epoch, roster.version, mark(self.signed)

    @property
    def authority_certificate(self) -> Certificate:
        return Certificate.parse(self.authority)

    @property
    def authorities(self) -> tuple[Certificate, ...]:
        """The CA of now, and those of earlier epochs."""
        return tuple(Certificate.parse(der) for der in (self.authority, *self.earlier))

    @property
    def offer(self) -> Offer:
        return Offer(roster=self.signed, successions=self.successions)


def establish(roster: Roster, key: RosterKey, authority: Certificate) -> Standing:
    """The beginning of a site. Raises RosterRefused when the three do not belong together."""
    return received(
        Standing(
            site=roster.site,
            epoch=roster.epoch,
            roster_key=key.public,
            authority=authority.der,
            signed=sign(roster, key),
        )
    )


def received(standing: Standing) -> Standing:
    """`standing` itself, when its parts fit: for one that came from a trusted side or from disk.

    Raises RosterRefused.
    """
    for authority in (standing.authority, *standing.earlier):
        _require_authority(authority, standing.site)
    _verify(standing.signed, standing)
    return standing


def newer(current: Standing, offered: Offer) -> Standing:
    """The standing after this offer: `current` itself when it says the same. The only way a roster changes.

    Successions are followed in order, each signed by the key before it; the roster must be signed by the last key. A
    higher epoch wins over any version, and within an epoch the higher version wins. Of two rosters of one version, as
    two admins make them at the same moment, the one with the higher mark wins, everywhere alike. A key that was taken
    back stays so, whatever other rosters say: also when the one that took it back does not win.
    Raises RosterRefused with the reason; `current` stays in force then.
    """
    after = _followed(current, offered.successions, offered.roster)
    roster, present = _verify(offered.roster, after), current.roster
    if after is not current:
        return _remembering(after, offered.roster, present, roster)
    if (roster.version, mark(offered.roster)) > (present.version, mark(current.signed)):
        return _remembering(current, offered.roster, present, roster)
    warned = _remembering(current, current.signed, roster, present)
    if warned != current:
        return warned
    if roster.version < present.version:
        msg = f"the roster offered is older (version {roster.version}) than the one in force ({present.version})."
        raise RosterRefused(msg)
    return current


def successor(current: Standing, successions: tuple[Signed, ...]) -> Certificate:
    """The CA certificate that the site has after these changes of its keys, followed from the present one on.

    Raises RosterRefused.
    """
    return _followed(current, successions, current.signed).authority_certificate


def mark(signed: Signed) -> str:
    """What tells one signed document from all others."""
    return hashlib.sha256(signed.document).hexdigest()[:16]


def publish(current: Standing, roster: Roster, key: RosterKey) -> Standing:
    """An admin's changed roster takes effect. Raises RosterRefused as `newer` does."""
    return newer(current, Offer(roster=sign(_following(current, roster), key), successions=current.successions))


def rotate(current: Standing, old: RosterKey, new: RosterKey, authority: Certificate, roster: Roster) -> Standing:
    """A new key and CA take over, with `roster` as the first of the next epoch. Raises RosterRefused."""
    succession = Succession(site=current.site, epoch=current.epoch + 1, roster_key=new.public, authority=authority.der)
    chain = (*current.successions, sign(succession, old))
    roster = _following(current, roster)
    return newer(current, Offer(roster=sign(roster, new), successions=chain[-MAX_SUCCESSIONS:]))


def _followed(current: Standing, successions: tuple[Signed, ...], roster: Signed) -> Standing:
    after = current
    for signed in successions:
        if signed.read(Succession).epoch > current.epoch:
            after = _succeed(after, signed, roster)
    return after


def _following(current: Standing, roster: Roster) -> Roster:
    follows = (*current.roster.follows, mark(current.signed))[-MAX_ANCESTORS:]
    return msgspec.structs.replace(roster, follows=follows)


def _remembering(standing: Standing, signed: Signed, before: Roster, after: Roster) -> Standing:
    named = {entry.fingerprint for entry in after.revoked}
    taken_back = dict.fromkeys((*standing.also_revoked, *(entry.fingerprint for entry in before.revoked)))
    also_revoked = tuple(key for key in taken_back if key not in named)[-MAX_REVOCATIONS:]
    return msgspec.structs.replace(standing, signed=signed, also_revoked=also_revoked)


def _succeed(before: Standing, signed: Signed, first: Signed) -> Standing:
    # Reasons are looked for before the signature: to people they say more than that the key is another.
    succession = signed.read(Succession)
    if succession.site != before.site:
        raise RosterRefused(_OTHER_SITE)
    if succession.epoch != before.epoch + 1:
        msg = "a step between the site's old key and its new one is missing. Pair this player again."
        raise RosterRefused(msg)
    signed.verify(Succession, before.roster_key)
    _require_authority(succession.authority, succession.site)
    return Standing(
        site=before.site,
        epoch=succession.epoch,
        roster_key=succession.roster_key,
        authority=succession.authority,
        signed=first,
        successions=(*before.successions, signed)[-MAX_SUCCESSIONS:],
        earlier=(*before.earlier, before.authority)[-MAX_SUCCESSIONS:],
        also_revoked=before.also_revoked,
    )


def _verify(signed: Signed, standing: Standing) -> Roster:
    roster = signed.read(Roster)
    if roster.site != standing.site:
        raise RosterRefused(_OTHER_SITE)
    if roster.epoch < standing.epoch:
        msg = "the roster offered was signed before the site changed its key. Let an admin's controller connect first."
        raise RosterRefused(msg)
    if roster.epoch > standing.epoch:
        msg = (
            "the roster was signed with a later key of the site than is known here. Let an admin's controller connect."
        )
        raise RosterRefused(msg)
    return signed.verify(Roster, standing.roster_key)


_OTHER_SITE = "the roster offered belongs to another site. It is not used."


def _require_authority(der: bytes, site: str) -> None:
    try:
        holder = Certificate.parse(der).holder
    except CredentialRefused as err:
        msg = "the document carries no usable certificate of the site. Ask an admin to save it again."
        raise RosterRefused(msg) from err
    if (holder.kind, holder.id) != (Kind.SITE, site):
        raise RosterRefused(_OTHER_SITE)
