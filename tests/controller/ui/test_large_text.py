"""Every page with letters half as large again, as somebody may have set them in the system."""

import asyncio

import pytest
from controller.ui.audit_lines import entry, refused
from controller.ui.fleet import changes_of, lost, offline, player, playing
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import scripted_window
from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from footlight_common.model.playback import Item, PlaybackState, Playlist
from footlight_common.security.roles import Role
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.site_view import Inviter
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.models.arranging import Arranging, Shape
from footlight_controller.ui.shell.places import ACTIVITY, DISCOVERED, MONITORING, SETTINGS, TEAM
from footlight_controller.ui.team.invite import InviteSheet
from footlight_controller.ui.theme import fonts
from footlight_controller.ui.theme.theme import Appearance, Theme
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.window import MainWindow

LARGER = 1.5


@pytest.fixture
def large(qapp, theme, monkeypatch):
    monkeypatch.setattr(fonts, "MIN_POINTS", fonts.MIN_POINTS * LARGER)
    large = Theme(qapp, Appearance.LIGHT)
    yield large
    large.deleteLater()
    theme.choose(Appearance.DARK)


def needed(widget: QWidget) -> QSize:
    """What its text takes."""
    if widget.hasHeightForWidth():
        return QSize(0, widget.heightForWidth(widget.width()))
    if isinstance(widget, QLabel) and not widget.text():
        return QSize()
    if isinstance(widget, QLineEdit):
        return QSize(0, widget.sizeHint().height())
    return widget.sizeHint()


def cut(window: MainWindow):
    """Texts in sight that have less room than they take, with both sizes."""
    kinds = (QLabel, QPushButton, QToolButton, QLineEdit)
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, kinds) or not widget.isVisible() or widget.width() < 1:
            continue
        # Cut on purpose, and whole in a tool tip.
        if isinstance(widget, ElidedLabel) and (widget.toolTip() or widget.text() == widget.whole):
            continue
        # Qt's own, within a field.
        if isinstance(widget.parent(), QLineEdit):
            continue
        room, size = widget.size(), needed(widget)
        if size.width() > room.width() + 1 or size.height() > room.height() + 1:
            found.append((type(widget).__name__, widget.text(), size.toTuple(), room.toTuple()))
    return found


def outside(window: MainWindow):
    """Buttons that reach over the edge of what holds them."""
    found = []
    for button in window.findChildren(QAbstractButton):
        holder = button.parentWidget()
        if button.isVisible() and holder is not None and not holder.rect().contains(button.geometry()):
            found.append((type(button).__name__, button.accessibleName() or button.text(), button.geometry().getRect()))
    return found


def overlapping(window: MainWindow):
    """Pairs of neighbours that stand on each other."""
    found = []
    for holder in window.findChildren(QWidget):
        if holder.layout() is None or not holder.isVisible():
            continue
        shown = [each for each in holder.children() if isinstance(each, QWidget) and each.isVisible()]
        inside = [each for each in shown if holder.layout().indexOf(each) >= 0]
        for place, one in enumerate(inside):
            for other in inside[place + 1 :]:
                both = QRect(one.geometry()).intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    found.append((type(holder).__name__, one.accessibleName(), other.accessibleName()))
    return found


def fleet():
    item = Item(uri="/media/clip.mp4", title="Summer season trailer.mp4")
    views = [player(n, f"Player {n}", area="Foyer" if n % 2 else "First floor") for n in range(1, 5)]
    stalled = player(5, "Bus stop window", playback=playing(item=item, state=PlaybackState.STALLED))
    return [*views, stalled, player(6, "Car park", link=offline()), player(7, "Canteen", link=lost("Closed.", "No."))]


def found():
    def one(n):
        fields = {"name": f"Found {n}", "addresses": player(n).addresses, "protocol": 1, "first_seen_s": 0.0}
        return DiscoveredPlayer(id=f"{n:016x}", ignored=n > 22, **fields)

    return tuple(map(one, (21, 22, 23)))


