"""The main window over a bridge over a scripted controller."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from controller.ui.scripted import ScriptedController
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_common.clock import ManualClock
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.player_menu import PlayerMenu
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.window import MainWindow


@asynccontextmanager
async def scripted_window(
    theme: Theme, controller: ScriptedController, size: tuple[int, int] = (1280, 800)
) -> AsyncIterator[tuple[MainWindow, Bridge]]:
    """Shown; the bridge is not started yet. Everything is put away at the end."""
    tasks, bridge = Tasks(), Bridge(lambda: controller)
    window = MainWindow(theme, ManualClock(), Commander(bridge, tasks), tasks, Newcomers(bridge, tasks), bridge)
    bridge.changed.connect(window.show_changes)
    window.resize(*size)
    window.show()
    try:
        yield window, bridge
    finally:
        window.hide()
        await tasks.close()
        await bridge.close()
        window.toasts.clear()
        window.deleteLater()


def toasts(window: MainWindow) -> list[tuple[str, str]]:
    """Heading and text of those on show, each on one line."""
    return [(toast.title, toast.body.replace("\n", " ")) for toast in window.toasts.shown]


async def open_menu(window: MainWindow, eventually: Callable[..., Awaitable[Any]], row: int = 0) -> PlayerMenu:
    """That of a card, by key."""
    window.page.wall.setCurrentIndex(window.page.wall.model().index(row, 0))
    QTest.keyClick(window.page.wall, Qt.Key.Key_Menu)
    return await eventually(lambda: next(iter(window.findChildren(PlayerMenu)), None))


def choose(menu: PlayerMenu, text: str) -> None:
    """The entry with this text, and close the menu."""
    (entry,) = (action for action in menu.actions() if action.text() == text)
    entry.trigger()
    menu.close()
