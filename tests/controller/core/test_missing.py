import math

from footlight_common.model.playback import Item
from footlight_common.protocol.events import PlaybackStarted
from footlight_common.protocol.pages import HistoryPage
from footlight_controller.core.missing import Island, Question, covered, next_question
from footlight_controller.core.remembered import Numbers, with_row, without

DAY_S = 86_400.0


def island(first, last, from_s, until_s):
    return Island(numbers=Numbers(first=first, last=last), from_s=from_s, until_s=until_s)


def ask(*islands, last, from_s, until_s=math.inf, first_kept=1, **options):
    return next_question(islands, first_kept=first_kept, last=last, from_s=from_s, until_s=until_s, **options)


def page(*numbers, first_kept=1, last=100):
    events = tuple(PlaybackStarted(seq=number, at_s=1.0, item=Item(uri="/a"), index=0) for number in numbers)
    return HistoryPage(stream="s", events=events, first_kept=first_kept, last=last)


def test_the_newest_is_asked_for_first():
    assert ask(last=50, from_s=0) == Question(before=51)
    assert ask(island(1, 20, 0, 100), last=50, from_s=0) == Question(before=51)


def test_a_player_that_has_nothing_is_asked_for_nothing():
    assert ask(last=0, from_s=0) is None


def test_what_is_missing_before_it_is_read_from_its_end():
    assert ask(island(1, 20, 0, 100), island(40, 50, 300, 400), last=50, from_s=50) == Question(before=40)


def test_nothing_is_asked_that_lies_outside_of_the_period():
    here = island(1, 20, 0, 100), island(40, 50, 300, 400)
    assert ask(*here, last=50, from_s=300) is None
    assert ask(*here, last=50, from_s=10, until_s=90) is None


def test_what_the_player_keeps_no_more_is_not_missing():
    assert ask(island(40, 50, 300, 400), last=50, from_s=0, first_kept=40) is None
    assert ask(island(40, 50, 300, 400), last=50, from_s=0, first_kept=39) == Question(before=40)


def test_a_period_far_back_is_looked_for_by_its_time():
    newest = island(90_000, 99_000, 300 * DAY_S, 310 * DAY_S)
    assert ask(newest, last=99_000, from_s=100 * DAY_S, until_s=101 * DAY_S) == Question(from_s=100 * DAY_S)
    assert ask(newest, last=99_000, from_s=100 * DAY_S, until_s=101 * DAY_S, through=True) == Question(before=90_000)


def test_from_where_the_period_begins_it_goes_on_upwards_and_then_looks_at_what_was_before():
    newest = island(90_000, 99_000, 300 * DAY_S, 310 * DAY_S)
    begun = island(30_000, 30_999, 100 * DAY_S, 100.5 * DAY_S)
    wanted = {"last": 99_000, "from_s": 100 * DAY_S - 1, "until_s": 101 * DAY_S}
    assert ask(begun, newest, **wanted) == Question(after=30_999)
    grown = island(30_000, 31_999, 100 * DAY_S, 102 * DAY_S)
    assert ask(grown, newest, **wanted) == Question(before=30_000)
    enough = island(29_000, 31_999, 99 * DAY_S, 102 * DAY_S)
    assert ask(enough, newest, **wanted) is None


def test_a_page_covers_all_numbers_up_to_where_it_was_asked_from():
    # Some numbers between have no event: they are lost, and not to be asked for again.
    assert covered(Question(before=50), page(30, 31, 40)) == Numbers(first=30, last=49)
    assert covered(Question(after=29), page(31, 40)) == Numbers(first=30, last=40)
    assert covered(Question(from_s=5.0), page(31, 40)) == Numbers(first=31, last=40)


def test_a_page_that_is_empty_says_that_there_is_nothing():
    assert covered(Question(before=50), page(first_kept=40)) == Numbers(first=40, last=49)
    assert covered(Question(after=90), page()) == Numbers(first=91, last=100)
    assert covered(Question(from_s=5.0), page()) is None
    assert covered(Question(before=50), page(first_kept=60)) is None


def test_rows_of_numbers_join_and_part():
    rows = with_row([Numbers(first=1, last=5), Numbers(first=20, last=30)], Numbers(first=6, last=9))
    assert rows == [Numbers(first=1, last=9), Numbers(first=20, last=30)]
    assert with_row(rows, Numbers(first=8, last=25)) == [Numbers(first=1, last=30)]
    assert without(rows, Numbers(first=3, last=22)) == [Numbers(first=1, last=2), Numbers(first=23, last=30)]
    assert without(rows, Numbers(first=1, last=9)) == [Numbers(first=20, last=30)]
