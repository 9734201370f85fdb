"""Alerts of a controller with a link over a real socket to a player that goes away."""

import pytest
from controller.services.states import is_offline, is_online

from footlight_common.clock import SystemClock
from footlight_common.model.alerts import Alarm, Severity
from footlight_common.model.player import PlayerStatus
from footlight_common.protocol.base import encode
from footlight_common.protocol.events import Alert
from footlight_common.protocol.session import Snapshot
from footlight_controller.core.alerting.rules import Rule, RuleName
from footlight_controller.services.alerts import Alerts
from footlight_controller.services.keyring_lock import KeyringLock, NoKeyring

AT_ONCE = Rule(after_s=0.0)


@pytest.fixture
async def watchful(make_controller, data_dir, player, eventually):
    """A controller that raises alerts, with the player online."""
    alerts = Alerts.own(data_dir, SystemClock(), KeyringLock(NoKeyring()))
    controller = make_controller(alerts=alerts, watchful=True)
    await controller.start()
    for rule in (RuleName.OFFLINE, RuleName.OTHER, RuleName.CRASHES):
        await alerts.set_rule(rule, AT_ONCE)
    await controller.add(player.address)
    await eventually(is_online(controller))
    yield controller
    await controller.close()


async def test_a_player_that_is_killed_is_an_alert_in_the_changes_until_it_is_back(
    watchful, player, listen, eventually
):
    ear = listen(watchful)
    assert ear.all.alerts.watching
    await player.stop()
    await eventually(lambda: ear.all.alerts.open)
    (alert,) = ear.all.alerts.open
    assert (alert.rule, alert.player_name, alert.area) == (RuleName.OFFLINE, "Lobby", "Foyer")
    assert [each.id for each in ear.all.alerted] == [alert.id]
    await player.start()
    await eventually(is_online(watchful))
    await eventually(lambda: not ear.all.alerts.open)
    assert [each.open for each in ear.all.alerted] == [True, False]


async def test_a_player_that_says_it_is_shut_down_is_no_alert(watchful, player, listen, eventually):
    ear = listen(watchful)
    await player.leave("shutdown")
    await player.stop()
    await eventually(is_offline(watchful))
    await eventually(lambda: ear.all.alerts.plan.off)
    assert not ear.all.alerts.open
    await player.start()
    await eventually(lambda: not ear.all.alerts.plan.off)


async def test_what_a_player_raises_itself_is_an_alert_with_its_severity(watchful, player, listen, eventually):
    ear = listen(watchful)
    status = PlayerStatus(identity=player.identity, playback=player.playback)
    await player.say(encode(Snapshot(status=status, cursor=player.cursor, alarms=())))
    fan = Alert(seq=1, at_s=1.0, code="fan", message="The fan stands still.", severity=Severity.CRITICAL)
    await player.say(encode(fan))
    await eventually(lambda: ear.all.alerts.open)
    (alert,) = ear.all.alerts.open
    assert (alert.rule, alert.code, alert.severity) == (RuleName.OTHER, "fan", Severity.CRITICAL)
    assert watchful.players()[player.identity.id].alarms == (
        Alarm(code="fan", message="The fan stands still.", severity=Severity.CRITICAL),
    )
    await player.say(encode(Alert(seq=2, at_s=2.0, code="fan", message="It turns again.", active=False)))
    await eventually(lambda: not ear.all.alerts.open)


async def test_what_stands_when_a_controller_comes_is_an_alert_too(watchful, player, listen, eventually):
    ear = listen(watchful)
    status = PlayerStatus(identity=player.identity, playback=player.playback)
    crashes = Alarm(code="crashes", message="Three times.", severity=Severity.CRITICAL)
    await player.say(encode(Snapshot(status=status, cursor=player.cursor, alarms=(crashes,))))
    await eventually(lambda: ear.all.alerts.open)
    assert ear.all.alerts.open[0].detail == "Three times."


async def test_a_controller_that_is_not_watchful_raises_nothing(online, player, listen, eventually):
    ear = listen(online)
    await online.alerts.set_rule(RuleName.OFFLINE, AT_ONCE)
    await player.stop()
    await eventually(is_offline(online))
    assert not ear.all.alerts.open
    assert not ear.all.alerts.watching


async def test_a_player_that_leaves_the_list_takes_its_alert_along(watchful, player, listen, eventually):
    ear = listen(watchful)
    await player.stop()
    await eventually(lambda: ear.all.alerts.open)
    await watchful.remove(player.identity.id)
    await eventually(lambda: not ear.all.alerts.open)
