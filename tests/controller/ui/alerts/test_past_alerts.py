import csv
from dataclasses import replace

import pytest
from controller.ui.alerts.desk import HISTORY, LOBBY
from controller.ui.scripted_alerts import ME, NOW_S, alert, board, over
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_common.errors import StorageError
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Acknowledged, Ending
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.ui.alerts.past_reader import PAGE
from footlight_controller.ui.alerts.past_rows import PastColumn
from footlight_controller.ui.notes import Level

DAY_S = 86_400.0
OPEN = alert(9, player_name="Lobby", player_id=LOBBY.id)
DISK = over(
    8,
    RuleName.DISK,
    player_name="Bar left",
    area="Bar",
    severity=Severity.WARNING,
    value=300.0,
    acknowledged=Acknowledged(by=ME, at_s=NOW_S - 400),
)
OLD = over(7, player_name="Stage", began_s=NOW_S - 9 * DAY_S, ended_s=NOW_S - 8 * DAY_S, ending=Ending.OFF)
ALL = [OPEN, DISK, OLD]


def cells(desk, row):
    model = desk.page.past.model
    return {column.name: model.cell(model.rows[row], column) for column in PastColumn}


def numbers(desk):
    return [each.id for each in desk.page.past.model.rows]


@pytest.fixture
def tell_past(tell, eventually):
    """Runs `story(desk, past)` with the history on show, after what there is was read."""

    def run(story, kept=ALL, opened=(OPEN,)):
        async def with_history(desk):
            desk.alerts.kept = list(kept)
            desk.show(*opened, tab=HISTORY)
            await eventually(lambda: desk.asked("past") and not desk.page.past.reader.busy)
            await story(desk, desk.page.past)

        tell(with_history)

    return run


def test_each_alert_says_when_how_long_how_it_ended_and_who_looked_after_it(tell_past):
    async def story(desk, past):
        assert numbers(desk) == [9, 8, 7]
        assert cells(desk, 0) | {"BEGAN": ""} == {
            "BEGAN": "",
            "SEVERITY": "Critical",
            "PLAYER": "Lobby",
            "WHAT": "Offline",
            "LASTED": "10 min",
            "STATE": "Open",
            "WHO": "",
        }
        assert cells(desk, 1)["LASTED"] == "5 min"
        assert (cells(desk, 1)["STATE"], cells(desk, 1)["WHO"]) == ("Well again", "Front office")
        assert (cells(desk, 2)["STATE"], cells(desk, 2)["LASTED"]) == ("Off on purpose", "1 day")
        assert past.lines.state.whole == "3 alerts, and no older ones"

    tell_past(story)


def test_words_player_rule_and_severity_choose_from_them(tell_past):
    async def story(desk, past):
        past.filters.search.setText("front disk")
        assert numbers(desk) == [8]
        past.filters.search.setText("nowhere")
        assert past.nothing.isVisible()
        past.nothing.button.click()
        assert numbers(desk) == [9, 8, 7]
        past.filters.player.setText("stA")
        assert numbers(desk) == [7]
        past.filters.clear()
        past.filters.rule._choose(RuleName.DISK)
        assert numbers(desk) == [8]
        past.filters.rule._choose(None)
        past.filters.severity._choose(Severity.CRITICAL)
        assert numbers(desk) == [9, 7]

    tell_past(story)


def test_a_period_has_those_that_stood_within_it(tell_past, eventually):
    async def story(desk, past):
        past.filters.period._choose(7.0)
        await eventually(lambda: numbers(desk) == [9, 8])

    tell_past(story)


def test_a_whole_name_is_asked_for(tell_past, eventually):
    async def story(desk, past):
        past.filters.player.setText("Lobby")
        await eventually(lambda: (LOBBY.id, None) in desk.asked("past"))
        await eventually(lambda: numbers(desk) == [9])

    tell_past(story)


