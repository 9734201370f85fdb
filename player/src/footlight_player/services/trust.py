"""Whom this player trusts: its key, the site it belongs to, and the code that lets a site claim it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from footlight_common.clock import Clock
from footlight_common.discovery import showable
from footlight_common.errors import NotPaired, PairingClosed, PairingFailed, RosterRefused, StorageError, TrustError
from footlight_common.security.attempts import Attempt, Attempts
from footlight_common.security.authority import self_signed
from footlight_common.security.certificates import Certificate, Credential, Holder, Kind
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing import Claim
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roster import Member, Roster
from footlight_common.security.standing import Offer, Standing, newer
from footlight_player.services.trust_record import Given, Trusted, TrustRecord

_log = logging.getLogger(__name__)


class Trust:
    """What is in force now. On the core thread only; every change but a new team on a full disk is kept before.

    `open` makes one. Whoever is given to `listen` is called after each change: a claim, a reset, a newer roster.
    """

    def __init__(self, player: str, clock: Clock, record: TrustRecord, trusted: Trusted) -> None:
        self._player = player
        self._clock = clock
        self._record = record
        self._trusted = trusted
        self._roster = _roster(trusted.standing)
        self._self_signed = self_signed(trusted.key, Kind.PLAYER, player)
        self._attempts = Attempts(clock.monotonic_s(), wrong=trusted.wrong)
        self._turn = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._code_changed = asyncio.Event()
        self.claimed_by = ""
        """Fingerprint of the key of who paired the player in this run; empty when nobody did."""

    @classmethod
    async def open(cls, player: str, clock: Clock, record: TrustRecord) -> "Trust":
        """Read what is kept; make a key where there is none. Raises StorageError when it cannot be kept."""
        trusted = record.load(player)
        if trusted is None:
            trusted = Trusted(key=TLSKey.generate())
            await record.keep(trusted)
        return cls(player, clock, record, trusted)

    def listen(self, changed: Callable[[], None]) -> None:
        """Hear of every change; must not raise."""
        self._listeners.append(changed)

    @property
    def key(self) -> TLSKey:
        return self._trusted.key

    @property
    def credential(self) -> Credential:
        """What the player shows: signed by itself until a site claims it."""
        certificate = self._trusted.certificate
        return self._self_signed if certificate is None else Credential(self._trusted.key, certificate)

    @property
    def standing(self) -> Standing | None:
        """Where the site's roster and keys stand here; None while unclaimed."""
        return self._trusted.standing

    @property
    def roster(self) -> Roster | None:
        """The roster in force; None while unclaimed."""
        return self._roster

    @property
    def claimed(self) -> bool:
        return self._roster is not None

    @property
    def site(self) -> str:
        """Id of the site; empty while unclaimed."""
        return self._roster.site if self._roster is not None else ""

    @property
    def site_name(self) -> str:
        """On one line."""
        return showable(self._roster.site_name) if self._roster is not None else ""

    @property
    def given(self) -> Given | None:
        """Name and area that came with the claim and are not yet `settle`d."""
        return self._trusted.given

    @property
    def code(self) -> PairingCode | None:
        """What the screen shows now; None while claimed or closed."""
        return None if self.claimed else self._attempts.code(self._clock.monotonic_s())

    def admit(self, holder: Holder | None) -> Member:
        """The member who called. Raises NotPaired, OtherSite, Revoked."""
        if self._roster is None:
            msg = "this player belongs to no site yet. Pair it with the code on its screen."
            raise NotPaired(msg)
        standing = self._trusted.standing
        return self._roster.admit(holder, () if standing is None else standing.also_revoked)

    async def begin(self) -> Attempt:
        """Leave to try the code once. Raises PairingBusy, PairingClosed, StorageError."""
        async with self._turn:
            if self.claimed:
                msg = f"the player belongs to the site {self.site_name}. Reset it at the player itself to pair it anew."
                raise PairingClosed(msg)
            attempt = self._attempts.begin(self._clock.monotonic_s())
            try:
                # Before anything is answered: a power cut must not give a guess for free.
                await self._keep(replace(self._trusted, wrong=self._attempts.wrong))
            except BaseException:
                self.fail(attempt)
                raise
            return attempt

    def running(self, attempt: Attempt) -> bool:
        """Whether this attempt may still go on."""
        return not self.claimed and self._attempts.running(attempt, self._clock.monotonic_s())

    def fail(self, attempt: Attempt) -> None:
        """It ended without a claim."""
        self._attempts.fail(attempt, self._clock.monotonic_s())
        self._code_changed.set()

    async def claim(self, attempt: Attempt, claim: Claim, by: str = "") -> None:
        """Belong to a site from now on. One write, on disk when this returns; else all is as before.

        `by` is the fingerprint of the key of the member who claims it.

        Raises StorageError, and PairingFailed when the attempt's time is over or somebody reset the player meanwhile.
        """
        async with self._turn:
            if not self.running(attempt):
                msg = "the pairing took too long. Start again with a new code."
                raise PairingFailed(msg)
            await self._keep(_claimed(self._trusted, claim))
            self.claimed_by = by
            self._attempts.reopen(self._clock.monotonic_s())
        _log.info("paired with the site %s (%s)", self.site_name, self.site)

    async def adopt(self, claim: Claim) -> None:
        """Belong to a site without a code, as whoever holds the site's CA key may decide. Raises StorageError."""
        async with self._turn:
            await self._keep(_claimed(self._trusted, claim))
        self._tell()

    def announce_claim(self) -> None:
        """The caller was told: listen with the new certificate from now on."""
        self._tell()

    async def settle(self) -> None:
        """The name and area of the claim are kept elsewhere by now. Raises StorageError."""
        async with self._turn:
            if self._trusted.given is not None:
                # The copy beside the file now holds the claim too.
                await self._keep(replace(self._trusted, given=None))

    async def take(self, offer: Offer, certificate: bytes | None = None) -> None:
        """Keep the roster offered if it is newer. Raises RosterRefused; the present one stays then.

        New keys of the site are taken only with a `certificate` of theirs for this player, DER, and both in one write.
        Raises StorageError when the disk takes nothing: nothing changes then, but a team without new keys is in force
        all the same, so that who was removed is out, and is saved when that is possible again.
        """
        trouble: StorageError | None = None
        async with self._turn:
            standing = self._trusted.standing
            if standing is None:
                return
            after = newer(standing, offer)
            if after is standing:
                return
            own = self._trusted.certificate
            if after.epoch != standing.epoch:
                own = self._renewed(after, certificate)
            trusted = replace(self._trusted, standing=after, certificate=own)
            try:
                await self._keep(trusted)
            except StorageError as err:
                if after.epoch != standing.epoch:
                    raise
                self._record.keep_later(trusted)
                self._put_in_force(trusted)
                trouble = err
        _log.info("a newer roster of %s is in force", self.site_name)
        self._tell()
        if trouble is not None:
            msg = f"the new team is in force, but cannot be saved, and would be forgotten with a restart: {trouble}"
            raise StorageError(msg) from trouble

    async def reset(self) -> None:
        """Belong to nobody: a new key, a new code. Raises StorageError; all is as before then."""
        async with self._turn:
            # Twice, so that the copy beside the file does not remember the site either.
            fresh = Trusted(key=TLSKey.generate())
            await self._keep(fresh)
            self._self_signed = self_signed(fresh.key, Kind.PLAYER, self._player)
            self._attempts.reopen(self._clock.monotonic_s())
            await self._record.keep_again()
        _log.info("the player was reset: it belongs to no site now")
        self._tell()

    async def allow_pairing(self) -> None:
        """Somebody acted at the player: wrong codes of before keep nobody waiting any more. Raises StorageError."""
        async with self._turn:
            now_s = self._clock.monotonic_s()
            if not self.claimed and (self._attempts.closed(now_s) or self._attempts.paused(now_s)):
                await self._keep(replace(self._trusted, wrong=0))
                self._attempts.reopen(self._clock.monotonic_s())
        self._code_changed.set()

    async def follow_code(self, show: Callable[[str], None]) -> None:
        """Call `show` with the code as on the screen whenever it changes, until cancelled; empty when there is none."""
        while True:
            self._code_changed.clear()
            code = self.code
            show("" if code is None else code.shown)
            if code is None:
                await self._code_changed.wait()
                continue
            now_s = self._clock.monotonic_s()
            sleep = asyncio.ensure_future(self._clock.sleep(max(0.0, self._attempts.code_ends_s(now_s) - now_s)))
            wait = asyncio.ensure_future(self._code_changed.wait())
            try:
                await asyncio.wait((sleep, wait), return_when=asyncio.FIRST_COMPLETED)
            finally:
                sleep.cancel()
                wait.cancel()

    def _renewed(self, standing: Standing, der: bytes | None) -> Certificate:
        if der is None:
            msg = (
                "the site has changed its keys, and no new certificate for this player came along. Let the controller "
                "of a technician or an admin connect."
            )
            raise RosterRefused(msg)
        try:
            certificate = Certificate.parse(der)
            certificate.require_issued_by(standing.authority_certificate)
        except TrustError as err:
            msg = f"the new certificate that came along is not usable: {err}"
            raise RosterRefused(msg) from err
        holder = certificate.holder
        if (holder.kind, holder.id, holder.fingerprint) != (Kind.PLAYER, self._player, self._trusted.key.fingerprint):
            msg = "the new certificate that came along is for another player or another key."
            raise RosterRefused(msg)
        return certificate

    async def _keep(self, trusted: Trusted) -> None:
        await self._record.keep(trusted)
        self._put_in_force(trusted)

    def _put_in_force(self, trusted: Trusted) -> None:
        self._trusted = trusted
        self._roster = _roster(trusted.standing)

    def _tell(self) -> None:
        self._code_changed.set()
        for changed in self._listeners:
            changed()


def _claimed(before: Trusted, claim: Claim) -> Trusted:
    return Trusted(
        key=before.key,
        certificate=claim.certificate,
        standing=claim.standing,
        given=Given(name=claim.name, area=claim.area),
    )


def _roster(standing: Standing | None) -> Roster | None:
    return None if standing is None else standing.roster
