import asyncio
from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import choose, open_menu, scripted_window, toasts
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_common.discovery import Address
from footlight_common.errors import NotPaired, PairingBusy, PairingClosed, Unreachable, WrongCode
from footlight_common.model.player import PlayerIdentity
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.notes import Note
from footlight_controller.ui.pairing.pair_sheet import PairSheet
from footlight_controller.ui.pairing.replace_sheet import ReplaceSheet

HERE, THERE = Address(host="192.168.1.20"), Address(host="10.0.0.20")
NEW = DiscoveredPlayer(id="f" * 16, name="Terrace", addresses=(HERE, THERE), protocol=1, first_seen_s=0.0)


@pytest.fixture
def tell(in_qt, theme):
    """Runs `story(window, controller)` over a scripted controller that begins with these changes."""

    def run(story, first=None):
        controller = ScriptedController(first)
        controller.welcome = player(1, "Terrace")

        async def around():
            async with scripted_window(theme, controller) as (window, bridge):
                await bridge.start()
                await story(window, controller)

        in_qt(around())

    return run


@pytest.fixture
def sheet_of(eventually):
    async def find(window, kind=PairSheet):
        return await eventually(lambda: window.findChild(kind))

    return find


async def open_pair_sheet(window, eventually):
    card = await eventually(lambda: next(iter(window.discovered.cards.cards), None))
    window.frame.open_page("discovered")
    card.pair.click()
    return await eventually(lambda: window.findChild(PairSheet))


def test_a_find_is_paired_with_the_code_on_its_screen_a_name_and_an_area(tell, eventually):
    async def story(window, controller):
        sheet = await open_pair_sheet(window, eventually)
        assert sheet.windowTitle() == "Pair \u2068Terrace\u2069"
        assert (sheet.name.text(), sheet.confirm.isEnabled()) == ("Terrace", False)
        assert [sheet.area.completer().model().index(0, 0).data()] == ["Foyer"]
        QTest.keyClicks(sheet.boxes, "123456")
        sheet.area.setText("Outside")
        QTest.keyClick(sheet.area, Qt.Key.Key_Return)
        await eventually(lambda: ("Terrace", "Paired with \u2068North hall\u2069") in toasts(window))
        assert controller.asked[-1] == ("pair", str(HERE), "123-456", "Terrace", "Outside", NEW.id)
        await eventually(lambda: window.findChild(PairSheet) is None)

    tell(story, changes_of(player(2, area="Foyer"), discovered=(NEW,)))


def test_when_the_last_find_is_paired_the_keyboard_stays_on_its_page(tell, eventually):
    async def story(window, controller):
        card = await eventually(lambda: next(iter(window.discovered.cards.cards), None))
        window.frame.open_page("discovered")
        card.pair.setFocus()
        card.pair.click()
        sheet = await eventually(lambda: window.findChild(PairSheet))
        sheet.boxes.take("123456")
        controller.answer = lambda: controller.say(Changes())
        sheet.confirm.click()
        await eventually(lambda: window.findChild(PairSheet) is None and not window.discovered.cards.cards)
        focus = window.focusWidget()
        assert focus is window.discovered or window.discovered.isAncestorOf(focus)

    tell(story, Changes(discovered=(NEW,)))


def test_a_wrong_code_is_said_beside_the_boxes_and_the_next_one_takes_its_place(tell, eventually):
    async def story(window, controller):
        controller.answer = raising(WrongCode("the code is wrong."))
        sheet = await open_pair_sheet(window, eventually)
        sheet.boxes.take("123456")
        sheet.confirm.click()
        await eventually(lambda: sheet.error.text() == "The code is wrong.")
        assert sheet.error.isVisible()
        assert (sheet.boxes.selectedText(), sheet.boxes.hasFocus()) == ("123456", True)
        asked = list(controller.asked)
        QTest.keyClick(sheet.boxes, Qt.Key.Key_Return)
        assert (controller.asked, sheet.confirm.isEnabled()) == (asked, False)
        QTest.keyClicks(sheet.boxes, "6")
        assert (sheet.boxes.text(), sheet.error.isVisible()) == ("6", False)
        controller.answer = lambda: None
        sheet.boxes.take("654321")
        sheet.confirm.click()
        await eventually(lambda: window.findChild(PairSheet) is None)

    tell(story, Changes(discovered=(NEW,)))


