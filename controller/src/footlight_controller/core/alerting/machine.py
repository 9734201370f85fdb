"""Decides which alerts are raised, when they are over, and who is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Acknowledged, AlertView, Ending
from footlight_controller.core.alerting.conditions import Condition, Conditions, conditions
from footlight_controller.core.alerting.plan import Channel, LocalTime, OffMark, Plan, Silence, Who
from footlight_controller.core.alerting.rules import SETTLE_S, Rule, RuleName, rank
from footlight_controller.core.alerting.target import Target
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import SHUTDOWN, PlayerView

# The clock on the wall may be set at any moment, and hours begin on a full minute.
LONGEST_WAIT_S = 60.0
# What is raised so often in so short a time comes and goes, and is over only once it has been away for long.
FLAPPING = 3
FLAPPING_S = 3600.0
FLAPPING_SETTLE_S = 600.0
# For a timer that wakes a little early by the other clock.
_LEAST_WAIT_S = 0.05


@dataclass(frozen=True, slots=True)
class Seen:
    """A player as it is now."""

    view: PlayerView


@dataclass(frozen=True, slots=True)
class Gone:
    """A player left the list."""

    player_id: str


@dataclass(frozen=True, slots=True)
class Planned:
    """People have set the plan to this."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Somebody looks after an alert. One that is over or not there changes nothing."""

    alert_id: int
    by: Who


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


Input = Seen | Gone | Planned | Acknowledge | Tick


@dataclass(frozen=True, slots=True)
class Raised:
    """A new alert."""

    alert: AlertView


@dataclass(frozen=True, slots=True)
class Revised:
    """An open alert is like this now: somebody looks after it, or it matters more."""

    alert: AlertView


