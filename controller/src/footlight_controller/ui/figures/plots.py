"""All plots of a player: one crosshair and one stretch of time for all, moved by mouse, wheel and keys."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from footlight_controller.ui.figures.figure_card import FigureCard
from footlight_controller.ui.figures.record import Record
from footlight_controller.ui.figures.span import Span
from footlight_controller.ui.figures.subjects import subjects_of
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.card_columns import CardColumns

# In widths of the letter n.
_LEAST_CARD_EN = 46
# Each turn of the event loop draws one plot.
_TURN_MS = 8
_KEY_STEPS = 60
_RING = 3.0


class Plots(QWidget):
    """Arrows move the crosshair, Page Up and Page Down the time, plus and minus zoom, End goes back to now."""

    moved = Signal(float)
    """Seconds: what is shown is to begin so much later."""
    zoomed = Signal(float, float)
    """How many times as much is to be shown, and around which moment."""
    live_wanted = Signal()
    pointed = Signal(object)
    """[float | None] The crosshair is at this moment, Unix seconds."""

    def __init__(self, theme: Theme, scrolls: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scrolls = scrolls
        self._record = Record()
        self._span = Span(0.0, 1.0)
        self._at_s: float | None = None
        self._keys: tuple[str, ...] = ()
        letter = QFontMetricsF(theme.fonts.body).horizontalAdvance("n")
        self.columns = CardColumns(theme, round(_LEAST_CARD_EN * letter))
        self._waiting: deque[FigureCard] = deque()
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._turn.timeout.connect(self._draw_next)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Plots"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns)
        theme.changed.connect(self.refresh)

    @property
    def cards(self) -> list[FigureCard]:
        """In their order."""
        return [card for card in self.columns.cards if isinstance(card, FigureCard)]

    @property
    def crosshair_s(self) -> float | None:
        """The moment it is at."""
        return self._at_s

    def show_record(self, record: Record, span: Span) -> None:
        """What is known now, in this span; a card for each subject there is."""
        self._record, self._span = record, span
        subjects = subjects_of(record.known)
        keys = tuple(subject.key for subject in subjects)
        # Of nothing known there is nothing to see; the plots wait for the next player, for making them takes a while.
        if keys and keys != self._keys:
            self._keys = keys
            there = {card.subject.key: card for card in self.cards}
            self.columns.show_cards([there.get(each.key) or self._made(each.key) for each in subjects])
        self.refresh()

    def refresh(self) -> None:
        """Draw all anew, one after the other."""
        self._waiting = deque(self.cards)
        self._draw_all()

    def show_crosshair(self, at_s: float | None) -> None:
        """In all plots; None for none."""
        if at_s == self._at_s:
            return
        self._at_s = at_s
        for card in self.cards:
            card.show_crosshair(at_s)
        self._tell()
        self.pointed.emit(at_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, length_s = event.key(), self._span.length_s
        at_s = self._span.to_s if self._at_s is None else self._at_s
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._step(at_s, length_s / _KEY_STEPS * (1 if key == Qt.Key.Key_Right else -1))
            case Qt.Key.Key_PageUp:
                self.moved.emit(-length_s / 2)
            case Qt.Key.Key_PageDown:
                self.moved.emit(length_s / 2)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoomed.emit(0.5, at_s)
            case Qt.Key.Key_Minus:
                self.zoomed.emit(2.0, at_s)
            case Qt.Key.Key_End:
                self.live_wanted.emit()
            case Qt.Key.Key_Escape if self._at_s is not None:
                self.show_crosshair(None)
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.show_crosshair(None)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_all()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turn.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2.0))
        radius = self._theme.tokens.radius.large
        for card in self.cards:
            around = QRectF(card.geometry().translated(self.columns.pos())).adjusted(-_RING, -_RING, _RING, _RING)
            painter.drawRoundedRect(around, radius + _RING, radius + _RING)
        painter.end()

    def _made(self, key: str) -> FigureCard:
        subject = next(each for each in subjects_of(self._record.known) if each.key == key)
        card = FigureCard(self._theme, subject, self._scrolls)
        card.canvas.pointed.connect(self.show_crosshair)
        card.canvas.left.connect(lambda: self.show_crosshair(None))
        card.canvas.dragged.connect(self.moved)
        card.canvas.zoomed.connect(self.zoomed)
        return card

    def _step(self, at_s: float, by_s: float) -> None:
        wanted_s = at_s + by_s
        if not self._span.from_s <= wanted_s <= self._span.to_s:
            self.moved.emit(by_s * _KEY_STEPS / 4)
        self.show_crosshair(min(max(wanted_s, self._span.from_s), self._span.to_s))

    def _draw_all(self) -> None:
        if self.isVisible() and self._waiting and not self._turn.isActive():
            self._turn.start()
            self._draw_next()

    def _draw_next(self) -> None:
        # What is out of sight costs nothing until it is scrolled into sight.
        if self._waiting:
            self._waiting.popleft().show_record(self._record, self._span)
        if not self._waiting:
            self._turn.stop()

    def _tell(self) -> None:
        if self.hasFocus():
            self.setAccessibleDescription("; ".join(card.told for card in self.cards if card.told))
