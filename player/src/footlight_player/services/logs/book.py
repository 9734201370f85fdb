"""Takes every record of the program's logging: within bounds, without secrets, from all threads."""

import contextlib
import logging
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from footlight_common.clock import Clock
from footlight_common.model.logs import LogLevel, LogLine
from footlight_player.core.allowance import Allowance
from footlight_player.core.line_ring import LineRing
from footlight_player.core.redaction import pattern_of, without_secrets

MAX_LINES = 5000
MAX_BYTES = 2 * 1024 * 1024
# A crowd of simulated players shares one.
SMALL_LINES = 500
# With a traceback as long as anybody reads.
MAX_TEXT_LENGTH = 8000
MAX_LOGGER_LENGTH = 100
# A start, or a burst of trouble, goes in whole; a flood that goes on writes no more than 20 kB a second to an SD card.
LINES_AT_ONCE = 1000
LINES_PER_S = 100.0
# Apart, so that a flood of small talk does not hide what went wrong.
WARNINGS_AT_ONCE = 500
WARNINGS_PER_S = 50.0
# Each drop would make another line.
SAY_DROPPED_S = 10.0
USUAL_LEVEL = LogLevel.INFO
# Those of other libraries never go below INFO: at DEBUG they tell each packet.
OWN_LOGGERS = ("footlight_player", "footlight_common")
# Codes follow each other; an older one opens nothing.
_SECRETS_KEPT = 32
_RUN_BITS = 20

_LEVELS = {
    logging.CRITICAL: LogLevel.CRITICAL,
    logging.ERROR: LogLevel.ERROR,
    logging.WARNING: LogLevel.WARNING,
    logging.INFO: LogLevel.INFO,
}


