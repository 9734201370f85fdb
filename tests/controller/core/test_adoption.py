"""Who is taken in, who waits, who is ignored."""

from dataclasses import replace

import pytest

from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import UnknownPlayer
from footlight_controller.core.adoption import Adoption
from footlight_controller.core.known import IgnoredPlayer

ID = "ab12000000000000"
SECOND_ID = "cd34000000000000"
RECORD = PlayerRecord(id=ID, name="Lobby", claimed=True)
HOME = (Address(host="127.0.0.1", port=1),)
AWAY = (Address(host="127.0.0.1", port=2),)


@pytest.fixture
def adoption() -> Adoption:
    """One that waits for a person, with a player that announces itself."""
    adoption = Adoption(automatic=False)
    adoption.found(RECORD, HOME, 100.0)
    return adoption


def test_whoever_announces_himself_waits_with_all_that_is_known_of_him(adoption):
    (player,) = adoption.discovered
    assert (player.id, player.name, player.addresses, player.claimed) == (ID, "Lobby", HOME, True)
    assert (player.compatible, player.first_seen_s, player.ignored, player.announced) == (True, 100.0, False, True)
    assert not adoption.takes(ID)


def test_an_automatic_controller_takes_everybody_but_the_removed_and_the_ignored():
    adoption = Adoption()
    adoption.found(RECORD, HOME, 100.0)
    adoption.ignore(ID)
    adoption.removed(SECOND_ID)
    assert adoption.takes("ef56000000000000")
    assert not adoption.takes(ID)
    assert not adoption.takes(SECOND_ID)


def test_the_same_announcement_changes_nothing(adoption):
    before = adoption.discovered
    adoption.found(RECORD, HOME, 200.0)
    assert adoption.discovered is before


def test_a_newer_announcement_replaces_the_one_before_and_keeps_the_place(adoption):
    adoption.found(replace(RECORD, id=SECOND_ID), HOME, 110.0)
    adoption.found(replace(RECORD, name="Hall"), AWAY, 200.0)
    first, second = adoption.discovered
    assert (first.name, first.addresses, first.first_seen_s) == ("Hall", AWAY, 100.0)
    assert second.id == SECOND_ID


def test_a_player_of_a_protocol_that_is_too_old_is_marked(adoption):
    adoption.found(replace(RECORD, protocol=0), HOME, 200.0)
    (player,) = adoption.discovered
    assert (player.protocol, player.compatible) == (0, False)


def test_whoever_is_gone_waits_no_more(adoption):
    adoption.gone(ID)
    assert adoption.discovered == ()
    with pytest.raises(UnknownPlayer, match="does not announce itself any more"):
        adoption.find(ID)


def test_an_ignored_player_stays_in_the_list_when_it_is_gone_and_can_be_brought_back(adoption):
    adoption.ignore(ID)
    adoption.gone(ID)
    (player,) = adoption.discovered
    assert (player.name, player.ignored, player.announced) == ("Lobby", True, False)
    adoption.found(RECORD, AWAY, 300.0)
    (player,) = adoption.discovered
    assert (player.ignored, player.addresses) == (True, AWAY)
    adoption.unignore(ID)
    (player,) = adoption.discovered
    assert not player.ignored


def test_an_ignored_player_that_is_gone_leaves_the_list_when_it_is_ignored_no_more(adoption):
    adoption.ignore(ID)
    adoption.gone(ID)
    adoption.unignore(ID)
    assert adoption.discovered == ()


def test_who_was_ignored_in_an_earlier_run_still_is():
    adoption = Adoption()
    adoption.remember([IgnoredPlayer(id=ID, name="Lobby", since_s=50.0)])
    (player,) = adoption.discovered
    assert (player.name, player.ignored, player.announced, player.first_seen_s) == ("Lobby", True, False, 50.0)
    assert not adoption.takes(ID)


def test_who_was_added_waits_no_more_and_is_removed_no_more(adoption):
    adoption.automatic = True
    adoption.removed(ID)
    adoption.added(ID)
    assert adoption.discovered == ()
    assert adoption.takes(ID)


def test_who_does_not_wait_can_be_neither_ignored_nor_brought_back(adoption):
    with pytest.raises(UnknownPlayer):
        adoption.ignore(SECOND_ID)
    with pytest.raises(UnknownPlayer):
        adoption.unignore(SECOND_ID)
