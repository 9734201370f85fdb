"""The players as rows, sorted by area and name; every change is announced for exactly the rows and roles it touches."""

from bisect import bisect_left
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMetaMethod, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui import summary
from footlight_controller.ui.models.order import NaturalKey, natural
from footlight_controller.ui.status import Status

AnyIndex = QModelIndex | QPersistentModelIndex
SortKey = tuple[bool, NaturalKey, NaturalKey, str]

_NO_INDEX = QModelIndex()


class Role(IntEnum):
    """What can be asked of a row; the type of the answer in brackets."""

    NAME = Qt.ItemDataRole.DisplayRole.value
    """[str]"""
    TOOL_TIP = Qt.ItemDataRole.ToolTipRole.value
    """[str] Everything in full, as rich text."""
    SPOKEN = Qt.ItemDataRole.AccessibleTextRole.value
    """[str] One sentence for a screen reader."""
    VIEW = Qt.ItemDataRole.UserRole.value
    """[PlayerView]"""
    ID = VIEW + 1
    """[str]"""
    AREA = VIEW + 2
    """[str]"""
    STATUS = VIEW + 3
    """[str] A `Status`; Qt makes a plain text of it."""
    REASON = VIEW + 4
    """[str] What the latest attempt found, or how far it is."""
    LAST_SEEN_S = VIEW + 5
    """[float | None] Wall time of the controller."""
    ITEM = VIEW + 6
    """[Item | None]"""
    INDEX = VIEW + 7
    """[int]"""
    COUNT = VIEW + 8
    """[int]"""
    POSITION_S = VIEW + 9
    """[float] As reported; `PlayerView.position_s` carries it on."""
    DURATION_S = VIEW + 10
    """[float | None]"""
    VOLUME = VIEW + 11
    """[int]"""
    MUTED = VIEW + 12
    """[bool]"""
    STATS = VIEW + 13
    """[PlayerStats]"""
    LOST = VIEW + 14
    """[str] Why the link that was last up went down."""


READ: dict[Role, Callable[[PlayerView], Any]] = {
    Role.NAME: lambda view: view.identity.name,
    Role.ID: lambda view: view.identity.id,
    Role.AREA: lambda view: view.identity.area,
    Role.STATUS: Status.of,
    Role.REASON: lambda view: view.link.reason,
    Role.LOST: lambda view: view.link.lost,
    Role.LAST_SEEN_S: lambda view: view.last_seen_s,
    Role.ITEM: lambda view: view.playback.item,
    Role.INDEX: lambda view: view.playback.index,
    Role.COUNT: lambda view: view.playback.count,
    Role.POSITION_S: lambda view: view.playback.position_s,
    Role.DURATION_S: lambda view: view.playback.duration_s,
    Role.VOLUME: lambda view: view.playback.volume,
    Role.MUTED: lambda view: view.playback.muted,
    Role.STATS: lambda view: view.stats,
}
# What the two texts made of a whole view are made of.
_TOLD = {
    Role.NAME,
    Role.AREA,
    Role.STATUS,
    Role.REASON,
    Role.LOST,
    Role.ITEM,
    Role.INDEX,
    Role.COUNT,
    Role.VOLUME,
    Role.MUTED,
}


class PlayerListModel(QAbstractListModel):
    """One row a player. Qt thread."""

    applied = Signal(object)
    """[Changes] taken over; once for all its rows, where `dataChanged` comes for each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data_changed = QMetaMethod.fromSignal(self.dataChanged)
        self._views: list[PlayerView] = []
        self._keys: list[SortKey] = []
        self._key_of: dict[str, SortKey] = {}

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._views)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._views):
            return None
        view = self._views[index.row()]
        if role == Role.VIEW:
            return view
        if role == Role.TOOL_TIP:
            return summary.tool_tip(view)
        if role == Role.SPOKEN:
            return summary.spoken(view)
        read = READ.get(role)  # type: ignore[call-overload]
        return None if read is None else read(view)

    def views(self) -> list[PlayerView]:
        """All players, in the order of the rows."""
        return list(self._views)

    def index_of(self, player_id: str) -> QModelIndex:
        """The row of a player; invalid when it has none."""
        key = self._key_of.get(player_id)
        return _NO_INDEX if key is None else self.index(bisect_left(self._keys, key), 0)

    def apply(self, changes: Changes) -> None:
        """Take over the players of `changes`."""
        self._remove(
            sorted(
                (bisect_left(self._keys, self._key_of[key]) for key in changes.removed & self._key_of.keys()),
                reverse=True,
            )
        )
        new: list[tuple[SortKey, PlayerView]] = []
        for player_id, view in changes.players.items():
            old_key = self._key_of.get(player_id)
            if old_key is None:
                new.append((_sort_key(view), view))
                continue
            row = bisect_left(self._keys, old_key)
            if self._views[row].identity != view.identity and (key := _sort_key(view)) != old_key:
                self._move(old_key, key, player_id)
                row = bisect_left(self._keys, key)
            self._replace(row, view)
        self._insert(sorted(new, key=lambda entry: entry[0]))
        self.applied.emit(changes)

    def _replace(self, row: int, view: PlayerView) -> None:
        old = self._views[row]
        if old == view:
            return
        self._views[row] = view
        if not self.isSignalConnected(self._data_changed):
            # Of a thousand rows a second nobody wants to know; what is shown follows `applied`.
            return
        roles = [role for role, read in READ.items() if read(old) != read(view)]
        if not _TOLD.isdisjoint(roles):
            roles += [Role.TOOL_TIP, Role.SPOKEN]
        index = self.index(row, 0)
        self.dataChanged.emit(index, index, [Role.VIEW, *roles])

    def _move(self, old_key: SortKey, key: SortKey, player_id: str) -> None:
        source, target = bisect_left(self._keys, old_key), bisect_left(self._keys, key)
        moves = target not in (source, source + 1)
        if moves:
            self.beginMoveRows(_NO_INDEX, source, source, _NO_INDEX, target)
        view = self._views.pop(source)
        del self._keys[source]
        landing = target - 1 if target > source else target
        self._views.insert(landing, view)
        self._keys.insert(landing, key)
        self._key_of[player_id] = key
        if moves:
            self.endMoveRows()

    def _insert(self, new: list[tuple[SortKey, PlayerView]]) -> None:
        """Neighbours among the new rows go in as one range."""
        start = 0
        while start < len(new):
            row = bisect_left(self._keys, new[start][0])
            end = start + 1
            while end < len(new) and (row == len(self._keys) or new[end][0] < self._keys[row]):
                end += 1
            self.beginInsertRows(_NO_INDEX, row, row + end - start - 1)
            self._keys[row:row] = [key for key, _ in new[start:end]]
            self._views[row:row] = [view for _, view in new[start:end]]
            self._key_of.update((view.id, key) for key, view in new[start:end])
            self.endInsertRows()
            start = end

    def _remove(self, rows: list[int]) -> None:
        """`rows` from last to first."""
        start = 0
        while start < len(rows):
            end = start + 1
            while end < len(rows) and rows[end] == rows[end - 1] - 1:
                end += 1
            first, last = rows[end - 1], rows[start]
            self.beginRemoveRows(_NO_INDEX, first, last)
            for view in self._views[first : last + 1]:
                del self._key_of[view.id]
            del self._views[first : last + 1]
            del self._keys[first : last + 1]
            self.endRemoveRows()
            start = end


def _sort_key(view: PlayerView) -> SortKey:
    area = view.identity.area.strip()
    return (not area, natural(area), natural(view.identity.name), view.id)
