"""Availability in the window."""

import asyncio
import csv

import pytest
from controller.ui.reports.desk import BAR, LOBBY, NOW_S

from footlight_common.errors import StorageError
from footlight_controller.core.alerting.board import AlertBoard
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.alerting.hours import Span as HourSpan
from footlight_controller.core.alerting.plan import HoursOf, Plan
from footlight_controller.core.alerting.target import Target
from footlight_controller.core.changes import Changes
from footlight_controller.ui.reports.availability_rows import AvailabilityColumn
from footlight_controller.ui.reports.period import Period
from footlight_controller.ui.reports.shares_bar import Share, seconds_of


@pytest.fixture
def measured(eventually):
    async def wait(desk):
        await eventually(lambda: not desk.availability._again.isActive() and not desk.availability.fetching.busy)
        await eventually(lambda: desk.availability.measuring.whole and not desk.availability.measuring.busy)

    return wait


def look(desk):
    desk.page.tabs.setCurrentIndex(1)
    desk.page.show()


def shown(desk, column):
    model = desk.availability.model
    return {row.name: model.cell(row, column) for row in model.rows}


def test_each_player_has_a_row_and_all_together_stand_on_top(tell, measured):
    async def story(desk):
        look(desk)
        await measured(desk)
        assert shown(desk, AvailabilityColumn.RUNNING) == {"Bar left": "100 %", "Lobby": "99.6 %"}
        assert shown(desk, AvailabilityColumn.CUT) == {"Bar left": "0:00", "Lobby": "5:00"}
        assert desk.availability.available.text == "99.7 %"
        assert desk.availability.off.text == "5:00"

    tell(story)


def test_the_parts_of_a_bar_are_the_time_there_is_something_to_tell_of(tell, measured):
    async def story(desk):
        look(desk)
        await measured(desk)
        rows = {row.player_id: row.found for row in desk.availability.model.rows}
        # It was there for four hours.
        assert sum(seconds_of(rows[BAR.id], share) for share in Share) == pytest.approx(4 * 3600)
        assert sum(seconds_of(rows[LOBBY.id], share) for share in Share) == pytest.approx(20 * 3600)

    tell(story)


def test_areas_have_rows_instead(tell, measured):
    async def story(desk):
        look(desk)
        await measured(desk)
        desk.availability.bar.by_area.click()
        assert shown(desk, AvailabilityColumn.RUNNING) == {"Bar": "100 %", "Foyer": "99.6 %"}
        assert desk.availability.table.isColumnHidden(AvailabilityColumn.AREA)

    tell(story)


def test_days_that_are_over_are_read_once(tell, measured):
    async def story(desk):
        look(desk)
        desk.availability.bar.period.choose(Period.THIS_WEEK)
        await measured(desk)
        asked = len(desk.histories.told)
        desk.availability.foot.again.click()
        await measured(desk)
        again = desk.histories.told[asked:]
        # Lobby has yesterday and today, of Monday half a day before there was anything of it, and Bar today alone.
        assert len(again) < asked
        assert all(until_s == NOW_S for _, _, until_s in again)

    tell(story)


def test_one_player_can_be_meant(tell, measured):
    async def story(desk):
        look(desk)
        await measured(desk)
        desk.availability.bar.player.setText("bar")
        await measured(desk)
        assert list(shown(desk, AvailabilityColumn.NAME)) == ["Bar left"]
        desk.availability.bar.player.setText("nobody is called so")
        await measured(desk)
        assert desk.availability.quiet.isVisible()
        desk.availability.quiet.button.click()
        await measured(desk)
        assert len(desk.availability.model.rows) == 2

    tell(story)


def test_what_is_missing_can_be_fetched(tell, measured):
    async def story(desk):
        desk.cut(LOBBY.id, 4, 6)
        look(desk)
        await measured(desk)
        assert desk.availability.bar.fetch.isVisible()
        desk.availability.bar.fetch.click()
        await measured(desk)
        assert [player_id for player_id, *_ in desk.histories.fetched] == [LOBBY.id]
        assert not desk.availability.bar.fetch.isVisible()

    tell(story)


def test_time_outside_of_operating_hours_can_be_left_out(tell, measured):
    async def story(desk):
        look(desk)
        await measured(desk)
        assert not desk.availability.bar.in_hours.isVisible()
        evening = Hours(spans=(HourSpan(days=frozenset(range(7)), begins_min=19 * 60),))
        plan = Plan(hours=(HoursOf(target=Target.player(LOBBY.id), hours=evening),))
        desk.page.show_changes(Changes(alerts=AlertBoard(plan=plan)))
        desk.availability.bar.in_hours.click()
        await measured(desk)
        rows = {row.player_id: row.found for row in desk.availability.model.rows}
        # The other one has no hours of its own.
        assert rows[LOBBY.id].known_s == pytest.approx(3600)
        assert rows[BAR.id].known_s == pytest.approx(4 * 3600)
        assert "Operating hours only" in desk.availability.foot.words.whole

    tell(story)


def test_what_takes_long_can_be_cancelled(tell, eventually):
    async def story(desk):
        desk.histories.hold = asyncio.Event()
        look(desk)
        await eventually(desk.availability.foot.cancel.isVisible)
        desk.availability.foot.cancel.click()
        assert not desk.availability.measuring.busy
        assert "not all of them" in desk.availability.foot.words.whole

    tell(story)


def test_a_disk_that_does_not_answer_is_said(tell, measured):
    async def story(desk):
        desk.histories.broken = StorageError("the disk does not answer.")
        look(desk)
        await measured(desk)
        assert "2 could not be asked: The disk does not answer." in desk.availability.foot.words.whole

    tell(story)


@pytest.mark.parametrize(
    ("areas", "key", "names"), [(False, "player", ["Bar left", "Lobby"]), (True, "area", ["Bar", "Foyer"])]
)
def test_a_table_for_spreadsheets_has_what_is_shown(tell, measured, eventually, tmp_path, areas, key, names):
    async def story(desk):
        look(desk)
        await measured(desk)
        desk.availability.bar.choose_areas(areas)
        desk.availability.export_csv(tmp_path / "times.csv")
        await eventually(lambda: desk.told)
        assert desk.told == [("times.csv", "2 lines written")]

    tell(story)
    with (tmp_path / "times.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[key] for row in csv.DictReader(file)] == names
