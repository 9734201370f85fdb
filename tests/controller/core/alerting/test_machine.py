"""When an alert is raised, when it is over, and who is told."""

from dataclasses import replace

import pytest
from controller.core.alerting.scenes import BEGIN_S, MAILED, Stage, away, player

from footlight_common.model.alerts import Alarm, Severity
from footlight_common.model.playback import PlaybackState
from footlight_controller.core.alerting.alert import Ending
from footlight_controller.core.alerting.machine import Acknowledge, Notify, Planned, Revised
from footlight_controller.core.alerting.plan import Channel, Plan, Who
from footlight_controller.core.alerting.rules import RuleName


def off_rule(plan, name):
    return plan.with_rule(name, replace(plan.rules[name], on=False))


def test_a_player_that_is_away_for_a_minute_raises_one_alert():
    stage = Stage(MAILED)
    stage.see(player())
    stage.see(away())
    stage.wait(59.0)
    assert not stage.raised
    stage.wait(2.0)
    (alert,) = stage.raised
    assert alert.rule is RuleName.OFFLINE
    assert alert.severity is Severity.CRITICAL
    assert alert.player_name == "Lobby"
    assert alert.area == "Foyer"
    assert alert.detail == "nothing answers"
    assert alert.began_s == BEGIN_S
    assert alert.raised_s == pytest.approx(BEGIN_S + 60.0, abs=1.0)
    assert alert.told == (Channel.EMAIL,)
    stage.wait(86_400.0)
    stage.see(away())
    assert len(stage.raised) == len(stage.notices) == 1


def test_a_player_that_comes_back_in_time_raises_nothing():
    stage = Stage()
    stage.see(away())
    stage.wait(50.0)
    stage.see(player())
    stage.wait(20.0)
    stage.see(away())
    stage.wait(50.0)
    assert not stage.effects


def test_the_alert_is_over_when_the_player_is_back_for_good():
    stage = Stage(MAILED)
    stage.see(away())
    stage.wait(61.0)
    stage.see(player())
    stage.wait(3.0)
    stage.see(away())
    stage.wait(3.0)
    assert not stage.ended
    stage.see(player())
    stage.wait(6.0)
    (alert,) = stage.ended
    assert alert.ending is Ending.RECOVERED
    assert alert.id == stage.raised[0].id
    assert not stage.machine.open
    assert [notice.open for notice in stage.notices] == [True, False]


def test_a_player_that_never_answered_raises_nothing():
    stage = Stage()
    stage.see(replace(away(), last_seen_s=None))
    stage.wait(3600.0)
    assert not stage.raised


def test_before_the_first_attempt_has_failed_nothing_is_known():
    stage = Stage()
    stage.see(away(code=""))
    stage.wait(3600.0)
    assert not stage.raised
    stage.see(away())
    stage.wait(61.0)
    assert stage.raised


@pytest.mark.parametrize(
    ("view", "rule"),
    [
        (player(state=PlaybackState.STALLED), RuleName.FRAMES),
        (player(temperature_c=80.0), RuleName.TEMPERATURE),
        (player(disk_free_bytes=499_000_000), RuleName.DISK),
        (player(clock_offset_s=-61.0), RuleName.CLOCK),
        (player(alarms=(Alarm(code="under_voltage", message="weak"),)), RuleName.UNDER_VOLTAGE),
        (player(alarms=(Alarm(code="crashes", message="again"),)), RuleName.CRASHES),
        (player(alarms=(Alarm(code="clock", message="1970"),)), RuleName.CLOCK),
        (player(alarms=(Alarm(code="throttled", message="slow"),)), RuleName.OTHER),
    ],
)
def test_what_is_wrong_with_a_player_raises_an_alert_of_its_rule(view, rule):
    stage = Stage()
    stage.see(view)
    stage.wait(301.0)
    assert [alert.rule for alert in stage.raised] == [rule]
    stage.see(player(temperature_c=50.0, disk_free_bytes=10**10, clock_offset_s=0.0))
    stage.wait(61.0)
    assert [alert.ending for alert in stage.ended] == [Ending.RECOVERED]


