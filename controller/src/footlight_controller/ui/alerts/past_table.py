"""The alerts of the past as a table: quick with many thousands, and walked over by keys."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from footlight_controller.ui.alerts.alert_words import SEVERITY_LOOKS, full_time
from footlight_controller.ui.alerts.past_rows import PastColumn, PastModel
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.line_table import LineDelegate, LineTable
from footlight_controller.ui.widgets.table_look import letters, letters_across, show_columns

# In widths of the letter n: what a column needs at least, and its share of what is left over.
_NEEDS = {
    PastColumn.BEGAN: (20.0, 0.0),
    PastColumn.SEVERITY: (12.0, 0.0),
    PastColumn.PLAYER: (14.0, 2.0),
    PastColumn.WHAT: (20.0, 3.0),
    PastColumn.LASTED: (10.0, 0.0),
    PastColumn.STATE: (15.0, 0.0),
    PastColumn.WHO: (15.0, 1.0),
}
# What goes first where there is no room; the tool tip of a row has it.
_LEAST_WANTED = (PastColumn.WHO, PastColumn.LASTED, PastColumn.STATE)


def shared(room: float, time: float) -> dict[PastColumn, float]:
    """The width of each column that is shown, all together `room`, in widths of the letter n; `time` needs so much."""
    shown = {**_NEEDS, PastColumn.BEGAN: (time, 0.0)}
    for column in _LEAST_WANTED:
        if sum(least for least, _ in shown.values()) > room:
            del shown[column]
    left = room - sum(least for least, _ in shown.values())
    shares = sum(share for _, share in shown.values())
    return {column: max(0.0, least + left * share / shares) for column, (least, share) in shown.items()}


class _CellDelegate(LineDelegate):
    def __init__(self, theme: Theme, model: PastModel, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        alert, column = self._model.alert_at(index.row()), PastColumn(index.column())
        colours, room = self._theme.colours, self._room(option)
        self._paint_ground(painter, option)
        ink = colours.text if column in (PastColumn.PLAYER, PastColumn.WHAT) else colours.text_muted
        icon, tone = "", Tone.QUIET
        if column is PastColumn.SEVERITY:
            look = SEVERITY_LOOKS[alert.severity]
            icon, tone = look.icon, look.tone
            ink = colours.tone(tone)
        elif column is PastColumn.STATE and alert.open:
            icon, tone = "bell-alert-outline", SEVERITY_LOOKS[alert.severity].tone
            ink = colours.tone(tone)
        if icon:
            room = self._paint_icon(painter, room, icon, tone, self._theme.tokens.space.half)
        self._paint_text(painter, room, self._model.cell(alert, column), option.font, ink)


class PastTable(LineTable):
    """Shows a `PastModel`."""

    player_wanted = Signal(str)
    """Id. Enter, or a double click."""

    def __init__(self, theme: Theme, model: PastModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, model, parent)
        self._model = model
        self.setAccessibleName(self.tr("Alerts of the past"))
        self.setItemDelegate(_CellDelegate(theme, model, self))
        self._dress()

    def _open(self, index: QModelIndex) -> None:
        self.player_wanted.emit(self._model.alert_at(index.row()).player_id)

    def _copied(self, row: int) -> str:
        alert = self._model.alert_at(row)
        return "\t".join(self._model.cell(alert, column) for column in PastColumn)

    def _share(self) -> None:
        space = self._theme.tokens.space
        time_en = letters(self, self._time_px(full_time) + space.one + space.half + 1)
        show_columns(self, PastColumn, shared(letters_across(self), time_en))
