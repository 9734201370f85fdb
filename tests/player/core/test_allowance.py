"""So many at once, so many a second."""

from footlight_player.core.allowance import Allowance


def test_a_burst_goes_in_and_what_follows_waits_for_its_share():
    allowance = Allowance(at_once=3, per_s=2.0)
    assert [allowance.take(10.0) for _ in range(4)] == [True, True, True, False]
    assert [allowance.take(10.5) for _ in range(2)] == [True, False]


def test_no_more_than_the_burst_gathers():
    allowance = Allowance(at_once=2, per_s=100.0)
    allowance.take(0.0)
    assert [allowance.take(1000.0) for _ in range(3)] == [True, True, False]


def test_a_time_from_before_gives_nothing():
    allowance = Allowance(at_once=1, per_s=1.0)
    assert [allowance.take(5.0), allowance.take(4.0), allowance.take(5.9)] == [True, False, False]
