"""A day that is typed, or chosen from a calendar."""

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.reports.period import day_told
from footlight_controller.ui.theme.theme import Theme

# Of the calendar, in device independent pixels: a day that one can hit.
_LEAST = (320, 240)


class DateField(QLineEdit):
    """As the person's language writes days, or as 2026-11-23; what is no day becomes the one before."""

    chosen = Signal(QDate)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._day = QDate.currentDate()
        self.setToolTip(self.tr("{}: type a day, or Alt+Down for a calendar").format(name))
        self._open = QAction(self.tr("Calendar"), self)
        self._open.triggered.connect(self.open_calendar)
        self.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self.editingFinished.connect(self._take)
        theme.changed.connect(self._dress)
        self._dress()
        self._show()

    @property
    def day(self) -> QDate:
        """The day that stands there."""
        return self._day

    def show_day(self, day: QDate) -> None:
        """Another one, which somebody else chose."""
        self._day = day
        self._show()

    def open_calendar(self) -> None:
        """Below the field, until a day is chosen in it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setAccessibleName(self._name)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setGridVisible(False)
        calendar.setMinimumSize(*_LEAST)
        # Qt writes them in a red that neither theme has.
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(self._theme.colours.text_muted))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, weekend)
        for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
            if (button := calendar.findChild(QToolButton, name)) is not None:
                button.setIcon(self._theme.icons.icon(icon, self._theme.colours.text, self._theme.colours.text_faint))
        calendar.setMaximumDate(QDate.currentDate())
        calendar.setSelectedDate(self._day)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)

        def take(day: QDate) -> None:
            menu.close()
            self._choose(day)

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Down and alt:
            self.open_calendar()
        elif event.key() in ENTER:
            self._take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose(self._day.addDays(1 if event.key() == Qt.Key.Key_Up else -1))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.selectAll()

    def _take(self) -> None:
        text = self.text().strip()
        locale = QLocale()
        short = locale.toDate(text, QLocale.FormatType.ShortFormat)
        found = [
            QDate.fromString(text, Qt.DateFormat.ISODate),
            locale.toDate(text, QCoreApplication.translate("Period", "d MMM yyyy")),
            # Qt takes two digits for a year of the last century.
            short.addYears(100) if short.isValid() and short.year() < 1970 else short,
        ]
        self._choose(next((day for day in found if day.isValid()), self._day))

    def _choose(self, day: QDate) -> None:
        day = min(day, QDate.currentDate(), key=QDate.toJulianDay)
        differs = day != self._day
        self._day = day
        self._show()
        if differs:
            self.chosen.emit(day)

    def _show(self) -> None:
        text = day_told(self._day)
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")

    def _dress(self) -> None:
        self._open.setIcon(self._theme.icons.icon("calendar", self._theme.colours.text_muted))
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("0")
        self.setFixedWidth(round(11 * letter) + 56)
