"""The timeline itself: moved and zoomed by hand, by wheel and by keys."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from footlight_common.clock import Clock
from footlight_controller.core.periods import midnight
from footlight_controller.core.timeline import Mark
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.chart_view import ChartView
from footlight_controller.ui.timeline.line import Line
from footlight_controller.ui.timeline.pointing import Pointed, begin_of, end_of, neighbour, pointed_at
from footlight_controller.ui.timeline.sight import Sight
from footlight_controller.ui.timeline.words import summary
from footlight_controller.ui.tips import tip

# One notch of a wheel.
_NOTCH = 120.0
_WHEEL_ZOOM, _KEY_ZOOM = 0.8, 0.5
# Of what is in sight.
_KEY_MOVE, _PAGE_MOVE = 0.12, 0.9
# Around the pointer.
_SLACK_PX = 4
_LINES_A_NOTCH = 3


class TimelineChart(ChartView):
    """The wheel zooms around the pointer, with Shift it moves, with Ctrl or over the titles it scrolls."""

    sight_changed = Signal(object)
    """[Sight] The person moved it."""
    opened = Signal(str)
    """Key of the line whose title was clicked, or that had Enter."""
    pointed = Signal(object)
    """[Pointed | None] What the pointer is on, else what was chosen."""

    def __init__(
        self, theme: Theme, clock: Clock, parent: QWidget | None = None, *, opens: bool = True, tall: bool = False
    ) -> None:
        """`opens`: a title is a way to somewhere; `tall`: screens are twice as high as what stands beside them."""
        super().__init__(theme, clock, parent, tall=tall)
        self._opens = opens
        self._drag: QPointF | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def zoom(self, factor: float, at_s: float | None = None) -> None:
        """`factor` times as much time in sight, with `at_s` where it is; without, what is chosen, now or the middle."""
        now_s = self._clock.wall_s()
        if at_s is None:
            chosen_s = None if self._chosen is None else begin_of(self._chosen.what)
            if chosen_s is not None and self._sight.from_s <= chosen_s <= self._sight.until_s:
                at_s = chosen_s
            else:
                at_s = now_s if self._sight.shows_now(now_s) else self._sight.middle_s
        self.move_to(self._sight.zoomed(factor, at_s, now_s))

    def move_to(self, sight: Sight) -> None:
        """As the person wants it."""
        sight = sight.within(self._clock.wall_s())
        if sight != self._sight:
            self.show_sight(sight)
            self.sight_changed.emit(sight)

    def choose(self, pointed: Pointed | None) -> None:
        """Mark a span, and tell of it."""
        self._chosen = pointed
        if pointed is not None:
            self._current = pointed.line.key
        self.setAccessibleDescription("" if pointed is None else pointed.text)
        self.viewport().update()
        self.pointed.emit(pointed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        across, down = event.angleDelta().x(), event.angleDelta().y()
        keys = event.modifiers()
        over_titles = event.position().x() < self._titles_px
        if keys & Qt.KeyboardModifier.ControlModifier or over_titles:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - round(_LINES_A_NOTCH * self._line_px * down / _NOTCH))
        elif keys & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(down):
            # Some platforms turn the wheel to the other axis while Shift is down.
            self._move(-(across or down) / _NOTCH * _KEY_MOVE)
        else:
            self.zoom(_WHEEL_ZOOM ** (down / _NOTCH), self.at_s(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._dragged = False
        line = self._line_at(event.position())
        if line is not None:
            self._current = line.key
        if event.position().x() >= self._titles_px:
            self._drag = event.position()
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag_to(event.position(), self._drag)
            return
        over = event.position().x() < self._titles_px and self._line_at(event.position()) is not None
        hand = Qt.CursorShape.PointingHandCursor if over and self._opens else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() is not hand:
            self.viewport().setCursor(hand)
        self.pointed.emit(self.pointed_at(event.position()) or self._chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        begun, self._drag = self._drag is not None, None
        self.viewport().unsetCursor()
        line = self._line_at(event.position())
        if self._dragged:
            return
        if begun:
            self.choose(self.pointed_at(event.position()))
        elif self._opens and line is not None and event.position().x() < self._titles_px:
            self.opened.emit(line.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().x() < self._titles_px or event.button() is not Qt.MouseButton.LeftButton:
            return
        found = self.pointed_at(event.position())
        if found is None or not self._zoom_to(found):
            self.zoom(_KEY_ZOOM, self.at_s(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(self._chosen)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = self.pointed_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip("\n".join(found.lines)) if found else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_KEY_ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _KEY_ZOOM)
            case Qt.Key.Key_Left | Qt.Key.Key_Right as key if control:
                self._choose_beside(1 if key == Qt.Key.Key_Right else -1)
            case Qt.Key.Key_Left:
                self._move(-_KEY_MOVE)
            case Qt.Key.Key_Right:
                self._move(_KEY_MOVE)
            case Qt.Key.Key_PageUp:
                self._move(-_PAGE_MOVE)
            case Qt.Key.Key_PageDown:
                self._move(_PAGE_MOVE)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Home:
                # One second earlier, so that it goes on with the day before.
                begin_s = midnight(self._sight.from_s - 1.0).timestamp()
                self.move_to(Sight(begin_s, self._sight.length_s))
            case Qt.Key.Key_End:
                self.move_to(Sight.up_to(self._clock.wall_s(), self._sight.length_s))
            case key if key in ENTER and self._opens and self._current:
                self.opened.emit(self._current)
            case Qt.Key.Key_Space if self._chosen is not None:
                self._zoom_to(self._chosen)
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is None:
            self._step(1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def pointed_at(self, where: QPointF) -> Pointed | None:
        """What is at a place of the viewport."""
        line = self._line_at(where)
        if line is None or where.x() < self._titles_px:
            return None
        return pointed_at(line, self.at_s(where.x()), _SLACK_PX * self._sight.length_s / self.bars_width)

    def _line_at(self, where: QPointF) -> Line | None:
        place = self._place_at(where.y())
        return None if place is None or place.line.heading else place.line

    def _drag_to(self, where: QPointF, since: QPointF) -> None:
        moved = where - since
        if not self._dragged and moved.manhattanLength() < QApplication.startDragDistance():
            return
        self._dragged, self._drag = True, where
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._move(-moved.x() / self.bars_width)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - round(moved.y()))

    def _move(self, share: float) -> None:
        self.move_to(self._sight.moved(share * self._sight.length_s, self._clock.wall_s()))

    def _zoom_to(self, found: Pointed) -> bool:
        what = found.what
        if isinstance(what, Mark) or what.length_s <= 0:
            return False
        self.choose(found)
        self.move_to(Sight.of(begin_of(what), end_of(what), self._clock.wall_s()))
        return True

    def _step(self, by: int) -> None:
        """To the next line that is no heading."""
        lines = [line for line in self.lines if not line.heading]
        if not lines:
            return
        keys = [line.key for line in lines]
        place = keys.index(self._current) + by if self._current in keys else 0
        line = lines[min(max(0, place), len(lines) - 1)]
        self._current = line.key
        self._scroll_to(line.key)
        self.choose(None)
        self._current = line.key
        self.setAccessibleDescription(self._spoken(line))

    def _choose_beside(self, step: int) -> None:
        line = self.current
        if line is None:
            return
        chosen = self._chosen.what if self._chosen is not None and self._chosen.line.key == line.key else None
        found = neighbour(line, chosen, step, self._sight.middle_s)
        if found is None:
            return
        self.choose(found)
        begin_s, end_s = begin_of(found.what), end_of(found.what)
        if end_s < self._sight.from_s or begin_s > self._sight.until_s:
            middle_s = (max(begin_s, end_s - self._sight.length_s) + end_s) / 2
            self.move_to(Sight(middle_s - self._sight.length_s / 2, self._sight.length_s))

    def _spoken(self, line: Line) -> str:
        """The line for screen readers: how it was as far as it is in sight."""
        past = line.past
        glance = past.glance(self._sight.from_s, self._sight.until_s) if past is not None else None
        if glance is not None:
            return f"{line.title}: {summary(glance)}"
        many = len(line.lane) + len(line.marks)
        return f"{line.title}: {many}" if many else line.title

    def _scroll_to(self, key: str) -> None:
        place, bar = self._place_of(key), self.verticalScrollBar()
        if place is not None:
            if place.top < bar.value():
                bar.setValue(place.top)
            elif place.top + place.height > bar.value() + self._body_px:
                bar.setValue(place.top + place.height - self._body_px)
