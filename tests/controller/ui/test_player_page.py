import asyncio

import pytest
from controller.ui.fleet import ODD_NAMES, changes_of, offline, player, playing
from controller.ui.player_desk import Desk
from controller.ui.stories import teller
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from footlight_common.errors import InvalidArgument, Unreachable
from footlight_common.model.playback import Item, Playback, PlaybackState, Playlist
from footlight_common.model.player import HostFacts
from footlight_common.protocol.commands import (
    Identify,
    Next,
    Pause,
    Previous,
    Rename,
    Restart,
    Resume,
    SetMute,
    Stop,
)
from footlight_controller.ui.dialogs.confirmation import Confirmation


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))


@pytest.mark.parametrize(
    ("button", "action"),
    [("play", Pause()), ("previous", Previous()), ("next", Next()), ("stop", Stop()), ("mute", SetMute(muted=True))],
)
def test_the_buttons_do_what_they_say(tell, eventually, button, action):
    async def story(desk):
        desk.show(player())
        getattr(desk.page.transport, button).click()
        await eventually(lambda: desk.port.sent == [action])

    tell(story)


def test_what_is_paused_goes_on_and_what_is_muted_sounds_again(tell, eventually):
    async def story(desk):
        desk.show(player(playback=playing(state=PlaybackState.PAUSED, muted=True)))
        desk.page.transport.play.click()
        desk.page.transport.mute.click()
        await eventually(lambda: desk.port.sent == [Resume(), SetMute(muted=False)])
        assert desk.page.transport.level.text() == "Muted"

    tell(story)


def test_identify_is_sent_at_once_and_restart_after_a_question(tell, eventually):
    async def story(desk):
        desk.show(player())
        desk.page.header.buttons.identify.click()
        await eventually(lambda: desk.port.sent == [Identify()])
        desk.page.header.buttons.restart.click()
        question = desk.page.findChild(Confirmation)
        assert question.isVisible()
        assert desk.port.sent == [Identify()]
        question.confirm.click()
        await eventually(lambda: desk.port.sent == [Identify(), Restart()])

    tell(story)