def test_older_ones_come_by_scrolling(tell_past, eventually):
    kept = [over(number) for number in range(3 * PAGE, 0, -1)]

    async def story(desk, past):
        assert len(numbers(desk)) == PAGE
        past.table.scrollToBottom()
        await eventually(lambda: len(numbers(desk)) == 2 * PAGE)
        past.table.scrollToBottom()
        await eventually(lambda: len(numbers(desk)) == 3 * PAGE)
        past.table.scrollToBottom()
        await eventually(lambda: past.reader.ended)
        assert numbers(desk) == [each.id for each in kept]

    tell_past(story, kept, ())


def test_for_a_word_that_is_seldom_it_reads_on_by_itself(tell_past, eventually):
    kept = [over(number) for number in range(3 * PAGE, 0, -1)]
    kept[-1] = replace(kept[-1], detail="a needle")

    async def story(desk, past):
        past.filters.search.setText("needle")
        await eventually(lambda: numbers(desk) == [1])

    tell_past(story, kept, ())


def test_what_is_raised_or_over_meanwhile_comes_by_itself(tell_past, eventually):
    fresh = alert(10, RuleName.CRASHES)

    async def story(desk, past):
        ended = replace(OPEN, ended_s=NOW_S, ending=Ending.RECOVERED)
        desk.alerts.kept = [fresh, ended, DISK, OLD]
        desk.alerts.board = board(fresh)
        desk.say(fresh, ended)
        await eventually(lambda: numbers(desk) == [10, 9, 8, 7])
        assert cells(desk, 1)["STATE"] == "Well again"

    tell_past(story)


def test_more_new_ones_than_a_page_leave_no_hole(tell_past, eventually):
    async def story(desk, past):
        desk.alerts.kept = [over(number) for number in range(9 + 2 * PAGE, 9, -1)] + ALL
        desk.say(over(10))
        await eventually(lambda: len(numbers(desk)) == 3 + 2 * PAGE)

    tell_past(story)


def test_enter_goes_to_the_player(tell_past):
    async def story(desk, past):
        past.table.selectRow(0)
        QTest.keyClick(past.table, Qt.Key.Key_Return)
        assert desk.wanted == [LOBBY.id]

    tell_past(story)


def test_where_there_was_nothing_yet_that_is_said(tell_past):
    async def story(desk, past):
        assert past.quiet.isVisible()
        assert not past.filters.export.isEnabled()

    tell_past(story, (), ())


def test_what_cannot_be_read_is_said_and_can_be_tried_again(tell, eventually):
    def fail():
        raise StorageError("the file of the alerts cannot be read.")

    async def story(desk):
        desk.alerts.kept, desk.alerts.answer = list(ALL), fail
        desk.show(tab=HISTORY)
        past = desk.page.past
        await eventually(lambda: past.banner.isVisible())
        assert past.banner.text == "The file of the alerts cannot be read."
        desk.alerts.answer = lambda: None
        assert past.lines.more.text() == "Try again"
        past.lines.more.click()
        await eventually(lambda: numbers(desk) == [9, 8, 7])
        assert not past.banner.isVisible()

    tell(story)


def test_all_of_the_filter_goes_into_a_file_also_what_was_not_read_yet(tell_past, eventually, tmp_path):
    kept = [over(number, player_name="=Lobby") for number in range(2 * PAGE + 5, 0, -1)]

    async def story(desk, past):
        past.export(tmp_path / "alerts.csv")
        await eventually(lambda: desk.notes)
        assert desk.told == [("alerts.csv", f"{2 * PAGE + 5} alerts written")]
        assert desk.activities[0].ended
        with (tmp_path / "alerts.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 2 * PAGE + 5
        assert (rows[0]["player"], rows[0]["ending"]) == ("'=Lobby", "recovered")

    tell_past(story, kept, ())


def test_a_file_that_cannot_be_written_is_told(tell_past, eventually, tmp_path):
    async def story(desk, past):
        past.export(tmp_path / "nowhere" / "alerts.csv")
        await eventually(lambda: desk.notes)
        assert desk.notes[0].level is Level.BAD
        assert "No such file" in desk.notes[0].text

    tell_past(story)
