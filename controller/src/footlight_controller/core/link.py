"""When to dial a player, at which address, and what to say of the connection meanwhile.

Modelled on the reconnect logic of aioesphomeapi, with jitter, several addresses, and no end to trying.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from footlight_common.discovery import Address
from footlight_common.errors import NoSite, OtherPlayer, VersionMismatch
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import DISTRUST, RESTART, SHUTDOWN, LinkState, LinkStatus

BACK_OFF_BASE = 1.8
LONGEST_WAIT_S = 60.0
# Players that lost their switch together do not all come back in one instant.
JITTER = 0.2
# A player that says it restarts needs about this long.
RESTART_WAIT_S = 5.0
# Who refuses us will not change its mind soon.
REFUSED_WAIT_S = 60.0
# A session shorter than this proves nothing: one that always breaks at once must not be redialled at once for ever.
STABLE_S = 5.0
# Between two attempts that mDNS records bring about; a record costs its sender nothing.
RECORD_PAUSE_S = 1.0
# The same for a player where the two do not trust each other: it may have been paired just now, or it may not.
DISTRUST_PAUSE_S = 10.0
# A player has few addresses; those of a year of DHCP leases are not worth a try each.
MAX_ADDRESSES = 4

REFUSALS = DISTRUST | {VersionMismatch.code, OtherPlayer.code}


class Stage(StrEnum):
    """How far an attempt has come."""

    RESOLVE = "looking up"
    TCP = "connecting to"
    HELLO = "waiting for the answer of"


@dataclass(frozen=True, slots=True)
class Start:
    """Begin to hold the link."""


@dataclass(frozen=True, slots=True)
class WaitOver:
    """The time of the last `Wait` has passed."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The attempt under way came to this stage."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The attempt became a session: the player said who it is and sent its state."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The attempt failed, or the session ended. `code` may also be RESTART or SHUTDOWN, as the player announced."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sighted:
    """An mDNS record, or a person, says that the player is at these addresses now."""

    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """Hold the link no longer."""


Input = Start | WaitOver | Reached | Welcomed | Broken | Sighted | Stop


@dataclass(frozen=True, slots=True)
class Dial:
    """Begin an attempt at this address. No attempt or session is under way, and a wait under way is void."""

    address: Address


@dataclass(frozen=True, slots=True)
class Wait:
    """Feed `WaitOver` after this time. A wait under way is void."""

    delay_s: float


@dataclass(frozen=True, slots=True)
class Drop:
    """Give up the attempt, the session and the wait, whichever there is."""


Effect = Dial | Wait | Drop


def back_off_s(failures: int, chance: float) -> float:
    """How long to wait after so many failures in a row (from 1), with `chance` from 0 to 1 spread over the jitter."""
    # The exponent is capped because a float overflows after some hours of trying.
    longest_s = min(BACK_OFF_BASE ** min(failures, 10), LONGEST_WAIT_S)
    return longest_s * (1 - JITTER + 2 * JITTER * chance)


