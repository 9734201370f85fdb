"""The notes that stay until somebody has read them, kept from run to run."""

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QSaveFile, QTimer, Signal

from footlight_common.clock import Clock
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.words import several

log = logging.getLogger(__name__)

MOST = 200
# So many of one kind at once are one note: a switch that lost its power is one thing to read, not a hundred.
TOGETHER_FROM = 4
SAVE_AFTER_MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNote:
    """One note as it is kept. `subject_id` is empty where it is about several players."""

    at_s: float
    """Wall time of the controller."""
    topic: str
    subject: str
    subject_id: str = ""
    text: str = ""
    level: Level = Level.INFO
    icon: str = "information"
    read: bool = False


class Notebook(QObject):
    """The latest MOST notes that are worth keeping. Qt thread. Written a moment after a change, and by `flush`.

    `file` None keeps them in memory only. A file that cannot be read is begun anew: nothing in it is needed.
    """

    changed = Signal()

    def __init__(self, clock: Clock, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._file = file
        self._kept: deque[KeptNote] = deque(_read(file), maxlen=MOST)
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_AFTER_MS)
        self._saving.timeout.connect(self._write)

    @property
    def kept(self) -> list[KeptNote]:
        """Newest first."""
        return list(reversed(self._kept))

    @property
    def unread(self) -> int:
        """How many nobody has read."""
        return sum(not note.read for note in self._kept)

    def take(self, notes: Iterable[Note]) -> list[Note]:
        """Keep those that are worth it; returns them."""
        by_topic: dict[str, list[Note]] = {}
        for note in notes:
            if self._is_worth_keeping(note):
                by_topic.setdefault(note.topic, []).append(note)
        at_s = self._clock.wall_s()
        for together in by_topic.values():
            if len(together) >= TOGETHER_FROM:
                self._kept.append(_as_one(together, at_s))
            else:
                self._kept.extend(_kept(note, at_s) for note in together)
        if by_topic:
            self._change()
        return [note for together in by_topic.values() for note in together]

    def mark_read(self) -> None:
        """All have been read."""
        if self.unread:
            self._kept = deque((replace(note, read=True) for note in self._kept), maxlen=MOST)
            self._change()

    def clear(self) -> None:
        """Forget all."""
        if self._kept:
            self._kept.clear()
            self._change()

    def flush(self) -> None:
        """Write now what has changed, if anything has."""
        if self._file is None or not self._saving.isActive():
            return
        self._saving.stop()
        self._write()

    def _write(self) -> None:
        file = QSaveFile(str(self._file))
        if not (
            file.open(QSaveFile.OpenModeFlag.WriteOnly)
            and file.write(msgspec.json.encode(list(self._kept))) >= 0
            and file.commit()
        ):
            log.info("could not keep the notifications in %s: %s", self._file, file.errorString())

    def _is_worth_keeping(self, note: Note) -> bool:
        if note.topic == "online":
            # Worth it only for one whose going is in here: at the start everybody comes online.
            return any(
                each.topic == "offline" and each.subject_id in (note.subject_id, "") for each in reversed(self._kept)
            ) and not self._is_back(note.subject_id)
        return note.lasting or note.level in (Level.CAUTION, Level.BAD)

    def _is_back(self, player_id: str) -> bool:
        """Whether the latest that is kept of it says that it is online."""
        topics = (each.topic for each in reversed(self._kept) if each.subject_id == player_id)
        return next((topic for topic in topics if topic in ("online", "offline")), "") == "online"

    def _change(self) -> None:
        if self._file is not None:
            self._saving.start()
        self.changed.emit()


def _kept(note: Note, at_s: float) -> KeptNote:
    return KeptNote(
        at_s=at_s,
        topic=note.topic,
        subject=note.subject,
        subject_id=note.subject_id,
        text=note.text,
        level=note.level,
        icon=note.icon,
    )


def _as_one(notes: list[Note], at_s: float) -> KeptNote:
    """All of one topic."""
    last = notes[-1]
    names = [note.subject for note in notes]
    return replace(
        _kept(last, at_s),
        subject=last.together.format(len(notes)),
        subject_id="",
        text=several(names),
    )


def _read(file: Path | None) -> list[KeptNote]:
    if file is None:
        return []
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[KeptNote])[-MOST:]
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError) as err:
        log.info("the notifications in %s cannot be read, new ones are kept: %s", file, err)
        return []
