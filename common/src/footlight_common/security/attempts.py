"""How often a stranger may try the code that a player shows: all limits in one place."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from footlight_common.errors import FootlightError, PairingBusy, PairingClosed
from footlight_common.security.pairing_code import PairingCode

# A code that somebody photographed this morning is worth nothing.
CODE_LIFE_S = 300.0
# A person at a dialog needs seconds; whoever holds a connection for longer keeps others out.
ATTEMPT_S = 120.0
# People mistype twice.
WRONG_PER_CODE = 3
# With a million codes, the chance of a stranger is then 20 in a million.
WRONG_IN_ALL = 20
_FIRST_PAUSE_S = 5.0
_LONGEST_PAUSE_S = 300.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """Leave to try once. The code stays good for it, even when the screen shows the next."""

    number: int
    code: PairingCode
    ends_s: float
    """Monotonic."""


class Attempts:
    """What a player allows. Times are monotonic seconds of one clock.

    An attempt counts as wrong from its beginning and is taken off the count when it succeeds, so that neither a caller
    who hangs up nor a power cut gives a guess for free. Keep `wrong` where it survives a restart, after `begin` and
    before anything is answered, and give it back to the next one.
    """

    def __init__(
        self, now_s: float, *, wrong: int = 0, new_code: Callable[[], PairingCode] = PairingCode.generate
    ) -> None:
        self._new_code = new_code
        self._wrong = min(max(wrong, 0), WRONG_IN_ALL)
        self._number = 0
        self._open: Attempt | None = None
        # A restart does not cut a pause short.
        self._pause_ends_s = now_s + _pause_s(self._wrong)
        self._renew(now_s)

    @property
    def wrong(self) -> int:
        """Attempts since somebody acted at the player that did not succeed, the one under way included."""
        return self._wrong

    def paused(self, now_s: float) -> bool:
        """Whether there is a pause after wrong codes now."""
        return now_s < self._pause_ends_s

    def closed(self, now_s: float) -> bool:
        """Whether nobody may try until somebody acts at the player."""
        self._expire(now_s)
        return self._open is None and self._wrong >= WRONG_IN_ALL

    def code(self, now_s: float) -> PairingCode | None:
        """What the screen shows now; None while closed."""
        if self.closed(now_s):
            return None
        if now_s >= self._code_ends_s:
            self._renew(now_s)
        return self._code

    def code_ends_s(self, now_s: float) -> float:
        """When the code on the screen changes at the latest."""
        self.code(now_s)
        return self._code_ends_s

    def begin(self, now_s: float) -> Attempt:
        """One attempt. Raises PairingClosed, and PairingBusy during another attempt or a pause."""
        code = self.code(now_s)
        if code is None:
            msg = "there were too many wrong codes. Somebody has to allow pairing again at the player itself."
            raise PairingClosed(msg)
        if self._open is not None:
            wait_s = _whole(self._open.ends_s - now_s)
            msg = f"somebody else is pairing this player. Try again in {seconds(wait_s)}."
            raise PairingBusy(msg, wait_s=wait_s)
        if now_s < self._pause_ends_s:
            wait_s = _whole(self._pause_ends_s - now_s)
            msg = f"there were wrong codes. Try again in {seconds(wait_s)}."
            raise PairingBusy(msg, wait_s=wait_s)
        self._number += 1
        self._wrong += 1
        self._open = Attempt(self._number, code, now_s + ATTEMPT_S)
        return self._open

    def running(self, attempt: Attempt, now_s: float) -> bool:
        """Whether this attempt may still go on."""
        self._expire(now_s)
        return self._open == attempt

    def succeed(self, attempt: Attempt, now_s: float) -> bool:
        """The caller is paired: all is forgotten. False, with nothing changed, when its time was over."""
        if not self.running(attempt, now_s):
            return False
        self.reopen(now_s)
        return True

    def fail(self, attempt: Attempt, now_s: float) -> None:
        """A wrong code, or anything else that ended it. Does nothing when its time was over already."""
        if self.running(attempt, now_s):
            self._count(now_s)

    def reopen(self, now_s: float) -> None:
        """Somebody acted at the player: a new code, no pause, and the count begins again."""
        self._open = None
        self._wrong = 0
        self._pause_ends_s = now_s
        self._renew(now_s)

    def _expire(self, now_s: float) -> None:
        if self._open is not None and now_s >= self._open.ends_s:
            # As of its end, not of when somebody looked.
            self._count(self._open.ends_s)

    def _count(self, at_s: float) -> None:
        self._open = None
        self._pause_ends_s = at_s + _pause_s(self._wrong)
        self._wrong_for_code += 1
        if self._wrong_for_code >= WRONG_PER_CODE:
            self._renew(at_s)

    def _renew(self, now_s: float) -> None:
        self._code = self._new_code()
        self._code_ends_s = now_s + CODE_LIFE_S
        self._wrong_for_code = 0


def _pause_s(wrong: int) -> float:
    """After this many wrong ones: none for the first two, then twice as long each time."""
    return 0.0 if wrong < WRONG_PER_CODE else min(_FIRST_PAUSE_S * 2.0 ** (wrong - WRONG_PER_CODE), _LONGEST_PAUSE_S)


def seconds(whole: int) -> str:
    """As people write it."""
    return "1 second" if whole == 1 else f"{whole} seconds"


def parting(err: FootlightError) -> str:
    """Why one side of a pairing closes the connection, for its close frame: the code, and how long to wait."""
    wait_s = err.wait_s if isinstance(err, PairingBusy) else None
    return err.code if wait_s is None else f"{err.code} {wait_s}"


def _whole(delay_s: float) -> int:
    return max(1, math.ceil(delay_s))
