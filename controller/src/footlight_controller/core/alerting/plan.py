"""Everything people have set about alerts, frozen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.alerting.rules import DEFAULTS, Rule, RuleName
from footlight_controller.core.alerting.target import Scope, Target

LocalTime = Callable[[float], datetime]
"""The clock on the wall at Unix seconds, in the time zone of this computer."""

# A clock that goes back by less is one that is kept right.
_SET_BACK_S = 120.0


class Channel(StrEnum):
    """By what people are told who do not look at the screen."""

    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who did something."""

    name: str
    member: str = ""
    """Id of the member; empty for somebody who only has an account on this computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Nobody wants to hear of this now."""

    target: Target
    since_s: float
    """Wall time of the controller at which it was asked for."""
    until_s: float | None = None
    """Wall time of the controller; None for good."""
    by: Who = Who(name="")

    def lasts(self, wall_s: float) -> bool:
        """Whether it is in force. One from the future is none: the clock was wrong when it was asked for."""
        if self.until_s is None:
            return True
        return self.since_s - _SET_BACK_S <= wall_s < self.until_s


@dataclass(frozen=True, slots=True, kw_only=True)
class OffMark:
    """A player that is off on purpose: no offline alert until it is back."""

    player_id: str
    since_s: float
    """Wall time of the controller."""
    by: Who | None = None
    """None for a player that said goodbye because it was shut down."""
    gone: bool = False
    """Whether it was seen to be away since; one that was marked while it was online still has to go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOf:
    """The hours of a target: a player, an area or all."""

    target: Target
    hours: Hours


class Silence(StrEnum):
    """Why an alert that would be raised is not."""

    OFF = "off"
    """The player is off on purpose."""
    MUTED = "muted"
    HOURS = "hours"
    """Outside operating hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Rules, hours, mutes, players that are off on purpose, and who is told."""

    rules: Mapping[RuleName, Rule] = field(default_factory=lambda: dict(DEFAULTS))
    """Every rule there is."""
    hours: tuple[HoursOf, ...] = ()
    mutes: tuple[Mute, ...] = ()
    off: tuple[OffMark, ...] = ()
    channels: Mapping[Channel, Severity] = field(default_factory=dict)
    """Those in use, and from which severity on."""

    def hours_of(self, player_id: str, area: str) -> Hours | None:
        """Those of the player itself, else of its area, else of all; None for always."""
        fits = {each.target.scope: each.hours for each in self.hours if each.target.covers(player_id, area)}
        return next((fits[scope] for scope in (Scope.PLAYER, Scope.AREA, Scope.ALL) if scope in fits), None)

    def mute_of(self, player_id: str, area: str, rule: RuleName | None, wall_s: float) -> Mute | None:
        """The mute that covers an alert of this rule at this player now; the one that lasts longest."""
        fits = [mute for mute in self.mutes if mute.target.covers(player_id, area, rule) and mute.lasts(wall_s)]
        return max(fits, key=lambda mute: float("inf") if mute.until_s is None else mute.until_s, default=None)

    def off_mark(self, player_id: str) -> OffMark | None:
        """The mark of this player, if it is off on purpose."""
        return next((mark for mark in self.off if mark.player_id == player_id), None)

    def silence(self, player_id: str, area: str, rule: RuleName, wall_s: float, local: LocalTime) -> Silence | None:
        """Why an alert of this rule at this player would not be raised now; None when it would."""
        if rule is RuleName.OFFLINE and self.off_mark(player_id) is not None:
            return Silence.OFF
        if self.mute_of(player_id, area, rule, wall_s) is not None:
            return Silence.MUTED
        hours = self.hours_of(player_id, area)
        return Silence.HOURS if hours is not None and not hours.hold(local(wall_s)) else None

    def with_rule(self, name: RuleName, rule: Rule) -> "Plan":
        """The same with this rule."""
        return replace(self, rules={**self.rules, name: rule})

    def with_hours(self, target: Target, hours: Hours | None) -> "Plan":
        """The same with these hours of the target; None for none of its own."""
        others = tuple(each for each in self.hours if each.target.key != target.key)
        return replace(self, hours=others if hours is None else (*others, HoursOf(target=target, hours=hours)))

    def with_mute(self, mute: Mute) -> "Plan":
        """The same with this mute in place of the one for the same target."""
        return replace(self, mutes=(*self.without_mute(mute.target).mutes, mute))

    def without_mute(self, target: Target) -> "Plan":
        """The same with no mute for this target."""
        return replace(self, mutes=tuple(each for each in self.mutes if each.target.key != target.key))

    def with_off(self, mark: OffMark) -> "Plan":
        """The same with this mark in place of the one of the same player."""
        return replace(self, off=(*self.without_off(mark.player_id).off, mark))

    def without_off(self, player_id: str) -> "Plan":
        """The same with no mark for this player."""
        return replace(self, off=tuple(each for each in self.off if each.player_id != player_id))
