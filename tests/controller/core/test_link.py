"""The reconnect state machine: when it dials, how long it waits, what it says."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footlight_common.discovery import Address
from footlight_common.errors import NoSite, NotPaired, OtherPlayer, Revoked, Unreachable, VersionMismatch
from footlight_controller.core.link import (
    DISTRUST,
    MAX_ADDRESSES,
    RESTART,
    SHUTDOWN,
    Broken,
    Dial,
    Drop,
    Link,
    Reached,
    Sighted,
    Stage,
    Start,
    Stop,
    Wait,
    WaitOver,
    Welcomed,
    back_off_s,
)
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import LinkState

HOME = Address(host="127.0.0.1", port=1)
OTHER = Address(host="127.0.0.1", port=2)
NEW = Address(host="127.0.0.1", port=3)
REFUSED = Broken(Unreachable.code, "nothing listens there")
LOST = Broken("link_failed", "it broke off")


class Bench:
    """A link with a clock to turn by hand; `chance` in the middle means no jitter."""

    def __init__(self, *addresses: Address, chance: float = 0.5) -> None:
        self.link = Link(addresses, chance=lambda: chance, since_s=5.0)
        self.now_s = 1000.0

    def feed(self, what, after_s: float = 0.0):
        self.now_s += after_s
        return self.link.feed(what, Moment(wall_s=1_000_000 + self.now_s, monotonic_s=self.now_s))

    def online(self) -> "Bench":
        self.feed(Start())
        self.feed(Welcomed())
        return self

    @property
    def status(self):
        return self.link.status


def test_dials_at_once_when_started():
    assert Bench(HOME).feed(Start()) == (Dial(HOME),)


def test_a_second_start_changes_nothing():
    bench = Bench(HOME)
    bench.feed(Start())
    assert bench.feed(Start()) == ()


def test_says_how_far_the_first_attempt_has_come():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(Reached(Stage.HELLO))
    assert bench.status.state is LinkState.CONNECTING
    assert bench.status.reason == "waiting for the answer of 127.0.0.1:1"


def test_a_later_attempt_keeps_the_reason_of_the_failure_before_it():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(REFUSED)
    bench.feed(WaitOver(), 1.8)
    bench.feed(Reached(Stage.TCP))
    assert (bench.status.state, bench.status.code) == (LinkState.CONNECTING, "unreachable")
    assert bench.status.reason == "nothing listens there"


def test_waits_longer_after_each_failure_up_to_a_minute_and_for_ever():
    bench = Bench(HOME)
    bench.feed(Start())
    waits = []
    for _ in range(2000):
        (wait,) = bench.feed(REFUSED)
        waits.append(round(wait.delay_s, 2))
        assert bench.feed(WaitOver(), wait.delay_s) == (Dial(HOME),)
    assert waits[:8] == [1.8, 3.24, 5.83, 10.5, 18.9, 34.01, 60.0, 60.0]
    assert set(waits[8:]) == {60.0}


@pytest.mark.parametrize(("chance", "delay_s"), [(0.0, 48.0), (0.5, 60.0), (1.0, 72.0)])
def test_jitter_is_a_fifth_to_both_sides(chance, delay_s):
    assert back_off_s(50, chance) == pytest.approx(delay_s)


def test_tries_every_address_before_it_waits():
    bench = Bench(HOME, OTHER)
    assert bench.feed(Start()) == (Dial(HOME),)
    assert bench.feed(REFUSED) == (Dial(OTHER),)
    assert bench.feed(REFUSED) == (Wait(1.8),)


def test_the_address_that_was_good_last_goes_first():
    bench = Bench(HOME, OTHER)
    bench.feed(Start())
    bench.feed(REFUSED)
    bench.feed(Welcomed())
    assert bench.link.addresses == (OTHER, HOME)
    bench.feed(LOST, 100)
    assert bench.feed(WaitOver()) == (Dial(OTHER),)


def test_online_has_no_reason_and_the_time_it_began():
    bench = Bench(HOME).online()
    assert (bench.status.state, bench.status.reason, bench.status.code) == (LinkState.ONLINE, "", "")
    assert bench.status.since_s == 1_001_000


def test_why_it_went_is_kept_while_attempts_fail_until_it_is_back():
    bench = Bench(HOME).online()
    assert bench.status.lost == ""
    bench.feed(LOST, 100)
    bench.feed(WaitOver())
    bench.feed(Reached(Stage.TCP))
    assert (bench.status.reason, bench.status.lost) == ("it broke off", "it broke off")
    bench.feed(REFUSED, 1)
    bench.feed(WaitOver(), 2)
    bench.feed(Broken("unreachable", "no route"), 3)
    assert (bench.status.reason, bench.status.lost) == ("no route", "it broke off")
    bench.feed(WaitOver(), 4)
    bench.feed(Welcomed())
    assert bench.status.lost == ""


def test_a_player_that_was_never_up_did_not_go():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(REFUSED)
    assert bench.status.lost == ""


def test_failed_attempts_do_not_move_the_time_since_it_is_away():
    bench = Bench(HOME).online()
    bench.feed(LOST, 100)
    bench.feed(WaitOver())
    bench.feed(REFUSED, 50)
    assert bench.status.since_s == 1_001_100


def test_redials_at_once_after_an_unexpected_drop():
    bench = Bench(HOME).online()
    assert bench.feed(LOST, 100) == (Wait(0.0),)
    assert (bench.status.state, bench.status.reason) == (LinkState.OFFLINE, "it broke off")


def test_a_session_that_always_breaks_at_once_is_not_redialled_at_once_for_ever():
    bench = Bench(HOME).online()
    waits = []
    for _ in range(4):
        (wait,) = bench.feed(LOST, 0.1)
        waits.append(round(wait.delay_s, 2))
        bench.feed(WaitOver(), wait.delay_s)
        bench.feed(Welcomed())
    assert waits == [0.0, 1.8, 3.24, 5.83]
    assert bench.feed(LOST, 5.0) == (Wait(0.0),)


def test_waits_five_seconds_for_an_announced_restart():
    assert Bench(HOME).online().feed(Broken(RESTART, "restarts"), 100) == (Wait(5.0),)


def test_an_announced_shutdown_is_no_reason_to_hurry():
    assert Bench(HOME).online().feed(Broken(SHUTDOWN, "shut down"), 100) == (Wait(1.8),)


@pytest.mark.parametrize("code", sorted(DISTRUST | {VersionMismatch.code, OtherPlayer.code}))
def test_waits_a_minute_for_who_refuses(code):
    bench = Bench(HOME)
    bench.feed(Start())
    assert bench.feed(Broken(code, "no")) == (Wait(60.0),)


def test_a_member_that_is_removed_during_a_session_comes_back_after_a_minute_and_says_why():
    bench = Bench(HOME).online()
    assert bench.feed(Broken(Revoked.code, "your access was taken back"), 30.0) == (Wait(60.0),)
    assert (bench.status.code, bench.status.reason) == ("revoked", "your access was taken back")


def test_records_hurry_nobody_who_does_not_trust_us():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(Broken(NotPaired.code, "it is not paired"))
    assert bench.feed(Sighted((HOME,)), 1.5) == (Wait(8.5),)
    assert bench.feed(Sighted((HOME,)), 1.0) == ()
    assert bench.feed(WaitOver(), 7.5) == (Dial(HOME),)


def test_a_record_after_a_while_tries_again_at_once_for_it_may_have_been_paired():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(Broken(NotPaired.code, "it is not paired"))
    assert bench.feed(Sighted((HOME,)), 12.0) == (Dial(HOME),)


def test_a_controller_that_gets_a_site_dials_soon():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(Broken(NoSite.code, "there is no site yet"))
    assert bench.feed(Sighted(()), 2.0) == (Dial(HOME),)


def test_a_refusal_at_one_address_does_not_slow_down_the_others():
    bench = Bench(HOME, OTHER)
    bench.feed(Start())
    assert bench.feed(Broken(OtherPlayer.code, "no")) == (Dial(OTHER),)
    assert bench.feed(REFUSED) == (Wait(1.8),)


def test_an_address_where_another_player_answers_goes_last():
    bench = Bench(HOME, OTHER)
    bench.feed(Start())
    bench.feed(Broken(OtherPlayer.code, "no"))
    assert bench.link.addresses == (OTHER, HOME)


def test_a_record_cuts_the_wait_short():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(REFUSED)
    assert bench.feed(Sighted((HOME,)), 1.5) == (Dial(HOME),)


def test_a_burst_of_records_brings_one_attempt_a_second():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(REFUSED)
    assert bench.feed(Sighted((HOME,)), 0.25) == (Wait(0.75),)
    assert bench.feed(Sighted((HOME,)), 0.1) == ()
    assert bench.feed(Sighted((NEW,)), 0.1) == ()
    assert bench.feed(WaitOver(), 0.55) == (Dial(NEW),)


def test_a_record_does_not_disturb_an_attempt_under_way():
    bench = Bench(HOME)
    bench.feed(Start())
    assert bench.feed(Sighted((HOME,)), 5) == ()
    assert bench.status.state is LinkState.CONNECTING


def test_a_new_address_heard_of_during_an_attempt_is_tried_in_the_same_round():
    bench = Bench(HOME)
    bench.feed(Start())
    bench.feed(Sighted((NEW,)))
    assert bench.feed(REFUSED) == (Dial(NEW),)
    assert bench.feed(REFUSED) == (Wait(1.8),)


def test_a_record_leaves_a_session_alone_and_its_address_for_later():
    bench = Bench(HOME).online()
    assert bench.feed(Sighted((NEW,)), 5) == ()
    assert bench.link.addresses == (NEW, HOME)
    assert bench.status.state is LinkState.ONLINE


def test_without_an_address_it_waits_for_a_record():
    bench = Bench()
    assert bench.feed(Start()) == ()
    assert "no address" in bench.status.reason
    assert bench.feed(Sighted((NEW,))) == (Dial(NEW),)


def test_a_record_before_the_start_dials_nobody():
    bench = Bench()
    assert bench.feed(Sighted((NEW,))) == ()
    assert bench.feed(Start()) == (Dial(NEW),)


def test_old_addresses_are_dropped():
    bench = Bench()
    for port in range(1, 20):
        bench.feed(Sighted((Address(host="127.0.0.1", port=port),)))
    assert [address.port for address in bench.link.addresses] == [19, 18, 17, 16]


def test_an_address_that_was_dropped_while_it_was_dialled_does_not_return():
    bench = Bench(*(Address(host="127.0.0.1", port=port) for port in range(1, 5)))
    bench.feed(Start())
    bench.feed(REFUSED)
    bench.feed(REFUSED)
    bench.feed(REFUSED)
    bench.feed(Sighted((Address(host="127.0.0.1", port=9),)))
    bench.feed(Broken(OtherPlayer.code, "no"))
    assert [address.port for address in bench.link.addresses] == [9, 1, 2, 3]


def test_stop_gives_up_whatever_there_is():
    bench = Bench(HOME).online()
    assert bench.feed(Stop(), 1) == (Drop(),)
    assert (bench.status.state, bench.status.since_s) == (LinkState.OFFLINE, 1_001_001)
    assert bench.feed(Sighted((NEW,)), 100) == ()
    assert bench.feed(WaitOver()) == ()


ADDRESSES = st.builds(Address, host=st.just("127.0.0.1"), port=st.integers(1, 9))
INPUTS = st.one_of(
    st.sampled_from([Start(), WaitOver(), Welcomed(), Reached(Stage.TCP), Stop()]),
    st.builds(Broken, st.sampled_from(["unreachable", "version", "other_player", RESTART, SHUTDOWN]), st.just("why")),
    st.builds(Sighted, st.lists(ADDRESSES, max_size=3).map(tuple)),
)


@settings(max_examples=400)
@given(st.lists(ADDRESSES, max_size=6), st.lists(st.tuples(INPUTS, st.floats(0, 100)), max_size=60))
def test_a_running_link_is_always_online_or_about_to_dial(addresses, inputs):
    link = Link(addresses, chance=random.Random(1).random)
    pending = None
    running = False
    now_s = 0.0
    for what, after_s in inputs:
        now_s += after_s
        running = running or what == Start()
        effects = link.feed(what, Moment(now_s, now_s))
        running = running and what != Stop()
        assert len(effects) <= 1
        pending = effects[0] if effects else pending
        assert isinstance(pending, Dial) or link.status.state is not LinkState.CONNECTING
        assert (
            link.status.state is not LinkState.OFFLINE or not running or not link.addresses or isinstance(pending, Wait)
        )
        assert len(link.addresses) <= MAX_ADDRESSES
        assert len(set(link.addresses)) == len(link.addresses)
        assert not isinstance(pending, Wait) or 0 <= pending.delay_s <= 72
