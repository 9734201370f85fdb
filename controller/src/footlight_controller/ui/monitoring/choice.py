"""Which players are chosen, on the wall and in the table alike; kept when the rows are arranged anew."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Signal

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.monitoring.spans import rows_of, selection_of

_Flag = QItemSelectionModel.SelectionFlag


class Choice(QObject):
    """Give `selection` to every view of the model. Qt thread."""

    changed = Signal()

    def __init__(self, model: ArrangedModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: tuple[list[str], str] = ([], "")
        self.selection = QItemSelectionModel(model, self)
        self.selection.selectionChanged.connect(self.changed)
        model.modelAboutToBeReset.connect(self._keep)
        model.begun_anew.connect(self._restore)
        # Rows that go take their selection along without a word of it.
        model.rowsRemoved.connect(self.changed)

    @property
    def rows(self) -> list[int]:
        """In their order."""
        return sorted(rows_of(self.selection.selection()))

    @property
    def views(self) -> list[PlayerView]:
        """The chosen players as they are now, in the order of the rows."""
        return [self._model.view_at(row) for row in self.rows]

    def clear(self) -> None:
        """Choose none; the current card stays where it is."""
        self.selection.clearSelection()

    def _keep(self) -> None:
        current = self.selection.currentIndex()
        self._kept = (
            [view.id for view in self.views],
            self._model.view_at(current.row()).id if current.isValid() else "",
        )

    def _restore(self) -> None:
        """Of those chosen, who is still shown."""
        ids, current_id = self._kept
        rows = sorted(index.row() for index in map(self._model.index_of, ids) if index.isValid())
        current: QModelIndex = self._model.index_of(current_id)
        if current.isValid():
            self.selection.setCurrentIndex(current, _Flag.NoUpdate)
        self.selection.select(selection_of(self._model, rows), _Flag.ClearAndSelect | _Flag.Rows)
        self.changed.emit()
