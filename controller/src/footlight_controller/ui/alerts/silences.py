"""What is muted, and which players are off on purpose, each with the way to end it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from footlight_controller.core.alerting.plan import Mute, OffMark
from footlight_controller.ui.alerts.alert_words import mute_text, short_time, target_text
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.line_list import Line, LineList
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.words import isolated, one_line, shortened

translate = QCoreApplication.translate


class Silences(QWidget):
    """Hidden while there are none."""

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list = LineList(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.tokens.space.one, 0, 0)
        column.setSpacing(theme.tokens.space.one)
        column.addWidget(SectionHeader(theme, self.tr("Not told now"), self.tr("Of these nothing new is raised.")))
        column.addWidget(self.list)
        self.hide()

    def show_board(self, names: Mapping[str, str], wall_s: float) -> None:
        """As they stand now; `names` has players by id."""
        plan = self._desk.board.plan
        lines = [self._muted(mute, names, wall_s) for mute in plan.mutes if mute.lasts(wall_s)]
        lines += [off_line(self._desk, mark, names, wall_s) for mark in plan.off]
        self.list.show_lines(lines)
        self.setVisible(bool(lines))

    def _muted(self, mute: Mute, names: Mapping[str, str], wall_s: float) -> Line:
        end = self.tr("Unmute"), partial(self._desk.unmute, mute.target)
        return Line("bell-off-outline", target_text(mute.target, names), mute_text(mute, wall_s), (end,))


def off_line(desk: AlertDesk, mark: OffMark, names: Mapping[str, str], wall_s: float) -> Line:
    """A player that is off on purpose."""
    since = short_time(mark.since_s, wall_s)
    if mark.by is None:
        text = translate("Silences", "Was shut down, {}: no offline alert until it is back").format(since)
    else:
        who = isolated(shortened(mark.by.name or translate("Silences", "somebody")))
        text = translate("Silences", "Off on purpose, says {}, {}: no offline alert until it is back")
        text = text.format(who, since)
    name = one_line(names.get(mark.player_id, mark.player_id[:4]))
    end = translate("Silences", "Not off"), partial(desk.unmark_off, mark.player_id)
    return Line("power-standby", name, text, (end,))
