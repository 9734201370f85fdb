"""Several deliveries as one."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.changes import Changes, ConnectionState, DeviceOnline, FleetEvent
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import FleetStats, PlayerView

IDS = ("ab12", "cd34", "ef56")


def view(player_id: str, name: str = "") -> PlayerView:
    return PlayerView(identity=PlayerIdentity(id=player_id, name=name))


def came_online(player_id: str, at_s: float) -> FleetEvent:
    return FleetEvent(player_id=player_id, player_name="", event=DeviceOnline(at_s=at_s))


@st.composite
def parts(draw) -> Changes:
    changed = draw(st.sets(st.sampled_from(IDS)))
    gone = draw(st.sets(st.sampled_from(IDS))) - changed
    return Changes(
        players={player_id: view(player_id, draw(st.text(max_size=3))) for player_id in changed},
        removed=frozenset(gone),
        events=tuple(came_online(player_id, draw(st.floats(0, 9))) for player_id in changed),
        stats=FleetStats(total=draw(st.integers(0, 9))),
    )


def applied(known: dict[str, PlayerView], changes: Changes) -> dict[str, PlayerView]:
    left = {player_id: one for player_id, one in known.items() if player_id not in changes.removed}
    return {**left, **changes.players}


@given(st.lists(parts(), min_size=1, max_size=6))
def test_one_merged_delivery_leads_where_its_parts_lead(deliveries):
    before = {player_id: view(player_id, "before") for player_id in IDS}
    merged = Changes.merged(deliveries)
    assert applied(before, merged) == reduce(applied, deliveries, before)
    assert merged.events == tuple(event for part in deliveries for event in part.events)
    assert not merged.removed & merged.players.keys()
    assert merged.stats == deliveries[-1].stats
    assert merged == reduce(Changes.then, deliveries)


@given(st.lists(parts(), min_size=1, max_size=6).map(Changes.merged), st.integers(1, 3))
def test_a_delivery_in_two_parts_leads_where_the_whole_leads(whole, most):
    first, rest = whole.split(most)
    assert len(first.players) == min(most, len(whole.players))
    assert len(first.events) == min(most, len(whole.events))
    assert Changes.merged([part for part in (first, rest) if part]) == whole
    assert (rest is None) == (first == whole)


@pytest.mark.parametrize(
    "latest",
    [
        {"connection": ConnectionState.PARTIAL},
        {"notices": ("The disk is full.",)},
        {"discovered": (DiscoveredPlayer(id="ab12", name="Lobby", protocol=1, first_seen_s=1.0),)},
        {"discovery": "mDNS does not start."},
    ],
)
def test_of_what_stands_the_latest_counts(latest):
    stands = Changes(**latest)
    assert Changes().then(stands) == stands
    assert stands.then(Changes()) == Changes()
