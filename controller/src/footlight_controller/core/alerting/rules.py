"""Rules: what an alert is raised for, after how long, and how much it matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from footlight_common.errors import InvalidArgument
from footlight_common.model.alerts import Severity
from footlight_controller.core.view import HOT_C, LEAST_DISK_FREE_BYTES, LONGEST_CLOCK_OFFSET_S

LONGEST_DELAY_S = 86_400.0
_MB = 1_000_000


class RuleName(StrEnum):
    """What rules there are."""

    OFFLINE = "offline"
    """No link to the player."""
    FRAMES = "frames"
    """It should be playing, and no frames reach its screen."""
    TEMPERATURE = "temperature"
    DISK = "disk"
    """Little room is left where the player keeps its data."""
    UNDER_VOLTAGE = "under_voltage"
    """The power supply is too weak."""
    CLOCK = "clock"
    """The player's clock is wrong."""
    CRASHES = "crashes"
    """The player ended by itself several times in short order."""
    OTHER = "other"
    """Whatever else a player asks a person for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one rule is set."""

    on: bool = True
    after_s: float = 0.0
    """An alert is raised once its cause has lasted so long; 0 to LONGEST_DELAY_S."""
    threshold: float | None = None
    """In the unit of UNITS; None for a rule that has none."""
    severity: Severity | None = None
    """None for that of SEVERITIES, or worse where the player says so; of OTHER it is as the player says."""
    recovery: bool = True
    """Whether those who were told that it began are told that it is over."""


# A link that is lost for less than a minute comes back by itself.
DEFAULTS: Mapping[RuleName, Rule] = MappingProxyType(
    {
        RuleName.OFFLINE: Rule(after_s=60.0),
        RuleName.FRAMES: Rule(after_s=30.0),
        RuleName.TEMPERATURE: Rule(after_s=60.0, threshold=HOT_C),
        RuleName.DISK: Rule(after_s=60.0, threshold=LEAST_DISK_FREE_BYTES / _MB),
        RuleName.UNDER_VOLTAGE: Rule(after_s=10.0),
        # A Raspberry Pi without a network has the time of its last shutdown until it asks a time server.
        RuleName.CLOCK: Rule(after_s=300.0, threshold=LONGEST_CLOCK_OFFSET_S),
        RuleName.CRASHES: Rule(after_s=2.0),
        RuleName.OTHER: Rule(after_s=10.0),
    }
)

SEVERITIES: Mapping[RuleName, Severity] = MappingProxyType(
    {
        RuleName.OFFLINE: Severity.CRITICAL,
        RuleName.FRAMES: Severity.CRITICAL,
        RuleName.TEMPERATURE: Severity.WARNING,
        RuleName.DISK: Severity.WARNING,
        RuleName.UNDER_VOLTAGE: Severity.WARNING,
        RuleName.CLOCK: Severity.WARNING,
        RuleName.CRASHES: Severity.CRITICAL,
        RuleName.OTHER: Severity.WARNING,
    }
)

UNITS: Mapping[RuleName, str] = MappingProxyType({RuleName.TEMPERATURE: "°C", RuleName.DISK: "MB", RuleName.CLOCK: "s"})
# From less to more than anybody could mean.
LIMITS: Mapping[RuleName, tuple[float, float]] = MappingProxyType(
    {RuleName.TEMPERATURE: (30.0, 120.0), RuleName.DISK: (1.0, 1_000_000.0), RuleName.CLOCK: (2.0, 86_400.0)}
)
# An alert is over once its cause has been away so long: what comes and goes is one alert and not twenty.
SETTLE_S: Mapping[RuleName, float] = MappingProxyType(
    {
        RuleName.OFFLINE: 5.0,
        RuleName.FRAMES: 5.0,
        RuleName.TEMPERATURE: 60.0,
        RuleName.DISK: 30.0,
        RuleName.UNDER_VOLTAGE: 60.0,
        RuleName.CLOCK: 30.0,
        RuleName.CRASHES: 5.0,
        RuleName.OTHER: 5.0,
    }
)

# What players call it.
_CODES: Mapping[str, RuleName] = MappingProxyType(
    {**{name.value: name for name in RuleName}, "stalled": RuleName.FRAMES}
)


def rule_of(code: str) -> RuleName:
    """The rule for an alert that a player raised with this code."""
    return _CODES.get(code, RuleName.OTHER)


def checked(name: RuleName, rule: Rule) -> Rule:
    """The rule, if it can be kept. Raises InvalidArgument saying what may be set."""
    if not 0.0 <= rule.after_s <= LONGEST_DELAY_S:
        msg = f"the time after which an alert is raised is 0 s to {LONGEST_DELAY_S:.0f} s, not {rule.after_s:g} s."
        raise InvalidArgument(msg)
    if name not in UNITS:
        if rule.threshold is not None:
            having = ", ".join(UNITS)
            msg = f"the rule {name} has no threshold. These have one: {having}."
            raise InvalidArgument(msg)
        return rule
    least, most = LIMITS[name]
    if rule.threshold is None or not least <= rule.threshold <= most:
        msg = f"the threshold of the rule {name} is a number from {least:.0f} to {most:.0f} {UNITS[name]}."
        raise InvalidArgument(msg)
    return rule


def rank(severity: Severity) -> int:
    """A number that grows with how much it matters."""
    return list(Severity).index(severity)
