from hypothesis import given
from hypothesis import strategies as st

from footlight_controller.core.placing import Extent, place

NOW_S = 1_800_000_000.0
YEAR_S = 31_536_000.0


def runs(*pairs):
    return [Extent(began_s=NOW_S + began_s, up_s=up_s) for began_s, up_s in pairs]


def begins(placed):
    return [each.began_s - NOW_S for each in placed]


def test_runs_whose_clocks_agree_stay_where_they_are():
    placed = place(runs((-1000, 100), (-800, 300), (-400, 400)), NOW_S)
    assert begins(placed) == [-1000, -800, -400]
    assert not any(each.estimated for each in placed)


def test_a_run_that_says_1970_lies_right_after_the_one_before():
    wrong = Extent(began_s=3600.0, up_s=50)
    placed = place([*runs((-1000, 100)), wrong, *runs((-400, 400))], NOW_S)
    assert begins(placed) == [-1000, -900, -400]
    assert [each.estimated for each in placed] == [False, True, False]


def test_a_first_run_that_says_1970_lies_right_before_the_next():
    placed = place([Extent(began_s=0.0, up_s=50), *runs((-400, 400))], NOW_S)
    assert begins(placed) == [-450, -400]


def test_a_player_that_only_ever_said_1970_is_on_until_now():
    assert begins(place([Extent(began_s=0.0, up_s=50), Extent(began_s=60.0, up_s=20)], NOW_S)) == [-70, -20]


def test_a_run_a_year_ahead_does_not_move_those_after_it():
    placed = place(runs((-1000, 100), (YEAR_S, 50), (-400, 400)), NOW_S)
    assert begins(placed) == [-1000, -450, -400]


def test_the_longest_story_that_agrees_is_believed():
    # A year behind, for a short time: not the reason to move two long ones.
    placed = place(runs((-1000, 300), (-YEAR_S, 20), (-600, 500)), NOW_S)
    assert begins(placed) == [-1000, -700, -600]
    assert [each.estimated for each in placed] == [False, True, False]


def test_a_run_that_has_no_room_goes_faster():
    placed = place([*runs((-1000, 300)), Extent(began_s=0.0, up_s=400), *runs((-600, 500))], NOW_S)
    assert begins(placed) == [-1000, -700, -600]
    assert placed[1].at_s(200) == NOW_S - 650


def test_a_clock_that_was_restored_a_little_behind_costs_no_order():
    # As after a power cut: the clock goes on from what was saved within the last hour.
    placed = place(runs((-5000, 3000), (-2500, 20), (-1900, 1900)), NOW_S)
    assert begins(placed) == [-5000, -2000, -1900]


def test_a_run_that_says_last_year_lies_where_the_controller_heard_it():
    placed = place([Extent(began_s=NOW_S - YEAR_S, up_s=50, heard_s=NOW_S - 60)], NOW_S)
    assert begins(placed) == [-60]
    assert placed[0].estimated


def test_a_controller_whose_clock_is_ahead_of_the_player_believes_its_own():
    placed = place([Extent(began_s=NOW_S - YEAR_S, up_s=50, heard_s=NOW_S - 50)], NOW_S)
    assert begins(placed) == [-50]
    # With its clock set right, it goes by what the player said again.
    placed = place([Extent(began_s=NOW_S - YEAR_S, up_s=50, heard_s=NOW_S - 50)], NOW_S - YEAR_S + 60)
    assert begins(placed) == [-YEAR_S]
    assert not placed[0].estimated


def test_a_clock_that_differs_as_clocks_do_dates_its_run_itself():
    placed = place([Extent(began_s=NOW_S - 1000, up_s=50, heard_s=NOW_S - 900)], NOW_S)
    assert begins(placed) == [-1000]
    assert not placed[0].estimated


def test_a_short_run_that_was_heard_keeps_its_date_beside_a_long_one_that_was_not():
    well = Extent(began_s=NOW_S - 90_000, up_s=100, heard_s=NOW_S - 90_000)
    placed = place([well, *runs((-YEAR_S, 80_000))], NOW_S)
    assert begins(placed) == [-90_000, -80_000 - 9900]
    assert [each.estimated for each in placed] == [False, True]


@given(
    st.lists(
        st.tuples(
            st.one_of(st.floats(0, 1e6), st.floats(NOW_S - 1e6, NOW_S), st.floats(NOW_S, NOW_S + 1e8)),
            st.floats(0, 1e5),
        ),
        max_size=12,
    )
)
def test_none_begins_before_the_one_before_ended_and_none_ends_in_the_future(pairs):
    placed = place([Extent(began_s=began_s, up_s=up_s) for began_s, up_s in pairs], NOW_S)
    assert len(placed) == len(pairs)
    end_s = float("-inf")
    for each in placed:
        assert each.began_s >= end_s - 1e-3
        assert each.ended_s >= each.began_s
        end_s = each.ended_s
    assert end_s <= NOW_S + 301
