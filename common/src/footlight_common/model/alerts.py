"""Conditions that need a person."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much an alert matters, least first."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something at a player that needs a person now, as the player says."""

    code: str
    message: str
    severity: Severity = Severity.WARNING
