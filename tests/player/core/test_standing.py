"""A player can say at any time which of its alerts stand."""

from footlight_common.model.alerts import Alarm, Severity
from footlight_common.protocol.events import Alert, PowerOn
from footlight_player.core.standing import Standing


def alert(seq, code, *, active=True, severity=Severity.WARNING):
    return Alert(seq=seq, at_s=1.0, code=code, message=f"{code} {seq}", active=active, severity=severity)


def test_what_has_begun_stands_until_it_ends():
    standing = Standing()
    for event in (PowerOn(seq=1, at_s=1.0), alert(2, "disk"), alert(3, "clock"), alert(4, "disk", active=False)):
        standing.hear(event)
    assert standing.alarms == (Alarm(code="clock", message="clock 3"),)


def test_what_begins_anew_stands_as_it_was_told_last():
    standing = Standing()
    standing.hear(alert(1, "disk"))
    standing.hear(alert(2, "disk", severity=Severity.CRITICAL))
    assert standing.alarms == (Alarm(code="disk", message="disk 2", severity=Severity.CRITICAL),)


def test_an_end_without_a_beginning_changes_nothing():
    standing = Standing()
    standing.hear(alert(1, "disk", active=False))
    assert standing.alarms == ()


def test_a_run_begins_with_none():
    standing = Standing()
    standing.hear(alert(1, "disk"))
    standing.hear(PowerOn(seq=2, at_s=1.0))
    assert standing.alarms == ()
