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
SHARE = 0.25
MOVES_MS = 140
# The answer to what was under way comes right after its end, and takes its place: nothing moves between the two.
LINGERS_MS = 100
# For the place of what matters more; time to read that.
WAITS_MS = 5000
# What a player does because it was asked to is seen this long before or after the answer.
ANSWER_S = 2.0
_WEIGHTS = list(Level)


class Toasts(QFrame):
    """As high as it needs to be, and gone when there is nothing to tell; nothing ever lies below it.

    Tiles stand at the right end, the oldest outermost, and close up when one goes. While the pointer is on any of them
    their times stand still, and so do they. What finds no room because something graver is on show waits for its place.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("strip")
        self._shown: list[Toast] = []
        self._activities: list[ActivityTile] = []
        self._waiting: list[Activity] = []
        self._later: dict[str, list[Note]] = {}
        self._slots: dict[QWidget, int] = {}
        self._answered: dict[tuple[str, str], float] = {}
        self._held = False
        self._high = 0
        self._kept = False
        self._move = QVariantAnimation(self)
        self._move.setDuration(MOVES_MS)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._move.valueChanged.connect(lambda height: self.setFixedHeight(int(height)))
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGERS_MS)
        self._linger.timeout.connect(self._fit)
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
            answered = (topic for player_id, topic in self._answered if player_id == note.subject_id)
            if not any(topic.startswith(note.follows) for topic in answered):
                by_topic.setdefault(note.topic, []).append(note)
        for topic, together in by_topic.items():
            toast = next((toast for toast in self._shown if toast.topic == topic), None)
            if toast is None and self._outweighed(together[-1].level):
                self._keep_for_later(topic, together)
                continue
            if toast is None:
                toast = self._add(together)
            else:
                toast.absorb(*together)
                self._place()
                self._make_room()
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
        self._fit()

    def clear(self) -> None:
        """Take all notes away; what is under way stays."""
        self._later.clear()
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
        ids = {(note.subject_id, note.topic) for note in answers}
        ids |= {(part.subject_id, note.topic) for note in answers for part in note.parts}
        fresh = {(player_id, topic) for player_id, topic in ids if player_id}
        self._answered.update(dict.fromkeys(fresh, now_s + ANSWER_S))
        for toast in self.shown if fresh else []:
            if toast.age_s <= ANSWER_S and not toast.leave_to_answers(fresh):
                self._drop(toast)

    def _outweighed(self, level: Level) -> bool:
        """Whether there is no room beside what matters more."""
        full = bool(self._shown) and len(self._slots) >= self._capacity()
        return full and _WEIGHTS.index(level) < min(_WEIGHTS.index(toast.level) for toast in self._shown)

    def _keep_for_later(self, topic: str, notes: list[Note]) -> None:
        self._later[topic] = [*self._later.pop(topic, []), *notes]
        while len(self._later) > MAX_SHOWN:
            self._later.pop(next(iter(self._later)))
        self._least().hurry(WAITS_MS)

    def _least(self) -> Toast:
        """The least important of the oldest makes room: an error is not pushed out by good news."""
        return min(self._shown, key=lambda toast: _WEIGHTS.index(toast.level))

    def _tell_later(self) -> None:
        while self._later and len(self._slots) < self._capacity():
            self._announce(self._add(self._later.pop(next(iter(self._later)))))

    def _add(self, notes: list[Note]) -> Toast:
        while self._shown and len(self._slots) >= self._capacity():
            self._drop(self._least())
        toast = Toast(self._theme, notes, self)
        toast.over.connect(self._over)
        toast.hovered.connect(self._hold)
        self._shown.append(toast)
        self._put(toast)
        if not self._held:
            toast.count_down()
        return toast

    def _begin(self, activity: Activity) -> None:
        tile = ActivityTile(self._theme, activity, self)
        if self._shown and len(self._slots) >= self._capacity():
            self._drop(self._least())
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
        self._tell_later()

    def _over(self, toast: Toast) -> None:
        self._drop(toast)
        self._tell_later()

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
        # What is told or begun next takes the place that is free now.
        self._linger.start()

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
        return 2 if two <= SHARE * self.window().height() else 1

    def _capacity(self) -> int:
        return min(MAX_SHOWN, self._columns() * self._most_rows())

    def _pack(self) -> None:
        """Another width or another font: everything takes its place anew."""
        while self._shown and len(self._slots) > self._capacity():
            self._drop(self._least())
        self._renumber()
        self._place()
        self._fit()

    def _tile_width(self) -> int:
        space, columns = self._theme.tokens.space, self._columns()
        letter = QFontMetricsF(self._theme.fonts.body).horizontalAdvance("n")
        room = self.width() - 2 * space.three - (columns - 1) * space.one
        return int(min(MOST_EN * letter, room / columns))

    def _rows(self) -> list[int]:
        """How high each is, from below: as its highest tile."""
        width, least, columns = self._tile_width(), tile_height(self._theme), self._columns()
        rows = [least] * (1 + max(self._slots.values(), default=-1) // columns)
        for tile, slot in self._slots.items():
            row = slot // columns
            rows[row] = max(rows[row], tile.height_in(width) if isinstance(tile, Toast) else least)
        return rows

    def _place(self) -> None:
        """From the right, as far from what is read as can be, the second row above the first."""
        space, columns, width, rows = self._theme.tokens.space, self._columns(), self._tile_width(), self._rows()
        for tile, slot in self._slots.items():
            row, column = divmod(slot, columns)
            height = tile.height_in(width) if isinstance(tile, Toast) else tile_height(self._theme)
            left = self.width() - space.three - (column + 1) * width - column * space.one
            foot = self.height() - sum(rows[:row]) - (row + 1) * space.one
            tile.setGeometry(left, foot - height, width, height)

    def _needed(self) -> int:
        space = self._theme.tokens.space.one
        rows = self._rows()
        if not rows and self._kept and self._most_rows() > 1:
            rows = [tile_height(self._theme)]
        return sum(rows) + (len(rows) + 1) * space if rows else 0

    def _make_room(self) -> None:
        """At once; room that is needed no more goes a moment later."""
        self._linger.start()
        if (needed := self._needed()) > self._high:
            self._go_to(needed)

    def _fit(self) -> None:
        self._linger.stop()
        if self._held and self._slots:
            # Not away from under the pointer.
            return
        if (needed := self._needed()) != self._high:
            self._go_to(needed)

    def _go_to(self, height: int) -> None:
        self._high = height
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
