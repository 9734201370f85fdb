"""Which player a person means."""

import pytest

from footlight_common.discovery import Address
from footlight_common.errors import AmbiguousPlayer, UnknownPlayer
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.selection import choose, distinct_names
from footlight_controller.core.view import PlayerView


def player(player_id: str, name: str) -> PlayerView:
    return PlayerView(identity=PlayerIdentity(id=player_id, name=name))


LOBBY = player("ab12000000000000", "Lobby")
HALL = player("ab34000000000000", "Hall")
SECOND_HALL = player("cd56000000000000", "hall")
EVERYBODY = [LOBBY, HALL, SECOND_HALL]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("ab12000000000000", LOBBY),
        ("AB12000000000000", LOBBY),
        ("ab12", LOBBY),
        ("c", SECOND_HALL),
        ("lobby", LOBBY),
        ("  LOBBY ", LOBBY),
    ],
)
def test_finds_by_id_by_its_start_and_by_name(wanted, meant):
    assert choose(wanted, EVERYBODY) is meant


def test_an_address_means_who_was_reached_there_last():
    here, before = Address(host="10.0.0.9", port=8470), Address(host="10.0.0.8", port=8470)
    lobby = PlayerView(identity=LOBBY.identity, addresses=(here, before))
    hall = PlayerView(identity=HALL.identity, addresses=(before,))
    assert choose("10.0.0.9:8470", [lobby, hall]) is lobby
    assert choose("10.0.0.8:8470", [lobby, hall]) is hall
    assert choose("10.0.0.8:8470", [lobby]) is lobby


def test_names_are_made_distinct_by_the_start_of_the_id_where_they_must_be():
    names = {LOBBY.id: "Lobby", HALL.id: "Hall", SECOND_HALL.id: "hall"}
    assert [*distinct_names(names).values()] == ["Lobby", "Hall (ab34)", "hall (cd56)"]


def test_namesakes_are_listed_with_what_tells_them_apart():
    with pytest.raises(AmbiguousPlayer, match=r"2 players .*Hall \(ab34\), hall \(cd56\)"):
        choose("Hall", EVERYBODY)


def test_a_start_that_several_ids_share_is_ambiguous():
    with pytest.raises(AmbiguousPlayer, match=r"Lobby \(ab12\)"):
        choose("ab", EVERYBODY)


def test_listed_starts_are_as_long_as_they_must_be():
    twins = [player("ab12340000000000", "Twin"), player("ab12350000000000", "Twin")]
    with pytest.raises(AmbiguousPlayer, match=r"Twin \(ab1234\), Twin \(ab1235\)"):
        choose("twin", twins)


def test_a_name_wins_over_the_start_of_an_id():
    named = player("ef00000000000000", "ab12")
    assert choose("ab12", [LOBBY, named]) is named


def test_an_unknown_player_is_answered_with_who_is_there():
    with pytest.raises(UnknownPlayer, match=r"'Foyer'. These are there: Hall \(ab34\), hall \(cd56\), Lobby"):
        choose("Foyer", EVERYBODY)


CROWD = [player(f"{number:016x}", f"Screen {number}") for number in range(1000)]


def test_of_a_thousand_players_those_called_nearly_so_are_named():
    with pytest.raises(UnknownPlayer, match="among them Screen 77 ") as caught:
        choose("Scren 77", CROWD)
    assert len(str(caught.value)) < 600


def test_of_a_thousand_players_called_otherwise_none_is_named():
    with pytest.raises(UnknownPlayer, match="1000 others are there; `footlight players` lists them"):
        choose("qqq", CROWD)


def test_of_a_thousand_namesakes_a_few_are_named():
    with pytest.raises(AmbiguousPlayer, match="and 988 more"):
        choose("0", CROWD)


@pytest.mark.parametrize("wanted", ["", " ", "x"])
def test_nobody_is_there(wanted):
    with pytest.raises(UnknownPlayer, match="No player was found"):
        choose(wanted, [])


def test_an_empty_text_is_nobody_even_with_one_player():
    with pytest.raises(UnknownPlayer):
        choose("", [LOBBY])
