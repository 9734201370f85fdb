"""When the machine under a player needs a person: figures in, beginnings and ends of alarms out."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from footlight_common.model.alerts import Severity
from footlight_common.model.metrics import Throttling
from footlight_player.core.facts import Alarm

TEMPERATURE, DISK, UNDER_VOLTAGE = "temperature", "disk", "under_voltage"
THROTTLED, CLOCK, CRASHES = "throttled", "clock", "crashes"

# A Raspberry Pi slows itself down at 80 °C (soft limit of some boards: 60 °C) and more at 85 °C.
HOT_C, COOL_C = 80.0, 75.0
TOO_HOT_C, LESS_HOT_C = 85.0, 82.0
# Either is little: a film may need the one, a large disk with media in use the other.
LITTLE_BYTES, LITTLE_PART = 500_000_000, 0.05
# Below this the player can soon keep nothing any more.
NOTHING_BYTES = 100_000_000
# What must be free beyond that before it counts as room again.
MORE = 1.2
# Older than any release of this program: nobody has set the clock (2024-01-01).
CLOCK_SET_S = 1_704_067_200.0
# The kernel calls a clock that no time server was heard of for some hours unsynchronised.
UNSYNCHRONISED_S = 3600.0
MANY_CRASHES = 3
CLOSED = "The player was closed."

_LEVELS: tuple[Severity | None, ...] = (None, *Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What there is to judge by. What the machine cannot tell is None."""

    monotonic_s: float
    wall_s: float
    temperature_c: float | None = None
    disk_free_bytes: int | None = None
    disk_total_bytes: int | None = None
    throttling: Throttling | None = None
    clock_synchronised: bool | None = None
    crashes: int = 0
    """Runs of the player that were cut short within the last hour."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What the figures say of one condition. `stays` is at least `rises`; between them it stays as it is."""

    rises: Severity | None
    stays: Severity | None
    message: str


class Alarms:
    """Of each condition, beginnings and ends take turns; a change of severity is an end and a beginning."""

    def __init__(self) -> None:
        self._unsynchronised_since_s: float | None = None
        self._conditions = (
            _Condition(TEMPERATURE, _temperature, begins_after_s=20.0, ends_after_s=60.0),
            _Condition(DISK, _disk, begins_after_s=30.0, ends_after_s=60.0),
            # A dip of some milliseconds is what crashes a board.
            _Condition(UNDER_VOLTAGE, _under_voltage, begins_after_s=0.0, ends_after_s=60.0),
            _Condition(THROTTLED, _throttled, begins_after_s=30.0, ends_after_s=60.0),
            _Condition(CLOCK, self._clock, begins_after_s=60.0, ends_after_s=0.0),
            _Condition(CRASHES, _crashes, begins_after_s=0.0, ends_after_s=0.0),
        )

    def look(self, vitals: Vitals) -> tuple[Alarm, ...]:
        """What began or ended, by figures that are no older than those before."""
        if vitals.clock_synchronised is not False:
            self._unsynchronised_since_s = None
        elif self._unsynchronised_since_s is None:
            self._unsynchronised_since_s = vitals.monotonic_s
        return tuple(alarm for condition in self._conditions for alarm in condition.look(vitals))

    def close(self) -> tuple[Alarm, ...]:
        """The ends of all that have begun: nobody looks any more."""
        return tuple(alarm for condition in self._conditions for alarm in condition.turn(None, CLOSED))

    def _clock(self, vitals: Vitals) -> _Finding:
        since_s = self._unsynchronised_since_s
        if vitals.wall_s < CLOCK_SET_S:
            level, year = Severity.WARNING, time.gmtime(max(0.0, vitals.wall_s)).tm_year
            message = f"The clock says {year}. Let the player reach a time server, or set its clock."
        elif since_s is not None and vitals.monotonic_s - since_s >= UNSYNCHRONISED_S:
            level, message = Severity.INFO, "No time server has set the clock for an hour or more. It may be wrong."
        else:
            return _Finding(None, None, "The clock is right.")
        return _Finding(level, level, message)


