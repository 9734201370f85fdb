"""Tab leads to everything on every page, and where it stands can be seen."""

import pytest
from controller.ui.journey.person import name_of
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from footlight_controller.ui.shell.places import ALERTS, DISCOVERED, MONITORING, SETTINGS

MARGIN_PX = 6
CTRL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
KEYS = {
    MONITORING: [(Qt.Key.Key_1, CTRL)],
    DISCOVERED: [(Qt.Key.Key_2, CTRL)],
    ALERTS: [(Qt.Key.Key_5, CTRL)],
    SETTINGS: [(Qt.Key.Key_8, CTRL)],
    "player": [(Qt.Key.Key_1, CTRL), (Qt.Key.Key_Return, PLAIN)],
}


def is_stop(widget):
    """Whether Tab has to lead to it: of several that exclude one another the arrow keys lead to the others."""
    group = isinstance(widget, QAbstractButton) and (widget.autoExclusive() or widget.group() is not None)
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return takes and widget.isVisible() and widget.isEnabled() and not (group and not widget.isChecked())


def picture(window, widget):
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return window.grab(place.adjusted(-MARGIN_PX, -MARGIN_PX, MARGIN_PX, MARGIN_PX)).toImage()


def walk(person, window):
    """The stops in their order, and those of them that look the same with and without the keyboard."""
    passed, unseen = [], []
    widget = person.tab()
    while widget not in passed:
        passed.append(widget)
        before = picture(window, widget)
        following = person.tab()
        if picture(window, widget) == before:
            unseen.append(name_of(widget))
        widget = following
    return passed, unseen


def stops_of(window):
    return {name_of(each) for each in window.findChildren(QWidget) if is_stop(each)}


@pytest.mark.parametrize("page", KEYS)
def test_tab_leads_to_all_controls_and_is_seen_on_each(make_screen, by_mdns, tell, page):
    bar, terrace = make_screen("Bar"), make_screen("Terrace")
    by_mdns.add(terrace.id)

    def story(person, window):
        person.sees(lambda: window.discovered.waiting == 1)
        for key, modifiers in KEYS[page]:
            person.press(key, modifiers=modifiers)
        opened = window.frame.stack.currentWidget()
        assert opened is person.focus or opened.isAncestorOf(person.focus)
        window.toasts.clear()

        # The facts of a player come a moment after the others.
        person.sees(lambda: not window.player.isVisible() or any("Built with" in name for name in stops_of(window)))
        passed, unseen = walk(person, window)
        stops = stops_of(window)
        assert stops <= {name_of(each) for each in passed}
        assert unseen == []
        assert {person.tab(back=True) for _ in passed} == set(passed)

    tell(story, bar)
