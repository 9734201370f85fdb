import random

import pytest
from controller.ui.fleet import lost, offline, player, playing

from footlight_common.model.playback import Playback, PlaybackState
from footlight_controller.core.view import LinkState
from footlight_controller.ui.models.arrangement import Arrangement, Section
from footlight_controller.ui.models.arranging import Arranging, Shape, Show, Sort


def arranged(views, **choices):
    arrangement = Arrangement(Arranging(**choices))
    arrangement.take(views)
    return arrangement


def names(arrangement):
    return [arrangement.view_at(row).name for row in range(len(arrangement))]


HALL = [
    player(1, "Screen 10", area="Hall"),
    player(2, "screen 2", area="hall "),
    player(3, "Bar", area=""),
    player(4, "Zebra", area="Attic"),
]


def test_players_stand_in_their_areas_by_name_and_those_without_one_last():
    arrangement = arranged(HALL)
    assert names(arrangement) == ["Zebra", "screen 2", "Screen 10", "Bar"]
    assert arrangement.sections() == (Section("Attic", 0, 1), Section("hall", 1, 2), Section("", 3, 1))


def test_without_groups_there_is_one_section_without_a_title():
    arrangement = arranged(HALL, grouped=False)
    assert names(arrangement) == ["Bar", "screen 2", "Screen 10", "Zebra"]
    assert arrangement.sections() == (Section("", 0, 4),)


def test_nobody_has_no_section():
    assert arranged([]).sections() == ()
    assert arranged(HALL, search="nobody is called so").sections() == ()


IN_ALL_STATES = [
    player(1, "Idle", playback=Playback()),
    player(2, "Playing"),
    player(3, "Stalled", playback=playing(state=PlaybackState.STALLED)),
    player(4, "Gone", link=lost("closed", "closed"), last_seen_s=900.0),
    player(5, "Calling", link=offline(state=LinkState.CONNECTING), last_seen_s=950.0),
    player(6, "Loading", playback=playing(state=PlaybackState.LOADING)),
    player(7, "Paused", playback=playing(state=PlaybackState.PAUSED)),
    player(8, "Never", link=offline(), last_seen_s=None),
]


def test_by_status_what_is_wrong_comes_first_and_what_does_nothing_last():
    arrangement = arranged(IN_ALL_STATES, sort=Sort.STATUS)
    assert names(arrangement) == ["Stalled", "Calling", "Gone", "Never", "Loading", "Playing", "Paused", "Idle"]


def test_by_last_seen_those_online_keep_their_order_and_those_gone_follow_the_latest_first():
    arrangement = arranged(IN_ALL_STATES, sort=Sort.LAST_SEEN)
    assert names(arrangement)[-3:] == ["Calling", "Gone", "Never"]
    later = player(1, "Idle", playback=Playback(), last_seen_s=2_000_000_000.0)
    assert arrangement.refresh(later)


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        (Show.ALL, {"Idle", "Playing", "Stalled", "Gone", "Calling", "Loading", "Paused", "Never"}),
        (Show.ONLINE, {"Idle", "Playing", "Stalled", "Loading", "Paused"}),
        (Show.PLAYING, {"Playing"}),
        (Show.OFFLINE, {"Gone", "Calling", "Never"}),
        (Show.ATTENTION, {"Stalled", "Gone", "Calling"}),
    ],
)
def test_a_filter_shows_its_players_and_counts_them_whatever_is_searched(show, shown):
    assert set(names(arranged(IN_ALL_STATES, show=show))) == shown
    assert arranged(IN_ALL_STATES, search="x").counts[show] == len(shown)


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("", ["Bühne", "Lobby"]),
        ("  ", ["Bühne", "Lobby"]),
        ("LOB", ["Lobby"]),
        ("foyer", ["Lobby"]),
        ("bÜHNE", ["Bühne"]),
        ("clip", ["Lobby"]),
        ("0000 lobby", ["Lobby"]),
        ("0000000000000002", ["Bühne"]),
        ("000", []),
        ("0001 lobby", []),
        ("k 99", []),
        ("lobby saal", []),
    ],
)
def test_all_words_of_a_search_must_be_somewhere_in_name_area_or_item_or_begin_the_id(search, shown):
    views = [player(1, "Lobby"), player(2, "Bühne", area="Saal", playback=Playback())]
    assert names(arranged(views, search=search, grouped=False)) == shown


def test_a_player_that_stays_where_it_is_is_taken_over_without_a_move():
    arrangement = arranged(HALL)
    assert arrangement.refresh(player(1, "Screen 10", area="Hall", playback=playing(position_s=70.0)))
    assert arrangement.view_at(2).playback.position_s == 70.0
    assert not arrangement.refresh(player(1, "A", area="Hall"))
    assert not arrangement.refresh(player(9, "New"))
    assert arrangement.view_at(2).name == "Screen 10"


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("grouped", [True, False])
@pytest.mark.parametrize("show", [Show.ALL, Show.ONLINE])
def test_one_after_the_other_ends_where_all_at_once_does(sort, grouped, show):
    chance = random.Random(7)
    arrangement = Arrangement(Arranging(sort=sort, grouped=grouped, show=show))
    latest = {}
    for _ in range(600):
        number = chance.randrange(1, 40)
        view = player(
            number,
            f"P{chance.randrange(30)}",
            area=chance.choice(["", "A", "b", "B", "Hall 10", "Hall 2"]),
            playback=playing(state=chance.choice(list(PlaybackState))),
            last_seen_s=chance.choice([None, 5.0, chance.random()]),
            **chance.choice([{}, {}, {"link": offline()}]),
        )
        before, after = arrangement.rows_for(view)
        assert before == arrangement.row_of(view.id)
        arrangement.put(view)
        assert after == arrangement.row_of(view.id)
        latest[view.id] = view
        gone = f"{chance.randrange(1, 40):016x}"
        latest.pop(gone, None)
        arrangement.drop(gone)
    fresh = arranged(latest.values(), sort=sort, grouped=grouped, show=show)
    assert [arrangement.view_at(row) for row in range(len(arrangement))] == [
        fresh.view_at(row) for row in range(len(fresh))
    ]
    assert arrangement.sections() == fresh.sections()
    assert arrangement.counts == fresh.counts
    assert arrangement.total == len(latest)


def test_another_wish_arranges_everybody_anew():
    arrangement = arranged(HALL)
    arrangement.arrange(Arranging(search="screen", grouped=False))
    assert names(arrangement) == ["screen 2", "Screen 10"]
    assert arrangement.row_of(HALL[2].id) is None
    assert arrangement.view_of(HALL[2].id) == HALL[2]
    arrangement.arrange(Arranging())
    assert len(arrangement) == 4


def test_choices_are_kept_as_texts_and_what_is_unknown_in_them_is_passed_over():
    arranging = Arranging(show=Show.PLAYING, sort=Sort.LAST_SEEN, grouped=False, shape=Shape.TABLE)
    assert Arranging.of_state(arranging.state()) == arranging
    assert Arranging.of_state({"show": "nonsense", "shape": "", "other": "x"}) == Arranging()
    assert Arranging.of_state(Arranging(search="bar").state()) == Arranging()