@dataclass(frozen=True, slots=True)
class Ended:
    """An alert is over."""

    alert: AlertView


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell by this channel that the alert began, or is over when it has an ending."""

    channel: Channel
    alert: AlertView


@dataclass(frozen=True, slots=True)
class Replanned:
    """The plan is another by itself: a mute has ended, a player was shut down or is back."""

    plan: Plan


Effect = Raised | Revised | Ended | Notify | Replanned


@dataclass(slots=True)
class _Watch:
    """One thing that is or was wrong with one player."""

    alert: AlertView | None = None
    condition: Condition | None = None
    """What is wrong now; None for nothing, or when it cannot be told."""
    since_s: float | None = None
    """Monotonic time from which the delay of the rule counts."""
    began_s: float = 0.0
    well_since_s: float | None = None
    """Monotonic time since which it is known to be well."""
    hushed: bool = False
    """Whether the delay begins anew once the silence is over."""


@dataclass(slots=True)
class _Player:
    view: PlayerView | None = None
    was_online: bool = False
    watches: dict[str, _Watch] = field(default_factory=dict)
    raised: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """By code, monotonic times of the latest FLAPPING alerts."""

    def settle_s(self, alert: AlertView) -> float:
        """How long the cause of an alert has to be away until it is over."""
        times, usual_s = self.raised.get(alert.code, ()), SETTLE_S[alert.rule]
        flapping = len(times) == FLAPPING and times[-1] - times[0] < FLAPPING_S
        return max(usual_s, FLAPPING_SETTLE_S) if flapping else usual_s


class Alerting:
    """Feed it what happens, carry out what it returns, in order. The same inputs give the same effects."""

    def __init__(
        self, plan: Plan, local: LocalTime, *, open_alerts: Iterable[AlertView] = (), next_id: int = 1
    ) -> None:
        """`open_alerts` are those of the run before: they stay open until it is known that they are over."""
        self.plan = plan
        """What is in force."""
        self._local = local
        self._next_id = next_id
        self._players: dict[str, _Player] = {}
        for alert in open_alerts:
            self._player(alert.player_id).watches[alert.code] = _Watch(alert=alert)
            self._next_id = max(self._next_id, alert.id + 1)

    @property
    def open(self) -> tuple[AlertView, ...]:
        """The alerts that are not over, newest first."""
        return tuple(sorted(self._alerts(), key=lambda alert: -alert.id))

    def _alerts(self) -> Iterator[AlertView]:
        for player in self._players.values():
            for watch in player.watches.values():
                if watch.alert is not None:
                    yield watch.alert

    def feed(self, what: Input, now: Moment) -> tuple[Effect, ...]:
        """What to do about it."""
        match what:
            case Seen(view):
                player = self._player(view.id)
                player.view = view
                return (*self._mark(player, view, now), *self._look(player, now))
            case Gone(player_id):
                return self._gone(player_id, now)
            case Planned(plan):
                self.plan = plan
                return self._look_at_all(now)
            case Acknowledge(alert_id, by):
                return self._acknowledge(alert_id, by, now)
            case Tick():
                return (*self._end_mutes(now), *self._look_at_watched(now))

    def wait_s(self, now: Moment) -> float | None:
        """In so many seconds time alone may change something, and `Tick` is due; None for never."""
        waits = [LONGEST_WAIT_S for mute in self.plan.mutes[:1] if mute.until_s is not None]
        waits += [mute.until_s - now.wall_s for mute in self.plan.mutes if mute.until_s is not None]
        for player in self._players.values():
            for watch in player.watches.values():
                if watch.condition is not None and watch.alert is None:
                    # On the next full minute at the latest: outside hours, it is what counts.
                    waits += [LONGEST_WAIT_S - now.wall_s % LONGEST_WAIT_S]
                    rule = self.plan.rules[watch.condition.rule]
                    due_s = (watch.since_s or 0.0) + rule.after_s - now.monotonic_s
                    waits += [due_s] if due_s > 0 else []
                elif watch.alert is not None and watch.well_since_s is not None:
                    waits += [watch.well_since_s + player.settle_s(watch.alert) - now.monotonic_s]
        return max(min(waits), _LEAST_WAIT_S) if waits else None

    def _player(self, player_id: str) -> _Player:
        return self._players.setdefault(player_id, _Player())

    def _gone(self, player_id: str, now: Moment) -> tuple[Effect, ...]:
        player = self._players.pop(player_id, _Player())
        effects: list[Effect] = []
        for watch in player.watches.values():
            effects += self._end(watch, Ending.REMOVED, now)
        plan = self.plan.without_off(player_id).without_mute(Target.player(player_id))
        return (*effects, *self._replan(plan))

    def _mark(self, player: _Player, view: PlayerView, now: Moment) -> tuple[Effect, ...]:
        mark = self.plan.off_mark(view.id)
        plan = self.plan
        if view.online:
            player.was_online = True
            if mark is not None and mark.gone:
                plan = plan.without_off(view.id)
        elif view.link.code:
            was_online, player.was_online = player.was_online, False
            if mark is not None and not mark.gone:
                plan = plan.with_off(replace(mark, gone=True))
            elif mark is None and was_online and view.link.lost_code == SHUTDOWN:
                plan = plan.with_off(OffMark(player_id=view.id, since_s=now.wall_s, gone=True))
        return self._replan(plan)

    def _end_mutes(self, now: Moment) -> tuple[Effect, ...]:
        lasting = tuple(mute for mute in self.plan.mutes if mute.lasts(now.wall_s))
        return self._replan(self.plan if lasting == self.plan.mutes else replace(self.plan, mutes=lasting))

    def _replan(self, plan: Plan) -> tuple[Effect, ...]:
        if plan == self.plan:
            return ()
        self.plan = plan
        return (Replanned(plan),)

    def _acknowledge(self, alert_id: int, by: Who, now: Moment) -> tuple[Effect, ...]:
        for player in self._players.values():
            for watch in player.watches.values():
                alert = watch.alert
                if alert is not None and alert.id == alert_id and alert.acknowledged is None:
                    watch.alert = replace(alert, acknowledged=Acknowledged(by=by, at_s=now.wall_s))
                    return (Revised(watch.alert),)
        return ()

    def _look_at_all(self, now: Moment) -> tuple[Effect, ...]:
        return tuple(effect for player in list(self._players.values()) for effect in self._look(player, now))

    def _look_at_watched(self, now: Moment) -> tuple[Effect, ...]:
        watched = [player for player in self._players.values() if player.watches]
        return tuple(effect for player in watched for effect in self._look(player, now))

    def _look(self, player: _Player, now: Moment) -> tuple[Effect, ...]:
        found: Conditions = {}
        if player.view is not None:
            found = conditions(player.view, self.plan.rules)
        for code, condition in found.items():
            if condition is not None:
                player.watches.setdefault(code, _Watch())
        tells_all = player.view is not None and player.view.online and player.view.alarms is not None
        effects: list[Effect] = []
        for code, watch in list(player.watches.items()):
            known = code in found or tells_all
            effects += self._judge(player, code, watch, found.get(code), now, known=known)
            if watch.alert is None and watch.condition is None:
                del player.watches[code]
        return tuple(effects)

    def _judge(
        self, player: _Player, code: str, watch: _Watch, condition: Condition | None, now: Moment, *, known: bool
    ) -> list[Effect]:
        watch.condition = condition
        if condition is None:
            watch.since_s, watch.hushed = None, False
            return self._well(player, watch, now, known=known)
        watch.well_since_s = None
        if watch.since_s is None:
            watch.since_s = now.monotonic_s
            watch.began_s = now.wall_s if condition.since_s is None else condition.since_s
        rule = self.plan.rules[condition.rule]
        silence = self._silence(player, condition.rule, now)
        if watch.alert is not None:
            if not rule.on:
                return self._end(watch, Ending.RULE_OFF, now)
            if silence is Silence.OFF:
                return self._end(watch, Ending.OFF, now)
            return self._worse(watch, condition, rule) if silence is None else []
        if silence is not None or not rule.on:
            # Whoever is switched on when hours begin has the time to start.
            watch.hushed = silence is not Silence.MUTED or watch.hushed
            return []
        if watch.hushed:
            watch.hushed, watch.since_s = False, now.monotonic_s
        if now.monotonic_s - watch.since_s < rule.after_s:
            return []
        return self._raise(player, code, watch, condition, now)

    def _silence(self, player: _Player, rule: RuleName, now: Moment) -> Silence | None:
        view = player.view
        if view is None:
            return None
        return self.plan.silence(view.id, view.identity.area, rule, now.wall_s, self._local)

    def _well(self, player: _Player, watch: _Watch, now: Moment, *, known: bool) -> list[Effect]:
        alert = watch.alert
        if alert is None:
            return []
        if not self.plan.rules[alert.rule].on:
            return self._end(watch, Ending.RULE_OFF, now)
        if not known:
            watch.well_since_s = None
            return []
        if watch.well_since_s is None:
            watch.well_since_s = now.monotonic_s
        if now.monotonic_s - watch.well_since_s < player.settle_s(alert):
            return []
        return self._end(watch, Ending.RECOVERED, now)

    def _raise(self, player: _Player, code: str, watch: _Watch, condition: Condition, now: Moment) -> list[Effect]:
        view = player.view
        if view is None:
            return []
        severity = self.plan.rules[condition.rule].severity or condition.severity
        told = self._channels(severity)
        watch.alert = AlertView(
            id=self._next_id,
            rule=condition.rule,
            code=code,
            player_id=view.id,
            player_name=view.name,
            area=view.identity.area,
            severity=severity,
            detail=condition.detail,
            value=condition.value,
            began_s=watch.began_s,
            raised_s=now.wall_s,
            told=told,
        )
        self._next_id += 1
        player.raised[code] = (*player.raised.get(code, ()), now.monotonic_s)[-FLAPPING:]
        return [Raised(watch.alert), *(Notify(channel, watch.alert) for channel in told)]

    def _worse(self, watch: _Watch, condition: Condition, rule: Rule) -> list[Effect]:
        alert, severity = watch.alert, rule.severity or condition.severity
        if alert is None or rank(severity) <= rank(alert.severity):
            return []
        new = tuple(channel for channel in self._channels(severity) if channel not in alert.told)
        watch.alert = replace(
            alert,
            severity=severity,
            detail=condition.detail or alert.detail,
            value=condition.value,
            told=(*alert.told, *new),
        )
        return [Revised(watch.alert), *(Notify(channel, watch.alert) for channel in new)]

    def _end(self, watch: _Watch, ending: Ending, now: Moment) -> list[Effect]:
        if watch.alert is None:
            return []
        alert = replace(watch.alert, ended_s=now.wall_s, ending=ending)
        watch.alert, watch.well_since_s = None, None
        # Whoever was told that it began waits to hear that it is over, mute or not.
        told = alert.told if self.plan.rules[alert.rule].recovery else ()
        return [Ended(alert), *(Notify(channel, alert) for channel in told if channel in self.plan.channels)]

    def _channels(self, severity: Severity) -> tuple[Channel, ...]:
        least = self.plan.channels
        return tuple(channel for channel in Channel if channel in least and rank(severity) >= rank(least[channel]))
