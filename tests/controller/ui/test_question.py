import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_common.discovery import Address
from footlight_common.errors import Unreachable
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.tasks import Tasks


class Asked:
    """A question about an address whose answer the test decides."""

    def __init__(self, theme):
        self.tasks = Tasks()
        self.got = []
        self.hold = None
        self.errors = []
        self.results = []
        words = {"title": "Add player", "text": "Its address.", "example": "host", "button": "Add"}
        self.dialog = Question(theme, self.tasks, self.answer, **words)
        self.dialog.finished.connect(self.results.append)
        self.dialog.open()

    async def answer(self, text):
        address = Address.parse(text)
        if self.hold:
            await self.hold.wait()
        if self.errors:
            raise self.errors.pop()
        self.got.append(address)

    def type(self, text):
        self.dialog.field.setFocus()
        self.dialog.field.clear()
        QTest.keyClicks(self.dialog.field, text)


@pytest.fixture
def tell(in_qt, theme, qtbot):
    """Runs `story(asked)` with a dialog open."""

    def run(story):
        async def with_dialog():
            asked = Asked(theme)
            await story(asked)
            await asked.tasks.close()

        in_qt(with_dialog())

    return run


def test_nothing_typed_cannot_be_confirmed(tell):
    async def story(asked):
        assert not asked.dialog.confirm.isEnabled()
        asked.type("   ")
        assert not asked.dialog.confirm.isEnabled()
        asked.type("lobby")
        assert asked.dialog.confirm.isEnabled()
        asked.dialog.reject()

    tell(story)


def test_enter_gives_the_answer_and_closes(tell, eventually):
    async def story(asked):
        asked.type("192.168.1.20:9000")
        QTest.keyClick(asked.dialog.field, Qt.Key.Key_Return)
        await eventually(lambda: asked.results)
        assert asked.got == [Address(host="192.168.1.20", port=9000)]
        assert asked.results == [Question.DialogCode.Accepted]

    tell(story)


@pytest.mark.parametrize(("text", "why"), [("http://x/y", "no address"), ("lobby:99999", "out of range")])
def test_what_is_no_address_is_said_in_the_dialog_which_stays(tell, eventually, text, why):
    async def story(asked):
        asked.type(text)
        asked.dialog.confirm.click()
        await eventually(lambda: why in asked.dialog.error.text())
        assert asked.dialog.error.isVisible()
        assert asked.dialog.isVisible()
        assert asked.dialog.field.selectedText() == text
        asked.type("lobby")
        assert not asked.dialog.error.isVisible()
        asked.dialog.reject()

    tell(story)


def test_while_it_is_dialling_it_shows_that_and_takes_no_second_answer(tell, eventually):
    async def story(asked):
        asked.hold = asyncio.Event()
        asked.errors.append(Unreachable("nothing answers at lobby:8470."))
        asked.type("lobby")
        asked.dialog.confirm.click()
        await eventually(asked.dialog.progress.isVisible)
        assert not asked.dialog.confirm.isEnabled()
        assert asked.dialog.field.isReadOnly()
        asked.hold.set()
        await eventually(lambda: "Nothing answers" in asked.dialog.error.text())
        assert not asked.dialog.progress.isVisible()
        asked.dialog.confirm.click()
        await eventually(lambda: asked.results)
        assert len(asked.got) == 1

    tell(story)


def test_escape_cancels_what_is_under_way_and_closes(tell, eventually):
    async def story(asked):
        asked.hold = asyncio.Event()
        asked.type("lobby")
        asked.dialog.confirm.click()
        await eventually(asked.dialog.progress.isVisible)
        QTest.keyClick(asked.dialog, Qt.Key.Key_Escape)
        assert asked.results == [Question.DialogCode.Rejected]
        asked.hold.set()
        await eventually(lambda: not asked.tasks._running)
        assert asked.got == []

    tell(story)


def test_a_long_error_makes_the_dialog_higher_and_is_not_cut(tell, eventually):
    async def story(asked):
        asked.errors.append(Unreachable("nothing answers. " * 30))
        before = asked.dialog.height()
        asked.type("lobby")
        asked.dialog.confirm.click()
        await eventually(asked.dialog.error.isVisible)
        error = asked.dialog.error
        await eventually(lambda: error.height() >= error.heightForWidth(error.width()))
        assert asked.dialog.height() > before
        asked.dialog.reject()

    tell(story)


def test_enter_while_it_is_dialling_does_not_cancel_it(tell, eventually):
    async def story(asked):
        asked.hold = asyncio.Event()
        asked.type("lobby")
        asked.dialog.confirm.setFocus()
        QTest.keyClick(asked.dialog.confirm, Qt.Key.Key_Space)
        await eventually(asked.dialog.progress.isVisible)
        assert asked.dialog.focusWidget() is asked.dialog.field
        QTest.keyClick(asked.dialog.field, Qt.Key.Key_Return)
        assert asked.results == []
        asked.hold.set()
        await eventually(lambda: asked.results == [Question.DialogCode.Accepted])

    tell(story)


def test_enter_on_cancel_cancels(tell):
    async def story(asked):
        asked.type("lobby")
        asked.dialog.cancel.setFocus()
        QTest.keyClick(asked.dialog.cancel, Qt.Key.Key_Return)
        assert asked.results == [Question.DialogCode.Rejected]
        assert not asked.tasks._running

    tell(story)


def test_a_start_is_there_to_be_replaced_and_nothing_may_be_an_answer_too(in_qt, theme, eventually):
    got = []

    async def answer(text):
        got.append(text)

    async def story():
        tasks = Tasks()
        words = {"title": "Move", "text": "Where to.", "example": "area", "button": "Move"}
        choices = ("Foyer", "Hall")
        dialog = Question(theme, tasks, answer, **words, start="Foyer", choices=choices, may_be_empty=True)
        dialog.open()
        assert dialog.field.selectedText() == "Foyer"
        assert [dialog.field.completer().model().index(row, 0).data() for row in range(2)] == ["Foyer", "Hall"]
        dialog.field.clear()
        dialog.confirm.click()
        await eventually(lambda: got == [""])
        await tasks.close()

    in_qt(story())
