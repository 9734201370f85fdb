"""What a player raises itself is in its view, however the controller came to hear of it."""

import pytest
from controller.core.test_fleet import ID, NOW, come_online, known_fleet
from controller.services.alert_scenes import an_alert

from footlight_common.model.alerts import Alarm, Severity
from footlight_common.model.player import PlayerIdentity, PlayerStatus
from footlight_common.protocol.events import Alert, PowerOn
from footlight_common.protocol.session import MAX_ALARMS, Cursor, Snapshot
from footlight_controller.core.alarms import after
from footlight_controller.core.alerting.board import AlertBoard
from footlight_controller.core.changes import Changes

DISK = Alarm(code="disk", message="Little room.", severity=Severity.CRITICAL)


def alert(seq, code="disk", *, active=True):
    return Alert(seq=seq, at_s=1.0, code=code, message="Little room.", active=active, severity=Severity.CRITICAL)


def snapshot(alarms, seq=0):
    status = PlayerStatus(identity=PlayerIdentity(id=ID, name="Lobby"))
    return Snapshot(status=status, cursor=Cursor(stream="s", seq=seq), alarms=alarms)


@pytest.fixture
def fleet():
    fleet = known_fleet(ID)
    come_online(fleet)
    return fleet


def test_a_player_that_did_not_tell_may_have_any(fleet):
    assert fleet.players[ID].alarms is None


def test_a_snapshot_lists_all(fleet):
    fleet.hear(ID, snapshot((DISK,)), NOW)
    assert fleet.players[ID].alarms == (DISK,)
    fleet.hear(ID, snapshot(None), NOW)
    assert fleet.players[ID].alarms == (DISK,)
    fleet.hear(ID, snapshot(()), NOW)
    assert fleet.players[ID].alarms == ()


def test_events_begin_and_end_them_once_each(fleet):
    fleet.hear(ID, snapshot(()), NOW)
    fleet.hear(ID, alert(1), NOW)
    fleet.hear(ID, alert(2, "clock"), NOW)
    fleet.hear(ID, alert(2, "clock", active=False), NOW)
    assert [alarm.code for alarm in fleet.players[ID].alarms] == ["disk", "clock"]
    fleet.hear(ID, alert(3, active=False), NOW)
    assert [alarm.code for alarm in fleet.players[ID].alarms] == ["clock"]


def test_a_run_that_was_cut_short_leaves_none_behind_in_what_is_replayed(fleet):
    fleet.hear(ID, snapshot((), seq=3), NOW)
    for event in (alert(1), PowerOn(seq=2, at_s=1.0), alert(3, "clock")):
        fleet.hear(ID, event, NOW)
    assert [alarm.code for alarm in fleet.players[ID].alarms] == ["clock"]


def test_a_player_cannot_fill_the_memory_or_a_card():
    alarms = None
    for number in range(2 * MAX_ALARMS):
        alarms = after(alarms, alert(1, f"code {number}"))
    assert len(alarms) == MAX_ALARMS
    (odd,) = after((), Alert(seq=1, at_s=1.0, code="c" * 999, message="\x1b[31m" + "m" * 9999))
    assert len(odd.code) == 64
    assert len(odd.message) == 500
    assert "\x1b" not in odd.message


def test_what_was_raised_is_in_one_delivery_and_in_order():
    first, second, third = (an_alert(number) for number in (1, 2, 3))
    board = AlertBoard(open=(third,))
    merged = Changes(alerted=(first, second)).then(Changes(alerted=(third,), alerts=board))
    assert merged.alerted == (first, second, third)
    assert merged.alerts is board


def test_a_delivery_in_parts_tells_of_alerts_once():
    players = {each: known_fleet(each).players[each] for each in ("ab" * 8, "cd" * 8, "ef" * 8)}
    part, rest = Changes(players=players, alerted=(an_alert(1),)).split(2)
    assert len(part.alerted) == 1
    assert rest.alerted == ()
    assert part.then(rest).alerted == part.alerted


def test_the_fleet_tells_of_a_board_once(fleet):
    fleet.take()
    board = AlertBoard(watching=True)
    fleet.show_alerts(board, [an_alert(1)])
    changes = fleet.take()
    assert changes.alerts is board
    assert [each.id for each in changes.alerted] == [1]
    fleet.show_alerts(board, [])
    assert fleet.take() is None
    assert fleet.everybody().alerts is board
    assert fleet.everybody().alerted == ()
