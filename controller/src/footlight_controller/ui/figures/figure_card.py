"""One subject: its name, its values of a moment in words, its plot, and what else is to be said."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from footlight_controller.ui.figures.amounts import worded
from footlight_controller.ui.figures.canvas import Canvas
from footlight_controller.ui.figures.chart import FINE_UP_TO_S, latest_of
from footlight_controller.ui.figures.conditions import Condition, conditions_of
from footlight_controller.ui.figures.legend import Entry, Legend
from footlight_controller.ui.figures.record import Record
from footlight_controller.ui.figures.span import Span
from footlight_controller.ui.figures.subjects import Line, Subject, figures_of
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label

_GLYPHS = {Tone.QUIET: "information-outline", Tone.CAUTION: "alert", Tone.BAD: "alert-circle"}

translate = QCoreApplication.translate


class FigureCard(Card):
    """Follows a record."""

    def __init__(self, theme: Theme, subject: Subject, scrolls: Callable[[], bool]) -> None:
        super().__init__(theme)
        self._theme = theme
        self.subject = subject
        self._record = Record()
        self._span = Span(0.0, 1.0)
        self._at_s: float | None = None
        self._conditions: tuple[Condition, ...] = ()
        self.legend = Legend(theme)
        self.canvas = Canvas(theme, subject, scrolls, self)
        head = QHBoxLayout()
        head.setSpacing(theme.tokens.space.two)
        head.addWidget(label(subject.title, "heading"))
        head.addWidget(self.legend, 1, Qt.AlignmentFlag.AlignVCenter)
        self._foot = QWidget()
        self.column.addLayout(head)
        self.column.addWidget(self.canvas)
        self.column.addWidget(self._foot)
        self.column.addStretch(1)
        self._foot.hide()

    @property
    def told(self) -> str:
        """Its values in words."""
        return f"{self.subject.title}: {self.legend.told}" if self.legend.told else ""

    @property
    def said(self) -> tuple[str, ...]:
        """What stands below the plot."""
        return tuple(condition.text for condition in self._conditions)

    def show_record(self, record: Record, span: Span) -> None:
        """What is known now, in this span."""
        self._record, self._span = record, span
        self.canvas.show_record(record, span)
        self._show_conditions(conditions_of(self.subject.key, record.latest))
        self._show_values()

    def show_crosshair(self, at_s: float | None) -> None:
        """The values of this moment; None for the latest."""
        self._at_s = at_s
        self.canvas.show_crosshair(at_s)
        self._show_values()

    def _show_values(self) -> None:
        self.legend.show_entries(tuple(self._entries()))

    def _entries(self) -> Iterator[Entry]:
        # The main one first.
        for line in reversed(self.subject.lines) if self.subject.key == "cpu" else self.subject.lines:
            names = figures_of(line, self._record.known)
            if len(names) == 1 and line.figure.endswith("."):
                # One core is the whole processor.
                continue
            if (told := self._told(names)) is not None:
                value, spread = told
                yield Entry(line.tone, line.word if len(self.subject.lines) > 1 else "", value, spread)
        for mark in self.subject.marks:
            if self._at_s is not None and self._is_set(mark):
                yield Entry(mark.tone, mark.word, "")

    def _told(self, names: list[str]) -> tuple[str, str] | None:
        """The value and its spread in words; None for nothing to tell."""
        fine = self._span.length_s <= FINE_UP_TO_S
        at_s = self._span.to_s if self._at_s is None else self._at_s
        found = latest_of(self._record, names, at_s, fine=fine)
        if found is None:
            return None if self._at_s is None else ("\u2013", "")
        unit = self.subject.unit
        least, mean, most = (worded(value, unit) for value in found)
        if self._at_s is not None and least != most:
            return mean, translate("Figures", "({} to {})").format(least, most)
        if self.subject.whole and (whole := latest_of(self._record, [self.subject.whole], at_s, fine=fine)) is not None:
            return translate("Figures", "{} of {}").format(mean, worded(whole[1], unit)), ""
        return mean, ""

    def _is_set(self, mark: Line) -> bool:
        fine = self._span.length_s <= FINE_UP_TO_S
        found = latest_of(self._record, figures_of(mark, self._record.known), self._at_s or 0.0, fine=fine)
        return found is not None and found[2] > 0

    def _show_conditions(self, conditions: tuple[Condition, ...]) -> None:
        if conditions == self._conditions:
            return
        self._conditions = conditions
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.tokens.space.one)
        worst = max((each.tone for each in conditions), key=lambda tone: list(_GLYPHS).index(tone), default=Tone.QUIET)
        row.addWidget(Glyph(self._theme, _GLYPHS[worst], worst, size=16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(" ".join(self.said), "small", wrap=True), 1)
        self.column.replaceWidget(self._foot, foot)
        self._foot.hide()
        self._foot.deleteLater()
        self._foot = foot
        foot.setVisible(bool(conditions))
