import pytest

from footlight_controller.core.changes import Changes, ConnectionState
from footlight_controller.core.view import FleetStats
from footlight_controller.ui.shell.title_bar import TitleBar


@pytest.fixture
def bar(theme, qtbot):
    bar = TitleBar(theme)
    qtbot.addWidget(bar)
    return bar


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        (Changes(), "Searching"),
        (Changes(discovery="port 5353 is in use."), "Not searching"),
        (Changes(stats=FleetStats(total=2, offline=2)), "Connecting"),
        (Changes(stats=FleetStats(total=2, offline=2), discovery="port 5353 is in use."), "Connecting"),
        (Changes(connection=ConnectionState.CONNECTED, discovery="port 5353 is in use."), "Connected"),
    ],
)
def test_the_indicator_says_what_is_true(bar, changes, word):
    bar.show_changes(changes)
    assert bar.connection.word == word


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        (Changes(), "3 found"),
        (Changes(discovery="port 5353 is in use."), "Not searching"),
        (Changes(stats=FleetStats(total=2, offline=2)), "Connecting"),
    ],
)
def test_while_nobody_is_added_it_says_how_many_were_found(bar, changes, word):
    bar.show_changes(changes, 3)
    assert bar.connection.word == word
    assert word in bar.connection.accessibleName()
    bar.show_changes(Changes())
    assert bar.connection.word == "Searching"


def test_why_it_does_not_search_is_in_the_tool_tip(bar):
    bar.show_changes(Changes(discovery="port 5353 is in use."))
    assert "Port 5353 is in use." in bar.connection.toolTip()
