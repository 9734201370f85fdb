"""The table paints what changed, and nothing else."""

from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, player, playing
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QTest

from footlight_common.clock import ManualClock
from footlight_controller.ui.models.arranged import ArrangedModel, Column
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring import table as table_module
from footlight_controller.ui.monitoring.table import PlayerTable

FLEET = [player(number, f"P{number}") for number in range(1, 101)]


@pytest.fixture
def painted(monkeypatch):
    """Row and column of the cells painted, in order."""
    cells = []
    paint = table_module._CellDelegate.paint

    def note(self, painter, option, index):
        cells.append((index.row(), Column(index.column())))
        paint(self, painter, option, index)

    monkeypatch.setattr(table_module._CellDelegate, "paint", note)
    return cells


@pytest.fixture
def model(qapp):
    return PlayerListModel()


@pytest.fixture
def table(theme, model, painted, qtbot):
    arranged = ArrangedModel(model, ManualClock())
    table = PlayerTable(theme, arranged, QItemSelectionModel(arranged))
    arranged.setParent(table)
    table.resize(1240, 400)
    qtbot.addWidget(table)
    model.apply(changes_of(*FLEET))
    table.show()
    qtbot.waitExposed(table)
    table._ticker.stop()
    QTest.qWait(50)
    painted.clear()
    return table


def test_a_change_repaints_its_row_alone(table, model, painted):
    later = [replace(FLEET[number], playback=playing(position_s=70.0)) for number in (2, 4, 90)]
    model.apply(changes_of(*later))
    QTest.qWait(50)
    assert {row for row, _ in painted} == {2, 4}


def test_in_the_course_of_all_ticks_what_changes_with_time_is_repainted(table, painted):
    for _ in range(table_module.PHASES):
        table.tick()
    QTest.qWait(50)
    assert {column for _, column in painted} == {Column.POSITION, Column.LAST_SEEN}
    assert {row for row, _ in painted} == set(table._rows_in_sight())


def test_a_tick_repaints_a_share_of_the_rows(table, painted):
    table.tick()
    QTest.qWait(50)
    assert 0 < len({row for row, _ in painted}) <= len(table._rows_in_sight()) // table_module.PHASES + 1
