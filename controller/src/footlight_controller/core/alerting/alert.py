"""One alert, as it stands or stood."""

from dataclasses import dataclass
from enum import StrEnum

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.plan import Channel, Who
from footlight_controller.core.alerting.rules import RuleName


class Ending(StrEnum):
    """Why an alert is over."""

    RECOVERED = "recovered"
    """Its cause is gone."""
    OFF = "off"
    """The player is off on purpose."""
    RULE_OFF = "rule_off"
    """Nobody wants alerts of this rule any more."""
    REMOVED = "removed"
    """The player left the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """Somebody has seen it and looks after it."""

    by: Who
    at_s: float
    """Wall time of the controller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """A condition that needs a person, from its beginning to its end. All times are wall times of the controller."""

    id: int
    """One more than that of the alert before, for as long as the file of alerts lives."""
    rule: RuleName
    code: str
    """As the player calls it; for what the controller finds out itself, the name of the rule."""
    player_id: str
    player_name: str
    """As it was called when the alert was raised, and so with the area."""
    area: str = ""
    severity: Severity
    detail: str = ""
    """Why, for a person, as the link or the player said; may be empty."""
    value: float | None = None
    """The figure that was too high or too low when it was raised, in the unit of the rule."""
    began_s: float
    """Since when the cause was there."""
    raised_s: float
    ended_s: float | None = None
    ending: Ending | None = None
    """None while it is open."""
    acknowledged: Acknowledged | None = None
    told: tuple[Channel, ...] = ()
    """Who was, or is about to be, told of it."""

    @property
    def open(self) -> bool:
        """Whether it is not over."""
        return self.ending is None