def test_a_figure_decides_by_the_threshold_of_its_rule_whatever_the_player_says():
    plan = Plan().with_rule(RuleName.TEMPERATURE, replace(Plan().rules[RuleName.TEMPERATURE], threshold=90.0))
    stage = Stage(plan)
    hot = Alarm(code="temperature", message="hot", severity=Severity.CRITICAL)
    stage.see(player(temperature_c=84.0, alarms=(hot,)))
    stage.wait(600.0)
    assert not stage.raised
    stage.see(player(temperature_c=91.25, alarms=(hot,)))
    stage.wait(61.0)
    (alert,) = stage.raised
    assert (alert.value, alert.severity) == (91.2, Severity.CRITICAL)


def test_a_threshold_that_is_lowered_counts_at_once():
    stage = Stage()
    stage.see(player(temperature_c=70.0))
    stage.wait(600.0)
    rule = replace(Plan().rules[RuleName.TEMPERATURE], threshold=60.0, after_s=0.0)
    stage.feed(Planned(Plan().with_rule(RuleName.TEMPERATURE, rule)))
    assert [alert.rule for alert in stage.raised] == [RuleName.TEMPERATURE]


def test_what_cannot_be_told_while_a_player_is_away_stays_as_it_was():
    stage = Stage(off_rule(Plan(), RuleName.OFFLINE))
    stage.see(player(temperature_c=85.0))
    stage.wait(61.0)
    stage.see(away())
    stage.wait(3600.0)
    assert [alert.rule for alert in stage.machine.open] == [RuleName.TEMPERATURE]
    stage.see(player(temperature_c=50.0))
    stage.wait(61.0)
    assert not stage.machine.open


def test_what_gets_worse_is_the_same_alert_and_tells_those_who_were_not_told():
    stage = Stage(Plan(channels={Channel.EMAIL: Severity.CRITICAL, Channel.WEBHOOK: Severity.INFO}))
    stage.see(player(alarms=(Alarm(code="under_voltage", message="once", severity=Severity.WARNING),)))
    stage.wait(11.0)
    assert [effect.channel for effect in stage.effects if isinstance(effect, Notify)] == [Channel.WEBHOOK]
    stage.see(player(alarms=(Alarm(code="under_voltage", message="now", severity=Severity.CRITICAL),)))
    assert [effect.channel for effect in stage.effects if isinstance(effect, Notify)] == [
        Channel.WEBHOOK,
        Channel.EMAIL,
    ]
    (alert,) = stage.machine.open
    assert (alert.id, alert.severity, alert.detail) == (stage.raised[0].id, Severity.CRITICAL, "now")
    stage.see(player())
    stage.wait(61.0)
    assert len(stage.notices) == 4


@pytest.mark.parametrize(
    ("code", "said", "severity"),
    [
        ("stalled", Severity.WARNING, Severity.CRITICAL),
        ("under_voltage", Severity.INFO, Severity.WARNING),
        ("under_voltage", Severity.CRITICAL, Severity.CRITICAL),
        ("throttled", Severity.INFO, Severity.INFO),
    ],
)
def test_a_player_may_say_that_it_is_worse_than_usual_and_not_that_it_is_better(code, said, severity):
    stage = Stage()
    stage.see(player(state=PlaybackState.STALLED, alarms=(Alarm(code=code, message="so it is", severity=said),)))
    stage.wait(31.0)
    assert [alert.severity for alert in stage.raised if alert.detail] == [severity]


def test_a_rule_may_set_its_own_severity():
    plan = MAILED.with_rule(RuleName.OFFLINE, replace(MAILED.rules[RuleName.OFFLINE], severity=Severity.INFO))
    stage = Stage(plan)
    stage.see(away())
    stage.wait(61.0)
    assert stage.raised[0].severity is Severity.INFO
    assert not stage.notices


