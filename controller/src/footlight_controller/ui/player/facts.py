"""What a player is: addresses, id, versions, machine, clock; a row for each that is known."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.player.figures import breakable, duration, number
from footlight_controller.ui.presence import present_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.copyable_label import CopyableLabel
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.words import one_line, shortened

# Below this the figure is the time that messages take on the way.
SAME_CLOCK_S = 1.0
# Longer is no name of a board or a system.
LONGEST = 100

translate = QCoreApplication.translate


def facts_of(view: PlayerView) -> tuple[tuple[str, str], ...]:
    """Names and values of all that is known, in the order they are shown; addresses one a line."""
    return tuple((name, value) for name, value in _facts(view) if value)


def _facts(view: PlayerView) -> Iterator[tuple[str, str]]:
    host = view.host
    several = len(view.addresses) > 1
    yield (
        translate("Facts", "Addresses") if several else translate("Facts", "Address"),
        "\n".join(str(address) for address in view.addresses),
    )
    yield translate("Facts", "Also here"), "\n".join(present_lines(view))
    yield translate("Facts", "Id"), view.id
    yield translate("Facts", "Footlight"), shortened(view.identity.version, LONGEST)
    yield translate("Facts", "Host name"), shortened(host.hostname, LONGEST)
    yield translate("Facts", "Board"), shortened(host.board, LONGEST)
    yield translate("Facts", "System"), shortened(host.system, LONGEST)
    yield translate("Facts", "Time zone"), shortened(host.time_zone, LONGEST)
    yield translate("Facts", "Clock"), _clock(view.clock_offset_s)
    programs = (("mpv", host.mpv), ("Qt", host.qt), ("Python", host.python))
    yield (
        translate("Facts", "Built with"),
        ", ".join(f"{name} {shortened(version)}" for name, version in programs if version),
    )


def _clock(offset_s: float | None) -> str:
    if offset_s is None:
        return ""
    apart = abs(offset_s)
    if apart < SAME_CLOCK_S:
        return translate("Facts", "As this computer's")
    shown = duration(apart) if apart >= 10 else translate("Facts", "{} s").format(number(apart, 1))
    if offset_s > 0:
        return translate("Facts", "{} ahead of this computer's").format(shown)
    return translate("Facts", "{} behind this computer's").format(shown)


class FactsCard(Card):
    """Names in one column, values in another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        space = theme.tokens.space
        self._shown: tuple[tuple[str, str], ...] = ()
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(space.two)
        self._grid.setVerticalSpacing(space.one)
        self._grid.setColumnStretch(1, 1)
        self.column.setSpacing(space.one_half)
        self.column.addWidget(SectionHeader(theme, self.tr("About this player")))
        self.column.addLayout(self._grid)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """As they stand there."""
        return self._shown

    def show_player(self, view: PlayerView) -> None:
        """What is known of it now."""
        facts = facts_of(view)
        if facts == self._shown:
            return
        self._shown = facts
        while len(self._rows) < len(facts):
            self._add_row()
        for place, (name, value) in enumerate(self._rows):
            known = place < len(facts)
            name.setVisible(known)
            value.setVisible(known)
            if known:
                name.setText(facts[place][0])
                text = "\n".join(breakable(one_line(line)) for line in facts[place][1].split("\n"))
                # What somebody has chosen there stays chosen.
                if text != value.text():
                    value.setText(text)
                value.setAccessibleName(f"{facts[place][0]}: {facts[place][1]}")

    def _add_row(self) -> None:
        name, value = label("", "muted"), CopyableLabel("body")
        value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        row = len(self._rows)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        self._rows.append((name, value))
