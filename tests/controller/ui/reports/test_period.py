"""The periods of reports, and how they are chosen."""

import time
from datetime import datetime

import pytest
from controller.ui.reports.desk import NOW_S
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget

from footlight_controller.ui.reports.date_field import DateField
from footlight_controller.ui.reports.period import Period, bounds, of_days, told


def local(year, month, day):
    return datetime(year, month, day).astimezone().timestamp()


@pytest.mark.parametrize(
    ("which", "begins", "ends"),
    [
        (Period.TODAY, (2026, 9, 23), None),
        (Period.YESTERDAY, (2026, 9, 22), (2026, 9, 23)),
        (Period.THIS_WEEK, (2026, 9, 21), None),
        (Period.LAST_WEEK, (2026, 9, 14), (2026, 9, 21)),
        (Period.THIS_MONTH, (2026, 9, 1), None),
        (Period.LAST_MONTH, (2026, 8, 1), (2026, 9, 1)),
        (Period.THIS_YEAR, (2026, 1, 1), None),
        (Period.LAST_YEAR, (2025, 1, 1), (2026, 1, 1)),
    ],
)
def test_a_period_begins_at_midnight_and_never_reaches_into_the_future(which, begins, ends):
    assert bounds(which, NOW_S) == (local(*begins), local(*ends) if ends else NOW_S)


def test_days_count_as_a_whole_in_either_order():
    one, other = QDate(2026, 9, 1), QDate(2026, 9, 3)
    assert of_days(one, other, NOW_S) == of_days(other, one, NOW_S) == (local(2026, 9, 1), local(2026, 9, 4))
    assert of_days(QDate(2026, 9, 23), QDate(2026, 9, 30), NOW_S) == (local(2026, 9, 23), NOW_S)


@pytest.mark.parametrize(
    ("from_day", "until_s", "words"),
    [
        ((2026, 9, 22), local(2026, 9, 23), "22 Sep 2026"),
        ((2026, 9, 1), local(2026, 9, 23), "1 Sep 2026 to 22 Sep 2026"),
        ((2026, 9, 23), NOW_S, "23 Sep 2026 until 20:00"),
        ((2026, 9, 1), NOW_S, "1 Sep 2026 to 23 Sep 2026 20:00"),
    ],
)
def test_a_period_is_told_in_days(from_day, until_s, words):
    assert told(local(*from_day), until_s) == words


@pytest.fixture
def field(qtbot, theme):
    field = DateField(theme, "From")
    qtbot.addWidget(field)
    field.show_day(QDate(2026, 9, 20))
    field.days = []
    field.chosen.connect(field.days.append)
    return field


@pytest.mark.parametrize("typed", ["2026-09-03", "3 Sep 2026"])
def test_a_day_can_be_typed(field, typed):
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.days == [QDate(2026, 9, 3)]
    assert field.text() == "3 Sep 2026"


def test_what_is_no_day_changes_nothing(field):
    field.setText("the other day")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.days == []
    assert field.text() == "20 Sep 2026"


def test_arrows_go_to_the_next_day_and_the_one_before(field):
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.days == [QDate(2026, 9, 21), QDate(2026, 9, 20), QDate(2026, 9, 19)]


def test_there_is_no_day_after_today(field):
    field.setText("2999-01-01")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.days == [QDate.currentDate()]


def test_a_day_can_be_chosen_from_a_calendar(field):
    field.show()
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 9, 20)
    calendar.activated.emit(QDate(2026, 9, 5))
    assert field.days == [QDate(2026, 9, 5)]
    assert time.localtime(NOW_S).tm_hour == 20
