"""Draws every page of the desktop app, with simulated players that are busy, into build/screens/*.png.

Needs no display. Each page in dark and light, at 1280x800, at 1920x1080 and at the smallest size of the window. Exit
code 0 when all were drawn; else 1 and one line that says what went wrong.
"""

import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from footlight_common.clock import SystemClock
from footlight_common.errors import FootlightError
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import AnyAction, Pause, Play, SetMute, SetVolume, Stop
from footlight_common.protocol.session import Hello
from footlight_common.protocol.topics import Topic
from footlight_controller.app import loop_factory
from footlight_controller.services.connection import Dialer
from footlight_controller.services.controller import Controller
from footlight_controller.services.discovery import Discovery, Sighting
from footlight_controller.services.reach import Reach
from footlight_controller.services.registry import Registry
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.collector import QtCollector
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.desktop import application
from footlight_controller.ui.discovered.card import DiscoveredCard
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.gallery import Gallery
from footlight_controller.ui.models.player_list import Role
from footlight_controller.ui.shell.places import DISCOVERED, MONITORING, SETTINGS
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Appearance, Theme
from footlight_controller.ui.window import MainWindow

TARGET = Path(__file__).parents[1] / "build" / "screens"
PROGRAM = Path(sys.executable).parent / "footlight-player"
SIZES = ((1280, 800), (1920, 1080), (680, 480))
APPEARANCES = (Appearance.DARK, Appearance.LIGHT)
# What each is called, where it stands, what it plays, and what is done to it then.
ADDED: tuple[tuple[str, str, str, tuple[AnyAction, ...]], ...] = (
    ("Lobby", "Foyer", "Summer season trailer.mp4", ()),
    ("Box office", "Foyer", "Ticket prices.png", (SetVolume(level=35),)),
    ("Cloakroom", "Foyer", "House rules.mp4", (SetMute(muted=True),)),
    ("Bar left", "First floor", "Menu of the evening.mp4", ()),
    ("Bar right", "First floor", "Menu of the evening.mp4", (Pause(),)),
    ("Balcony", "First floor", "Live from the stage", ()),
    ("Stage door", "Back yard", "Call times.mp4", ()),
    ("Green room", "Back yard", "", (Stop(),)),
    ("Workshop", "Back yard", "Safety briefing.mp4", ()),
    ("Canteen", "Back yard", "Menu of the evening.mp4", ()),
    ("Terrace", "Outside", "Summer season trailer.mp4", ()),
    ("Bus stop window", "Outside", "Frozen", ()),
)
LEAVES = ("Car park", "Outside")
FOUND = ("Rehearsal room", "Café", "Orchestra pit with a name that goes on for longer than any card is wide")
IGNORED = "Television next door"
BEHAVIOUR = {"Live from the stage": "duration=live", "Frozen": "duration=300&stall=2"}
DEADLINE_S = 30.0
# What is laid out, fetched or coalesced late is there by then.
SETTLE_S = 0.2


class OnlyOurs(Discovery):
    """Finds the players of this script and nobody else who happens to be on this machine."""

    def __init__(self, ids: frozenset[str]) -> None:
        super().__init__(Reach(), SystemClock())
        self._ids = ids

    async def start(
        self,
        on_sighting: Callable[[Sighting], None],
        on_trouble: Callable[[str], None],
        on_gone: Callable[[str], None] = lambda _: None,
    ) -> None:
        def ours(sighting: Sighting) -> None:
            if sighting.record.id in self._ids:
                on_sighting(sighting)

        await super().start(ours, on_trouble, on_gone)


