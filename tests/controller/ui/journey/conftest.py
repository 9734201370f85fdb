"""The desktop app as `footlight` builds it, real players for it, and somebody who uses it."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from controller.no_discovery import NoDiscovery
from controller.services.home import move_in
from controller.ui.journey.person import Person
from controller.ui.journey.screen import Screen
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from footlight_common.discovery import Address
from footlight_controller import app
from footlight_controller.services.discovery import Discovery, Sighting
from footlight_controller.ui.window import MainWindow

Story = Callable[[Person, MainWindow], None]

SIZE = (1280, 960)


class DiscoveryOf(Discovery):
    """Finds the players with these ids alone: the loopback of a machine may be full of others."""

    def __init__(self, ids: set[str], *others: Any) -> None:
        super().__init__(*others)
        self._ids = ids

    async def start(
        self,
        on_sighting: Callable[[Sighting], None],
        on_trouble: Callable[[str], None],
        on_gone: Callable[[str], None],
        *others: Callable[[], None],
    ) -> None:
        def see(sighting: Sighting) -> None:
            if sighting.record.id in self._ids:
                on_sighting(sighting)

        await super().start(see, on_trouble, on_gone, *others)


@pytest.fixture
def make_screen(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Screen]]:
    """Makes a player that is on: `make_screen("Lobby", area="Foyer", plays=("one", "two"))`."""
    screens: list[Screen] = []

    def make(name: str, **what: Any) -> Screen:
        screen = Screen(tmp_path / f"player {len(screens)}", name, **what)
        screens.append(screen)
        screen.switch_on()
        return screen

    yield make
    for screen in screens:
        screen.switch_off()


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Ids of the players that the app may find by mDNS; none at first."""
    ids: set[str] = set()
    monkeypatch.setattr(app, "Discovery", NoDiscovery)
    return ids


@pytest.fixture
def by_mdns(found: set[str], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The app looks for players; put the ids of those into it that it may find."""
    monkeypatch.setattr(app, "Discovery", partial(DiscoveryOf, found))
    return found


@pytest.fixture
def tell(qapp: QApplication, qtbot: QtBot, data_dir: Path, found: set[str]) -> Callable[..., None]:
    """Runs the desktop app and `story(person, window)` in it; the app is to end well, by itself or by closing it.

    `tell(story, lobby, bar)` has these players in its list and online before the story begins. With `first_start` it
    belongs to no site yet.
    """

    def run(story: Story, *screens: Screen, first_start: bool = False) -> None:
        if not first_start:
            move_in(data_dir)
        for screen in screens:
            qtbot.waitUntil(lambda screen=screen: bool(screen.view.addresses))
        asyncio.run(_add(data_dir, screens))
        failures: list[BaseException] = []
        told: list[Story] = []
        timer = QTimer(interval=5)

        def begin() -> None:
            window = _main_window()
            if window is None or window.model.rowCount() < len(screens):
                return
            timer.stop()
            told.append(story)
            try:
                window.showNormal()
                window.resize(*SIZE)
                qtbot.waitUntil(window.isActiveWindow)
                person = Person(qtbot, window)
                person.sees(lambda: window.page.online.text == str(len(screens)))
                story(person, window)
            except BaseException as err:  # noqa: BLE001 - raised again outside of the slot
                failures.append(err)
            finally:
                window.quit()

        timer.timeout.connect(begin)
        timer.start()
        try:
            exit_code = app.run_desktop(data_dir, "127.0.0.1")
        finally:
            timer.stop()
        if failures:
            raise failures[0]
        assert (exit_code, told) == (0, [story])

    return run


def _main_window() -> MainWindow | None:
    windows = QApplication.topLevelWidgets()
    return next((window for window in windows if isinstance(window, MainWindow) and window.isVisible()), None)


async def _add(data_dir: Path, screens: tuple[Screen, ...]) -> None:
    """As `footlight add` does."""
    if not screens:
        return
    controller = app.build_controller(data_dir, "127.0.0.1")
    await controller.start()
    for screen in screens:
        await controller.add(Address.parse(screen.address))
    await controller.close()


@pytest.fixture
def four(make_screen: Callable[..., Screen]) -> tuple[Screen, Screen, Screen, Screen]:
    """Players in three areas, of which the first has nothing to play."""
    return (
        make_screen("Bar", area="Foyer"),
        make_screen("Kitchen", area="Canteen", plays=("menu",)),
        make_screen("Lobby", area="Foyer", plays=("one", "two")),
        make_screen("Stage", area="Hall", plays=("show",)),
    )