@pytest.mark.parametrize(
    "error",
    [PairingBusy("somebody else is pairing it."), PairingClosed("it takes no codes any more."), NotPaired("odd.")],
)
def test_what_is_not_the_codes_fault_leaves_the_code_in_its_boxes(tell, eventually, error):
    async def story(window, controller):
        controller.answer = raising(error)
        sheet = await open_pair_sheet(window, eventually)
        sheet.boxes.take("123456")
        sheet.confirm.click()
        await eventually(lambda: str(error)[1:] in sheet.error.text())
        assert sheet.boxes.text() == "123456"
        assert sheet.confirm.isEnabled()

    tell(story, Changes(discovered=(NEW,)))


def test_where_the_first_address_does_not_answer_the_next_is_tried(tell, eventually):
    async def story(window, controller):
        def once():
            controller.answer = lambda: None
            raise Unreachable("nothing answers.")

        controller.answer = once
        sheet = await open_pair_sheet(window, eventually)
        sheet.boxes.take("123456")
        sheet.confirm.click()
        await eventually(lambda: window.findChild(PairSheet) is None)
        assert [request[1] for request in controller.asked if request[0] == "pair"] == [str(HERE), str(THERE)]

    tell(story, Changes(discovered=(NEW,)))


def test_while_it_is_under_way_nothing_can_be_changed_and_escape_gives_it_up(tell, eventually):
    async def story(window, controller):
        controller.hold = asyncio.Event()
        sheet = await open_pair_sheet(window, eventually)
        sheet.boxes.take("123456")
        sheet.confirm.click()
        await eventually(lambda: sheet.progress.isVisible())
        assert (sheet.boxes.isReadOnly(), sheet.name.isReadOnly(), sheet.confirm.isEnabled()) == (True, True, False)
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await eventually(lambda: controller.cancelled == 1)
        await eventually(lambda: window.findChild(PairSheet) is None)

    tell(story, Changes(discovered=(NEW,)))


def test_an_address_typed_by_hand_of_a_player_that_is_not_paired_leads_to_the_same_sheet(tell, eventually, sheet_of):
    async def story(window, controller):
        controller.answer = raising(NotPaired("Terrace is not paired. Pair it with the code on its screen."))
        window.ask_address()
        question = await eventually(lambda: window.findChild(Question))
        question.field.setText("footlight:pair?host=192.168.1.20&port=8470&id=ffff")
        question.confirm.click()
        sheet = await sheet_of(window)
        controller.answer = lambda: None
        sheet.boxes.take("123456")
        sheet.confirm.click()
        await eventually(lambda: ("Terrace", "Paired with \u2068North hall\u2069") in toasts(window))
        assert controller.asked[-1] == ("pair", str(HERE), "123-456", "", "", "")

    tell(story)


def test_who_may_not_pair_is_told_who_may_where_the_address_was_typed(tell, eventually):
    async def story(window, controller):
        controller.answer = raising(NotPaired("Terrace is not paired."))
        window.ask_address()
        question = await eventually(lambda: window.findChild(Question))
        question.field.setText("192.168.1.20")
        question.confirm.click()
        await eventually(lambda: "Needs the role technician; yours is viewer" in question.error.text())
        assert window.findChild(PairSheet) is None

    tell(story, changes_of(site=site(member(role=Role.VIEWER))))


def test_after_something_else_was_pasted_the_code_stands_as_it_was_and_is_not_sent(tell, eventually):
    async def story(window, controller):
        sheet = await open_pair_sheet(window, eventually)
        sheet.boxes.take("123456")
        sheet.boxes.take("no code")
        assert (sheet.boxes.text(), "no code in that" in sheet.error.text()) == ("123456", True)
        asked = list(controller.asked)
        QTest.keyClick(sheet.boxes, Qt.Key.Key_Return)
        assert (controller.asked, sheet.confirm.isEnabled()) == (asked, False)
        sheet.boxes.take("123456")
        assert (sheet.error.isVisible(), sheet.confirm.isEnabled()) == (False, True)
        sheet.reject()

    tell(story, Changes(discovered=(NEW,)))


def test_the_sheet_is_as_high_with_what_went_wrong_as_without(tell, eventually):
    async def story(window, controller):
        sheet = await open_pair_sheet(window, eventually)
        without = sheet.height()
        sheet.show_error("the code is wrong. Read the code on the screen again; it changes every five minutes.")
        assert sheet.height() == without
        sheet.show_busy(True)
        assert sheet.layout().totalHeightForWidth(sheet.width()) == without
        sheet.reject()

    tell(story, Changes(discovered=(NEW,)))