@pytest.mark.parametrize("size", [(1280, 800), (680, 480)], ids=["1280x800", "680x480"])
def test_no_text_is_cut_and_nothing_overlaps_on_any_page(large, in_qt, eventually, size):
    controller = ScriptedController(changes_of(*fleet(), discovered=found()))
    controller.items = Playlist(items=(Item(uri="/media/clip.mp4"),) * 3)
    controller.site = controller.team.site = site(
        member(1), member(2, "Back office", Role.OPERATOR), member(3, "Wardrobe")
    )
    controller.audits = {view.id: [refused(2), entry(1)] for view in fleet()}
    faults = {}

    async def look(window, where):
        # Layouts are told in turns of the loop.
        for _ in range(5):
            await asyncio.sleep(0)
        window.grab()
        seen = [*cut(window), *outside(window), *overlapping(window)]
        if seen:
            faults[where] = seen

    async def story():
        async with scripted_window(large, controller, size) as (window, bridge):
            await look(window, "empty")
            window.frame.open_page(DISCOVERED)
            await look(window, "nothing discovered")
            await bridge.start()
            await eventually(lambda: window.model.rowCount() == len(fleet()))
            window.discovered.ignored.fold.setChecked(True)
            await look(window, "discovered")
            window.frame.open_page(SETTINGS)
            await look(window, "settings")
            window.frame.open_page(TEAM)
            await look(window, "team")
            window.team.invite.click()
            invitation = window.findChild(InviteSheet)
            await look(invitation, "inviting")
            invitation.confirm.click()
            await eventually(invitation.code.isVisible)
            await look(invitation, "an invitation")
            invitation.reject()
            window.frame.open_page(ACTIVITY)
            await eventually(lambda: window.activity.model.rowCount())
            await look(window, "activity")
            window.frame.open_page(MONITORING)
            for shape in Shape:
                window.page.arrange(Arranging(shape=shape, grouped=True))
                await look(window, shape)
            window.page.arrange(Arranging(search="nobody"))
            await look(window, "nothing found")
            window.page.arrange(Arranging())
            window.page.wall.selectAll()
            await eventually(window.page.group_bar.isVisible)
            await look(window, "several chosen")
            window.frame.title_bar.bell.click()
            await look(window, "notifications")
            window.frame.title_bar.bell.click()
            for view in fleet():
                window.open_player(view.id)
                await eventually(lambda: window.player.queue._fetching is None)
                await look(window, f"player {view.name}")
            window.quick_bar.open()
            await look(window, "quick bar")

    in_qt(story())
    assert not faults, "\n".join(f"{where}: {fault}" for where, each in faults.items() for fault in each)


@pytest.mark.parametrize("size", [(1280, 800), (680, 480)], ids=["1280x800", "680x480"])
def test_no_text_is_cut_at_the_first_start_and_in_the_sheets_of_the_site(large, in_qt, eventually, size):
    inviter = Inviter(id="0" * 16, name="House office", addresses=player(1).addresses)
    controller = ScriptedController(changes_of(player(1), discovered=found(), inviters=(inviter,)))
    controller.site = None
    faults = {}

    async def look(part, where):
        for _ in range(5):
            await asyncio.sleep(0)
        part.grab()
        seen = [*cut(part), *outside(part), *overlapping(part)]
        if seen:
            faults[where] = seen

    async def story():
        async with scripted_window(large, controller, size) as (window, bridge):
            await bridge.start()
            welcome = window.site.welcome
            await eventually(welcome.isVisible)
            await look(window, "welcome")
            for choice in (welcome.choose_create, welcome.choose_join, welcome.choose_restore):
                choice.click()
                await look(window, choice.accessibleName())
                welcome._back()
            controller.site = site()
            controller.say(changes_of(player(1), discovered=found()))
            await eventually(window.frame.isVisible)
            window.site.pairings.pair_find(found()[0])
            window.site.pairings.replace(player(1))
            window.site.save_backup()
            for sheet in window.findChildren(Sheet):
                sheet.show_error("the code is wrong. Read the code on the screen again: it changes after a few tries.")
                await look(sheet, sheet.windowTitle())
                sheet.reject()

    in_qt(story())
    assert not faults, "\n".join(f"{where}: {fault}" for where, each in faults.items() for fault in each)


def test_a_size_set_while_the_app_runs_is_taken_over_at_once(theme, in_qt, eventually, monkeypatch):
    controller = ScriptedController(changes_of(*fleet()))

    async def story():
        async with scripted_window(theme, controller) as (window, bridge):
            wall, search = window.page.wall, window.page.toolbar.search

            def sizes():
                window.grab()
                bar = window.frame.side_bar.buttons[MONITORING]
                return [wall.cell.height(), wall._layout().heading, search.height(), bar.sizeHint().height()]

            await bridge.start()
            await eventually(lambda: window.model.rowCount() == len(fleet()))
            window.page.arrange(Arranging(grouped=True))
            before: list[int] = []

            def steady():
                then, before[:] = list(before), sizes()
                return then == before

            await eventually(steady)
            with monkeypatch.context() as larger:
                larger.setattr(fonts, "MIN_POINTS", fonts.MIN_POINTS * LARGER)
                QCoreApplication.sendEvent(window, QEvent(QEvent.Type.ThemeChange))
                assert all(now > then for now, then in zip(sizes()[:3], before[:3], strict=True))
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.ThemeChange))
            await eventually(lambda: sizes() == before)

    in_qt(story())
