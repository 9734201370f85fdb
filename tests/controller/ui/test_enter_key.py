import pytest
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_window import scripted_window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from footlight_controller.ui.enter_key import ENTER, EnterKey
from footlight_controller.ui.shell.places import SETTINGS


class Host(QWidget):
    """A window with a field and a button that Enter presses."""

    def __init__(self):
        super().__init__()
        self.pressed = 0
        self.enter = EnterKey(self)
        self.field, self.button = QLineEdit(), QPushButton("Go")
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.button)
        self.button.clicked.connect(self.count)

    def count(self):
        self.pressed += 1

    def event(self, event):
        self.enter.hear(event)
        return super().event(event)

    def keyPressEvent(self, event):
        self.enter.press(event)


@pytest.fixture
def host(qtbot, theme):
    host = Host()
    qtbot.addWidget(host)
    host.show()
    qtbot.waitExposed(host)
    host.activateWindow()
    return host


@pytest.mark.parametrize("key", ENTER)
def test_enter_presses_the_button_with_the_focus(host, key):
    host.button.setFocus()
    QTest.keyClick(host.button, key)
    assert host.pressed == 1


def test_enter_in_a_field_that_moves_the_focus_on_does_not_press_what_it_moved_to(host):
    host.field.returnPressed.connect(host.button.setFocus)
    host.field.setFocus()
    QTest.keyClick(host.field, Qt.Key.Key_Return)
    assert host.focusWidget() is host.button
    assert host.pressed == 0


def test_other_keys_and_disabled_buttons_do_nothing(host):
    host.button.setFocus()
    QTest.keyClick(host.button, Qt.Key.Key_A)
    host.button.setEnabled(False)
    QTest.keyClick(host, Qt.Key.Key_Return)
    assert host.pressed == 0


def test_enter_presses_the_buttons_of_the_window(in_qt, theme, eventually):
    async def story():
        controller = ScriptedController(changes_of(player(1, "Bar")))
        async with scripted_window(theme, controller) as (window, bridge):
            await bridge.start()
            await eventually(lambda: window.model.rowCount() == 1)
            settings = window.frame.side_bar.buttons[SETTINGS]
            settings.setFocus()
            QTest.keyClick(settings, Qt.Key.Key_Return)
            assert window.frame.stack.currentWidget().isAncestorOf(window.settings.automatic)

    in_qt(story())


def test_enter_on_the_way_back_of_a_form_goes_back_and_begins_nothing(in_qt, theme, eventually):
    async def story():
        controller = ScriptedController(changes_of())
        controller.site = None
        async with scripted_window(theme, controller) as (window, bridge):
            await bridge.start()
            welcome = window.site.welcome
            await eventually(welcome.isVisible)
            welcome.choose_create.click()
            form = welcome.create_form
            for field in form.findChildren(QLineEdit):
                field.setText("Theatre")
            assert form.ready()
            form.go_back.setFocus()
            QTest.keyClick(form.go_back, Qt.Key.Key_Return)
            assert not form.busy
            assert welcome.choose_create.isVisible()

    in_qt(story())
