"""An alert from its rule to the one who looks after it, at a real player."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.ui.alerts.rule_sheet import RuleSheet
from footlight_controller.ui.shell.places import ALERTS, MONITORING

Key = Qt.Key


@pytest.fixture
def lobby(make_screen):
    return make_screen("Lobby", area="Foyer", plays=("one",))


def rule_sheet():
    sheet = QApplication.activeModalWidget()
    return sheet if isinstance(sheet, RuleSheet) and sheet.isActiveWindow() else None


def test_what_a_rule_finds_is_told_acknowledged_and_kept_in_the_history(lobby, tell):
    def story(person, window):
        alerts = window.records.alerts
        page, row = alerts.page, alerts.page.rules.rules[RuleName.DISK]
        # No disk has so much room: the player is in want of it at once.
        person.ctrl(Key.Key_5)
        assert window.frame.open_key == ALERTS
        person.sees(page.open.quiet.isVisible)
        person.press(Key.Key_Right, Key.Key_Right)
        person.sees(row.isVisible)
        person.click(row.change)
        person.sees(rule_sheet)
        sheet = rule_sheet()
        assert person.focus is sheet.after
        person.ctrl(Key.Key_A)
        person.write("0")
        person.tab_to("Little is less than, in MB")
        person.ctrl(Key.Key_A)
        person.write("1000000")
        person.press(Key.Key_Return)
        person.sees(lambda: alerts.desk.board.open)
        # Without a window manager nobody puts the window in front when a dialog before it is closed.
        person.sees(lambda: window.isActiveWindow() or window.activateWindow())

        button = window.frame.side_bar.buttons[ALERTS]
        person.sees(lambda: button.count == 1)
        person.sees(lambda: [name for name, _ in person.toasts] == ["Lobby"])
        assert "Little disk space left" in person.toasts[0][1]
        assert [note.subject for note in window.notebook.kept] == ["Lobby"]
        person.click(window.frame.side_bar.buttons[MONITORING])
        person.sees(alerts.strip.isVisible)

        person.click(alerts.strip.button)
        person.sees(lambda: page.open.rows and page.open.rows[0].isVisible())
        person.tab_to(page.open.rows[0].acknowledge.accessibleName())
        person.press(Key.Key_Space)
        person.sees(lambda: page.open.rows[0].seen.isVisible())
        assert button.count == 0

        page.tabs.setFocus()
        person.press(Key.Key_Right, Key.Key_Right)
        person.sees(row.isVisible)
        person.click(row.on)
        person.sees(lambda: not alerts.desk.board.open)
        person.click(window.frame.side_bar.buttons[MONITORING])
        assert not alerts.strip.isVisible()
        person.ctrl(Key.Key_5)
        page.tabs.setFocus()
        person.press(Key.Key_Left)
        person.sees(lambda: page.past.model.rows)
        (over,) = page.past.model.rows
        assert over.acknowledged is not None
        assert "Rule turned off" in page.past.model.told(over)

    tell(story, lobby)
