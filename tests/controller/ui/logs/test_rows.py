import pytest
from controller.ui.scripted_logs import line, lines
from PySide6.QtCore import Qt

from footlight_common.model.logs import LogFilter, LogLevel
from footlight_controller.core.log_tail import LogNews
from footlight_controller.ui.logs.inbox import Dropped, Inbox
from footlight_controller.ui.logs.rows import MAX_ROWS, LogColumn, LogModel, cell, more_lines, written

TRACE = line(7, "cannot open it\nTraceback:\n  File x\nOSError: no", LogLevel.ERROR)


@pytest.fixture
def model(qapp, qtmodeltester):
    model = LogModel()
    yield model
    qtmodeltester.check(model)


class TestInbox:
    def test_what_was_put_comes_out_once_and_in_order(self):
        inbox = Inbox(10)
        inbox.put(LogNews(lines=tuple(lines(2))))
        inbox.put(LogNews(lines=(line(9),), dropped=6))
        assert inbox.take() == [*lines(2), Dropped(6), line(9)]
        assert inbox.take() == []

    def test_it_holds_so_many_and_counts_what_had_no_room(self):
        inbox = Inbox(10)
        inbox.put(LogNews(lines=tuple(lines(5)), dropped=4))
        inbox.put(LogNews(lines=tuple(lines(20, first=6))))
        rows = inbox.take()
        assert rows[0] == Dropped(4 + 5 + 10)
        assert rows[1:] == lines(10, first=16)


class TestModel:
    def test_the_oldest_rows_go_where_there_is_no_room(self, model, qtbot):
        model.append(lines(MAX_ROWS))
        with qtbot.waitSignal(model.trimmed) as trimmed:
            model.append(lines(1500, first=MAX_ROWS + 1))
        assert trimmed.args == [1500]
        assert (model.rowCount(), model.first.seq, model.last.seq) == (MAX_ROWS, 1501, MAX_ROWS + 1500)

    def test_older_ones_come_before_the_first_as_far_as_there_is_room(self, model):
        model.append(lines(MAX_ROWS - 10, first=1001))
        assert model.prepend(lines(1000)) == 10
        assert (model.first.seq, model.full) == (991, True)

    def test_a_filter_leaves_what_fits(self, model):
        model.append([*lines(3), TRACE, Dropped(5)])
        model.keep(LogFilter(level=LogLevel.ERROR))
        assert list(model.rows) == [TRACE]

    def test_what_is_looked_for_is_found_in_both_directions_and_around_the_ends(self, model):
        model.append([line(1, "one Fish"), line(2, "two"), Dropped(2), line(3, "red fish")])
        assert model.find("FISH", 1, 1) == 3
        assert model.find("fish", 4, 1) == 0
        assert model.find("fish", 2, -1) == 0
        assert model.find("fish", -1, -1) == 3
        assert model.find("bird", 0, 1) == -1

    def test_a_row_is_told_by_its_columns(self, model):
        assert cell(TRACE, LogColumn.LEVEL) == "Error"
        assert cell(TRACE, LogColumn.LOGGER) == "engine"
        assert cell(TRACE, LogColumn.TEXT) == "cannot open it"
        assert more_lines(TRACE) == 3
        assert written(TRACE).endswith("ERROR    footlight_player.engine: " + TRACE.text)
        model.append([TRACE])
        assert "Error, engine, cannot open it" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    def test_missing_lines_are_said_where_they_are_missing(self, model):
        model.append([Dropped(1234)])
        told = model.index(0, LogColumn.TEXT).data()
        assert told.endswith("were dropped here: too many at once.")
        assert written(Dropped(1234)) == told
