"""The strip at the foot of the window for passing notes and for what is under way: the page makes room for it."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QTimer, QVariantAnimation
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from footlight_controller.ui.activity import Activity
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.activity_tile import ActivityTile
from footlight_controller.ui.widgets.toast import Toast, tile_height

# More cannot be read before they go.
MAX_SHOWN = 4
# In widths of the letter n, of each tile.
LEAST_EN, MOST_EN = 38, 54
# Of the height of the window: a second row only where so much is left over for both.
SHARE = 0.28
MOVES_MS = 140
# Whoever works gives one command after the other: the page stays as it is until nothing was told for so long.
LINGERS_MS = 8000
# What a player does because it was asked to is seen this long before or after the answer.
ANSWER_S = 2.0
_WEIGHTS = list(Level)


class Toasts(QFrame):
    """As high as it needs to be, and gone when there is nothing to tell; nothing ever lies below it.

    Tiles stand at the right end, the oldest outermost, and close up when one goes. While the pointer is on any of them
    their times stand still, and so do they.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("strip")
        self._shown: list[Toast] = []
        self._activities: list[ActivityTile] = []
        self._waiting: list[Activity] = []
        self._slots: dict[QWidget, int] = {}
        self._answered: dict[str, float] = {}
        self._held = False
        self._rows = 0
        self._kept = False
        self._move = QVariantAnimation(self)
        self._move.setDuration(MOVES_MS)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._move.valueChanged.connect(lambda height: self.setFixedHeight(int(height)))
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGERS_MS)
        self._linger.timeout.connect(self._leave)
        # Not hidden, so that its width is known.
        self.setFixedHeight(0)
        theme.changed.connect(self._pack)

    @property
    def shown(self) -> list[Toast]:
        """The oldest first."""
        return list(self._shown)

    @property
    def activities(self) -> list[ActivityTile]:
        """What is under way, the oldest first."""
        return list(self._activities)

    def tell(self, *notes: Note) -> None:
        """Show `notes`, each together with those of its topic that come with it or are on show.

        What only follows from a command is left out beside the answer to it, whichever of the two is told first.
        """
        self._note_answers(notes)
        by_topic: dict[str, list[Note]] = {}
        for note in notes:
            if note.follows and note.subject_id in self._answered:
                continue
            by_topic.setdefault(note.topic, []).append(note)
        for topic, together in by_topic.items():
            toast = next((toast for toast in self._shown if toast.topic == topic), None)
            if toast is None:
                toast = self._add(together)
            else:
                toast.absorb(*together)
            self._announce(toast)

    def show_activity(self, activity: Activity) -> None:
        """Show what is under way until it ends; where there is no room, as soon as there is."""
        if activity.ended:
            return
        activity.over.connect(lambda: self._end(activity))
        if len(self._activities) < max(1, self._capacity() - 1):
            self._begin(activity)
        else:
            self._waiting.append(activity)

    def keep_room(self, on: bool) -> None:
        """Hold a row free where the window is high enough, so that nothing moves under the pointer meanwhile."""
        self._kept = on
        if on:
            self._make_room()
        elif not self._slots:
            self._linger.start()

    def clear(self) -> None:
        """Take all notes away; what is under way stays."""
        for toast in self.shown:
            self._drop(toast)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._pack()
        else:
            self._place()

    def _note_answers(self, notes: Sequence[Note]) -> None:
        now_s = time.monotonic()
        self._answered = {each: until_s for each, until_s in self._answered.items() if until_s > now_s}
        answers = [note for note in notes if note.answers]
        fresh = {note.subject_id for note in answers} | {part.subject_id for note in answers for part in note.parts}
        fresh.discard("")
        self._answered.update(dict.fromkeys(fresh, now_s + ANSWER_S))
        for toast in self.shown if fresh else []:
            if toast.age_s <= ANSWER_S and not toast.leave_to_answers(fresh):
                self._drop(toast)

    def _add(self, notes: list[Note]) -> Toast:
        while self._shown and len(self._slots) >= self._capacity():
            # The least important of the oldest makes room: an error is not pushed out by good news.
            self._drop(min(self._shown, key=lambda toast: _WEIGHTS.index(toast.level)))
        toast = Toast(self._theme, notes, self)
        toast.over.connect(self._drop)
        toast.hovered.connect(self._hold)
        self._shown.append(toast)
        self._put(toast)
        if not self._held:
            toast.count_down()
        return toast

    def _begin(self, activity: Activity) -> None:
        tile = ActivityTile(self._theme, activity, self)
        if self._shown and len(self._slots) >= self._capacity():
            self._drop(min(self._shown, key=lambda toast: _WEIGHTS.index(toast.level)))
        self._activities.append(tile)
        self._put(tile)
        self._say(activity.text, assertive=False)

    def _end(self, activity: Activity) -> None:
        if activity in self._waiting:
            self._waiting.remove(activity)
        for tile in [tile for tile in self._activities if tile.activity is activity]:
            self._activities.remove(tile)
            self._let_go(tile)
        if self._waiting and len(self._activities) < max(1, self._capacity() - 1):
            self._begin(self._waiting.pop(0))

    def _put(self, tile: QWidget) -> None:
        taken = set(self._slots.values())
        self._slots[tile] = next(slot for slot in range(len(taken) + 1) if slot not in taken)
        # In its place before it is seen: where it is made, the pointer may be.
        self._place()
        tile.show()
        self._make_room()

    def _drop(self, toast: Toast) -> None:
        if toast not in self._shown:
            return
        self._shown.remove(toast)
        toast.hold()
        self._let_go(toast)
        if self._held and not any(each.underMouse() for each in self._shown):
            self._hold(False)

    def _let_go(self, tile: QWidget) -> None:
        self._slots.pop(tile, None)
        tile.hide()
        tile.deleteLater()
        self._close_up()
        if not self._slots:
            self._linger.start()

    def _hold(self, on: bool) -> None:
        self._held = on
        for toast in self._shown:
            if on:
                toast.hold()
            else:
                toast.count_down()
        self._close_up()

    def _close_up(self) -> None:
        """To the right end, unless that would take something away from under the pointer."""
        if self._held or any(tile.underMouse() for tile in self._activities):
            return
        self._renumber()
        self._place()

    def _renumber(self) -> None:
        self._slots = {tile: place for place, tile in enumerate(sorted(self._slots, key=self._slots.__getitem__))}

    def _columns(self) -> int:
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        space = self._theme.tokens.space
        room = self.width() - 2 * space.three + space.one
        return max(1, int(room // (LEAST_EN * letter + space.one)))

    def _most_rows(self) -> int:
        space = self._theme.tokens.space
        two = 2 * (tile_height(self._theme) + space.one) + space.one
        # Where there is room for one alone, an error would be pushed out by good news.
        pressing = self._columns() == 1 and any(toast.level is Level.BAD for toast in self._shown)
        return 2 if pressing or two <= SHARE * self.window().height() else 1

    def _capacity(self) -> int:
        return min(MAX_SHOWN, self._columns() * self._most_rows())

    def _pack(self) -> None:
        """Another width or another font: everything takes its place anew."""
        while self._shown and len(self._slots) > self._capacity():
            self._drop(min(self._shown, key=lambda toast: _WEIGHTS.index(toast.level)))
        self._renumber()
        self._rows = 0
        self._place()
        if self._slots or self._kept:
            self._make_room()

    def _place(self) -> None:
        """From the right, as far from what is read as can be, the second row above the first."""
        space, columns = self._theme.tokens.space, self._columns()
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        room = self.width() - 2 * space.three - (columns - 1) * space.one
        width, height = int(min(MOST_EN * letter, room / columns)), tile_height(self._theme)
        for tile, slot in self._slots.items():
            row, column = divmod(slot, columns)
            left = self.width() - space.three - (column + 1) * width - column * space.one
            tile.setGeometry(left, self.height() - (row + 1) * (height + space.one), width, height)

    def _make_room(self) -> None:
        if not self._slots and self._most_rows() < 2:
            return
        self._linger.stop()
        rows = 1 + max(self._slots.values(), default=0) // self._columns()
        if rows > self._rows:
            self._rows = rows
            space = self._theme.tokens.space
            self._go_to(self._rows * (tile_height(self._theme) + space.one) + space.one)

    def _leave(self) -> None:
        if not self._slots:
            self._rows = 0
            if self._kept and self._most_rows() > 1:
                self._make_room()
            else:
                self._go_to(0)

    def _go_to(self, height: int) -> None:
        self._move.stop()
        if self.isVisible() and self.window().isActiveWindow():
            self._move.setStartValue(self.height())
            self._move.setEndValue(height)
            self._move.start()
        else:
            # Nobody looks.
            self.setFixedHeight(height)

    def _announce(self, toast: Toast) -> None:
        self._say(toast.accessibleName(), assertive=toast.level is Level.BAD)

    def _say(self, text: str, *, assertive: bool) -> None:
        if not QAccessible.isActive():
            return
        event = QAccessibleAnnouncementEvent(self, text)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
        QAccessible.updateAccessibility(event)
