"""The front door, against scripted players on real sockets."""

import asyncio
import logging

import pytest
from controller.services.states import PLAYER_ID, SECOND_ID, is_offline, is_online

from footlight_common.errors import (
    CommandTimeout,
    MessageTooLarge,
    NothingToPlay,
    NotLinked,
    UnknownPlayer,
)
from footlight_common.model.playback import Item
from footlight_common.model.player import PlayerIdentity, PlayerStatus
from footlight_common.protocol.base import MAX_MESSAGE_BYTES, encode
from footlight_common.protocol.commands import Pause, Play, Result
from footlight_common.protocol.events import DeviceStatusChanged
from footlight_common.protocol.session import Cursor, Pong, Refusal, Welcome
from footlight_common.protocol.topics import USUAL_TOPICS
from footlight_controller.core.view import LinkState
from footlight_controller.services import link_runner


async def test_a_subscriber_gets_everybody_at_once(online, listen):
    ear = listen(online)
    (first,) = ear.deliveries
    assert first.players[PLAYER_ID].playing
    assert (first.stats.total, first.stats.online) == (1, 1)


async def test_an_added_player_comes_online_with_its_state_in_one_delivery(controller, player, listen, eventually):
    ear = listen(controller)
    await controller.add(player.address)
    await eventually(lambda: ear.all.stats.online)
    arrival = ear.deliveries[-1]
    assert [type(told.event).__name__ for told in arrival.events] == ["DeviceOnline"]
    assert arrival.players[PLAYER_ID].playing


async def test_says_who_calls_and_subscribes_to_every_topic(online, player):
    assert player.hellos[-1].name == "desk"
    assert player.subscriptions[-1].topics == USUAL_TOPICS
    assert player.subscriptions[-1].since is None


async def test_events_arrive_in_order(online, player, listen, eventually):
    ear = listen(online)
    for seq in range(1, 20):
        await player.play(seq)
    await eventually(lambda: len(ear.events) == 19)
    assert [event.seq for event in ear.events] == list(range(1, 20))


async def test_one_failing_listener_does_not_keep_events_from_the_others(
    online, player, listen, eventually, expect_log
):
    expect_log("a listener failed", logging.ERROR)
    deliveries = []

    def fails_later(changes):
        deliveries.append(changes)
        assert len(deliveries) == 1

    online.subscribe(fails_later)
    ear = listen(online)
    await player.play(1)
    await eventually(lambda: ear.events)


async def test_who_unsubscribed_hears_no_more(online, player, listen, eventually):
    gone, ear = listen(online), listen(online)
    gone.stop()
    await player.play(1)
    await eventually(lambda: ear.events)
    assert len(gone.deliveries) == 1


async def test_a_killed_player_is_offline_at_once_with_the_reason(online, player, listen, eventually):
    ear = listen(online)
    await player.stop()
    await eventually(lambda: "DeviceOffline" in ear.kinds(), 2)
    assert "broke off" in ear.events[0].reason
    await eventually(lambda: "nothing listens there" in online.players()[PLAYER_ID].link.reason)


async def test_a_player_that_returns_comes_online_again_and_is_asked_for_what_was_missed(
    online, player, listen, eventually
):
    ear = listen(online)
    await player.play(1)
    await eventually(lambda: ear.events)
    await player.stop()
    await player.start()
    await eventually(lambda: ear.kinds() == ["PlaybackStarted", "DeviceOffline", "DeviceOnline"])
    assert player.subscriptions[-1].since == Cursor(stream="s", seq=1)


async def test_a_player_that_stops_answering_is_offline(make_controller, player, listen, eventually):
    controller = make_controller(heartbeat_s=0.2)
    await controller.start()
    await controller.add(player.address)
    await eventually(is_online(controller))
    ear = listen(controller)
    # What arrives is left unread, pings among it.
    player.transports[player.sockets[-1]].pause_reading()
    await eventually(lambda: "DeviceOffline" in ear.kinds(), 3)
    assert "no sign of life" in ear.events[0].reason
    await controller.close()
    await player.stop()


async def test_goodbye_restart_is_waited_for(online, player, eventually):
    await player.leave("restart", "Updating.")
    link = await eventually(lambda: online.players()[PLAYER_ID].link if is_offline(online)() else None)
    assert (link.state, link.code, link.reason) == (LinkState.OFFLINE, "restart", "Updating.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad_message"),
        ('{"type":"no_such_thing"}', "bad_message"),
        ('{"type":"playback_started","seq":-1,"at_s":0,"item":{"uri":"x"},"index":0}', "bad_message"),
        ("[" * 10_000, "bad_message"),
        ("x" * (MAX_MESSAGE_BYTES + 1), "message_too_large"),
        (
            encode(Welcome(identity=PlayerIdentity(id=PLAYER_ID, name=""), cursor=Cursor(stream="", seq=0))),
            "bad_message",
        ),
        (
            encode(DeviceStatusChanged(at_s=0, status=PlayerStatus(identity=PlayerIdentity(id=SECOND_ID, name="x")))),
            "bad_message",
        ),
    ],
)
async def test_nonsense_ends_the_session_with_a_code_and_a_new_one_begins(
    online, player, listen, eventually, text, code
):
    ear = listen(online)
    await player.say(text)
    await eventually(lambda: ear.kinds() == ["DeviceOffline", "DeviceOnline"])
    assert ear.events[0].code == code