class _Condition:
    """One alarm: a change must be called for without a break before it comes."""

    def __init__(
        self, code: str, judge: Callable[[Vitals], _Finding | None], *, begins_after_s: float, ends_after_s: float
    ) -> None:
        self._code = code
        self._judge = judge
        self._after_s = (ends_after_s, begins_after_s)
        self._level = 0
        # Which way it is about to turn, how far at least, and since when.
        self._rising = False
        self._target = 0
        self._since_s: float | None = None

    def look(self, vitals: Vitals) -> tuple[Alarm, ...]:
        finding = self._judge(vitals)
        rises, stays, message = 0, 0, "It can no longer be measured."
        if finding is not None:
            rises, stays, message = _LEVELS.index(finding.rises), _LEVELS.index(finding.stays), finding.message
        if rises <= self._level <= stays:
            self._since_s = None
            return ()
        rising, target = rises > self._level, rises if rises > self._level else stays
        if self._since_s is None or rising is not self._rising:
            self._since_s, self._rising, self._target = vitals.monotonic_s, rising, target
        self._target = min(self._target, target) if rising else max(self._target, target)
        if vitals.monotonic_s - self._since_s < self._after_s[rising]:
            return ()
        return self.turn(_LEVELS[self._target], message)

    def turn(self, severity: Severity | None, message: str) -> tuple[Alarm, ...]:
        before, self._level, self._since_s = _LEVELS[self._level], _LEVELS.index(severity), None
        ended = () if before is None else (Alarm(code=self._code, message=message, active=False, severity=before),)
        if severity is None:
            return ended
        return (*ended, Alarm(code=self._code, message=message, active=True, severity=severity))


def _temperature(vitals: Vitals) -> _Finding | None:
    celsius = vitals.temperature_c
    if celsius is None:
        return None
    rises = _worst((celsius >= TOO_HOT_C, Severity.CRITICAL), (celsius >= HOT_C, Severity.WARNING))
    stays = _worst((celsius >= LESS_HOT_C, Severity.CRITICAL), (celsius >= COOL_C, Severity.WARNING))
    advice = "" if stays is None else " Give the player air, or a fan."
    return _Finding(rises, stays, f"The processor has {celsius:.0f} °C.{advice}")


def _disk(vitals: Vitals) -> _Finding | None:
    free, total = vitals.disk_free_bytes, vitals.disk_total_bytes
    if free is None:
        return None
    little = max(LITTLE_BYTES, LITTLE_PART * (total or 0))
    rises = _worst((free < NOTHING_BYTES, Severity.CRITICAL), (free < little, Severity.WARNING))
    stays = _worst((free < MORE * NOTHING_BYTES, Severity.CRITICAL), (free < MORE * little, Severity.WARNING))
    if stays is None:
        return _Finding(rises, stays, "There is room on the disk again.")
    return _Finding(rises, stays, f"Only {free / 1e6:,.0f} MB are free where the player keeps its data. Make room.")


def _under_voltage(vitals: Vitals) -> _Finding | None:
    flags = vitals.throttling
    if flags is None:
        return None
    advice = "Use the power supply that is made for the board, and a short cable."
    if flags.under_voltage:
        return _Finding(Severity.CRITICAL, Severity.CRITICAL, f"The voltage is too low. {advice}")
    if flags.under_voltage_since_boot:
        message = f"The voltage was too low at least once since the machine started. {advice}"
        return _Finding(Severity.WARNING, Severity.WARNING, message)
    return _Finding(None, None, "The voltage is right.")


def _throttled(vitals: Vitals) -> _Finding | None:
    flags = vitals.throttling
    if flags is None:
        return None
    if flags.throttled or flags.frequency_capped:
        message = "The processor is slowed down, by heat or low voltage. Give the player air; check its power supply."
        return _Finding(Severity.WARNING, Severity.WARNING, message)
    return _Finding(None, None, "The processor runs at full speed.")


def _crashes(vitals: Vitals) -> _Finding:
    if vitals.crashes < MANY_CRASHES:
        return _Finding(None, None, "The player has kept running.")
    message = f"The player broke off {vitals.crashes} times within an hour. Look at its logs and its power supply."
    return _Finding(Severity.CRITICAL, Severity.CRITICAL, message)


def _worst(*levels: tuple[bool, Severity]) -> Severity | None:
    """The first that holds."""
    return next((severity for holds, severity in levels if holds), None)
