"""Whoever comes late hears which alerts of a player stand."""

from footlight_common.model.alerts import Severity
from footlight_player.core.facts import Alarm


async def test_a_snapshot_lists_what_has_begun_and_not_ended(bench, eventually):
    assert bench.player.snapshot().alarms == ()
    bench.player.events.append(Alarm(code="disk", message="Little room.", active=True, severity=Severity.CRITICAL))
    await eventually(lambda: bench.player.snapshot().alarms)
    (alarm,) = bench.player.snapshot().alarms
    assert (alarm.code, alarm.severity) == ("disk", Severity.CRITICAL)
    bench.player.events.append(Alarm(code="disk", message="Room again.", active=False))
    await eventually(lambda: not bench.player.snapshot().alarms)
