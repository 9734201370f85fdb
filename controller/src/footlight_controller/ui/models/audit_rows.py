"""The audit of all players as rows of a table, and what is chosen from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal

from footlight_controller.core.audit_trail import Audited
from footlight_controller.ui.activity_log.command_words import result, what
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.models.rows import NO_INDEX, RowsModel
from footlight_controller.ui.moments import moment
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.role_words import role_title
from footlight_controller.ui.words import one_line


class AuditColumn(IntEnum):
    """What the table shows of a line."""

    TIME = 0
    WHO = 1
    ROLE = 2
    PLAYER = 3
    WHAT = 4
    RESULT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Parts of texts, in any case; an empty one lets everything through."""

    member: str = ""
    player: str = ""
    command: str = ""
    text: str = ""

    def lets_through(self, line: Audited) -> bool:
        """Whether the line is to be shown."""
        entry = line.entry
        return (
            (not self.member or _holds(entry.name, self.member))
            and (not self.player or _holds(line.player_name, self.player))
            and (not self.command or _holds(f"{what(entry)} {entry.command}", self.command))
            and (not self.text or all(_holds(_everything(line), word) for word in self.text.split()))
        )


class AuditModel(RowsModel[Audited, AuditColumn]):
    """Newest first. Qt thread."""

    more_wanted = Signal()
    """Somebody scrolled to the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(AuditColumn, parent)
        self._lines: Sequence[Audited] = ()
        self._filter = AuditFilter()
        self._ended = True
        self._namesakes = Namesakes(())

    @property
    def filter(self) -> AuditFilter:
        return self._filter

    def choose(self, chosen: AuditFilter) -> None:
        """Show only what it lets through."""
        if chosen != self._filter:
            self._filter = chosen
            self._begin_anew()

    def tell_apart(self, namesakes: Namesakes) -> None:
        """Whose names need a number from the next repaint on."""
        self._namesakes = namesakes

    def show_lines(self, lines: Sequence[Audited], *, ended: bool) -> None:
        """All there are now, newest first; `ended` when there are no older ones to ask for."""
        self._ended = ended
        before, self._lines = self._lines, lines
        old, new = len(before), len(lines)
        if new < old or not old:
            self._begin_anew()
        elif lines[0] is before[0] and lines[old - 1] is before[-1]:
            self._insert(len(self._rows), self._fitting(lines[old:]))
        elif lines[-1] is before[-1] and lines[new - old] is before[0]:
            self._insert(0, self._fitting(lines[: new - old]))
        else:
            self._begin_anew()

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and not self._ended

    def fetchMore(self, parent: AnyIndex) -> None:
        if not parent.isValid():
            self.more_wanted.emit()

    def heading(self, column: AuditColumn) -> str:
        return {
            AuditColumn.TIME: self.tr("Time"),
            AuditColumn.WHO: self.tr("Who"),
            AuditColumn.ROLE: self.tr("Role"),
            AuditColumn.PLAYER: self.tr("Player"),
            AuditColumn.WHAT: self.tr("What"),
            AuditColumn.RESULT: self.tr("Result"),
        }[column]

    def line_at(self, row: int) -> Audited:
        """Without the way through Qt. Raises IndexError."""
        return self._rows[row]

    def cell(self, line: Audited, column: AuditColumn) -> str:
        entry = line.entry
        match column:
            case AuditColumn.TIME:
                return time_of(entry.at_s)
            case AuditColumn.WHO:
                return one_line(entry.name)
            case AuditColumn.ROLE:
                return role_title(entry.role) if entry.role is not None else ""
            case AuditColumn.PLAYER:
                return self._namesakes.told(one_line(line.player_name), line.player_id)
            case AuditColumn.WHAT:
                return what(entry)
            case AuditColumn.RESULT:
                return result(entry)

    def told(self, line: Audited) -> str:
        entry = line.entry
        who = self.cell(line, AuditColumn.WHO)
        if who and entry.role is not None:
            who = self.tr("{} ({})").format(who, role_title(entry.role))
        if who and entry.controller:
            who = self.tr("{} from {}").format(who, one_line(entry.controller))
        parts = (time_of(entry.at_s), who, self.cell(line, AuditColumn.PLAYER), what(entry), result(entry))
        return "\n".join(filter(None, parts))

    def _fitting(self, lines: Sequence[Audited]) -> list[Audited]:
        if self._filter == AuditFilter():
            return list(lines)
        lets_through = self._filter.lets_through
        return [line for line in lines if lets_through(line)]

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self._rows = self._fitting(self._lines)
        self.endResetModel()

    def _insert(self, place: int, rows: list[Audited]) -> None:
        if rows:
            self.beginInsertRows(NO_INDEX, place, place + len(rows) - 1)
            self._rows[place:place] = rows
            self.endInsertRows()


def time_of(at_s: float) -> str:
    """Day and time as people write them, to the second."""
    return _written(at_s, QCoreApplication.translate("Audit", "d MMM yyyy HH:mm:ss"), QLocale().name())


@lru_cache(maxsize=4096)
def _written(at_s: float, pattern: str, _language: str) -> str:
    return QLocale().toString(moment(at_s), pattern)


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return one_line(text).casefold()


def _holds(text: str, part: str) -> bool:
    return part in _folded(text)


def _everything(line: Audited) -> str:
    entry = line.entry
    return " ".join(
        (entry.name, line.player_name, what(entry), entry.command, result(entry), entry.controller, entry.code)
    )
