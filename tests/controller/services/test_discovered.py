"""Players that are found and wait for a person to decide."""

from dataclasses import replace

import pytest
from controller.services.home import home
from controller.services.states import PLAYER_ID, SECOND_ID, is_online, record

from footlight_common.errors import NotLinked, OtherPlayer, ProtocolError, UnknownPlayer, Unreachable
from footlight_common.protocol.base import encode
from footlight_common.protocol.commands import Identify, Result
from footlight_common.protocol.session import Goodbye
from footlight_controller.services.discovery import Sighting


@pytest.fixture
async def choosy(make_controller):
    """A controller that takes in nobody by itself."""
    controller = make_controller(automatic=False)
    await controller.start()
    yield controller
    await controller.close()


def announce(controller, *players, addresses=None, site=None) -> None:
    """As players of our site unless told."""
    site = home().id if site is None else site
    for player in players:
        sighting = Sighting(
            record=replace(record(player.identity.id), name=player.identity.name, claimed=bool(site), site=site),
            addresses=addresses or (player.address,),
        )
        controller._discovery.on_sighting(sighting)


def waiting(controller) -> list[tuple[str, bool]]:
    """Ids of who is discovered, and whether each is ignored."""
    seen = []
    controller.subscribe(seen.append)()
    return [(player.id, player.ignored) for player in seen[0].discovered]


async def test_whoever_is_found_is_discovered_and_neither_shown_as_a_player_nor_dialled(
    choosy, player, listen, eventually
):
    ear = listen(choosy)
    announce(choosy, player)
    (discovered,) = await eventually(lambda: ear.all.discovered)
    assert (discovered.id, discovered.name, discovered.addresses) == (PLAYER_ID, "Lobby", (player.address,))
    assert not choosy.players()
    assert player.hellos == []


async def test_an_adopted_player_is_dialled_kept_and_discovered_no_more(make_controller, choosy, player, eventually):
    announce(choosy, player)
    view = await choosy.finds.adopt(PLAYER_ID)
    assert (view.id, view.name) == (PLAYER_ID, "Lobby")
    assert waiting(choosy) == []
    await eventually(is_online(choosy))
    await choosy.close()
    again = make_controller(automatic=False)
    await again.start()
    assert PLAYER_ID in again.players()
    await again.close()


async def test_adopting_twice_is_as_good_as_once_and_a_stranger_cannot_be_adopted(choosy, player):
    announce(choosy, player)
    assert await choosy.finds.adopt(PLAYER_ID) == await choosy.finds.adopt(PLAYER_ID)
    with pytest.raises(UnknownPlayer, match="does not announce itself any more"):
        await choosy.finds.adopt(SECOND_ID)


async def test_a_known_player_that_announces_itself_is_dialled_and_not_discovered(choosy, player, eventually):
    await choosy.add(player.address)
    await eventually(is_online(choosy))
    announce(choosy, player)
    assert waiting(choosy) == []


async def test_whoever_says_goodbye_to_the_network_is_discovered_no_more(choosy, player):
    announce(choosy, player)
    choosy._discovery.on_gone(PLAYER_ID)
    assert waiting(choosy) == []


async def test_an_ignored_player_stays_ignored_over_a_restart_and_can_be_brought_back(make_controller, choosy, player):
    announce(choosy, player)
    await choosy.finds.ignore(PLAYER_ID)
    assert waiting(choosy) == [(PLAYER_ID, True)]
    await choosy.close()
    again = make_controller(automatic=True)
    await again.start()
    assert waiting(again) == [(PLAYER_ID, True)]
    announce(again, player)
    assert not again.players()
    await again.finds.set_automatic(False)
    await again.finds.unignore(PLAYER_ID)
    assert waiting(again) == [(PLAYER_ID, False)]
    await again.close()
    later = make_controller(automatic=False)
    await later.start()
    assert waiting(later) == []
    await later.close()


async def test_adding_an_ignored_player_by_address_ends_that_it_is_ignored(make_controller, choosy, player):
    announce(choosy, player)
    await choosy.finds.ignore(PLAYER_ID)
    await choosy.add(player.address)
    assert waiting(choosy) == []
    await choosy.close()
    again = make_controller(automatic=False)
    await again.start()
    assert (waiting(again), list(again.players())) == ([], [PLAYER_ID])
    await again.close()


async def test_a_copy_of_the_registry_ignores_nobody(make_controller, choosy, player):
    announce(choosy, player)
    await choosy.finds.ignore(PLAYER_ID)
    await choosy.close()
    copy = make_controller(own=False, dial_everybody=False)
    await copy.start()
    announce(copy, player)
    assert list(copy.players()) == [PLAYER_ID]
    await copy.close()


@pytest.mark.parametrize("site", ["", "6" * 16])
async def test_who_belongs_to_nobody_or_to_another_site_is_never_taken_in_by_the_app_itself(choosy, player, site):
    await choosy.finds.set_automatic(True)
    announce(choosy, player, site=site)
    assert waiting(choosy) == [(PLAYER_ID, False)]
    await choosy.finds.set_automatic(True)
    assert waiting(choosy) == [(PLAYER_ID, False)]


async def test_turning_automatic_on_takes_in_whoever_waits_and_is_not_ignored(choosy, player, make_player, eventually):
    announce(choosy, player, await make_player(SECOND_ID, "Hall"))
    await choosy.finds.ignore(SECOND_ID)
    await choosy.finds.set_automatic(True)
    await eventually(is_online(choosy))
    assert waiting(choosy) == [(SECOND_ID, True)]
    await choosy.finds.unignore(SECOND_ID)
    await eventually(is_online(choosy, SECOND_ID))
    assert waiting(choosy) == []


