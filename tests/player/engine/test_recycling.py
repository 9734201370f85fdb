from footlight_player.engine.recycling import Recycling, Usage

BASE = Usage(open_files=40, rss_bytes=200 << 20)


def warmed_up() -> Recycling:
    recycling = Recycling(max_more_files=10, max_more_bytes=1 << 20, warm_up_items=2)
    assert not recycling.is_due(0, BASE)
    assert not recycling.is_due(1, BASE)
    return recycling


def test_what_stays_level_is_kept():
    recycling = warmed_up()
    assert not any(recycling.is_due(item % 2, BASE) for item in range(1000))


def test_growth_while_warming_up_counts_for_nothing():
    recycling = Recycling(max_more_files=10, max_more_bytes=1 << 20, warm_up_items=3)
    assert not any(recycling.is_due(0, Usage(40 + 100 * item, 0)) for item in range(3))


def test_more_files_than_allowed_make_the_deck_due():
    recycling = warmed_up()
    assert not recycling.is_due(0, Usage(50, BASE.rss_bytes))
    assert recycling.is_due(1, Usage(51, BASE.rss_bytes))


def test_more_memory_than_allowed_makes_the_deck_due():
    recycling = warmed_up()
    assert recycling.is_due(0, Usage(40, BASE.rss_bytes + (1 << 20) + 1))


def test_one_verdict_replaces_each_deck_once():
    recycling = warmed_up()
    grown = Usage(90, BASE.rss_bytes)
    assert [recycling.is_due(deck, grown) for deck in (0, 0, 1)] == [True, False, True]


def test_memory_that_does_not_come_back_is_the_new_base():
    recycling = warmed_up()
    grown = Usage(40, BASE.rss_bytes + (100 << 20))
    assert [recycling.is_due(deck, grown) for deck in (0, 1)] == [True, True]
    assert not any(recycling.is_due(item % 2, grown) for item in range(100))
