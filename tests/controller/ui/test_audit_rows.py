import time
from datetime import datetime

import pytest
from controller.ui.audit_lines import entry, line, many, refused
from controller.ui.fleet import ODD_NAMES, player
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from footlight_common.model.audit import ROSTER
from footlight_controller.ui.activity_log.table import AuditTable, shared
from footlight_controller.ui.models.audit_rows import AuditColumn, AuditFilter, AuditModel
from footlight_controller.ui.namesakes import Namesakes


@pytest.fixture
def model(qapp):
    model = AuditModel()
    model.tester = QAbstractItemModelTester(model)
    return model


def cells(model, row=0):
    return [model.index(row, column).data() for column in AuditColumn]


def test_a_line_says_when_who_where_what_and_what_came_of_it(model):
    model.show_lines([line(entry())], ended=True)
    _, *rest = cells(model)
    assert rest == ["Back office", "Operator", "Lobby", "Play: trailer.mp4", "Done"]
    model.show_lines([], ended=True)
    model.show_lines([line(refused())], ended=True)
    assert cells(model)[-1].startswith("Refused: Restart needs the role technician")
    assert "Desk 2" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("at_s", [0.0, -1e300, 1e300, 4e9])
def test_a_clock_that_runs_wild_spoils_nothing(model, at_s):
    model.show_lines([line(entry(at_s=at_s))], ended=True)
    assert cells(model)[0]


def test_what_nobody_asked_for_has_no_name(model):
    model.show_lines([line(entry(command=ROSTER, detail="version 4", member="", name="", role=None))], ended=True)
    assert cells(model)[1:] == ["", "", "Lobby", "Team changed", "Done"]


def test_a_command_of_a_later_version_is_shown_as_it_is_called(model):
    model.show_lines([line(entry(command="levitate", detail=""))], ended=True)
    assert cells(model)[4] == "levitate"


LINES = [
    line(entry(4), "Lobby"),
    line(refused(3), "Bar left"),
    line(entry(2, name="Front office", command="volume", detail="35"), "Bar left"),
    line(entry(1, name="Front office"), "Lobby"),
]


@pytest.mark.parametrize(
    ("chosen", "seqs"),
    [
        (AuditFilter(), [4, 3, 2, 1]),
        (AuditFilter(member="front"), [2, 1]),
        (AuditFilter(player="bar"), [3, 2]),
        (AuditFilter(command="restart"), [3]),
        (AuditFilter(command="volume"), [2]),
        (AuditFilter(text="front 35"), [2]),
        (AuditFilter(text="refused"), [3]),
        (AuditFilter(member="front", player="lobby"), [1]),
        (AuditFilter(text="nobody"), []),
    ],
)
def test_a_filter_shows_what_has_all_of_it(model, chosen, seqs):
    model.show_lines(LINES, ended=True)
    model.choose(chosen)
    assert [row.entry.seq for row in model.rows] == seqs


def test_older_lines_come_below_and_new_ones_above_without_a_reset(model, qtbot):
    lines = [line(each) for each in many(30)]
    model.show_lines(lines[10:20], ended=False)
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.rowsInserted):
        model.show_lines(lines[10:30], ended=True)
    with qtbot.waitSignal(model.rowsInserted):
        model.show_lines(lines, ended=True)
    assert not resets
    assert list(model.rows) == lines
    # What was between is not lost either.
    model.show_lines([*lines[:4], line(entry(99)), *lines[4:]], ended=True)
    assert len(model.rows) == 31


def test_new_lines_pass_through_the_filter_too(model):
    lines = [line(each) for each in many(30)]
    model.choose(AuditFilter(member="projection"))
    model.show_lines(lines[10:20], ended=False)
    model.show_lines(lines, ended=True)
    assert {row.entry.name for row in model.rows} == {"Projection"}
    assert len(model.rows) == 10


def test_more_is_wanted_at_the_end_until_there_is_no_more(model, qtbot):
    model.show_lines(LINES, ended=False)
    root = model.index(-1, -1)
    assert model.canFetchMore(root)
    with qtbot.waitSignal(model.more_wanted):
        model.fetchMore(root)
    model.show_lines(LINES, ended=True)
    assert not model.canFetchMore(root)


