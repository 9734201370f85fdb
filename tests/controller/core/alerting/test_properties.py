"""What holds for alerts whatever happens, in any order, with a clock that jumps."""

from collections import Counter
from dataclasses import replace

from controller.core.alerting.scenes import PLAYER_ID, Stage, away, berlin, player, shut_down
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.alerts import Alarm, Severity
from footlight_common.model.playback import PlaybackState
from footlight_controller.core.alerting.conditions import conditions
from footlight_controller.core.alerting.hours import Hours, Span
from footlight_controller.core.alerting.machine import Acknowledge, Gone, Notify, Planned, Raised
from footlight_controller.core.alerting.plan import Channel, Mute, OffMark, Plan, Who
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.target import Target

OTHER_ID = "cd34000000000000"
LONG_S = 3 * 86_400.0

ids = st.sampled_from([PLAYER_ID, OTHER_ID])
alarms = st.lists(
    st.builds(
        Alarm,
        code=st.sampled_from(["throttled", "under_voltage", "crashes", "temperature"]),
        message=st.just("so"),
        severity=st.sampled_from(list(Severity)),
    ),
    max_size=2,
).map(tuple)
online = st.builds(
    player,
    player_id=ids,
    alarms=st.none() | alarms,
    state=st.sampled_from([PlaybackState.PLAYING, PlaybackState.STALLED]),
    temperature_c=st.sampled_from([40.0, 90.0]),
)
offline = st.builds(away, player_id=ids, code=st.sampled_from(["unreachable", "", "restart"]))
seen = st.tuples(st.just("see"), online | offline | st.builds(shut_down, player_id=ids))
targets = st.sampled_from(
    [Target.player(PLAYER_ID), Target.area("Foyer"), Target.rule(RuleName.OFFLINE), Target.everything()]
)
hours = st.sampled_from(
    [
        Hours(),
        Hours(spans=(Span(days=frozenset(range(5)), begins_min=480, ends_min=1080),)),
        Hours(spans=(Span(days=frozenset(range(7)), begins_min=1200, ends_min=600),)),
    ]
)
steps = st.one_of(
    seen,
    seen,
    st.tuples(st.just("wait"), st.sampled_from([0.5, 4.0, 11.0, 61.0, 600.0, 40_000.0])),
    st.tuples(st.just("jump"), st.sampled_from([-40_000_000.0, -3600.0, 3600.0, 40_000_000.0])),
    st.tuples(st.just("mute"), st.tuples(targets, st.sampled_from([None, 30.0, 4000.0]))),
    st.tuples(st.just("unmute"), targets),
    st.tuples(st.just("hours"), st.tuples(targets, st.none() | hours)),
    st.tuples(st.just("off"), ids),
    st.tuples(st.just("rule"), st.sampled_from(list(RuleName))),
    st.tuples(st.just("gone"), ids),
    st.tuples(st.just("acknowledge"), st.integers(1, 4)),
)
stories = st.lists(steps, max_size=30)


def perform(stage, step):
    kind, what = step
    plan = stage.machine.plan
    match kind:
        case "see":
            stage.see(what)
        case "wait":
            stage.wait(what)
        case "jump":
            stage.jump(what)
        case "gone":
            stage.feed(Gone(what))
        case "acknowledge":
            stage.feed(Acknowledge(what, Who(name="Office")))
        case "mute":
            target, for_s = what
            until_s = None if for_s is None else stage.now.wall_s + for_s
            plan = plan.with_mute(Mute(target=target, since_s=stage.now.wall_s, until_s=until_s))
        case "unmute":
            plan = plan.without_mute(what)
        case "hours":
            plan = plan.with_hours(*what)
        case "off":
            plan = plan.with_off(OffMark(player_id=what, since_s=stage.now.wall_s))
        case "rule":
            plan = plan.with_rule(what, replace(plan.rules[what], on=not plan.rules[what].on))
    if plan is not stage.machine.plan and kind in {"mute", "unmute", "hours", "off", "rule"}:
        stage.feed(Planned(plan))


