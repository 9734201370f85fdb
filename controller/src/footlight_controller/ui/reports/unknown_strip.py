"""What could not be counted, said before the figures: how much, of whom, why, and what to do."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from footlight_controller.core.proof_of_play import Missing
from footlight_controller.core.timeline import Unknown
from footlight_controller.ui.reports.why_unknown import why_short
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.words import clock_time, isolated, one_line, sentence

# More would not be read; the export by player has all.
_LISTED = 200
_LIST_LINES = 7
# In widths of the letter n.
_ROOMY_FROM_EN = 84


class UnknownStrip(QFrame):
    """Hidden while nothing is missing."""

    fetch_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setObjectName("banner")
        self.setProperty("inset", True)
        self._theme = theme
        self._whole = self._brief = ""
        self._sum = label("", "body", wrap=True)
        self._sum.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fetch = QPushButton(self.tr("Fetch what is missing"))
        self.fetch.clicked.connect(self.fetch_wanted)
        self.who = QPushButton(self.tr("Details"))
        self.who.setProperty("kind", "plain")
        self.who.setCheckable(True)
        self.who.toggled.connect(self._unfold)
        self._list = label("", "small", wrap=True)
        self._list.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._scrolled = Scrolled()
        self._list.setContentsMargins(20 + space.one_half, 0, 0, 0)
        self._scrolled.setWidget(self._list)
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scrolled.setAccessibleName(self.tr("What is not known, by player"))
        self._scrolled.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._scrolled.hide()
        first = QHBoxLayout()
        first.setSpacing(space.one_half)
        first.addWidget(Glyph(theme, "help-circle-outline", Tone.CAUTION, size=20))
        first.addWidget(self._sum, 1)
        first.addWidget(self.who)
        first.addWidget(self.fetch)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.two, space.one, space.two, space.one)
        column.setSpacing(space.half)
        column.addLayout(first)
        column.addWidget(self._scrolled)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now, where there is room."""
        return self._whole

    @property
    def details(self) -> str:
        """What it says of each player."""
        return self._list.text()

    def show_missing(
        self, missing: Sequence[Missing], failures: Mapping[str, str], names: Mapping[str, str], *, fetchable: int
    ) -> None:
        """Say what is in no sum. `failures` are the players that could not be asked, and why, by id.

        `names` are what players are called; `fetchable` players can be asked for what is not here yet.
        """
        by_why = {why: sum(each.seconds for each in missing if each.why is why) for why in Unknown}
        whose = {each.whose.player_id for each in missing}
        seconds = sum(by_why.values())
        texts: list[str] = []
        if seconds >= 1:
            reasons = ", ".join(
                self.tr("{} {}").format(clock_time(length_s), why_short(why))
                for why, length_s in sorted(by_why.items(), key=lambda pair: -pair[1])
                if length_s >= 1
            )
            texts.append(
                self.tr("Not known, and in none of the sums: {} of %n player(s) ({}).", "", len(whose)).format(
                    clock_time(seconds), reasons
                )
            )
        if failures:
            texts.append(self.tr("%n player(s) could not be asked.", "", len(failures)))
        self._whole = " ".join(texts)
        self._brief = self._whole
        if seconds >= 1:
            self._brief = self.tr("Not known: {} of %n player(s)", "", len(whose)).format(clock_time(seconds))
        self.setAccessibleName(self._whole)
        self._fit()
        lines = [
            self.tr("{}: {} {}").format(
                isolated(names.get(each.whose.player_id, one_line(each.whose.name))),
                clock_time(each.seconds),
                why_short(each.why),
            )
            for each in missing
            if each.seconds >= 1
        ]
        lines += [
            self.tr("{}: {}").format(isolated(names.get(player_id, player_id[:4])), sentence(why))
            for player_id, why in failures.items()
        ]
        if len(lines) > _LISTED:
            lines[_LISTED:] = [self.tr("and %n more", "", len(lines) - _LISTED)]
        self._list.setText("\n".join(lines))
        self.fetch.setVisible(fetchable > 0)
        self.fetch.setToolTip(self.tr("%n player(s) can be asked now", "", fetchable) if fetchable else "")
        self.setVisible(bool(texts))
        self._unfold(self.who.isChecked())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the figures below need it more: the details say the rest."""
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        self._sum.setText(self._whole if self.width() >= _ROOMY_FROM_EN * letter else self._brief)

    def _unfold(self, on: bool) -> None:
        self._scrolled.setVisible(on)
        line = self._list.fontMetrics().lineSpacing()
        count = min(_LIST_LINES, self._list.text().count("\n") + 1)
        self._scrolled.setFixedHeight(count * line + 2 * line // 3)
