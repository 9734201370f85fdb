"""Draws every page of the desktop app, with simulated players that are busy, into build/screens/*.png.

Needs no display. Each page in dark and light, at 1280x800, at 1920x1080 and at the smallest size of the window. Exit
code 0 when all were drawn; else 1 and one line that says what went wrong.
"""

import asyncio
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from playhouse import (
    ADDED,
    FOUND,
    IGNORED,
    LEAVES,
    Player,
    bring_colleagues,
    controller,
    found_site,
    invent_past,
    items,
    until,
)
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from screens_alerts import draw_alerts
from screens_figures import draw_figures
from screens_reports import draw_reports
from screens_timeline import draw_timeline

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_common.event_loop import new_event_loop
from footlight_common.protocol.commands import Play
from footlight_controller.core.changes import Changes
from footlight_controller.core.site_view import Inviter
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.collector import QtCollector
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.desktop import application
from footlight_controller.ui.discovered.card import DiscoveredCard
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.gallery import Gallery
from footlight_controller.ui.models.player_list import Role
from footlight_controller.ui.pairing.pair_sheet import PairSheet
from footlight_controller.ui.shell.places import ACTIVITY, DISCOVERED, MONITORING, SETTINGS, TEAM
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.team.invite import InviteSheet
from footlight_controller.ui.theme.theme import Appearance, Theme
from footlight_controller.ui.window import MainWindow

TARGET = Path(__file__).parents[1] / "build" / "screens"
SIZES = ((1280, 800), (1920, 1080), (680, 480))
APPEARANCES = (Appearance.DARK, Appearance.LIGHT)
# What is laid out, fetched or coalesced late is there by then.
SETTLE_S = 0.2


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
                    await until(lambda: not self.window.toasts.activities, "the end of what was under way")
                self._save(self.window, f"{name}-{appearance}-{width}x{height}")

    async def draw_page(self, key: str, name: str = "") -> None:
        """A page of the side bar."""
        self.window.frame.open_page(key)
        await self.draw(name or key)

    async def draw_invitation(self) -> None:
        """The sheet of the Team page, before and with its code."""
        self.window.team.invite.click()
        sheet = self.window.findChild(InviteSheet)
        await self.draw_sheet(sheet, "invite")
        sheet.confirm.click()
        await until(sheet.code.isVisible, "the code of an invitation")
        await self.draw_sheet(sheet, "invitation")
        sheet.reject()

    async def draw_sheet(self, sheet: QWidget, name: str) -> None:
        """As high as it is."""
        for appearance in APPEARANCES:
            self.theme.choose(appearance)
            await asyncio.sleep(SETTLE_S)
            self._save(sheet, f"{name}-{appearance}")

    async def draw_first_start(self) -> None:
        """What a controller shows that belongs to no site."""
        welcome = self.window.site.welcome
        office = Inviter(id="0" * 16, name="House office", addresses=(Address(host="192.168.1.7", port=8471),))
        self.window.show_changes(Changes(inviters=(office,)))
        await self.draw("welcome")
        for name, choice, form in (
            ("create", welcome.choose_create, welcome.create_form),
            ("join", welcome.choose_join, welcome.join_form),
            ("restore", welcome.choose_restore, welcome.restore_form),
        ):
            choice.click()
            for field in form.findChildren(QLineEdit):
                if field.accessibleName().startswith(welcome.tr("Your name")):
                    field.setText("Front desk")
            await self.draw(f"welcome-{name}")
            form.leave()

    async def draw_pairing(self) -> None:
        """The sheet over the Discovered page, with a code that was wrong."""
        self.window.site.pairings.pair_find(self.window.discovered.finds[0])
        sheet = self.window.findChild(PairSheet)
        for appearance in APPEARANCES:
            self.theme.choose(appearance)
            for name, code in (("pairing", "123"), ("pairing-wrong", "")):
                sheet.boxes.clear()
                sheet.boxes.take(code)
                sheet.boxes.show_wrong(not code)
                sheet.show_error("" if code else "the code is wrong. Read the code on the screen again.")
                await asyncio.sleep(SETTLE_S)
                self._save(sheet, f"{name}-{appearance}")
        sheet.reject()

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
        await found_site(folder)
        invent_past(folder, time.time())
        names = [*((name, area) for name, area, *_ in ADDED), LEAVES, *((name, "") for name in (*FOUND, IGNORED))]
        players = [Player(name, area, folder) for name, area in names]
        for player in players:
            stack.callback(player.end)
        said = [player.id() for player in players]
        fleet_ids, (leaver, *found, ignored) = said[: len(ADDED)], said[len(ADDED) :]
        ids = frozenset(said)
        tasks, bridge = Tasks(), Bridge(lambda: controller(folder / "controller", ids), new_event_loop)
        window = MainWindow(theme, SystemClock(), Commander(bridge, tasks), tasks, Newcomers(bridge, tasks), bridge)
        screens, away = Screens(theme, window, bridge), AsyncExitStack()
        bridge.changed.connect(window.show_changes)
        window.show()
        try:
            await screens.draw_page(MONITORING, "monitoring-empty")
            await screens.draw_page(DISCOVERED, "discovered-empty")
            await screens.draw_first_start()
            await bridge.start()
            await screens.stage(fleet_ids, leaver, set(found), ignored)
            for colleague in await bring_colleagues(folder, window.model.views, fleet_ids):
                away.push_async_callback(colleague.close)
            window.discovered.ignored.fold.setChecked(True)
            await screens.draw_page(DISCOVERED)
            await screens.draw_pairing()
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
            await draw_figures(window, fleet_ids[0], screens.draw)
            await draw_timeline(screens, fleet_ids[0])
            await draw_reports(screens)
            window.frame.open_page(ACTIVITY)
            await until(
                lambda: window.activity.model.rowCount() > 0 and not window.activity.reader.busy, "the activity"
            )
            await screens.draw(ACTIVITY)
            await screens.draw_page(TEAM)
            await screens.draw_invitation()
            await screens.draw_page(SETTINGS)
            await draw_alerts(window, bridge, screens.draw, screens.draw_sheet)
            await screens.draw_gallery()
        finally:
            await away.aclose()
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
