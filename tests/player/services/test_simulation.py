import pytest

from footlight_common.discovery import is_player_id
from footlight_player.services.simulation import simulated_identity, simulated_memory


def test_the_same_number_is_the_same_player_at_each_run():
    first = simulated_identity("Simulated", ("Foyer",), 7)
    assert first == simulated_identity("Simulated", ("Foyer",), 7)
    assert is_player_id(first.id)
    assert (first.name, first.area) == ("Simulated 008", "Foyer")


def test_numbers_and_prefixes_differ():
    ids = {simulated_identity(prefix, (), number).id for prefix in ("A", "B") for number in range(100)}
    assert len(ids) == 200


@pytest.mark.parametrize(("rate_hz", "duration"), [(0.1, "10"), (2.0, "0.5"), (0.0, "live")])
def test_the_rate_is_how_often_an_item_changes(rate_hz, duration):
    memory = simulated_memory(0, 1, rate_hz)
    assert {item.uri.partition("duration=")[2] for item in memory.playlist.items} == {duration}
    assert memory.playlist.loop


def test_a_crowd_does_not_change_all_at_once():
    assert len({simulated_memory(number, 50, 0.1).position_s for number in range(50)}) == 50
