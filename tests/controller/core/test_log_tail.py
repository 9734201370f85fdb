"""Each line of a log once and in order, from two sources."""

from hypothesis import given
from hypothesis import strategies as st

from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_controller.core.log_tail import LogTail

EVERYTHING = LogFilter()


def line(seq, level=LogLevel.INFO):
    return LogLine(seq=seq, at_s=0.0, level=level, logger="a", text=str(seq))


def lines(*seqs):
    return tuple(map(line, seqs))


def test_what_follows_is_told_and_what_was_told_is_not_told_again():
    tail = LogTail(EVERYTHING)
    assert tail.fetched(lines(3, 4), 4) == lines(3, 4)
    assert tail.gap(lines(4, 5)) == 0
    assert tail.pushed(lines(4, 5)) == lines(5)
    assert tail.pushed(lines(4, 5)) == ()


def test_a_gap_is_noticed_also_when_the_lines_between_are_not_wanted():
    tail = LogTail(LogFilter(level=LogLevel.ERROR))
    tail.fetched((), 10)
    assert (tail.gap(lines(11)), tail.gap(lines(13)), tail.gap(())) == (0, 2, 0)
    assert tail.pushed(lines(11)) == ()
    assert tail.pushed((line(12), line(13, LogLevel.ERROR))) == (line(13, LogLevel.ERROR),)
    assert tail.seq == 13


def test_the_first_lines_need_what_was_before_them():
    assert LogTail(EVERYTHING).gap(lines(7)) == 6


def test_a_log_that_the_player_lost_begins_anew():
    tail = LogTail(EVERYTHING)
    tail.fetched(lines(7), 7)
    assert (tail.is_another(7), tail.is_another(6)) == (False, True)
    tail.begin_anew()
    assert tail.fetched(lines(1, 2), 2) == lines(1, 2)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.integers(0, 3)), max_size=40))
def test_whatever_is_lost_on_the_way_each_line_comes_out_once_and_in_order(steps):
    """Each step the player says some lines; they are pushed, or lost, and repeated ones come along."""
    tail, kept, told = LogTail(EVERYTHING), [], []
    for arrives, count, repeated in steps:
        first = len(kept) + 1
        kept += lines(*range(first, first + count))
        if arrives:
            pushed = kept[max(0, first - 1 - repeated) :]
            if tail.gap(pushed):
                told += tail.fetched(kept, len(kept))
            told += tail.pushed(pushed)
            assert told == kept
    assert told == kept[: len(told)]