def test_a_broken_player_is_replaced_by_one_that_was_found(tell, eventually, sheet_of):
    async def story(window, controller):
        choose(await open_menu(window, eventually), "Replace…")
        sheet = await sheet_of(window, ReplaceSheet)
        (chip,) = sheet.finds.buttons()
        assert all(part in chip.text() for part in ("Terrace", NEW.id[:4], str(HERE)))
        assert not sheet.confirm.isEnabled()
        assert (chip.isChecked(), sheet.address.text(), sheet.focusWidget()) == (True, str(HERE), sheet.boxes)
        sheet.boxes.take("123456")
        sheet.confirm.click()
        await eventually(lambda: window.findChild(ReplaceSheet) is None)
        assert ("replace", player(1).id, str(HERE), "123-456") in controller.asked
        told = "Paired with \u2068North hall\u2069. It replaced the old player 0000."
        assert ("Terrace", told) in toasts(window)

    others = (replace(NEW, id="e" * 16, claimed=True), replace(NEW, id="d" * 16, ignored=True))
    tell(story, changes_of(player(1, link=offline()), discovered=(NEW, *others)))


def test_after_a_replacement_the_page_of_the_new_player_is_on_show(tell, eventually, sheet_of):
    old, new = player(2, "Hall"), player(1, "Hall")

    async def story(window, controller):
        await eventually(window.model.rowCount)
        controller.welcome = new
        window.open_player(old.id)
        window.site.pairings.replace(old)
        sheet = await sheet_of(window, ReplaceSheet)
        sheet.address.setText(str(HERE))
        QTest.keyClicks(sheet.boxes, "123456")
        controller.answer = lambda: controller.say(Changes(removed=frozenset({old.id})))
        sheet.confirm.click()
        told = f"Paired with \u2068North hall\u2069. It replaced the old player {old.short_id}."
        await eventually(lambda: ("Hall", told) in toasts(window))
        await eventually(lambda: not window.model.index_of(old.id).isValid())
        assert (window.player.view.id, window.player.gone.isVisible()) == (new.id, False)
        assert window.player.header.isVisible()

    tell(story, changes_of(old))


def test_a_field_left_empty_says_that_the_player_keeps_what_it_has(tell, eventually):
    async def story(window, controller):
        sheet = await open_pair_sheet(window, eventually)
        assert (sheet.name.placeholderText(), sheet.area.placeholderText()) == ("As it is", "As it is")
        sheet.reject()

    tell(story, changes_of(player(2), discovered=(NEW,)))


def test_of_players_of_one_name_the_sheets_and_toasts_say_which(tell, eventually, sheet_of):
    one = player(2, "Hall", identity=PlayerIdentity(id="ab12" + "0" * 12, name="Hall", area="", version="1"))
    other = player(3, "Hall")

    async def story(window, controller):
        await eventually(lambda: window.model.rowCount() == 3)
        window.site.pairings.unpair(one)
        dialog = await eventually(lambda: window.findChild(Confirmation))
        assert dialog.windowTitle() == "Unpair \u2068Hall #ab12\u2069?"
        dialog.confirm.click()
        await eventually(lambda: "Hall #ab12" in [subject for subject, _ in toasts(window)])
        window.site.pairings.replace(one)
        sheet = await sheet_of(window, ReplaceSheet)
        assert sheet.windowTitle() == "Replace \u2068Hall #ab12\u2069"
        sheet.reject()
        window.requests.remove([one])
        dialog = await eventually(lambda: next(each for each in window.findChildren(Confirmation) if each.isVisible()))
        assert dialog.windowTitle() == "Remove \u2068Hall #ab12\u2069?"
        dialog.reject()
        window.tell(Note(topic="a", subject="Hall", subject_id=other.id), Note(topic="b", subject="Lobby"))
        assert {"Hall #0000", "Lobby"} <= {subject for subject, _ in toasts(window)}

    tell(story, changes_of(player(1), one, other))


def test_unpairing_asks_first_and_tells_how_it_went(tell, eventually):
    async def story(window, controller):
        choose(await open_menu(window, eventually), "Unpair…")
        dialog = await eventually(lambda: window.findChild(Confirmation))
        assert dialog.windowTitle() == "Unpair \u2068Lobby\u2069?"
        assert controller.asked == []
        dialog.confirm.click()
        await eventually(lambda: ("unpair", player(1).id) in controller.asked)
        text = "Unpaired. Its screen shows a code to pair it again."
        await eventually(lambda: ("Lobby", text) in toasts(window))

    tell(story, changes_of(player(1)))


def raising(error):
    def answer():
        raise error

    return answer