async def test_what_is_merely_new_or_late_is_passed_over(online, player, listen, eventually):
    ear = listen(online)
    await player.say('{"type":"pong","id":"1","at_s":0,"new_field":[1]}')
    await player.say(encode(Pong(id="2", at_s=0.0)))
    await player.say(encode(Refusal(code="invalid_argument", message="no")))
    await player.say(encode(Result(id="never asked", ok=True)))
    await player.play(1)
    await eventually(lambda: ear.kinds() == ["PlaybackStarted"])


async def test_a_command_returns_when_it_is_done(online, player):
    await online.command(PLAYER_ID, Pause())
    (command,) = player.commands
    assert command.action == Pause()
    assert command.key


async def test_a_command_that_the_player_refuses_raises_its_error(online, player):
    player.answer_command = lambda command: Result(id=command.id, ok=False, code="nothing_to_play", message="Nothing.")
    with pytest.raises(NothingToPlay, match=r"^Nothing\.$"):
        await online.command(PLAYER_ID, Pause())


async def test_a_command_without_an_answer_ends_in_time(online, player, monkeypatch):
    monkeypatch.setattr(link_runner, "COMMAND_DEADLINE_S", 0.1)
    player.answer_command = lambda _: None
    with pytest.raises(CommandTimeout, match="did not answer pause"):
        await online.command(PLAYER_ID, Pause())


async def test_a_command_whose_answer_was_lost_is_sent_again_under_the_same_key(online, player):
    player.drop_commands = 1
    await online.command(PLAYER_ID, Pause())
    first, second = player.commands
    assert first.key == second.key
    assert first.id != second.id


async def test_a_command_that_is_too_large_is_not_sent(online, player):
    items = tuple(Item(uri=f"/clips/{number}/{'x' * 2000}") for number in range(500))
    with pytest.raises(MessageTooLarge, match="Send fewer items"):
        await online.command(PLAYER_ID, Play(items=items))
    await online.command(PLAYER_ID, Pause())
    assert [type(command.action) for command in player.commands] == [Pause]


async def test_a_command_to_a_player_that_is_off_says_why(online, player, eventually):
    await player.stop()
    await eventually(lambda: "nothing listens" in online.players()[PLAYER_ID].link.reason)
    with pytest.raises(NotLinked, match="nothing listens there"):
        await online.command(PLAYER_ID, Pause())


async def test_a_command_to_nobody_is_refused(controller):
    with pytest.raises(NotLinked):
        await controller.command(SECOND_ID, Pause())


async def test_removing_gives_up_a_command_that_waits(online, player, eventually):
    player.answer_command = lambda _: None
    command = asyncio.create_task(online.command(PLAYER_ID, Pause()))
    await eventually(lambda: player.commands)
    await online.remove(PLAYER_ID)
    with pytest.raises(NotLinked):
        await command


async def test_a_copy_works_beside_the_owner_and_writes_nothing(make_controller, online, player, eventually):
    await online._registry._store.flush()
    beside = make_controller(own=False, dial_everybody=False)
    await beside.start()
    assert not beside.players()[PLAYER_ID].online
    beside.link(PLAYER_ID)
    await eventually(is_online(beside))
    await beside.remove(PLAYER_ID)
    await beside.close()
    assert PLAYER_ID in online.players()


async def test_only_named_players_are_dialled_without_dial_everybody(make_controller, online, player):
    await online._registry._store.flush()
    hellos = len(player.hellos)
    beside = make_controller(own=False, dial_everybody=False)
    await beside.start()
    with pytest.raises(UnknownPlayer):
        beside.link(SECOND_ID)
    await beside.close()
    assert len(player.hellos) == hellos


async def test_a_player_that_is_off_is_shown_at_start_with_when_it_was_seen(make_controller, player, eventually):
    controller = make_controller()
    await controller.start()
    await controller.add(player.address)
    await eventually(is_online(controller))
    seen_s = controller.players()[PLAYER_ID].last_seen_s
    await controller.close()
    await player.stop()
    again = make_controller()
    await again.start()
    view = again.players()[PLAYER_ID]
    assert (view.name, view.identity.area, view.online) == ("Lobby", "Foyer", False)
    assert view.last_seen_s == pytest.approx(seen_s, abs=5)
    await again.close()


async def test_why_a_player_went_is_kept_while_it_is_dialled_in_vain(online, player, eventually):
    await player.leave("shutdown", "The player was closed.")
    await player.stop()
    await eventually(lambda: "nothing listens there" in online.players()[PLAYER_ID].link.reason)
    assert online.players()[PLAYER_ID].link.lost == "The player was closed."


async def test_a_damaged_registry_is_a_notice_not_an_end(make_controller, data_dir, listen, expect_log):
    expect_log("could not be read", logging.ERROR)
    (data_dir / "registry.json").write_text('{"version": 1, "tables": {"pla')
    controller = make_controller()
    await controller.start()
    (notice,) = listen(controller).all.notices
    assert "registry.json could not be read" in notice
    await controller.close()
