"""How often a stranger may try a code, and what that costs people who mistype."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footlight_common.errors import PairingBusy, PairingClosed
from footlight_common.security.attempts import (
    ATTEMPT_S,
    CODE_LIFE_S,
    WRONG_IN_ALL,
    WRONG_PER_CODE,
    Attempts,
)
from footlight_common.security.pairing_code import PairingCode

# Longer than every pause.
LONG_S = 1000.0


@pytest.fixture
def codes():
    """New codes, in the order 000-000, 000-001 and so on."""
    numbers = itertools.count()
    return lambda: PairingCode(f"{next(numbers):06}")


@pytest.fixture
def attempts(codes):
    return Attempts(0.0, new_code=codes)


def shown(attempts, now_s):
    return attempts.code(now_s).shown


def fail(attempts, now_s, times=1):
    """Wrong codes, with pauses long enough between them. Returns the time of the last."""
    for _ in range(times):
        attempts.fail(attempts.begin(now_s), now_s)
        now_s += LONG_S
    return now_s - LONG_S


def test_code_stays_for_its_time_and_is_then_another(attempts):
    assert shown(attempts, CODE_LIFE_S - 0.1) == "000-000"
    assert shown(attempts, CODE_LIFE_S) == "000-001"
    assert attempts.code_ends_s(CODE_LIFE_S) == 2 * CODE_LIFE_S


def test_third_wrong_try_brings_another_code(attempts):
    for _ in range(WRONG_PER_CODE - 1):
        attempts.fail(attempts.begin(1.0), 1.0)
    assert shown(attempts, 1.0) == "000-000"
    attempts.fail(attempts.begin(1.0), 1.0)
    assert shown(attempts, 1.0) == "000-001"


def test_attempt_keeps_the_code_it_began_with(attempts):
    attempt = attempts.begin(CODE_LIFE_S - 1)
    assert shown(attempts, CODE_LIFE_S + 1) == "000-001"
    assert attempt.code.shown == "000-000"
    assert attempts.running(attempt, CODE_LIFE_S + 1)


def test_one_at_a_time(attempts):
    attempt = attempts.begin(0.0)
    with pytest.raises(PairingBusy, match=r"somebody else is pairing this player\. Try again in 120 seconds"):
        attempts.begin(0.0)
    attempts.fail(attempt, 1.0)
    assert attempts.begin(1.0).number != attempt.number


def test_attempt_that_is_never_finished_ends_and_counts_as_wrong(attempts):
    attempt = attempts.begin(0.0)
    assert attempts.running(attempt, ATTEMPT_S - 0.1)
    assert not attempts.running(attempt, ATTEMPT_S)
    assert attempts.wrong == 1


def test_late_success_is_none(attempts):
    attempt = attempts.begin(0.0)
    assert not attempts.succeed(attempt, ATTEMPT_S)
    assert attempts.wrong == 1


def test_end_of_an_old_attempt_does_not_touch_the_next(attempts):
    old = attempts.begin(0.0)
    new = attempts.begin(ATTEMPT_S)
    attempts.fail(old, ATTEMPT_S)
    assert not attempts.succeed(old, ATTEMPT_S)
    assert attempts.running(new, ATTEMPT_S)


def test_success_forgets_the_wrong_ones(attempts):
    now_s = fail(attempts, 0.0, times=5) + LONG_S
    assert attempts.succeed(attempts.begin(now_s), now_s)
    assert attempts.wrong == 0
    attempts.begin(now_s)


def pause_s(attempts, now_s):
    """How long `begin` is refused from now on, found by trying each half second."""
    for step in range(2000):
        try:
            attempts.begin(now_s + step / 2)
        except PairingBusy:
            continue
        return step / 2
    return None


@pytest.mark.parametrize(("wrong", "pause"), [(1, 0), (2, 0), (3, 5), (4, 10), (5, 20), (8, 160), (9, 300), (19, 300)])
def test_pause_grows_after_the_third_wrong_one(attempts, wrong, pause):
    assert pause_s(attempts, fail(attempts, 0.0, times=wrong)) == pause


def test_pause_says_how_long(attempts):
    now_s = fail(attempts, 0.0, times=3)
    with pytest.raises(PairingBusy, match=r"there were wrong codes\. Try again in 5 seconds"):
        attempts.begin(now_s)


def test_pause_after_an_unfinished_attempt_begins_at_its_end(attempts):
    now_s = fail(attempts, 0.0, times=2) + LONG_S
    attempts.begin(now_s)
    with pytest.raises(PairingBusy):
        attempts.begin(now_s + ATTEMPT_S + 4)
    attempts.begin(now_s + ATTEMPT_S + 5)


def test_closed_after_twenty_until_somebody_acts(attempts):
    now_s = fail(attempts, 0.0, times=WRONG_IN_ALL) + LONG_S * 1000
    assert attempts.closed(now_s)
    assert attempts.code(now_s) is None
    with pytest.raises(PairingClosed, match="at the player itself"):
        attempts.begin(now_s)
    attempts.reopen(now_s)
    assert not attempts.closed(now_s)
    attempts.begin(now_s)


def test_a_restart_forgets_nothing(attempts, codes):
    now_s = fail(attempts, 0.0, times=WRONG_IN_ALL - 1) + LONG_S
    attempts.begin(now_s)
    # Power is cut in the middle of the attempt.
    restarted = Attempts(0.0, wrong=attempts.wrong, new_code=codes)
    assert restarted.closed(0.0)


def test_a_restart_does_not_cut_the_pause_short(codes):
    restarted = Attempts(0.0, wrong=4, new_code=codes)
    assert pause_s(restarted, 0.0) == 10


@pytest.mark.parametrize(("stored", "wrong"), [(-3, 0), (10**9, WRONG_IN_ALL)])
def test_a_count_that_makes_no_sense_is_brought_into_range(codes, stored, wrong):
    assert Attempts(0.0, wrong=stored, new_code=codes).wrong == wrong


STEPS = st.tuples(st.sampled_from(["begin", "fail", "leave", "restart"]), st.floats(0, 400))


@given(st.lists(STEPS, max_size=120))
def test_no_way_of_trying_gives_more_than_twenty_guesses(steps):
    attempts, now_s, begun, last = Attempts(0.0), 0.0, 0, None
    for what, delay_s in steps:
        now_s += delay_s
        try:
            match what:
                case "begin":
                    last = attempts.begin(now_s)
                    begun += 1
                case "fail" if last:
                    attempts.fail(last, now_s)
                case "restart":
                    attempts, last, now_s = Attempts(0.0, wrong=attempts.wrong), None, 0.0
        except (PairingBusy, PairingClosed):
            continue
    assert begun <= WRONG_IN_ALL
    assert begun == attempts.wrong
