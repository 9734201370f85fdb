"""The notes that stay until somebody has read them, kept from run to run."""

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QSaveFile, QTimer, Signal

from footlight_common.clock import Clock
from footlight_controller.ui.notes import Level, Note, Part
from footlight_controller.ui.words import several

log = logging.getLogger(__name__)

MOST = 200
# So many of one kind at once are one note: a switch that lost its power is one thing to read, not a hundred.
TOGETHER_FROM = 4
# What follows the last of its kind within this time belongs to the same story.
JOINED_WITHIN_S = 5.0
# What comes again within this time has nothing new for who has read it.
KNOWN_FOR_S = 3600.0
# An item that breaks is skipped as well: that is once, and not twice.
ONCE_WITHIN_S = 1.0
# Of all notes together; the oldest keep their heading alone.
MOST_PARTS = 4000
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
    parts: tuple[Part, ...] = ()
    """Of one about several players, each of them."""
    times: int = 1
    """How often it came."""


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
            self._keep(together, at_s)
        if by_topic:
            self._spare_room()
            self._change()
        return [note for together in by_topic.values() for note in together]

    def _keep(self, together: list[Note], at_s: float) -> None:
        """All of one topic, with those of it that have just come."""
        last = together[-1]
        if last.repeats:
            recent = [note for note in reversed(self._kept) if note.topic == last.topic]
        else:
            recent = self._recent(last.topic, at_s) if last.together else []
        parts = {part.subject_id: part for note in reversed(recent) for part in _parts_of(note)}
        known = parts.keys()
        fresh = {note.subject_id: _part(note) for note in together}
        parts = {key: part for key, part in parts.items() if key not in fresh} | fresh
        if last.together is None or len(parts) < TOGETHER_FROM:
            if last.repeats:
                for note in {note.subject_id: note for note in together}.values():
                    self._repeat(note, at_s)
            else:
                self._kept.extend(_kept(note, at_s) for note in together)
            return
        self._kept = deque((note for note in self._kept if note not in recent), maxlen=MOST)
        self._kept.append(
            replace(
                _kept(last, at_s),
                subject=last.together.of(len(parts)),
                subject_id="",
                text=several([part.subject for part in parts.values()]),
                parts=tuple(parts.values()),
                read=last.seen or (last.repeats and fresh.keys() <= known and _was_read(recent, at_s)),
            )
        )

    def _repeat(self, note: Note, at_s: float) -> None:
        """In place of what is kept of the same, if anything is."""
        before = [each for each in self._kept if (each.topic, each.subject_id) == (note.topic, note.subject_id)]
        kept = _kept(note, at_s)
        if before:
            self._kept = deque((each for each in self._kept if each not in before), maxlen=MOST)
            times = before[-1].times + (not 0 <= at_s - before[-1].at_s < ONCE_WITHIN_S)
            text = self.tr("%Ln times: {}", "", times).format(note.text) if times > 1 else note.text
            kept = replace(kept, times=times, text=text, read=note.seen or _was_read(before, at_s))
        self._kept.append(kept)

    def _recent(self, topic: str, at_s: float) -> list[KeptNote]:
        """Those of a topic that follow one another closely up to now."""
        found: list[KeptNote] = []
        for note in reversed(self._kept):
            if note.topic == topic:
                if not 0 <= at_s - note.at_s <= JOINED_WITHIN_S:
                    break
                found.append(note)
                at_s = note.at_s
        return found

    def _spare_room(self) -> None:
        left, kept = MOST_PARTS, []
        for note in reversed(self._kept):
            left -= len(note.parts)
            kept.append(note if left >= 0 or not note.parts else replace(note, parts=()))
        self._kept = deque(reversed(kept), maxlen=MOST)

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
            return self._latest_of(note.subject_id) == "offline"
        return note.lasting or note.level in (Level.CAUTION, Level.BAD)

    def _latest_of(self, player_id: str) -> str:
        """What the latest note tells that is kept of its coming and going."""
        for note in reversed(self._kept):
            if note.topic in ("online", "offline") and _is_about(note, player_id):
                return note.topic
        return ""

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
        read=note.seen,
        parts=note.parts,
    )


def _part(note: Note) -> Part:
    return Part(subject=note.subject, subject_id=note.subject_id, text=note.text, level=note.level)


def _was_read(notes: Iterable[KeptNote], at_s: float) -> bool:
    """Whether somebody has read these, not long ago."""
    return all(note.read and 0 <= at_s - note.at_s <= KNOWN_FOR_S for note in notes)


def _parts_of(note: KeptNote) -> tuple[Part, ...]:
    if note.parts or not note.subject_id:
        return note.parts
    return (Part(subject=note.subject, subject_id=note.subject_id, text=note.text, level=note.level),)


def _is_about(note: KeptNote, player_id: str) -> bool:
    if note.subject_id or note.parts:
        return player_id == note.subject_id or any(part.subject_id == player_id for part in note.parts)
    # Its parts are not kept any more: it may be.
    return True


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