def fresh():
    return Stage(Plan(channels={Channel.EMAIL: Severity.WARNING, Channel.WEBHOOK: Severity.INFO}))


class Watcher(Stage):
    """Checks each effect at the moment it comes."""

    def __init__(self):
        super().__init__(Plan(channels={Channel.EMAIL: Severity.WARNING, Channel.WEBHOOK: Severity.INFO}))
        self.told = Counter()

    def feed(self, what):
        effects = super().feed(what)
        for effect in effects:
            match effect:
                case Raised(alert):
                    assert self.silence(alert) is None
                    assert self.machine.plan.rules[alert.rule].on
                case Notify(channel, alert):
                    self.told[alert.id, channel, alert.open] += 1
                    # The end is told to those who know of the beginning, and nothing begins in silence.
                    assert self.silence(alert) is None if alert.open else self.told[alert.id, channel, True]
                    assert self.told[alert.id, channel, alert.open] == 1
        return effects

    def silence(self, alert):
        wall_s = self.now.wall_s
        return self.machine.plan.silence(alert.player_id, alert.area, alert.rule, wall_s, berlin)


@given(stories)
def test_every_alert_begins_once_and_is_over_at_most_once_and_nothing_begins_in_silence(story):
    stage = Watcher()
    for step in story:
        perform(stage, step)
    raised, ended = [alert.id for alert in stage.raised], [alert.id for alert in stage.ended]
    assert raised == list(range(1, len(raised) + 1))
    assert len(set(ended)) == len(ended)
    assert set(ended) <= set(raised)
    assert {alert.id for alert in stage.machine.open} == set(raised) - set(ended)


@given(stories)
def test_no_player_has_two_open_alerts_for_one_cause(story):
    stage = fresh()
    for step in story:
        perform(stage, step)
        causes = [(alert.player_id, alert.code) for alert in stage.machine.open]
        assert len(set(causes)) == len(causes)


@given(stories)
def test_the_same_events_give_the_same_result(story):
    first, second = fresh(), fresh()
    for step in story:
        perform(first, step)
        perform(second, step)
    assert first.effects == second.effects
    assert first.machine.open == second.machine.open


@given(stories)
def test_once_nothing_silences_it_what_is_wrong_is_open_and_nothing_else(story):
    stage = fresh()
    views = {}
    for step in story:
        perform(stage, step)
        if step[0] == "see":
            views[step[1].id] = step[1]
        if step[0] == "gone":
            views.pop(step[1], None)
    stage.feed(Planned(replace(fresh().machine.plan, off=stage.machine.plan.off)))
    stage.wait(3600.0)
    off = {mark.player_id for mark in stage.machine.plan.off}
    expected, unknown = set(), set()
    for view in views.values():
        found = conditions(view, stage.machine.plan.rules)
        expected |= {(view.id, code) for code, condition in found.items() if condition is not None}
        unknown |= {(view.id, alert.code) for alert in stage.raised if alert.code not in found}
    expected -= {(player_id, RuleName.OFFLINE.value) for player_id in off}
    there = {(alert.player_id, alert.code) for alert in stage.machine.open}
    assert expected <= there
    assert there - expected <= unknown


@given(stories)
def test_a_restart_of_the_controller_at_any_moment_raises_nothing_twice(story):
    stage = fresh()
    for step in story:
        perform(stage, step)
    again = Stage(stage.machine.plan, begin_s=stage.now.wall_s, open_alerts=stage.machine.open, next_id=100)
    before = {(alert.player_id, alert.code) for alert in stage.machine.open}
    for player_id in (PLAYER_ID, OTHER_ID):
        last = next((what for kind, what in reversed(story) if kind == "see" and what.id == player_id), None)
        _ = last and again.see(last)
    again.wait(LONG_S)
    assert not before & {(alert.player_id, alert.code) for alert in again.raised}
