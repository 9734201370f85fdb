from hypothesis import given
from hypothesis import strategies as st

from footlight_common.errors import RoleDenied
from footlight_common.model.audit import AuditEntry, AuditPage
from footlight_controller.core.audit_trail import AuditTrail


def entry(seq, at_s, command="play"):
    return AuditEntry(seq=seq, at_s=at_s, command=command)


def page(*entries, more=False):
    return AuditPage(entries=entries, next_before=entries[-1].seq if more else None)


def times(trail):
    return [line.entry.at_s for line in trail.lines]


def test_lines_of_all_players_stand_in_one_list_newest_first():
    trail = AuditTrail([("a", "Lobby"), ("b", "Bar")])
    trail.take("a", page(entry(2, 40.0), entry(1, 10.0)))
    trail.take("b", page(entry(9, 30.0)))
    assert [(line.player_name, line.entry.at_s) for line in trail.lines] == [
        ("Lobby", 40.0),
        ("Bar", 30.0),
        ("Lobby", 10.0),
    ]
    assert trail.ended


def test_nothing_is_shown_that_is_older_than_what_may_be_missing():
    trail = AuditTrail([("a", "Lobby"), ("b", "Bar")])
    trail.take("a", page(entry(9, 90.0), entry(8, 80.0), more=True))
    trail.take("b", page(entry(5, 85.0), entry(4, 20.0)))
    assert times(trail) == [90.0, 85.0, 80.0]
    trail.take("a", page(entry(7, 70.0)))
    assert times(trail) == [90.0, 85.0, 80.0, 70.0, 20.0]


def test_everybody_is_asked_once_before_anybody_is_asked_for_older_ones():
    trail = AuditTrail([("a", "Lobby"), ("b", "Bar"), ("c", "Stage")])
    assert trail.wanted(2) == [("a", None), ("b", None)]
    trail.take("a", page(entry(9, 90.0), more=True))
    trail.take("b", page(entry(5, 50.0), more=True))
    assert trail.wanted(2) == [("c", None)]
    trail.take("c", page())
    # Whose newest page reaches back least holds the others up.
    assert trail.wanted(1) == [("a", 9)]
    assert trail.wanted(5) == [("a", 9), ("b", 5)]


def test_a_player_that_refuses_holds_nobody_up_and_is_told():
    trail = AuditTrail([("a", "Lobby"), ("b", "Bar")])
    why = RoleDenied("no")
    trail.fail("a", why)
    trail.take("b", page(entry(1, 1.0)))
    assert times(trail) == [1.0]
    assert trail.failures == {"a": why}
    assert trail.ended


def test_new_lines_of_a_player_are_put_on_top_and_old_ones_are_not_taken_twice():
    trail = AuditTrail([("a", "Lobby")])
    trail.take("a", page(entry(2, 20.0), entry(1, 10.0)))
    trail.renew("a", page(entry(3, 30.0), entry(2, 20.0), entry(1, 10.0)))
    assert times(trail) == [30.0, 20.0, 10.0]


def test_a_player_that_did_more_than_a_page_meanwhile_begins_anew():
    trail = AuditTrail([("a", "Lobby")])
    trail.take("a", page(entry(2, 20.0), entry(1, 10.0)))
    trail.renew("a", page(entry(9, 90.0), entry(8, 80.0), more=True))
    assert times(trail) == [90.0, 80.0]
    assert trail.wanted(1) == [("a", 8)]


def test_a_player_that_comes_back_is_asked_again():
    trail = AuditTrail([("a", "Lobby")])
    trail.fail("a", RoleDenied("no"))
    trail.add("a", "Lobby")
    trail.add("b", "Bar")
    assert trail.wanted(5) == [("a", None), ("b", None)]
    assert not trail.failures


@given(st.lists(st.lists(st.integers(0, 50), max_size=12), max_size=4), st.integers(1, 3))
def test_however_pages_come_what_is_shown_is_never_put_in_between_and_is_all_there_in_the_end(players, size):
    kept = {
        str(number): [entry(seq, float(at_s)) for seq, at_s in enumerate(sorted(times), start=1)][::-1]
        for number, times in enumerate(players)
    }
    trail = AuditTrail([(player_id, "") for player_id in kept])
    asked_all = False
    before: list = []
    while wanted := trail.wanted(2):
        for player_id, number in wanted:
            older = [each for each in kept[player_id] if number is None or each.seq < number]
            trail.take(player_id, page(*older[:size], more=len(older) > size) if older else page())
        if asked_all:
            assert list(trail.lines)[: len(before)] == before
        asked_all = all(number is not None for _, number in trail.wanted(1))
        before = list(trail.lines)
    assert sorted(times(trail), reverse=True) == times(trail)
    assert len(trail.lines) == sum(map(len, kept.values()))