@pytest.fixture
def table(theme, model, qtbot):
    table = AuditTable(theme, model)
    qtbot.addWidget(table)
    table.resize(1000, 500)
    table.show()
    return table


def test_twenty_thousand_lines_are_scrolled_and_filtered_within_a_moment(model, table):
    model.show_lines([line(each) for each in many(20_000)], ended=True)
    table.grab()
    began = time.perf_counter()
    for share in range(1, 11):
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() * share // 10)
        table.viewport().grab()
    # Some frames each on a slow and busy machine; asking every row would take seconds.
    assert time.perf_counter() - began < 2.0
    model.choose(AuditFilter(text="warm"))
    began = time.perf_counter()
    model.choose(AuditFilter(text="projection restart"))
    assert time.perf_counter() - began < 1.0
    assert model.rowCount() > 1000


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_text_stays_in_its_row_and_is_no_markup(model, table, name):
    model.show_lines([line(entry(name=name, detail=name, controller=name), name), line(entry(2))], ended=True)
    assert table.rowHeight(0) == table.rowHeight(1)
    assert "<b>" not in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    table.grab()


def test_enter_opens_the_player_and_the_lines_chosen_can_be_copied(model, table, qtbot):
    model.show_lines(LINES, ended=True)
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert len(copied) == 2
    assert copied[0].split("\t")[1:] == ["Back office", "Operator", "Lobby", "Play: trailer.mp4", "Done"]
    with qtbot.waitSignal(table.player_wanted) as wanted:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert wanted.args == ["1" * 16]


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("version 5", "Team changed"),
        ("version 5, key 2", "Team changed"),
        ("version 1, key 2", "Keys of the site changed"),
        ("the site has new keys", "Keys of the site changed"),
        ("Bar joined as viewer", "Team changed: Bar joined as viewer"),
    ],
)
def test_a_change_of_the_team_says_what_changed_and_no_numbers(model, detail, told):
    model.show_lines([line(entry(command=ROSTER, detail=detail))], ended=True)
    assert cells(model)[4] == told


def test_a_time_is_written_as_dates_are_in_the_team(model):
    at_s = datetime(2026, 11, 23, 14, 5, 6).astimezone().timestamp()
    model.show_lines([line(entry(at_s=at_s))], ended=True)
    assert cells(model)[0] == "23 Nov 2026 14:05:06"


@pytest.mark.parametrize("room_en", [200.0, 88.0, 87.0, 70.0, 50.0])
def test_the_columns_of_the_audit_share_the_room_there_is(room_en):
    widths = shared(room_en)
    assert sum(widths.values()) == pytest.approx(room_en)
    assert widths[AuditColumn.TIME] == 20.0
    assert widths[AuditColumn.RESULT] >= 13.0
    assert (AuditColumn.ROLE in widths) is (room_en >= 88.0)


@pytest.mark.parametrize("family", ["DejaVu Sans", "Noto Sans", "monospace"])
@pytest.mark.parametrize("width", [680, 1060, 1700])
def test_a_time_is_never_cut_whatever_the_font_and_the_columns_fill_the_room(theme, model, qtbot, family, width):
    table = AuditTable(theme, model)
    qtbot.addWidget(table)
    table.setFont(QFont(family))
    table.resize(width, 300)
    table.show()
    time = QFontMetricsF(table.font()).horizontalAdvance("28 Nov 2028 20:48:48")
    assert table.columnWidth(AuditColumn.TIME) >= time + theme.tokens.space.one + theme.tokens.space.half
    shown = sum(table.columnWidth(column) for column in AuditColumn)
    assert table.viewport().width() - len(AuditColumn) <= shown <= table.viewport().width()


def test_a_line_says_which_of_the_players_of_one_name_it_is_about(qapp):
    model = AuditModel()
    model.show_lines([line(entry())], ended=True)
    assert model.cell(model.line_at(0), AuditColumn.PLAYER) == "Lobby"
    model.tell_apart(Namesakes([player(1), player(2)]))
    assert model.cell(model.line_at(0), AuditColumn.PLAYER) == "Lobby #1111"
    assert "Lobby #1111" in model.told(model.line_at(0))