class Player:
    """A simulated player in a process of its own: those of a crowd keep their names."""

    def __init__(self, name: str, area: str, folder: Path) -> None:
        naming = ["--name", name, "--area", area, "--data-dir", str(folder / name)]
        command = [str(PROGRAM), *naming, "--engine", "simulated", "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def id(self) -> str:
        """Waits until it has said it. Raises FootlightError."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        found = re.search(r" ([0-9a-f]{16}) \S+:\d+$", line.strip())
        if found is None:
            msg = f"a player did not start: {line.strip() or 'it said nothing'}"
            raise FootlightError(msg)
        return found[1]

    def end(self) -> None:
        """Switch it off."""
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()


def controller(data_dir: Path, ids: frozenset[str]) -> Controller:
    """As the desktop app has it, but for whom it finds."""
    clock = SystemClock()
    return Controller(
        registry=Registry.own(data_dir, clock),
        discovery=OnlyOurs(ids),
        dialer=Dialer(Reach(), Hello(name="screens", version="0")),
        clock=clock,
        chance=random.random,
        topics=tuple(Topic),
        dial_everybody=True,
        automatic=False,
    )


def items(clip: str) -> tuple[Item, ...]:
    """A list of two with `clip` first."""
    return (
        Item(uri=f"sim:one?{BEHAVIOUR.get(clip, 'duration=194')}", title=clip),
        Item(uri="sim:two?duration=60", title="House rules.mp4"),
    )


async def until(condition: Callable[[], bool], what: str) -> None:
    """Return once it is so. Raises FootlightError."""
    try:
        async with asyncio.timeout(DEADLINE_S):
            while not condition():  # noqa: ASYNC110 - Qt models tell by signals of many kinds
                await asyncio.sleep(0.05)
    except TimeoutError as err:
        msg = f"{what} took longer than {DEADLINE_S:.0f} s"
        raise FootlightError(msg) from err


class Screens:
    """The window over its bridge, and the pictures of it."""

    def __init__(self, theme: Theme, window: MainWindow, bridge: Bridge) -> None:
        self.theme = theme
        self.window = window
        self.bridge = bridge
        self.drawn = 0

    async def draw(self, name: str, *, toasts: bool = False) -> None:
        """The window in each size and appearance, with passing notes over it or without."""
        for width, height in SIZES:
            self.window.resize(width, height)
            for appearance in APPEARANCES:
                self.theme.choose(appearance)
                await asyncio.sleep(SETTLE_S)
                if not toasts:
                    self.window.toasts.clear()
                    await until(lambda: self.window.toasts.height() == 0, "the end of the passing notes")
                self._save(self.window, f"{name}-{appearance}-{width}x{height}")

    async def draw_page(self, key: str, name: str = "") -> None:
        """A page of the side bar."""
        self.window.frame.open_page(key)
        await self.draw(name or key)

    async def draw_gallery(self) -> None:
        """All of it, however high it is."""
        gallery = Gallery(self.theme)
        gallery.show()
        for appearance in APPEARANCES:
            self.theme.choose(appearance)
            await asyncio.sleep(SETTLE_S)
            self._save(gallery.parts, f"gallery-{appearance}")
        gallery.deleteLater()

    def _save(self, widget: QWidget, name: str) -> None:
        target = TARGET / f"{name}.png"
        if not widget.grab().save(str(target)):
            msg = f"could not write {target}"
            raise FootlightError(msg)
        self.drawn += 1

    async def stage(self, fleet: list[str], leaver: str, found: set[str], ignored: str) -> None:
        """Add those that are to be added, ignore one, and have them play."""
        await until(lambda: {*fleet, leaver, ignored} | found <= self.found(), "finding the players")
        for identifier in (*fleet, leaver):
            await self.bridge.adopt(identifier)
        await self.bridge.ignore(ignored)
        await until(lambda: self.online() == len(fleet) + 1, "reaching the players")
        for identifier, (_, _, clip, actions) in zip(fleet, ADDED, strict=True):
            if clip:
                await self.bridge.command(identifier, Play(items=items(clip), loop=True))
            for action in actions:
                await self.bridge.command(identifier, action)

    def found(self) -> set[str]:
        """Ids on the Discovered page."""
        return {card.player.id for card in self.window.discovered.findChildren(DiscoveredCard)}

    def online(self) -> int:
        """How many players are."""
        rows = range(self.window.model.rowCount())
        return sum(self.window.model.index(row, 0).data(Role.VIEW).online for row in rows)


async def draw_all(theme: Theme, folder: Path) -> int:
    """Every page; returns how many pictures that were. Raises FootlightError."""
    with ExitStack() as stack:
        names = [*((name, area) for name, area, *_ in ADDED), LEAVES, *((name, "") for name in (*FOUND, IGNORED))]
        players = [Player(name, area, folder) for name, area in names]
        for player in players:
            stack.callback(player.end)
        said = [player.id() for player in players]
        fleet_ids, (leaver, *found, ignored) = said[: len(ADDED)], said[len(ADDED) :]
        ids = frozenset(said)
        tasks, bridge = Tasks(), Bridge(lambda: controller(folder / "controller", ids), loop_factory())
        window = MainWindow(theme, SystemClock(), Commander(bridge, tasks), tasks, Newcomers(bridge, tasks), bridge)
        screens = Screens(theme, window, bridge)
        bridge.changed.connect(window.show_changes)
        window.show()
        try:
            await screens.draw_page(MONITORING, "monitoring-empty")
            await screens.draw_page(DISCOVERED, "discovered-empty")
            await bridge.start()
            await screens.stage(fleet_ids, leaver, set(found), ignored)
            window.discovered.ignored.fold.setChecked(True)
            await screens.draw_page(DISCOVERED)
            players[len(ADDED)].end()
            await until(lambda: screens.online() == len(fleet_ids), "missing the one that was switched off")
            await until(lambda: window.notebook.unread > 0, "being told of it")
            window.frame.open_page(MONITORING)
            await screens.draw("toasts", toasts=True)
            await screens.draw_page(MONITORING)
            window.frame.title_bar.bell.click()
            await screens.draw_page(MONITORING, "notifications")
            window.frame.title_bar.bell.click()
            window.open_player(fleet_ids[0])
            await until(lambda: not window.player.picture.image.isNull(), "a picture of a player")
            await screens.draw("player")
            window.frame.open_page(MONITORING)
            window.quick_bar.open()
            window.quick_bar.field.setText("lo")
            await screens.draw("quick-bar")
            window.quick_bar.close_bar()
            await screens.draw_page(SETTINGS)
            await screens.draw_gallery()
        finally:
            window.hide()
            await tasks.close()
            await bridge.close()
            window.toasts.clear()
            window.deleteLater()
        return screens.drawn


def main() -> int:
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.png"):
        old.unlink()
    app = application()
    if app is None:
        return 1
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(app)
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            QtCollector(),
            asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner,
        ):
            drawn = runner.run(draw_all(theme, Path(folder)))
    except FootlightError as err:
        sys.stderr.write(f"screens: FAILED: {err}\n")
        return 1
    finally:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    print(f"screens: {drawn} pictures in {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
