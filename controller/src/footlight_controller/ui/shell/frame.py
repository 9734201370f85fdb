"""What every page stands in: side bar on the left, title bar and banner above, passing notes below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from footlight_common.clock import Clock
from footlight_controller.ui.shell.bell import SHORTCUT
from footlight_controller.ui.shell.note_centre import NoteCentre
from footlight_controller.ui.shell.notebook import Notebook
from footlight_controller.ui.shell.places import PLACES
from footlight_controller.ui.shell.side_bar import SideBar
from footlight_controller.ui.shell.title_bar import TitleBar
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.toasts import Toasts

# Narrower than so many letters, the side bar leaves its room to the page.
FOLD_BELOW_LETTERS = 130
# Lower than so many lines, what stands over the pages has one line together.
LOW_BELOW_LINES = 32


class Frame(QWidget):
    """Holds one page for each place, of which one is open."""

    page_opened = Signal(str)
    """Key of a place."""

    def __init__(self, theme: Theme, clock: Clock, notebook: Notebook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notebook = notebook
        self._pages: dict[str, QWidget] = {}
        self._firsts: dict[str, QWidget] = {}
        self._open = ""
        self._before: QWidget | None = None
        self.side_bar = SideBar(theme)
        self.title_bar = TitleBar(theme)
        self.banner = Banner(theme)
        self.stack = QStackedWidget()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._strips = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._strips.setSpacing(0)
        self._strips.addWidget(self.banner, 1)
        column.addLayout(self._strips)
        column.addWidget(self.stack, 1)
        self.toasts = Toasts(theme)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.title_bar)
        right.addWidget(body, 1)
        right.addWidget(self.toasts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side_bar)
        row.addLayout(right, 1)
        self.centre = NoteCentre(theme, clock, notebook, body)
        self.side_bar.chosen.connect(self.open_page)
        self.title_bar.bell.toggled.connect(self._ring)
        # Not a shortcut of the button, which would take the keyboard there before the centre has it.
        QShortcut(QKeySequence(SHORTCUT), self, self.title_bar.bell.toggle)
        self.centre.closed.connect(self._centre_closed)
        notebook.changed.connect(self._count)
        self._count()

    @property
    def open_key(self) -> str:
        """Key of the place whose page is open."""
        return self._open

    def add_page(self, key: str, page: QWidget, first: QWidget | None = None) -> None:
        """The page of a place, and what in it has the keyboard first, where that is on show."""
        self._pages[key] = page
        if first is not None:
            self._firsts[key] = first
        self.stack.addWidget(page)

    def add_strip(self, strip: QWidget) -> None:
        """One more thing that stands over all pages while it is visible."""
        self._strips.addWidget(strip, 2)

    def open_page(self, key: str) -> None:
        """Show the page of a place; a key that is none of a place changes nothing."""
        place = next((place for place in PLACES if place.key == key and key in self._pages), None)
        if place is None:
            return
        self._open = key
        self.stack.setCurrentWidget(self._pages[key])
        self.side_bar.show_place(key)
        self.title_bar.show_title(place.word)
        # Whoever goes on by keyboard begins in the page, unless they walk along the side bar.
        if not any(button.hasFocus() for button in self.side_bar.buttons.values()):
            self.focus_page()
        self.page_opened.emit(key)

    def open_within(self, key: str, page: QWidget, title: str) -> None:
        """Show a page that belongs to a place and has no entry of its own; the place's entry leads back."""
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self._open = key
        self.stack.setCurrentWidget(page)
        self.side_bar.show_place(key)
        self.title_bar.show_title(title)
        page.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def focus_page(self) -> None:
        """Let the keyboard act on the page that is open."""
        page = self._pages[self._open]
        first = self._firsts.get(self._open)
        inside = [first] if first is not None else []
        inside += page.findChildren(QWidget)
        for widget in inside:
            takes_focus = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes_focus and widget.isEnabled() and widget.isVisibleTo(page):
                widget.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
                return

    def escape(self) -> None:
        """Take away what lies over the page: the notification centre, else the toasts."""
        if self.centre.isHidden():
            self.toasts.clear()
        else:
            self.centre.close_panel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetricsF(self._theme.fonts.body)
        self.side_bar.fold(self.width() < FOLD_BELOW_LETTERS * metrics.averageCharWidth())
        low = self.height() < LOW_BELOW_LINES * metrics.height()
        self.banner.fold(low)
        self._strips.setDirection(QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom)

    def _ring(self, on: bool) -> None:
        if on:
            self._before = self.window().focusWidget()
            self.centre.open_panel()
        else:
            self.centre.close_panel()
        self._count()

    def _centre_closed(self) -> None:
        bell = self.title_bar.bell
        bell.setChecked(False)
        before, self._before = self._before, None
        # The keyboard goes back to where it was.
        there = before is not None and isValid(before) and before.isVisible()
        (before if before is not None and there else bell).setFocus(Qt.FocusReason.OtherFocusReason)
        self._count()

    def _count(self) -> None:
        # Of what is on show nobody has to be told.
        self.title_bar.bell.show_count(self._notebook.unread if self.centre.isHidden() else 0)