async def test_a_stranger_at_the_address_of_a_known_player_is_not_taken_in(choosy, player, make_player, eventually):
    await choosy.add(player.address)
    await eventually(is_online(choosy))
    await player.stop()
    other = await make_player(SECOND_ID, "Hall")
    announce(choosy, player, addresses=(other.address,))
    await eventually(lambda: other.asked_about)
    await eventually(lambda: choosy.players()[PLAYER_ID].link.code)
    assert list(choosy.players()) == [PLAYER_ID]


async def test_after_automatic_was_turned_off_newcomers_wait(controller, player):
    await controller.finds.set_automatic(False)
    announce(controller, player)
    assert waiting(controller) == [(PLAYER_ID, False)]


async def test_a_removed_player_that_announces_itself_is_discovered_again(choosy, player, eventually):
    await choosy.add(player.address)
    await eventually(is_online(choosy))
    await choosy.remove(PLAYER_ID)
    announce(choosy, player)
    assert waiting(choosy) == [(PLAYER_ID, False)]
    await choosy.finds.adopt(PLAYER_ID)
    await eventually(is_online(choosy))


async def test_bringing_one_player_back_does_not_bring_back_the_removed_ones(controller, player, make_player):
    hall = await make_player(SECOND_ID, "Hall")
    announce(controller, player, hall)
    await controller.remove(PLAYER_ID)
    await controller.remove(SECOND_ID)
    announce(controller, player, hall)
    await controller.finds.ignore(SECOND_ID)
    await controller.finds.unignore(SECOND_ID)
    assert waiting(controller) == [(PLAYER_ID, False), (SECOND_ID, False)]


async def test_a_removed_player_that_is_online_is_discovered_at_once(choosy, player, eventually, monkeypatch):
    sighting = Sighting(record=record(PLAYER_ID), addresses=(player.address,))
    monkeypatch.setattr(choosy._discovery, "_sightings", {"its announcement": sighting})
    await choosy.add(player.address)
    await eventually(is_online(choosy))
    await choosy.remove(PLAYER_ID)
    assert waiting(choosy) == [(PLAYER_ID, False)]


async def test_several_are_removed_at_once_and_their_links_end(choosy, player, make_player, eventually, monkeypatch):
    hall = await make_player(SECOND_ID, "Hall")
    sighting = Sighting(record=record(SECOND_ID), addresses=(hall.address,))
    monkeypatch.setattr(choosy._discovery, "_sightings", {"its announcement": sighting})
    await choosy.add(player.address)
    await choosy.add(hall.address)
    await eventually(lambda: all(view.online for view in choosy.players().values()))
    await choosy.remove(PLAYER_ID, SECOND_ID, "f" * 16)
    assert not choosy.players()
    assert choosy._registry.players() == []
    assert waiting(choosy) == [(SECOND_ID, False)]


async def test_one_that_was_removed_is_not_taken_in_by_itself(controller, player, eventually):
    announce(controller, player)
    await eventually(is_online(controller))
    await controller.remove(PLAYER_ID)
    announce(controller, player)
    assert not controller.players()
    assert waiting(controller) == [(PLAYER_ID, False)]


async def test_a_discovered_player_can_show_its_name_without_being_added(choosy, player, unused_tcp_port, eventually):
    dead = replace(player.address, port=unused_tcp_port)
    announce(choosy, player, addresses=(dead, player.address))
    await choosy.finds.identify(PLAYER_ID)
    assert [command.action for command in player.commands] == [Identify()]
    assert player.subscriptions == []
    assert not choosy.players()
    await eventually(lambda: all(socket.closed for socket in player.sockets))


async def test_identifying_one_that_is_not_there_says_so(choosy, player):
    announce(choosy, player)
    await player.stop()
    with pytest.raises(Unreachable, match="nothing listens there"):
        await choosy.finds.identify(PLAYER_ID)
    with pytest.raises(UnknownPlayer):
        await choosy.finds.identify(SECOND_ID)


async def test_identifying_where_another_player_answers_shows_nothing_there(choosy, player, make_player):
    other = await make_player(SECOND_ID, "Hall")
    announce(choosy, player, addresses=(other.address,))
    with pytest.raises(OtherPlayer, match="another player, Hall, answers"):
        await choosy.finds.identify(PLAYER_ID)
    assert other.commands == []


async def test_what_a_discovered_player_refuses_is_told(choosy, player):
    announce(choosy, player)
    player.answer_command = lambda command: Result(
        id=command.id, ok=False, code="not_linked", message="The screen is off."
    )
    with pytest.raises(NotLinked, match=r"The screen is off\."):
        await choosy.finds.identify(PLAYER_ID)
    player.answer_hello = lambda _: encode(Goodbye(code="version", message="Update the controller."))
    with pytest.raises(ProtocolError, match=r"Update the controller\."):
        await choosy.finds.identify(PLAYER_ID)


async def test_an_ignored_player_that_is_not_there_cannot_be_identified(choosy, player):
    announce(choosy, player)
    await choosy.finds.ignore(PLAYER_ID)
    choosy._discovery.on_gone(PLAYER_ID)
    with pytest.raises(Unreachable, match="Lobby does not announce itself now"):
        await choosy.finds.identify(PLAYER_ID)
