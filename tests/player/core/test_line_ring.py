"""The newest lines, within bounds."""

from footlight_common.model.logs import LogLevel, LogLine
from footlight_player.core.line_ring import LineRing


def line(seq, text="x"):
    return LogLine(seq=seq, at_s=0.0, level=LogLevel.INFO, logger="a", text=text)


def test_the_oldest_lines_make_room():
    ring = LineRing(max_lines=3, max_bytes=10**6, lines=[line(n) for n in range(1, 6)])
    assert [each.seq for each in ring.all()] == [3, 4, 5]


def test_it_stays_within_its_bytes_and_gives_back_what_goes():
    ring = LineRing(max_lines=1000, max_bytes=10_000)
    for number in range(100):
        ring.add(line(number, "x" * 1000))
        assert ring.size_bytes <= 10_000
    assert 5 <= len(ring) <= 10


def test_one_line_stays_whatever_its_size():
    ring = LineRing(max_lines=5, max_bytes=100, lines=[line(1), line(2, "x" * 5000)])
    assert [each.seq for each in ring.all()] == [2]


def test_what_came_after_a_number():
    ring = LineRing(max_lines=9, max_bytes=10**6, lines=[line(n) for n in (1, 2, 7, 8)])
    assert [each.seq for each in ring.after(2)] == [7, 8]
    assert ring.after(8) == []
    assert [each.seq for each in ring.after(0)] == [1, 2, 7, 8]
