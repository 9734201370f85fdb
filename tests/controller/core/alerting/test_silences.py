"""When no alert is raised: while it is muted, outside hours, and of a player that is off on purpose."""

import pytest
from controller.core.alerting.scenes import BEGIN_S, MAILED, PLAYER_ID, Stage, away, player, shut_down

from footlight_controller.core.alerting.alert import Ending
from footlight_controller.core.alerting.hours import DAY_MIN, Hours, Span
from footlight_controller.core.alerting.machine import Gone, Planned
from footlight_controller.core.alerting.plan import Mute, OffMark, Plan, Who
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.target import Target

WEEKDAYS = Hours(spans=(Span(days=frozenset(range(5)), begins_min=8 * 60, ends_min=18 * 60),))


def muted(target=Target.player(PLAYER_ID), until_s=None, plan=MAILED):  # noqa: B008
    return plan.with_mute(Mute(target=target, since_s=BEGIN_S, until_s=until_s))


@pytest.mark.parametrize(
    "target", [Target.player(PLAYER_ID), Target.area("foyer"), Target.rule(RuleName.OFFLINE), Target.everything()]
)
def test_while_it_is_muted_nothing_is_raised_and_then_what_still_holds(target):
    stage = Stage(muted(target, until_s=BEGIN_S + 7200.0))
    stage.see(away())
    stage.wait(7190.0)
    assert not stage.raised
    stage.wait(11.0)
    assert len(stage.raised) == len(stage.notices) == 1
    assert stage.plans[-1].mutes == ()


@pytest.mark.parametrize(
    "target", [Target.player("cd34000000000000"), Target.area("Hall"), Target.rule(RuleName.DISK), Target.area("")]
)
def test_a_mute_of_something_else_changes_nothing(target):
    stage = Stage(muted(target))
    stage.see(away())
    stage.wait(61.0)
    assert stage.raised


def test_a_mute_for_good_lasts_until_it_is_taken_away():
    stage = Stage(muted())
    stage.see(away())
    stage.wait(86_400.0)
    assert not stage.raised
    stage.feed(Planned(MAILED))
    assert stage.raised


def test_who_was_told_of_the_beginning_is_told_of_the_end_mute_or_not():
    stage = Stage(MAILED)
    stage.see(away())
    stage.wait(61.0)
    stage.feed(Planned(muted()))
    stage.see(player())
    stage.wait(6.0)
    assert [notice.open for notice in stage.notices] == [True, False]


def test_outside_hours_nothing_is_raised_and_their_beginning_leaves_time_to_start():
    stage = Stage(MAILED.with_hours(Target.area("Foyer"), WEEKDAYS), begin_s=BEGIN_S + 9 * 3600.0)
    stage.see(away())
    stage.wait(12 * 3600.0)
    assert not stage.raised
    # To 08:00:30 on Tuesday.
    stage.wait(BEGIN_S + 22 * 3600.0 + 30.0 - stage.now.wall_s)
    assert not stage.raised
    stage.wait(35.0)
    assert len(stage.raised) == 1
    assert stage.raised[0].began_s == BEGIN_S


def test_the_hours_of_a_player_go_before_those_of_its_area():
    always = Hours(spans=(Span(days=frozenset(range(7)), ends_min=DAY_MIN),))
    plan = Plan().with_hours(Target.area("Foyer"), Hours()).with_hours(Target.player(PLAYER_ID), always)
    stage = Stage(plan)
    stage.see(away())
    stage.wait(61.0)
    assert stage.raised
    stage = Stage(plan.with_hours(Target.player(PLAYER_ID), None))
    stage.see(away())
    stage.wait(61.0)
    assert not stage.raised


def test_a_player_that_was_shut_down_is_off_on_purpose_until_it_is_back():
    stage = Stage(MAILED)
    stage.see(player())
    stage.see(shut_down())
    (mark,) = stage.plans[-1].off
    assert (mark.player_id, mark.by, mark.gone) == (PLAYER_ID, None, True)
    stage.see(away(lost_code="shutdown"))
    stage.wait(3600.0)
    assert not stage.raised
    stage.see(player())
    assert stage.plans[-1].off == ()
    stage.see(away())
    stage.wait(61.0)
    assert stage.raised


def test_a_player_that_said_it_restarts_and_does_not_come_back_raises_an_alert():
    stage = Stage()
    stage.see(player())
    stage.see(player(online=False, code="restart", lost_code="restart"))
    stage.wait(61.0)
    assert stage.raised


def test_a_player_that_is_marked_while_it_is_on_may_go_and_come_back():
    stage = Stage()
    stage.see(player())
    stage.feed(Planned(Plan(off=(OffMark(player_id=PLAYER_ID, since_s=BEGIN_S, by=Who(name="Office")),))))
    stage.see(player(temperature_c=20.0))
    assert stage.machine.plan.off
    stage.see(away())
    stage.wait(3600.0)
    assert not stage.raised
    stage.see(player())
    assert not stage.machine.plan.off


def test_marking_a_player_ends_its_offline_alert_and_taking_the_mark_away_begins_anew():
    stage = Stage(MAILED)
    stage.see(player())
    stage.see(shut_down())
    stage.feed(Planned(stage.machine.plan.without_off(PLAYER_ID)))
    stage.wait(61.0)
    assert len(stage.raised) == 1
    mark = OffMark(player_id=PLAYER_ID, since_s=BEGIN_S, by=Who(name="Office"))
    stage.feed(Planned(stage.machine.plan.with_off(mark)))
    assert [alert.ending for alert in stage.ended] == [Ending.OFF]
    assert len(stage.notices) == 2


def test_a_mark_is_for_offline_alerts_alone():
    stage = Stage(Plan(off=(OffMark(player_id=PLAYER_ID, since_s=BEGIN_S),)))
    stage.see(player(temperature_c=99.0))
    stage.wait(61.0)
    assert stage.raised


def test_a_player_that_leaves_the_list_takes_its_alerts_and_mutes_with_it():
    stage = Stage(MAILED)
    stage.see(away())
    stage.wait(61.0)
    stage.feed(Planned(muted()))
    stage.feed(Gone(PLAYER_ID))
    assert [alert.ending for alert in stage.ended] == [Ending.REMOVED]
    assert stage.machine.plan.mutes == ()
    assert stage.machine.wait_s(stage.now) is None


def test_a_clock_that_is_set_back_a_year_ends_a_mute_rather_than_lengthen_it():
    stage = Stage(muted(until_s=BEGIN_S + 3600.0))
    stage.see(away())
    stage.wait(61.0)
    stage.jump(-365 * 86_400.0)
    stage.wait(61.0)
    assert stage.raised
