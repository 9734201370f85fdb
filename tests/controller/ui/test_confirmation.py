import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_controller.ui.dialogs.confirmation import Confirmation


@pytest.fixture
def ask(theme, qtbot):
    """A dialog that is open, and the results that it ended with."""

    def run(**fields):
        dialog = Confirmation(theme, title="Remove Lobby?", text="It leaves the list.", button="Remove", **fields)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        results = []
        dialog.finished.connect(results.append)
        dialog.open()
        dialog.activateWindow()
        return dialog, results

    return run


YES, NO = Confirmation.DialogCode.Accepted, Confirmation.DialogCode.Rejected


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_at_first_every_key_says_no(ask, key):
    dialog, results = ask()
    assert dialog.focusWidget() is dialog.cancel
    QTest.keyClick(dialog.focusWidget(), key)
    assert results == [NO]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_button_with_the_keyboard_is_the_one_that_is_pressed(ask, key):
    dialog, results = ask()
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.confirm
    QTest.keyClick(dialog.confirm, key)
    assert results == [YES]


def test_escape_says_no_wherever_the_keyboard_is(ask):
    dialog, results = ask()
    dialog.confirm.setFocus()
    QTest.keyClick(dialog.confirm, Qt.Key.Key_Escape)
    assert results == [NO]


def test_where_nothing_is_lost_yes_comes_first_and_enter_on_cancel_still_cancels(ask):
    dialog, results = ask(harmless=True)
    assert dialog.focusWidget() is dialog.confirm
    QTest.keyClick(dialog.confirm, Qt.Key.Key_Return)
    assert results == [YES]
    dialog, results = ask(harmless=True)
    dialog.cancel.setFocus()
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert results == [NO]
