"""What is still to be told by one channel: bounded, in order, tried again until it goes out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_controller.core.alerting.board import Sending
from footlight_controller.services.alert_store import Notice
from footlight_controller.services.sending.sender import Sender

_log = logging.getLogger(__name__)

# Some days of a fleet in trouble.
MAX_WAITING = 1000
# More lines in one e-mail nobody reads.
MAX_BATCH = 50
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0
JITTER = 0.2
# A day of tries at the longest pause; a computer that is off tries nothing, and its day is over at once.
MAX_TRIES = 300
MAX_AGE_S = 86_400.0
# What is older gets these tries all the same, so that a clock that jumps loses nothing.
_TRIES_AT_LEAST = 10


class Outbox:
    """Of one channel. On the core thread; `run` is a task of its owner."""

    def __init__(
        self,
        clock: Clock,
        *,
        make_sender: Callable[[], Awaitable[Sender]],
        gather_s: float,
        chance: Callable[[], float],
        waiting: Sequence[Notice] = (),
        tried: Callable[[Sequence[Notice]], None],
        done: Callable[[Sequence[Notice]], None],
        changed: Callable[[], None],
    ) -> None:
        """What comes within `gather_s` goes out together; `chance` gives numbers from 0 to 1.

        `make_sender` may raise FootlightError. `tried` and `done` hear of notices that failed once more and of those
        that are sent or given up; `changed` is called when `sending` is another.
        """
        self._clock = clock
        self._make_sender = make_sender
        self._gather_s = gather_s
        self._chance = chance
        self._tried = tried
        self._done = done
        self._changed = changed
        self._waiting = list(waiting)
        self._failures = 0
        self._lost = 0
        self._given_up: set[int] = set()
        self._trouble = ""
        self._hurried = False
        self._wake = asyncio.Event()
        self.sending = Sending(waiting=len(self._waiting), untold=_begun(self._waiting))
        """How it stands."""

    def put(self, notice: Notice) -> None:
        """Tell of this, too. Of too many the oldest go."""
        self._waiting.append(notice)
        if len(self._waiting) > MAX_WAITING:
            surplus, self._waiting = self._waiting[:-MAX_WAITING], self._waiting[-MAX_WAITING:]
            self._give_up(surplus)
        self._show(self._trouble)
        if not self._failures:
            self._wake.set()

    def try_now(self) -> None:
        """Cut a pause short: the settings are others, or the network is back."""
        self._failures = 0
        self._hurried = bool(self._waiting)
        self._wake.set()

    def drop_all(self) -> None:
        """Forget what waits."""
        dropped, self._waiting = self._waiting, []
        self._done(dropped)

    async def run(self) -> None:
        """Send what there is, until cancelled."""
        while True:
            while not self._waiting:
                self._wake.clear()
                await self._wake.wait()
            if not self._failures and not self._hurried and len(self._waiting) < MAX_BATCH:
                # What belongs to the same moment is still on its way.
                await self._clock.sleep(self._gather_s)
            self._hurried = False
            batch = self._waiting[:MAX_BATCH]
            try:
                sender = await self._make_sender()
                trouble = await sender.send([notice.alert for notice in batch])
            except FootlightError as err:
                await self._failed(batch, str(err))
            except Exception as err:  # noqa: BLE001  a library at its worst must not end what tells of trouble
                # Its text may hold a secret.
                _log.error("sending broke: %s", type(err).__name__)
                await self._failed(batch, f"sending broke with {type(err).__name__}. It is tried again.")
            else:
                self._sent(batch, trouble)

    def _sent(self, batch: Sequence[Notice], trouble: str) -> None:
        self._failures = self._lost = 0
        self._take_out(batch)
        self._done(batch)
        self.sending = replace(self.sending, sent_s=self._clock.wall_s())
        self._show(trouble)

    async def _failed(self, batch: Sequence[Notice], why: str) -> None:
        self._failures += 1
        if not self._trouble:
            _log.warning("%s", why)
        ids = {notice.id for notice in batch}
        self._waiting = [
            replace(notice, tries=notice.tries + 1) if notice.id in ids else notice for notice in self._waiting
        ]
        tried = [notice for notice in self._waiting if notice.id in ids]
        given_up = [notice for notice in tried if self._is_over(notice)]
        self._tried([notice for notice in tried if not self._is_over(notice)])
        if given_up:
            self._take_out(given_up)
            self._give_up(given_up)
        self._show(why)
        pause_s = min(FIRST_PAUSE_S * 2 ** min(self._failures - 1, 20), LONGEST_PAUSE_S)
        self._wake.clear()
        await self._pause(pause_s * (1 - JITTER * self._chance()))

    async def _pause(self, pause_s: float) -> None:
        pausing = asyncio.ensure_future(self._clock.sleep(pause_s))
        waking = asyncio.ensure_future(self._wake.wait())
        try:
            await asyncio.wait([pausing, waking], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (pausing, waking):
                each.cancel()
            await asyncio.gather(pausing, waking, return_exceptions=True)

    def _is_over(self, notice: Notice) -> bool:
        old = self._clock.wall_s() - notice.made_s > MAX_AGE_S and notice.tries >= _TRIES_AT_LEAST
        return old or notice.tries >= MAX_TRIES

    def _take_out(self, notices: Sequence[Notice]) -> None:
        ids = {notice.id for notice in notices}
        self._waiting = [notice for notice in self._waiting if notice.id not in ids]

    def _give_up(self, notices: Sequence[Notice]) -> None:
        self._lost += len(notices)
        self._given_up |= _begun(notices)
        self._done(notices)

    def _show(self, trouble: str) -> None:
        self._trouble = trouble
        lost = f" {self._lost} older notices were given up." if self._lost and trouble else ""
        self.sending = replace(
            self.sending,
            waiting=len(self._waiting),
            untold=_begun(self._waiting),
            given_up=frozenset(self._given_up),
            trouble=f"{trouble}{lost}",
        )
        self._changed()


def _begun(notices: Sequence[Notice]) -> frozenset[int]:
    return frozenset(notice.alert.id for notice in notices if notice.alert.open)
