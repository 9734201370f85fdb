"""The alerts of a controller: what is open, muted, marked and ruled, and that it lasts through restarts."""

from dataclasses import replace
from datetime import datetime

import pytest
from controller.core.alerting.scenes import BERLIN
from controller.services.alert_scenes import HALL, LOBBY, all_away, all_here
from controller.services.home import home

from footlight_common.errors import InvalidArgument, UnknownAlert
from footlight_controller.core.alerting.alert import Ending
from footlight_controller.core.alerting.hours import Hours, Span
from footlight_controller.core.alerting.plan import Who
from footlight_controller.core.alerting.rules import DEFAULTS, Rule, RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.core.changes import Changes
from footlight_controller.services.alert_store import FILE_NAME
from footlight_controller.services.alerts import local_time

ME = Who(name=home().member.name, member=home().member.id)


async def test_who_is_no_player_any_more_when_the_controller_starts_has_no_alert(make_desk, clock):
    desk = await make_desk(all_away(LOBBY, HALL))
    await clock.advance(61.0)
    await desk.alerts.close()
    again = await make_desk(all_away(HALL))
    assert [alert.player_id for alert in again.open] == [HALL]
    past = await again.alerts.past()
    assert {alert.player_id: alert.ending for alert in past} == {LOBBY: Ending.REMOVED, HALL: None}


async def test_what_was_acknowledged_says_so_in_the_next_run_and_in_the_past(make_desk, clock):
    desk = await make_desk(all_away(LOBBY))
    await clock.advance(61.0)
    await desk.alerts.acknowledge(1)
    assert desk.open[0].acknowledged.by == ME
    with pytest.raises(UnknownAlert, match="number 7"):
        await desk.alerts.acknowledge(7)
    await desk.alerts.close()
    again = await make_desk(all_away(LOBBY))
    assert again.open[0].acknowledged.by == ME
    assert (await again.alerts.past(player_id=LOBBY, limit=5))[0].acknowledged.by == ME


async def test_a_player_that_was_shut_down_is_off_on_purpose_in_the_next_run(make_desk, clock):
    desk = await make_desk(all_away(LOBBY))
    await desk.alerts.mark_off(LOBBY)
    await desk.alerts.close()
    again = await make_desk(all_away(LOBBY))
    await clock.advance(600.0)
    assert not again.open
    assert again.alerts.board.plan.off[0].by == ME
    assert await again.alerts.unmark_off(LOBBY)
    assert not await again.alerts.unmark_off(LOBBY)
    await clock.advance(61.0)
    assert again.open


async def test_a_mute_ends_by_itself_and_what_still_holds_is_raised_then(make_desk, clock):
    desk = await make_desk(all_here(LOBBY))
    mute = await desk.alerts.mute(Target.area("Foyer"), 3600.0)
    assert (mute.by, mute.until_s) == (ME, clock.wall_s() + 3600.0)
    desk.alerts.take(all_away(LOBBY))
    await clock.advance(3590.0)
    assert not desk.open
    await clock.advance(15.0)
    assert desk.open
    assert not desk.alerts.board.plan.mutes
    await desk.alerts.mute(Target.player(LOBBY))
    assert await desk.alerts.unmute()
    assert not await desk.alerts.unmute(Target.player(LOBBY))


async def test_rules_are_checked_kept_and_set_back(make_desk):
    desk = await make_desk()
    rule = Rule(after_s=5.0, threshold=70.0)
    await desk.alerts.set_rule(RuleName.TEMPERATURE, rule)
    await desk.alerts.close()
    again = await make_desk()
    assert again.alerts.board.plan.rules[RuleName.TEMPERATURE] == rule
    await again.alerts.reset_rule(RuleName.TEMPERATURE)
    assert again.alerts.board.plan.rules == dict(DEFAULTS)
    for name, wrong in (
        (RuleName.TEMPERATURE, Rule(threshold=None)),
        (RuleName.TEMPERATURE, Rule(threshold=float("nan"))),
        (RuleName.DISK, Rule(threshold=-1.0)),
        (RuleName.OFFLINE, Rule(threshold=1.0)),
        (RuleName.OFFLINE, Rule(after_s=-1.0)),
        (RuleName.OFFLINE, Rule(after_s=float("inf"))),
    ):
        with pytest.raises(InvalidArgument):
            await again.alerts.set_rule(name, wrong)
    assert again.alerts.board.plan.rules == dict(DEFAULTS)


async def test_hours_belong_to_players_areas_and_all(make_desk):
    desk = await make_desk()
    hours = Hours(spans=(Span(days=frozenset({0})),))
    await desk.alerts.set_hours(Target.everything(), hours)
    assert desk.alerts.board.plan.hours_of(LOBBY, "") == hours
    with pytest.raises(InvalidArgument, match="not of a rule"):
        await desk.alerts.set_hours(Target.rule(RuleName.DISK), hours)


async def test_the_board_is_the_same_object_while_nothing_changed(make_desk):
    desk = await make_desk(all_here(LOBBY))
    before = desk.alerts.board
    desk.alerts.take(all_here(LOBBY))
    assert desk.alerts.board is before
    await desk.alerts.mute(Target.everything())
    assert desk.alerts.board is not before


async def test_what_a_disk_did_not_give_at_the_start_is_not_written_over_when_it_comes_back(
    make_desk, data_dir, clock, expect_log
):
    expect_log("cannot be kept")
    first = await make_desk(all_away(LOBBY))
    await clock.advance(61.0)
    await first.alerts.close()
    (data_dir / FILE_NAME).rename(data_dir / "elsewhere")
    (data_dir / FILE_NAME).mkdir()
    desk = await make_desk(all_away(HALL))
    await clock.advance(61.0)
    (data_dir / FILE_NAME).rmdir()
    (data_dir / "elsewhere").rename(data_dir / FILE_NAME)
    assert {alert.player_id for alert in await desk.alerts.past()} == {LOBBY, HALL}


async def test_hours_begin_on_the_minute_without_anything_else_happening(data_dir, make_desk, clock):
    desk = await make_desk(all_away(LOBBY))
    local = local_time(clock.wall_s())
    # The next whole minute but two.
    begins_min = (local.hour * 60 + local.minute + 3) % 1440
    hours = Hours(spans=(Span(days=frozenset(range(7)), begins_min=begins_min, ends_min=begins_min or 1440),))
    only_then = Hours(spans=(replace(hours.spans[0], ends_min=(begins_min + 30) % 1440 or 1440),))
    await desk.alerts.set_hours(Target.everything(), only_then)
    await clock.advance(119.0)
    assert not desk.open
    await clock.advance(180.0 + 61.0)
    assert desk.open


async def test_a_delivery_that_removes_a_player_ends_its_alert(make_desk, clock):
    desk = await make_desk(all_away(LOBBY))
    await clock.advance(61.0)
    desk.alerts.take(Changes(removed=frozenset({LOBBY})))
    assert not desk.open


def test_local_time_is_that_of_this_computer():
    wall_s = datetime(2026, 7, 1, 12, 0, tzinfo=BERLIN).timestamp()
    assert local_time(wall_s).timestamp() == wall_s
    assert local_time(wall_s).utcoffset() is not None
