"""The stack of passing notes in the corner of the window."""

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.toast import WIDTH, Toast

# More cannot be read before they go, and would cover the page.
MAX_SHOWN = 4
# Of the height of the page, for all of them together.
SHARE = 0.7
_WEIGHTS = list(Level)


class Toasts(QObject):
    """Newest at the bottom. Times stand still while the pointer is on any of them."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._shown: list[Toast] = []
        self._held = False
        self._inset = 0
        window.installEventFilter(self)

    @property
    def shown(self) -> list[Toast]:
        """From top to bottom."""
        return list(self._shown)

    def tell(self, *notes: Note) -> None:
        """Show `notes`, each together with those of its topic that come with it or are on show."""
        by_topic: dict[str, list[Note]] = {}
        for note in notes:
            by_topic.setdefault(note.topic, []).append(note)
        for topic, together in by_topic.items():
            shown = next((toast for toast in self._shown if toast.topic == topic), None)
            if shown is None:
                self._add(together)
            else:
                shown.absorb(*together)
        self._arrange()

    def _make_room(self) -> None:
        """What stands at the top of a page, where its controls are, is never covered."""
        room = max(self._window.height() * SHARE, self._shown[-1].height() if self._shown else 0)
        while (
            sum(toast.height() + self._theme.tokens.space.one for toast in self._shown) > room and len(self._shown) > 1
        ):
            gone = min(self._shown[:-1], key=lambda toast: _WEIGHTS.index(toast.level))
            self._shown.remove(gone)
            self._let_go(gone)

    def _add(self, notes: list[Note]) -> None:
        if len(self._shown) >= MAX_SHOWN:
            # The least important of the oldest makes room: an error is not pushed out by good news.
            self._drop(min(self._shown, key=lambda toast: _WEIGHTS.index(toast.level)))
        toast = Toast(self._theme, notes, self._window)
        toast.over.connect(self._drop)
        toast.hovered.connect(self._hold)
        self._shown.append(toast)
        # In its place before it is seen: where it is made, the pointer may be.
        self._arrange()
        toast.show()
        if not self._held:
            toast.count_down()

    def show_inset(self, inset: int) -> None:
        """Leave so many pixels free on the right, where something else is read."""
        self._inset = inset
        self._arrange()

    def clear(self) -> None:
        """Take all away."""
        for toast in self.shown:
            self._drop(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _hold(self, on: bool) -> None:
        self._held = on
        for toast in self._shown:
            if on:
                toast.hold()
            else:
                toast.count_down()

    def _drop(self, toast: Toast) -> None:
        if toast not in self._shown:
            return
        self._shown.remove(toast)
        self._let_go(toast)
        if self._held and not any(each.underMouse() for each in self._shown):
            self._hold(False)
        self._arrange()

    @staticmethod
    def _let_go(toast: Toast) -> None:
        toast.hold()
        toast.hide()
        toast.deleteLater()

    def _arrange(self) -> None:
        self._make_room()
        space = self._theme.tokens.space
        bottom = self._window.height() - space.three
        left = max(space.one, self._window.width() - self._inset - WIDTH - space.three)
        for toast in reversed(self._shown):
            bottom -= toast.height()
            toast.move(QPoint(left, bottom))
            toast.raise_()
            bottom -= space.one
