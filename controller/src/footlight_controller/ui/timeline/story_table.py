"""The story of a player in a table: quick with many thousands of lines, and walked over by keys."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from footlight_controller.core.timeline import Gap
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.timeline.story_rows import StoryColumn, StoryModel
from footlight_controller.ui.timeline.words import time_of
from footlight_controller.ui.widgets.line_table import LineDelegate, LineTable


class _CellDelegate(LineDelegate):
    def __init__(self, theme: Theme, model: StoryModel, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours, room = self._theme.colours, self._room(option)
        self._paint_ground(painter, option)
        if index.column() == StoryColumn.TIME:
            text, ink = self._model.time(index.row()), colours.text_muted
        else:
            icon, tone, text = self._model.told(index.row())
            ink = colours.text
            room = self._paint_icon(painter, room, icon, tone, self._theme.tokens.space.one)
        self._paint_text(painter, room, text, option.font, ink)


class StoryTable(LineTable):
    """Shows a `StoryModel`."""

    wanted = Signal(float)
    """[Unix s] Enter, or a double click: look there."""

    def __init__(self, theme: Theme, model: StoryModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, model, parent)
        self._model = model
        self.setAccessibleName(self.tr("What happened"))
        self.setItemDelegate(_CellDelegate(theme, model, self))
        self.horizontalHeader().setStretchLastSection(True)
        self._dress()

    def _open(self, index: QModelIndex) -> None:
        entry = self._model.entry_at(index.row())
        self.wanted.emit(entry.ended_s if isinstance(entry, Gap) else entry.at_s)

    def _copied(self, row: int) -> str:
        return f"{self._model.time(row)}\t{self._model.told(row).text}"

    def _share(self) -> None:
        self.setColumnWidth(StoryColumn.TIME, round(self._time_px(time_of)) + self._theme.tokens.space.two)

    def _line_height(self) -> int:
        return self.fontMetrics().height() + self._theme.tokens.space.one_half
