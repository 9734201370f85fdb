"""The lines of the audit as a table: quick with many thousands, and walked over by keys."""

from PySide6.QtCore import QModelIndex, QPointF, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from footlight_controller.ui.activity_log.command_words import look, refusal_word
from footlight_controller.ui.models.audit_rows import AuditColumn, AuditModel, time_of
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.initials import Discs, disc_size
from footlight_controller.ui.widgets.line_table import LineDelegate, LineTable
from footlight_controller.ui.widgets.table_look import letters, letters_across, show_columns

# In widths of the letter n: what a column needs at least, and its share of what is left over.
_NEEDS = {
    # A guess, for who cannot measure; the table does.
    AuditColumn.TIME: (20.0, 0.0),
    AuditColumn.WHO: (15.0, 1.0),
    AuditColumn.ROLE: (11.0, 0.0),
    AuditColumn.PLAYER: (13.0, 1.0),
    AuditColumn.WHAT: (16.0, 2.0),
    AuditColumn.RESULT: (13.0, 3.0),
}
_CUTTABLE = (AuditColumn.WHO, AuditColumn.PLAYER, AuditColumn.WHAT)
# In the same: less room has the word of the result alone.
REASON_EN = 24.0


def shared(room: float, time: float = _NEEDS[AuditColumn.TIME][0]) -> dict[AuditColumn, float]:
    """The width of each column that is shown, all together `room`, in widths of the letter n; `time` needs so much."""
    shown = {**_NEEDS, AuditColumn.TIME: (time, 0.0)}
    if sum(least for least, _ in shown.values()) > room:
        # The tool tip of a row has it.
        del shown[AuditColumn.ROLE]
    left = room - sum(least for least, _ in shown.values())
    if left < 0.0:
        # Names can be cut; a time and a result cannot.
        shown |= {column: (least, 0.0) for column, (least, _) in shown.items() if column not in _CUTTABLE}
    shares = sum(share for _, share in shown.values())
    return {column: max(0.0, least + left * share / shares) for column, (least, share) in shown.items()}


class _CellDelegate(LineDelegate):
    def __init__(self, theme: Theme, model: AuditModel, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._model = model
        self._discs = Discs(theme)
        theme.changed.connect(self._dress)
        self._dress()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line, column = self._model.line_at(index.row()), AuditColumn(index.column())
        colours, space, room = self._theme.colours, self._theme.tokens.space, self._room(option)
        self._paint_ground(painter, option)
        ink = colours.text if column in (AuditColumn.WHO, AuditColumn.WHAT) else colours.text_muted
        text = self._model.cell(line, column)
        if column is AuditColumn.WHO and line.entry.name:
            ratio = painter.device().devicePixelRatioF()
            disc = self._discs.person(line.entry.member, line.entry.name, self._disc, ratio)
            cell = self._discs.cell(self._disc)
            painter.drawPixmap(QPointF(room.x(), round(room.center().y() - cell / 2)), disc)
            room.setLeft(room.left() + cell + space.half)
        elif column is AuditColumn.RESULT:
            icon, tone = look(line.entry)
            ink = colours.text_muted if line.entry.ok else colours.tone(tone)
            room = self._paint_icon(painter, room, icon, tone, space.one)
            if not line.entry.ok and room.width() < self._reason_from:
                # Half a word of the reason tells nobody anything; the tool tip has it.
                text = refusal_word(line.entry)
        self._paint_text(painter, room, text, option.font, ink)

    def _dress(self) -> None:
        self._disc = disc_size(self._theme.fonts)
        self._reason_from = REASON_EN * QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")


class AuditTable(LineTable):
    """Shows an `AuditModel`."""

    player_wanted = Signal(str)
    """Id. Enter, or a double click."""

    def __init__(self, theme: Theme, model: AuditModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, model, parent)
        self._model = model
        self.setAccessibleName(self.tr("Activity"))
        self.setItemDelegate(_CellDelegate(theme, model, self))
        self._dress()

    def _open(self, index: QModelIndex) -> None:
        self.player_wanted.emit(self._model.line_at(index.row()).player_id)

    def _copied(self, row: int) -> str:
        line = self._model.line_at(row)
        return "\t".join(self._model.cell(line, column) for column in AuditColumn)

    def _share(self) -> None:
        space = self._theme.tokens.space
        time_en = letters(self, self._time_px(time_of) + space.one + space.half + 1)
        show_columns(self, AuditColumn, shared(letters_across(self), time_en))

    def _line_height(self) -> int:
        space = self._theme.tokens.space
        return max(self.fontMetrics().height(), Discs.cell(disc_size(self._theme.fonts)) - space.one) + 2 * space.one
