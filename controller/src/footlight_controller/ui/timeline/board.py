"""The chart with everything around it that the page of the fleet and the tab of a player have in common."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QDateTime, QTime, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from footlight_common.clock import Clock
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.chart import TimelineChart
from footlight_controller.ui.timeline.controls import Controls
from footlight_controller.ui.timeline.legend import Legend
from footlight_controller.ui.timeline.line import Line
from footlight_controller.ui.timeline.pointing import Pointed
from footlight_controller.ui.timeline.sight import Sight
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.working_bar import working_bar

# Nobody sees now move by less than a pixel, and nobody wants to wait longer for it.
_FOLLOW_S = (1.0, 30.0)
_MIDNIGHT = QTime(0, 0)


class TimelineBoard(QWidget):
    """Moves what is in sight, by itself too while it follows the present. Qt thread."""

    looked = Signal()
    """Other lines, or another period, are in sight."""
    opened = Signal(str)
    """Key of a line."""

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        first: QWidget | None = None,
        parent: QWidget | None = None,
        *,
        opens: bool = True,
        tall: bool = False,
    ) -> None:
        """`first` stands before the controls; `opens` and `tall` as TimelineChart has them."""
        super().__init__(parent)
        self._clock = clock
        self._following = True
        self._followed_s = clock.wall_s()
        self.controls = Controls(theme, first)
        self.banner = Banner(theme, inset=True)
        self.chart = TimelineChart(theme, clock, opens=opens, tall=tall)
        self.working = working_bar()
        self.working.hide()
        self.foot = ElidedLabel("", "small")
        """What is pointed at or chosen, else what is being done."""
        self._state = self._details = ""
        self.legend = Legend(theme)
        space = theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one)
        column.addWidget(self.banner)
        column.addWidget(self.controls)
        column.addWidget(self.working)
        column.addWidget(self.chart, 1)
        column.addWidget(self.foot)
        column.addWidget(self.legend)
        self._follow = QTimer(self)
        self._follow.timeout.connect(self._move_on)
        self.controls.length_wanted.connect(self._want_length)
        self.controls.closer_wanted.connect(lambda: self.chart.zoom(0.5))
        self.controls.farther_wanted.connect(lambda: self.chart.zoom(2.0))
        self.controls.now_wanted.connect(self._want_now)
        self.controls.day_wanted.connect(self.show_day)
        self.chart.sight_changed.connect(self._moved)
        self.chart.scrolled.connect(self.looked)
        self.chart.opened.connect(self.opened)
        self.chart.pointed.connect(self._point)
        self._show()

    @property
    def sight(self) -> Sight:
        return self.chart.sight

    @property
    def following(self) -> bool:
        """Whether it moves on with the clock."""
        return self._following

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These, from above."""
        self.chart.show_lines(lines)

    def show_sight(self, sight: Sight) -> None:
        """Look there."""
        self.chart.move_to(sight)

    def show_day(self, day: QDate) -> None:
        """That day, from midnight to midnight."""
        from_s, until_s = (QDateTime(each, _MIDNIGHT).toSecsSinceEpoch() for each in (day, day.addDays(1)))
        self._following = False
        self.chart.move_to(Sight.of(from_s, until_s, self._clock.wall_s()))
        self._show()

    def show_state(self, text: str, *, busy: bool) -> None:
        """What is being done, or is missing."""
        self._state = text
        self.foot.show_text(self._details or text)
        self.working.setVisible(busy)

    @property
    def state(self) -> str:
        """What is being done, or is missing, whatever is pointed at."""
        return self._state

    def show_legend(self, on: bool) -> None:
        """Where there is little room the bars come first; their tool tips say the same."""
        self.legend.setVisible(on)

    def begin(self) -> None:
        """It is looked at from now on."""
        if self._following:
            self.chart.show_sight(Sight.up_to(self._clock.wall_s(), self.sight.length_s))
        self._followed_s = self._clock.wall_s()
        self._pace()
        self._show()
        self.looked.emit()

    def rest(self) -> None:
        """Nobody looks."""
        self._follow.stop()

    def _want_length(self, length_s: float) -> None:
        now_s, sight = self._clock.wall_s(), self.sight
        if self._following or sight.shows_now(now_s):
            self._following = True
            self.chart.move_to(Sight.up_to(now_s, length_s))
        else:
            self.chart.move_to(Sight(sight.middle_s - length_s / 2, length_s))
        self._show()

    def _want_now(self, on: bool) -> None:
        self._following = on
        if on:
            self.chart.move_to(Sight.up_to(self._clock.wall_s(), self.sight.length_s))
            self._followed_s = self._clock.wall_s()
        self._show()

    def _moved(self, sight: Sight) -> None:
        now_s = self._clock.wall_s()
        # Whoever looks at the present goes on to do so; whoever went away from it is left alone.
        self._following = sight.until_s >= now_s
        self._followed_s = now_s
        self._pace()
        self._show()
        self.looked.emit()

    def _move_on(self) -> None:
        now_s = self._clock.wall_s()
        if self._following:
            by_s, self._followed_s = now_s - self._followed_s, now_s
            self.chart.show_sight(self.sight.moved(by_s, now_s))
            self.looked.emit()
        self.chart.viewport().update()

    def _pace(self) -> None:
        a_pixel_s = self.sight.length_s / self.chart.bars_width
        self._follow.start(round(1000 * min(max(a_pixel_s, _FOLLOW_S[0]), _FOLLOW_S[1])))

    def _point(self, pointed: Pointed | None) -> None:
        self._details = "" if pointed is None else pointed.text
        self.foot.show_text(self._details or self._state)

    def _show(self) -> None:
        self.controls.show_length(self.sight.length_s)
        self.controls.show_following(self._following)
        self.controls.show_day(QDateTime.fromSecsSinceEpoch(round(self._day_s())).date())

    def _day_s(self) -> float:
        return min(self.sight.until_s, self._clock.wall_s()) - 1 if self._following else self.sight.middle_s
