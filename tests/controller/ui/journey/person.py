"""Somebody at the desk: has a mouse, a keyboard and eyes, and no other way into the program.

Events go to the window of the desktop that the person looks at, as the desktop sends them: what lies over a button gets
the click, a menu or dialog that is open gets the keys, and what has no focus gets none.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from footlight_controller.ui.models.player_list import Role
from footlight_controller.ui.window import MainWindow

PATIENCE_MS = 10_000
# More stops than any page has.
MOST_STOPS = 80

_LEFT, _PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Person:
    """Qt thread; the loop of the program runs on while the person waits or looks."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._window = window

    def sees(self, condition: Callable[[], object]) -> None:
        """Waits until it is so; a failure tells what is to be read meanwhile."""
        try:
            self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)
        except self._qtbot.TimeoutError as err:
            seen = [label.text() for label in self._window.findChildren(QLabel) if label.isVisible() and label.text()]
            msg = f"was not seen within {PATIENCE_MS} ms; what was: {seen}"
            raise AssertionError(msg) from err

    def click(
        self,
        widget: QWidget,
        place: QPoint | None = None,
        *,
        button: Qt.MouseButton = _LEFT,
        modifiers: Qt.KeyboardModifier = _PLAIN,
    ) -> None:
        """In the middle of `widget` unless told where; it has to be in sight."""
        window, at = self._aim(widget, place)
        QTest.mouseClick(window, button, modifiers, at)

    def double_click(self, widget: QWidget, place: QPoint) -> None:
        """As fast as the desktop wants it."""
        window, at = self._aim(widget, place)
        QTest.mouseClick(window, _LEFT, _PLAIN, at)
        QTest.mouseDClick(window, _LEFT, _PLAIN, at)

    def drag(self, widget: QWidget, begin: QPoint, end: QPoint) -> None:
        """With the left button, from one place in `widget` to another."""
        window, start = self._aim(widget, begin)
        _, stop = self._aim(widget, end)
        QTest.mousePress(window, _LEFT, _PLAIN, start)
        QTest.mouseMove(window, (start + stop) / 2)
        QTest.mouseMove(window, stop)
        QTest.mouseRelease(window, _LEFT, _PLAIN, stop)

    def click_item(
        self, view: QAbstractItemView, index: QModelIndex, *, modifiers: Qt.KeyboardModifier = _PLAIN
    ) -> None:
        """An item of a list, a table or the wall."""
        self.click(view.viewport(), view.visualRect(index).center(), modifiers=modifiers)

    def choose(self, *texts: str) -> None:
        """Click an entry of the menu that is open, then of the one that opens from it."""
        for text in texts:
            self.sees(lambda text=text: self._entry(text) is not None)
            menu, entry = self.menu, self._entry(text)
            assert menu is not None
            assert entry is not None
            assert entry.isEnabled(), f"{text} cannot be chosen"
            self.click(menu, menu.actionGeometry(entry).center())

    def choose_by_keys(self, text: str) -> None:
        """Down to an entry of the menu that is open, and Enter."""
        menu = self.menu
        assert menu is not None
        for _ in menu.actions():
            active = menu.activeAction()
            if active is not None and active.text() == text:
                break
            self.press(Qt.Key.Key_Down)
        assert menu.activeAction().text() == text, f"{text} cannot be chosen"
        self.press(Qt.Key.Key_Return)

    def in_menu(self, opens: Callable[[], None], then: Callable[[], None]) -> None:
        """Do `then` in the menu that comes by `opens`. Some menus give the turn back only when they are closed."""
        failures: list[BaseException] = []
        timer = QTimer(interval=5)

        def look() -> None:
            if self.menu is None:
                return
            timer.stop()
            try:
                then()
            except BaseException as err:  # noqa: BLE001 - raised again when the menu is gone
                failures.append(err)
                self.menu.close()

        timer.timeout.connect(look)
        timer.start()
        try:
            opens()
            self.sees(lambda: not timer.isActive())
        finally:
            timer.stop()
        if failures:
            raise failures[0]

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """One key after the other, into whatever has the keyboard."""
        for key in keys:
            QTest.keyClick(self._in_front(), key, modifiers)

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, modifiers=Qt.KeyboardModifier.ControlModifier)

    def write(self, text: str) -> None:
        """Letter by letter."""
        for letter in text:
            QTest.keyClick(self._in_front(), letter)

    def close_window(self) -> None:
        """With the button that the desktop puts on it."""
        handle = self._window.windowHandle()
        assert handle is not None
        handle.close()

    def tab_to(self, name: str, *, back: bool = False) -> QWidget:
        """With the Tab key to the control that a screen reader calls so; every stop on the way has to be in sight."""
        passed = []
        for _ in range(MOST_STOPS):
            widget = self.tab(back=back)
            if name_of(widget) == name:
                return widget
            if name_of(widget) in passed:
                break
            passed.append(name_of(widget))
        raise AssertionError(f"Tab does not lead to {name!r}, but to {passed}")

    def tab(self, *, back: bool = False) -> QWidget:
        """One stop further, or one back."""
        self.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, modifiers=_SHIFT if back else _PLAIN)
        widget = self.focus
        assert in_sight(widget), f"the focus is where nobody sees it: {name_of(widget)!r}"
        return widget

    @property
    def focus(self) -> QWidget:
        """Where the keys go."""
        self._look_up()
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is nowhere"
        return widget

    @property
    def menu(self) -> QMenu | None:
        """The one that is open, of several the innermost."""
        popup = QApplication.activePopupWidget()
        return popup if isinstance(popup, QMenu) else None

    @property
    def cards(self) -> list[str]:
        """Names of the players on show, on cards or in rows, in their order."""
        return [str(self.card(row).data(Role.NAME)) for row in range(self._window.page.arranged.rowCount())]

    @property
    def chosen(self) -> list[str]:
        """Names of the players that are selected."""
        return [view.name for view in self._window.page.choice.views]

    def card(self, which: str | int) -> QModelIndex:
        """Of the player with this name, or in this place."""
        row = which if isinstance(which, int) else self.cards.index(which)
        return self._window.page.arranged.index(row, 0)

    def reads(self, name: str) -> str:
        """All the words on a card, as a screen reader says them."""
        return str(self.card(name).data(Role.SPOKEN))

    @property
    def toasts(self) -> list[tuple[str, str]]:
        """Heading and text of the passing notes on show, each on one line."""
        return [(toast.title, toast.body.replace("\n", " ")) for toast in self._window.toasts.shown]

    def _entry(self, text: str) -> QAction | None:
        entries = self.menu.actions() if self.menu is not None else []
        return next((entry for entry in entries if entry.text() == text), None)

    def _look_up(self) -> None:
        # Without a window manager nobody puts the window in front when a dialog before it is closed.
        if QGuiApplication.focusWindow() is None:
            self._window.activateWindow()

    def _in_front(self) -> QWindow:
        self._look_up()
        window = QGuiApplication.focusWindow()
        assert window is not None, "no window has the keyboard"
        return window

    def _aim(self, widget: QWidget, place: QPoint | None) -> tuple[QWindow, QPoint]:
        place = widget.rect().center() if place is None else place
        assert widget.visibleRegion().contains(place), f"{name_of(widget)!r} is not in sight at {place}"
        top = widget.window()
        handle = top.windowHandle()
        assert handle is not None
        return handle, widget.mapTo(top, place)


_SHIFT = Qt.KeyboardModifier.ShiftModifier


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (text() if callable(text) else "") or type(widget).__name__


def in_sight(widget: QWidget) -> bool:
    """Whether the whole of it, or as much as its window holds, can be seen."""
    # The viewport lies over all of the widget that it belongs to.
    widget = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    seen: QRect = widget.visibleRegion().boundingRect()
    return widget.isVisible() and seen.height() >= min(widget.height(), 40) and seen.width() >= min(widget.width(), 40)
