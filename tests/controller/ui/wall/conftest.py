"""A wall of cards on the screen, and when it has come to rest."""

import pytest
from PySide6.QtTest import QTest

from footlight_common.clock import ManualClock
from footlight_controller.ui.models.arranged import ArrangedModel
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.wall import Wall


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def painted(monkeypatch):
    """Names of the cards painted, in order."""
    names = []
    paint = CardDelegate.paint_view

    def count(self, painter, rect, view, state):
        names.append(view.name)
        paint(self, painter, rect, view, state)

    monkeypatch.setattr(CardDelegate, "paint_view", count)
    return names


@pytest.fixture
def model(qapp):
    return PlayerListModel()


@pytest.fixture
def arranged(model, clock):
    return ArrangedModel(model, clock)


@pytest.fixture
def wall(theme, clock, arranged, painted, qtbot):
    wall = Wall(theme, clock, arranged)
    wall.resize(1240, 600)
    qtbot.addWidget(wall)
    wall.show()
    qtbot.waitExposed(wall)
    # Else some card or other is painted again while a test looks.
    wall._ticker.stop()
    return wall


@pytest.fixture
def settle(painted):
    """Lets Qt lay out and paint, until it paints no more."""

    def wait():
        quiet = 0
        while quiet < 3:
            before = len(painted)
            QTest.qWait(20)
            quiet = quiet + 1 if len(painted) == before else 0

    return wait