def test_what_others_do_is_wanted_by_signals(tell):
    async def story(desk):
        desk.show(player())
        desk.page.transport.files.click()
        desk.page.transport.url.click()
        desk.page.header.buttons.copy.click()
        desk.page.header.back_button.click()
        QTest.keyClick(desk.page.header.back_button, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        names = ("play_files_wanted", "play_url_wanted", "copy_address_wanted")
        assert desk.heard[:4] == [*((name, "Lobby") for name in names), "back"]

    tell(story)


def test_an_offline_player_can_be_removed_and_nothing_else(tell):
    async def story(desk):
        desk.show(player(link=offline("It was switched off.")))
        transport, buttons = desk.page.transport, desk.page.header.buttons
        for part in (transport.play, transport.stop, transport.seek, transport.volume, transport.files, transport.url):
            assert not part.isEnabled()
        assert not desk.page.header.name.pencil.isEnabled()
        assert not buttons.identify.isEnabled()
        assert not buttons.restart.isEnabled()
        buttons.remove.click()
        assert desk.heard == [("remove_wanted", "Lobby")]
        assert desk.page.picture.why == "It was switched off."
        assert desk.port.pictures_asked == []
        assert desk.port.playlists_asked == []

    tell(story)


def test_the_name_is_changed_with_enter(tell, eventually):
    async def story(desk):
        desk.show(player())
        name = desk.page.header.name
        name.pencil.click()
        assert name.field.selectedText() == "Lobby"
        QTest.keyClicks(name.field, "Terrace")
        desk.change(player())
        assert name.field.text() == "Terrace"
        QTest.keyClick(name.field, Qt.Key.Key_Return)
        await eventually(lambda: not name.editing)
        assert desk.port.sent == [Rename(name="Terrace")]
        desk.change(player(name="Terrace"))
        await eventually(lambda: name.shown.text() == "Terrace")

    tell(story)


def test_escape_leaves_the_area_as_it_was(tell):
    async def story(desk):
        desk.show(player())
        area = desk.page.header.area
        area.pencil.click()
        QTest.keyClicks(area.field, "Cellar")
        QTest.keyClick(area.field, Qt.Key.Key_Escape)
        assert not area.editing
        assert area.shown.text() == "Foyer"
        assert desk.port.sent == []

    tell(story)


def test_a_name_left_as_it_was_is_not_sent(tell):
    async def story(desk):
        desk.show(player())
        desk.page.header.name.pencil.click()
        QTest.keyClick(desk.page.header.name.field, Qt.Key.Key_Return)
        assert not desk.page.header.name.editing
        assert desk.port.sent == []

    tell(story)


def test_an_area_can_be_taken_away(tell, eventually):
    async def story(desk):
        desk.show(player())
        area = desk.page.header.area
        area.pencil.click()
        area.field.clear()
        QTest.keyClick(area.field, Qt.Key.Key_Return)
        await eventually(lambda: desk.port.sent == [Rename(area="")])

    tell(story)


def test_why_a_name_was_refused_stands_below_the_field(tell, eventually):
    async def story(desk):
        desk.port.error = InvalidArgument("a name has to have a letter.")
        desk.show(player())
        name = desk.page.header.name
        name.pencil.click()
        QTest.keyClicks(name.field, "-")
        name.confirm.click()
        await eventually(lambda: name.error.text() == "A name has to have a letter.")
        assert name.error.isVisible()
        assert name.editing
        QTest.keyClicks(name.field, "a")
        assert not name.error.isVisible()

    tell(story)


def test_what_was_typed_for_one_player_is_not_sent_to_another(tell):
    async def story(desk):
        desk.show(player(1, "Lobby"))
        desk.page.header.name.pencil.click()
        QTest.keyClicks(desk.page.header.name.field, "Terrace")
        desk.page.show_player(player(2, "Bar"))
        assert not desk.page.header.name.editing
        assert desk.page.header.name.shown.text() == "Bar"

    tell(story)


def test_a_player_that_is_removed_leaves_a_way_back(tell, eventually):
    async def story(desk):
        desk.show(player(link=offline()))
        desk.page.show_changes(changes_of(removed=frozenset({player().id})))
        assert desk.page.gone.isVisible()
        assert "Lobby" in desk.page.gone.text
        assert desk.page.view is None
        desk.page.gone.button.click()
        assert desk.heard == ["back"]
        desk.change(player())
        assert desk.page.gone.isVisible()
        desk.page.show_player(player(2, "Bar"))
        assert not desk.page.gone.isVisible()

    tell(story)


def test_a_player_may_vanish_while_everything_is_under_way(tell, eventually):
    async def story(desk):
        desk.port.hold = asyncio.Event()
        desk.show(player())
        desk.page.header.name.pencil.click()
        desk.page.header.buttons.restart.click()
        await eventually(lambda: desk.port.pictures_asked)
        desk.page.show_changes(changes_of(removed=frozenset({player().id})))
        desk.port.hold.set()
        desk.page.findChild(Confirmation).confirm.click()
        await eventually(lambda: desk.port.sent == [Restart()])
        assert desk.page.gone.isVisible()

    tell(story)


def test_changes_of_others_change_nothing(tell):
    async def story(desk):
        desk.show(player(1, "Lobby"))
        desk.change(player(2, "Bar"))
        assert desk.page.view.name == "Lobby"

    tell(story)


@pytest.mark.parametrize("width", [560, 1060])
@pytest.mark.parametrize("name", ODD_NAMES)
def test_no_text_makes_the_page_wider_than_its_window(tell, eventually, name, width):
    async def story(desk):
        desk.port.picture_error = Unreachable(f"{name}.")
        desk.port.items = Playlist(items=tuple(Item(uri=f"/media/{name or 'x'}".replace("\x00", "")) for _ in range(9)))
        desk.page.resize(width, 540)
        host = HostFacts(hostname=name, board=name, system=name, display=name, time_zone=name)
        item = Item(uri="/x", title=name)
        desk.show(player(name=name, area=name, host=host, playback=playing(list_number=7, count=9, item=item)))
        await eventually(lambda: desk.page.queue.model.rowCount() == 9)
        inside, area = desk.page.area.widget(), desk.page.area.viewport()
        await eventually(lambda: 0 < inside.width() <= area.width())
        assert not desk.page.grab().isNull()

    tell(story)


def test_everything_that_can_be_focused_has_a_name(tell, eventually):
    async def story(desk):
        desk.show(player())
        await eventually(lambda: desk.page.queue.list.isVisible())
        inside = desk.page.area.widget()
        focusable = [
            part
            for part in inside.findChildren(object)
            if getattr(part, "focusPolicy", None) and part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible()
        ]
        assert len(focusable) > 10
        nameless = [part for part in focusable if not (part.accessibleName() or getattr(part, "text", str)())]
        assert nameless == []

    tell(story)


def test_a_player_that_is_online_can_be_removed_too(tell):
    async def story(desk):
        desk.show(player())
        assert desk.page.header.buttons.remove.isVisible()
        desk.page.header.buttons.remove.click()
        assert desk.heard == [("remove_wanted", "Lobby")]

    tell(story)


def test_no_other_button_gets_the_keyboard_of_one_that_cannot_be_pressed_for_a_while(tell, eventually):
    async def story(desk):
        desk.show(player())
        desk.page.activateWindow()
        await eventually(desk.page.isActiveWindow)
        buttons, stop = desk.page.header.buttons, desk.page.transport.stop
        stop.setFocus()
        desk.change(player(playback=Playback()))
        assert not any(each.hasFocus() for each in desk.page.findChildren(QAbstractButton))
        desk.change(player())
        assert stop.hasFocus()
        buttons.restart.setFocus()
        desk.change(player(link=offline()))
        assert not any(each.hasFocus() for each in desk.page.findChildren(QAbstractButton))
        desk.change(player())
        assert buttons.restart.hasFocus()

    tell(story)


def test_a_name_that_is_being_saved_keeps_the_keyboard(tell, eventually):
    async def story(desk):
        desk.show(player())
        desk.page.activateWindow()
        await eventually(desk.page.isActiveWindow)
        desk.port.command_hold = asyncio.Event()
        name = desk.page.header.name
        name.pencil.click()
        QTest.keyClicks(name.field, "Terrace")
        name.confirm.setFocus()
        QTest.keyClick(name.confirm, Qt.Key.Key_Space)
        await eventually(lambda: desk.port.sent == [Rename(name="Terrace")])
        assert name.field.hasFocus()
        assert name.field.isReadOnly()
        QTest.keyClick(name.field, Qt.Key.Key_Return)
        desk.port.command_hold.set()
        await eventually(lambda: not name.editing)
        assert desk.port.sent == [Rename(name="Terrace")]
        assert name.pencil.hasFocus()

    tell(story)
