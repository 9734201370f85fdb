"""Whom a mute or hours are for."""

from dataclasses import dataclass
from enum import StrEnum

from footlight_controller.core.alerting.rules import RuleName


class Scope(StrEnum):
    """What a target is, the most particular first."""

    PLAYER = "player"
    AREA = "area"
    RULE = "rule"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Target:
    """A player, an area, a rule, or all."""

    scope: Scope
    name: str = ""
    """Id of the player, name of the area or of the rule; empty for all."""

    @classmethod
    def player(cls, player_id: str) -> "Target":
        return cls(Scope.PLAYER, player_id)

    @classmethod
    def area(cls, name: str) -> "Target":
        return cls(Scope.AREA, name)

    @classmethod
    def rule(cls, name: RuleName) -> "Target":
        return cls(Scope.RULE, name.value)

    @classmethod
    def everything(cls) -> "Target":
        return cls(Scope.ALL)

    @property
    def key(self) -> tuple[Scope, str]:
        """What two targets share that mean the same: an area is one whatever case it is written in."""
        return self.scope, self.name.casefold()

    def covers(self, player_id: str, area: str, rule: RuleName | None = None) -> bool:
        """Whether an alert of this rule at this player is meant. A player in no area belongs to none."""
        match self.scope:
            case Scope.PLAYER:
                return self.name == player_id
            case Scope.AREA:
                return bool(area) and self.name.casefold() == area.casefold()
            case Scope.RULE:
                return rule is not None and self.name == rule.value
            case Scope.ALL:
                return True