class Link:
    """The decisions of one connection. Feed it what happens, carry out what it returns, in order.

    A round tries every address once, the last good one first; between rounds it waits.
    """

    def __init__(self, addresses: Iterable[Address] = (), *, chance: Callable[[], float], since_s: float = 0.0) -> None:
        """`chance` gives numbers from 0 to 1. `since_s` is the wall time since which the player has been away."""
        self._chance = chance
        self.addresses: tuple[Address, ...] = tuple(dict.fromkeys(addresses))[:MAX_ADDRESSES]
        """Where the player may be, best first."""
        self.status = LinkStatus(since_s=since_s)
        self._running = False
        self._untried: tuple[Address, ...] = ()
        self._dialled: Address | None = None
        self._last_good: Address | None = None
        self._failures = 0
        self._short_sessions = 0
        self._only_refusals = True
        self._record_spent = False
        self._round_began_s = float("-inf")
        self._online_since_s = 0.0

    def feed(self, what: Input, now: Moment) -> tuple[Effect, ...]:
        """What to do about it. An input that does not fit the state changes nothing."""
        state = self.status.state
        match what:
            case Start() if not self._running:
                self._running = True
                return self._begin_round(now)
            case WaitOver() if self._running and state is LinkState.OFFLINE:
                return self._begin_round(now)
            case Reached(stage) if state is LinkState.CONNECTING:
                self._say_stage(stage)
            case Welcomed() if state is LinkState.CONNECTING:
                self._welcomed(now)
            case Broken(code, reason) if state is LinkState.CONNECTING:
                return self._attempt_failed(code, reason)
            case Broken(code, reason) if state is LinkState.ONLINE:
                return self._session_ended(code, reason, now)
            case Sighted(addresses):
                return self._sighted(addresses, now)
            case Stop() if self._running:
                self._running = False
                self._turn_offline("", "", now)
                return (Drop(),)
            case _:
                pass
        return ()

    def _begin_round(self, now: Moment) -> tuple[Effect, ...]:
        self._untried = self.addresses
        self._only_refusals = True
        self._record_spent = False
        if not self._untried:
            self.status = replace(self.status, reason="no address is known; it is dialled once it announces one")
            return ()
        self._round_began_s = now.monotonic_s
        return (self._dial_next(),)

    def _dial_next(self) -> Dial:
        address, *rest = self._untried
        self._untried = tuple(rest)
        self._dialled = address
        self.status = replace(self.status, state=LinkState.CONNECTING)
        self._say_stage(Stage.RESOLVE)
        return Dial(address)

    def _say_stage(self, stage: Stage) -> None:
        # Once something went wrong, that is the answer to "why is it not online", not the next attempt.
        if not self.status.code:
            self.status = replace(self.status, reason=f"{stage} {self._dialled}")

    def _welcomed(self, now: Moment) -> None:
        self._last_good = self._dialled
        self._failures = 0
        self._online_since_s = now.monotonic_s
        self.addresses = self._in_order(())
        self.status = LinkStatus(state=LinkState.ONLINE, since_s=now.wall_s)

    def _attempt_failed(self, code: str, reason: str) -> tuple[Effect, ...]:
        refused = code in REFUSALS
        self._only_refusals = self._only_refusals and refused
        if code == OtherPlayer.code and self._dialled in self.addresses:
            self._last_good = None if self._last_good == self._dialled else self._last_good
            self.addresses = (*(known for known in self.addresses if known != self._dialled), self._dialled)
        self.status = replace(self.status, code=code, reason=reason)
        if self._untried:
            return (self._dial_next(),)
        self._failures += 1
        self.status = replace(self.status, state=LinkState.OFFLINE)
        if self._only_refusals:
            return (Wait(REFUSED_WAIT_S),)
        return (Wait(back_off_s(self._failures, self._chance())),)

    def _session_ended(self, code: str, reason: str, now: Moment) -> tuple[Effect, ...]:
        self._turn_offline(code, reason, now)
        self._record_spent = False
        if now.monotonic_s - self._online_since_s >= STABLE_S:
            self._short_sessions = 0
        earlier, self._short_sessions = self._short_sessions, self._short_sessions + 1
        if code == RESTART:
            return (Wait(RESTART_WAIT_S),)
        if code in REFUSALS:
            return (Wait(REFUSED_WAIT_S),)
        if code == SHUTDOWN:
            self._failures = 1
            return (Wait(back_off_s(1, self._chance())),)
        return (Wait(back_off_s(earlier, self._chance()) if earlier else 0.0),)

    def _turn_offline(self, code: str, reason: str, now: Moment) -> None:
        was_online = self.status.state is LinkState.ONLINE
        self.status = LinkStatus(
            state=LinkState.OFFLINE,
            code=code,
            reason=reason,
            lost=reason if was_online else self.status.lost,
            lost_code=code if was_online else self.status.lost_code,
            since_s=now.wall_s if was_online else self.status.since_s,
        )

    def _sighted(self, addresses: tuple[Address, ...], now: Moment) -> tuple[Effect, ...]:
        known, self.addresses = self.addresses, self._in_order(addresses)
        if self.status.state is LinkState.CONNECTING:
            # Not a reason to disturb the attempt under way, and too good to wait for the next round.
            fresh = tuple(address for address in self.addresses if address not in known)
            self._untried = tuple(address for address in (*self._untried, *fresh) if address in self.addresses)
            return ()
        if not self._running or self.status.state is LinkState.ONLINE or self._record_spent:
            return ()
        distrust = self.status.code in DISTRUST and self.status.code != NoSite.code
        early_s = self._round_began_s + (DISTRUST_PAUSE_S if distrust else RECORD_PAUSE_S) - now.monotonic_s
        if early_s > 0:
            self._record_spent = True
            return (Wait(early_s),)
        return self._begin_round(now)

    def _in_order(self, first: tuple[Address, ...]) -> tuple[Address, ...]:
        """The known addresses behind `first`, led by the last good one unless `first` has others to offer."""
        best = () if self._last_good is None or (first and self._last_good not in first) else (self._last_good,)
        return tuple(dict.fromkeys((*best, *first, *self.addresses)))[:MAX_ADDRESSES]