def test_a_rule_without_recovery_tells_of_the_beginning_alone():
    plan = MAILED.with_rule(RuleName.OFFLINE, replace(MAILED.rules[RuleName.OFFLINE], recovery=False))
    stage = Stage(plan)
    stage.see(away())
    stage.wait(61.0)
    stage.see(player())
    stage.wait(6.0)
    assert len(stage.ended) == len(stage.notices) == 1


def test_a_rule_that_is_off_raises_nothing_and_ends_what_is_open():
    stage = Stage()
    stage.see(away())
    stage.wait(61.0)
    stage.feed(Planned(off_rule(Plan(), RuleName.OFFLINE)))
    assert [alert.ending for alert in stage.ended] == [Ending.RULE_OFF]
    stage.wait(3600.0)
    assert len(stage.raised) == 1
    stage.feed(Planned(Plan()))
    stage.wait(61.0)
    assert len(stage.raised) == 2


def test_acknowledging_says_who_and_when_once():
    stage = Stage()
    stage.see(away())
    stage.wait(61.0)
    (alert,) = stage.machine.open
    (effect,) = stage.feed(Acknowledge(alert.id, Who(name="Office", member="a1")))
    assert isinstance(effect, Revised)
    assert (effect.alert.acknowledged.by.name, effect.alert.acknowledged.at_s) == ("Office", stage.now.wall_s)
    assert stage.feed(Acknowledge(alert.id, Who(name="Stage"))) == ()
    assert stage.feed(Acknowledge(99, Who(name="Stage"))) == ()
    stage.see(player())
    stage.wait(6.0)
    assert stage.ended[0].acknowledged.by.name == "Office"


def test_alerts_of_the_run_before_stay_open_until_it_is_known_that_they_are_over():
    before = Stage(MAILED)
    before.see(away())
    before.wait(61.0)
    stage = Stage(MAILED, open_alerts=before.machine.open, next_id=2)
    assert stage.machine.open == before.machine.open
    stage.see(away(code=""))
    stage.wait(3600.0)
    stage.see(away())
    stage.wait(3600.0)
    assert not stage.effects
    stage.see(player())
    stage.wait(6.0)
    assert [alert.id for alert in stage.ended] == [before.raised[0].id]
    stage.see(away())
    stage.wait(61.0)
    assert stage.raised[0].id == 2


def test_an_alarm_of_the_run_before_is_over_once_the_player_tells_that_it_has_none():
    before = Stage()
    before.see(player(alarms=(Alarm(code="throttled", message="slow"),)))
    before.wait(11.0)
    stage = Stage(open_alerts=before.machine.open)
    stage.see(player(alarms=None))
    stage.wait(3600.0)
    assert stage.machine.open
    stage.see(player(alarms=()))
    stage.wait(6.0)
    assert not stage.machine.open


def test_a_clock_that_jumps_makes_no_player_older_than_it_is():
    stage = Stage()
    stage.see(away())
    stage.wait(30.0)
    stage.jump(365 * 86_400.0)
    stage.wait(29.0)
    assert not stage.raised
    stage.wait(2.0)
    assert stage.raised


def test_the_player_cannot_say_that_it_is_offline():
    stage = Stage()
    stage.see(player(alarms=(Alarm(code="offline", message="hm"),)))
    stage.wait(600.0)
    assert not stage.raised


def test_what_comes_and_goes_is_over_only_once_it_was_well_for_long():
    stage = Stage(MAILED)
    for _ in range(20):
        stage.see(away())
        stage.wait(70.0)
        stage.see(player())
        stage.wait(30.0)
    assert len(stage.raised) == 3
    assert len(stage.notices) == 5
    stage.wait(600.0)
    assert len(stage.ended) == 3
    stage.wait(3600.0)
    stage.see(away())
    stage.wait(61.0)
    stage.see(player())
    stage.wait(6.0)
    assert len(stage.ended) == 4
