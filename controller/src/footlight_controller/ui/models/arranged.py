"""The arranged players as rows for the wall, with columns for the table."""

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from footlight_common.clock import Clock
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui import summary, words
from footlight_controller.ui.models.arrangement import Arrangement, Section
from footlight_controller.ui.models.arranging import Arranging, Show
from footlight_controller.ui.models.player_list import READ, AnyIndex, PlayerListModel, Role
from footlight_controller.ui.presence import present_names
from footlight_controller.ui.status import look_of

_NO_INDEX = QModelIndex()
# With more rows that come, go or move at once it is quicker to begin anew.
MAX_STEPS = 24

_ROLES = frozenset(int(role) for role in Role)


class Column(IntEnum):
    """What the table shows of a player."""

    NAME = 0
    STATUS = 1
    AREA = 2
    SHOWS = 3
    POSITION = 4
    VOLUME = 5
    LAST_SEEN = 6
    ADDRESS = 7
    HERE = 8


class ArrangedModel(QAbstractTableModel):
    """One row for each player that is shown, in order; follows a `PlayerListModel`. Qt thread."""

    counted = Signal()
    """`counts` may differ from what they were."""
    begun_anew = Signal()
    """After `modelReset`, when every view has forgotten what was selected."""

    def __init__(self, source: PlayerListModel, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._arrangement = Arrangement()
        self._arrangement.take(source.views())
        source.applied.connect(self._apply)

    @property
    def arranging(self) -> Arranging:
        return self._arrangement.arranging

    @property
    def counts(self) -> dict[Show, int]:
        """How many players each filter would show."""
        return self._arrangement.counts

    @property
    def total(self) -> int:
        """Of all players, shown or not."""
        return self._arrangement.total

    def sections(self) -> tuple[Section, ...]:
        """The headings, in order."""
        return self._arrangement.sections()

    def view_at(self, row: int) -> PlayerView:
        """Without the way through Qt. Raises IndexError."""
        return self._arrangement.view_at(row)

    def index_of(self, player_id: str) -> QModelIndex:
        """The row of a player; invalid when it is not shown."""
        row = self._arrangement.row_of(player_id)
        return _NO_INDEX if row is None else self.index(row, 0)

    def arrange(self, arranging: Arranging) -> None:
        """Another search, filter or order; the model is reset when it makes a difference to the rows."""
        self.beginResetModel()
        self._arrangement.arrange(arranging)
        self.endResetModel()
        self.begun_anew.emit()

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._arrangement)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: self.tr("Name"),
            Column.STATUS: self.tr("Status"),
            Column.AREA: self.tr("Area"),
            Column.SHOWS: self.tr("Shows"),
            Column.POSITION: self.tr("Position"),
            Column.VOLUME: self.tr("Volume"),
            Column.LAST_SEEN: self.tr("Last seen"),
            Column.ADDRESS: self.tr("Address"),
            Column.HERE: self.tr("Also here"),
        }[Column(section)]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._arrangement):
            return None
        if role not in _ROLES:
            # Most of what Qt asks for is how to draw.
            return None
        view = self._arrangement.view_at(index.row())
        if role == Role.VIEW:
            return view
        if role == Role.NAME:
            return self.cell(view, Column(index.column()))
        if role == Role.TOOL_TIP:
            return summary.tool_tip(view)
        if role == Role.SPOKEN:
            return self._spoken(index.row()) if index.column() == Column.NAME else str(index.data())
        return READ[Role(role)](view)

    def _spoken(self, row: int) -> str:
        """A heading is no row, so the first player below it says it."""
        text = summary.spoken(self._arrangement.view_at(row))
        section = next((each for each in self.sections() if each.start == row), None)
        if section is None or not section.title:
            return text
        # After its name, which is what one listens for.
        heading = self.tr("first of %n player(s) in {}", "", section.count).format(words.one_line(section.title))
        return f"{text}, {heading}"

    def cell(self, view: PlayerView, column: Column) -> str:
        """What the table says of a player in a column; without the way through Qt."""
        playback = view.playback
        shows = view.online and playback.item is not None
        match column:
            case Column.NAME:
                return view.name
            case Column.STATUS:
                return look_of(view).word
            case Column.AREA:
                return view.identity.area
            case Column.SHOWS if playback.item is not None and view.online:
                return playback.item.name
            case Column.SHOWS:
                return "" if view.online else words.brief_reason(view)
            case Column.POSITION:
                return words.progress(view, self._clock.monotonic_s()) if shows else ""
            case Column.VOLUME if view.online:
                return self.tr("Muted") if playback.muted else self.tr("{} %").format(playback.volume)
            case Column.LAST_SEEN:
                return words.seen(view, self._clock.wall_s())
            case Column.ADDRESS:
                return str(view.addresses[0]) if view.addresses else ""
            case Column.HERE:
                return present_names(view)
            case _:
                return ""

    def _apply(self, changes: Changes) -> None:
        arrangement = self._arrangement
        fresh = [view for key, view in changes.players.items() if arrangement.view_of(key) != view]
        gone = [key for key in changes.removed if arrangement.view_of(key) is not None]
        if not fresh and not gone:
            return
        moving = [view for view in fresh if not arrangement.refresh(view)]
        if len(moving) + len(gone) > MAX_STEPS:
            self.beginResetModel()
            arrangement.take(moving, gone)
            self.endResetModel()
            self.begun_anew.emit()
        else:
            for player_id in gone:
                self._drop(player_id)
            arriving = {view.id for view in moving if arrangement.row_of(view.id) is None}
            for view in moving:
                self._put(view)
            self._tell([view.id for view in fresh if view.id not in arriving])
        self.counted.emit()

    def _drop(self, player_id: str) -> None:
        row = self._arrangement.row_of(player_id)
        if row is None:
            self._arrangement.drop(player_id)
            return
        self.beginRemoveRows(_NO_INDEX, row, row)
        self._arrangement.drop(player_id)
        self.endRemoveRows()

    def _put(self, view: PlayerView) -> None:
        arrangement = self._arrangement
        before, after = arrangement.rows_for(view)
        if before is None and after is not None:
            self.beginInsertRows(_NO_INDEX, after, after)
            arrangement.put(view)
            self.endInsertRows()
        elif before is not None and after is None:
            self.beginRemoveRows(_NO_INDEX, before, before)
            arrangement.put(view)
            self.endRemoveRows()
        elif before is None or after is None or before == after:
            arrangement.put(view)
        else:
            self.beginMoveRows(_NO_INDEX, before, before, _NO_INDEX, after + (after > before))
            arrangement.put(view)
            self.endMoveRows()

    def _tell(self, player_ids: list[str]) -> None:
        """All in one span: most rows are out of sight, and the views know which of the others they have to paint."""
        rows = [row for row in map(self._arrangement.row_of, player_ids) if row is not None]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(Column) - 1))
