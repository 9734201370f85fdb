"""Who is taken into the fleet, by announcement and by address, and who is not."""

import pytest
from controller.services.states import PLAYER_ID, SECOND_ID, is_online, record

from footlight_common.discovery import Address
from footlight_common.errors import (
    NotOnThisMachine,
    ProtocolError,
    Unreachable,
    VersionMismatch,
)
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import encode
from footlight_common.protocol.commands import Pause
from footlight_common.protocol.session import Goodbye
from footlight_controller.services.discovery import Sighting


async def test_a_removed_player_is_gone_from_list_and_registry(make_controller, online, listen, eventually):
    ear = listen(online)
    await online.remove(PLAYER_ID)
    await eventually(lambda: ear.all.removed == {PLAYER_ID})
    assert PLAYER_ID not in online.players()
    await online.close()
    again = make_controller()
    await again.start()
    assert not again.players()
    await again.close()


async def test_an_announcement_does_not_bring_a_removed_player_back_and_adding_it_does(
    make_controller, player, eventually
):
    controller = make_controller()
    await controller.start()
    await controller.add(player.address)
    await controller.remove(PLAYER_ID)
    sighting = Sighting(record=record(PLAYER_ID), addresses=(player.address,))
    controller._discovery.on_sighting(sighting)
    assert not controller.players()
    await controller.add(player.address)
    await eventually(is_online(controller))
    await controller.close()


async def test_a_player_that_announces_itself_is_dialled_and_kept(make_controller, player, eventually):
    controller = make_controller()
    await controller.start()
    controller._discovery.on_sighting(Sighting(record=record(PLAYER_ID), addresses=(player.address,)))
    await eventually(is_online(controller))
    await controller.close()
    again = make_controller()
    await again.start()
    assert again.players()[PLAYER_ID].name == "Lobby"
    await again.close()


async def test_a_player_that_moved_is_found_at_its_new_address(online, player, eventually):
    await player.stop()
    player.port = 0
    await player.start()
    online._discovery.on_sighting(Sighting(record=record(PLAYER_ID), addresses=(player.address,)))
    await eventually(is_online(online))
    await eventually(lambda: online.players()[PLAYER_ID].addresses[0] == player.address)


async def test_an_address_where_another_player_answers_makes_it_that_other_player(
    online, player, make_player, eventually
):
    await player.stop()
    other = await make_player(SECOND_ID, "Hall")
    online._discovery.on_sighting(Sighting(record=record(PLAYER_ID), addresses=(other.address,)))
    await eventually(is_online(online, SECOND_ID))
    assert online.players()[SECOND_ID].name == "Hall"
    first = online.players()[PLAYER_ID]
    assert (first.name, first.online) == ("Lobby", False)


async def test_two_addresses_of_one_player_make_one_link(online, player, eventually):
    await online.add(Address(host="localhost", port=player.port))
    await online.command(PLAYER_ID, Pause())
    assert len(online.players()) == 1
    assert len(player.subscriptions) == 1


async def test_namesakes_are_two_players(controller, make_player, eventually):
    for player_id in (PLAYER_ID, SECOND_ID):
        await controller.add((await make_player(player_id, "Hall")).address)
    await eventually(lambda: controller.players() and all(view.online for view in controller.players().values()))
    assert [view.name for view in controller.players().values()] == ["Hall", "Hall"]


async def test_a_player_of_another_version_is_refused_for_a_minute(controller, player, make_player, eventually):
    player.answer_hello = lambda _: encode(Goodbye(code="version", message="Update the controller."))
    with pytest.raises(VersionMismatch, match=r"Update the controller\."):
        await controller.add(player.address)


async def test_adding_where_nothing_listens_says_so(controller, unused_tcp_port):
    with pytest.raises(Unreachable, match="nothing listens there"):
        await controller.add(Address(host="127.0.0.1", port=unused_tcp_port))


async def test_adding_where_nothing_answers_ends(controller, silent_port, monkeypatch):
    monkeypatch.setattr("footlight_controller.services.dialer.TCP_DEADLINE_S", 0.1)
    with pytest.raises(Unreachable, match="does not answer"):
        await controller.add(Address(host="127.0.0.1", port=silent_port))


async def test_adding_a_player_that_says_nothing_ends(controller, player, monkeypatch):
    monkeypatch.setattr("footlight_controller.services.dialer.HELLO_DEADLINE_S", 0.1)
    player.answer_hello = lambda _: None
    with pytest.raises(ProtocolError, match="said nothing"):
        await controller.add(player.address)


async def test_an_id_that_is_none_is_refused(controller, player):
    player.identity = PlayerIdentity(id="../../etc", name="x")
    with pytest.raises(ProtocolError, match="against its certificate"):
        await controller.add(player.address)


@pytest.mark.parametrize("host", ["192.0.2.20", "::ffff:192.0.2.20", "2001:db8::1"])
async def test_adding_beyond_this_machine_says_what_to_do(controller, host):
    with pytest.raises(NotOnThisMachine, match="--host"):
        await controller.add(Address(host=host, port=8470))


async def test_a_name_that_is_not_known_says_so(controller):
    with pytest.raises(Unreachable, match=r"no-such-player\.invalid is not known"):
        await controller.add(Address(host="no-such-player.invalid"))
