import pytest
from controller.ui.fleet import player

from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.core.view import LinkStatus
from footlight_controller.ui import restarts as restarts_module
from footlight_controller.ui.notes import Level
from footlight_controller.ui.restarts import Restarts


def event(what):
    return FleetEvent(player_id="a1", player_name="Lobby", event=what)


GONE = event(DeviceOffline(at_s=0.0, code="restart", reason="The player restarts."))
BACK = event(DeviceOnline(at_s=0.0))


@pytest.fixture
def restarts(qapp, monkeypatch):
    monkeypatch.setattr(restarts_module, "BACK_WITHIN_MS", 50)
    return Restarts()


def test_one_that_does_not_come_back_from_its_restart_is_told(restarts, qtbot):
    with qtbot.waitSignal(restarts.overdue) as told:
        restarts.hear([GONE])
    (note,) = told.args
    assert (note.subject, note.level, note.topic) == ("Lobby", Level.CAUTION, "offline")


@pytest.mark.parametrize(("events", "removed"), [([GONE, BACK], []), ([GONE], ["a1"])], ids=["back", "removed"])
def test_one_that_is_back_or_removed_is_not_waited_for(restarts, qtbot, events, removed):
    with qtbot.assertNotEmitted(restarts.overdue, wait=150):
        restarts.hear(events, removed)


def test_one_that_went_without_a_word_is_no_restart(restarts, qtbot):
    with qtbot.assertNotEmitted(restarts.overdue, wait=150):
        restarts.hear([event(DeviceOffline(at_s=0.0, code="unreachable", reason="Gone."))])


def test_who_restarts_needs_nobody():
    assert player(link=LinkStatus(code="restart", reason="The player restarts.")).needs_attention == ""
    assert player(link=LinkStatus(code="unreachable", reason="Gone.")).needs_attention == "offline"