class LogBook(logging.Handler):
    """A handler that never blocks, fails or grows: what comes too fast is counted and left out.

    Numbers go on where `earlier`, the lines of former runs, ended. May be called in any thread, except `attached`.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        earlier: Iterable[LogLine] = (),
        max_lines: int = MAX_LINES,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        super().__init__()
        self._clock = clock
        self._ring = LineRing(max_lines=max_lines, max_bytes=max_bytes, lines=earlier)
        kept = self._ring.all()
        # Higher than all before, also where the lines of a former run did not reach the disk.
        self.first_seq = max(int(clock.wall_s()) << _RUN_BITS, kept[-1].seq + 1 if kept else 1)
        """Number of the first line of this run."""
        self.last_seq = self.first_seq - 1
        """Number of the newest line."""
        self.dropped = 0
        """Lines that came too fast, since the start."""
        self._unsaid = 0
        self._said_s = -SAY_DROPPED_S
        self._least = USUAL_LEVEL
        self._usual = Allowance(at_once=LINES_AT_ONCE, per_s=LINES_PER_S)
        self._severe = Allowance(at_once=WARNINGS_AT_ONCE, per_s=WARNINGS_PER_S)
        # Reentrant: the cycle collector may run in the middle, and what it closes may log.
        self._gate = threading.RLock()
        self._adding = False
        self._secrets: deque[str] = deque(maxlen=_SECRETS_KEPT)
        self._known: re.Pattern[str] | None = None
        self._wake: Callable[[], None] | None = None
        self._woken = False
        self._attached = False

    @contextlib.contextmanager
    def attached(self) -> Iterator["LogBook"]:
        """Takes what the program logs. What it writes to stderr stays as it was."""
        root = logging.getLogger()
        level = root.level
        open_handlers = [handler for handler in root.handlers if handler.level == logging.NOTSET]
        for handler in open_handlers:
            handler.setLevel(level)
        root.setLevel(min(level, logging.INFO))
        root.addHandler(self)
        self._attached = True
        self.keep_from(self._least)
        try:
            yield self
        finally:
            self._attached = False
            self._tell_loggers(logging.NOTSET)
            root.removeHandler(self)
            root.setLevel(level)
            for handler in open_handlers:
                handler.setLevel(logging.NOTSET)

    @property
    def least(self) -> LogLevel:
        """From which on lines are kept."""
        return self._least

    def keep_from(self, level: LogLevel) -> None:
        """Keep lines of this level and above from now on."""
        self._least = level
        if self._attached:
            self._tell_loggers(logging.DEBUG if level is LogLevel.DEBUG else logging.NOTSET)

    def hide(self, *secrets: str) -> None:
        """Never show these texts, wherever they stand alone."""
        with self._gate:
            self._secrets.extend(secret for secret in secrets if secret not in self._secrets)
            self._known = pattern_of(self._secrets)

    def note_fault(self, fault: BaseException) -> None:
        """A line that stands nowhere else: the interpreter tells of it on stderr once the program has ended."""
        record = logging.LogRecord(
            __name__,
            logging.CRITICAL,
            "",
            0,
            "the program ends by a fault",
            (),
            (type(fault), fault, fault.__traceback__),
        )
        self.handle(record)

    def listen(self, wake: Callable[[], None]) -> None:
        """Have `wake` called, in any thread, at the next line; and again at the next one after each `listen_again`."""
        self._wake = wake

    def listen_again(self) -> None:
        """What there is now will be looked at."""
        self._woken = False

    def all(self) -> list[LogLine]:
        """What is kept in memory, oldest first."""
        with self._gate:
            return self._ring.all()

    def after(self, seq: int) -> tuple[list[LogLine], int]:
        """The lines of this run after the one with this number, and how many of those are not kept any more."""
        seq = max(seq, self.first_seq - 1)
        with self._gate:
            lines = self._ring.after(seq)
        return lines, lines[0].seq - seq - 1 if lines else 0

    def handle(self, record: logging.LogRecord) -> bool:
        # Without the lock of the base class: no thread waits while another makes a text.
        passed = bool(self.filter(record))
        if passed:
            self.emit(record)
        return passed

    def emit(self, record: logging.LogRecord) -> None:
        level = _level_of(record.levelno)
        if level.rank < self._least.rank or (level is LogLevel.DEBUG and not record.name.startswith(OWN_LOGGERS)):
            return
        with self._gate:
            allowance = self._severe if level.rank >= LogLevel.WARNING.rank else self._usual
            if self._adding or not allowance.take(self._clock.monotonic_s()):
                self.dropped += 1
                self._unsaid += 1
                return
            known = self._known
        text = _text_of(record, known)
        with self._gate:
            self._adding = True
            try:
                self._say_dropped()
                self._add(level, record.name[:MAX_LOGGER_LENGTH], text)
            finally:
                self._adding = False
        if self._wake is not None and not self._woken:
            self._woken = True
            # A loop that has ended hears nothing any more.
            with contextlib.suppress(RuntimeError):
                self._wake()

    def _say_dropped(self) -> None:
        now_s = self._clock.monotonic_s()
        if self._unsaid and now_s - self._said_s >= SAY_DROPPED_S:
            text = f"{self._unsaid} lines came too fast and were not kept"
            self._unsaid, self._said_s = 0, now_s
            self._add(LogLevel.WARNING, __name__, text)

    def _add(self, level: LogLevel, logger: str, text: str) -> None:
        self.last_seq += 1
        self._ring.add(
            LogLine(seq=self.last_seq, at_s=self._clock.wall_s(), level=level, logger=_sound(logger), text=text)
        )

    def _tell_loggers(self, level: int) -> None:
        for name in OWN_LOGGERS:
            logging.getLogger(name).setLevel(level)


def _level_of(number: int) -> LogLevel:
    return next((level for least, level in _LEVELS.items() if number >= least), LogLevel.DEBUG)


def _text_of(record: logging.LogRecord, known: re.Pattern[str] | None) -> str:
    try:
        text = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            text = f"{text}\n{_plain.formatException(record.exc_info)}"
        if record.stack_info:
            text = f"{text}\n{record.stack_info}"
    except Exception as err:  # noqa: BLE001  whoever logs is not to fail by it
        text = f"{str(record.msg)[:200]} (and what belongs to it cannot be shown: {type(err).__name__})"
    whole = len(text) <= 2 * MAX_TEXT_LENGTH
    # A word that was cut could be part of a secret that nothing recognises any more.
    text = text if whole else text[: 2 * MAX_TEXT_LENGTH].rstrip().rpartition(" ")[0]
    text = without_secrets(text, known)
    if not whole or len(text) > MAX_TEXT_LENGTH:
        text = f"{text[:MAX_TEXT_LENGTH]} … (cut)"
    return _sound(text)


def _sound(text: str) -> str:
    """Without halves of characters, which no JSON can carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text


_plain = logging.Formatter()
