"""Which lines of a log fit a wish."""

import pytest

from footlight_common.model.logs import LogFilter, LogLevel, LogLine

LINE = LogLine(seq=1, at_s=0.0, level=LogLevel.WARNING, logger="player.engine.deck", text="Straße is SLOW")


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (LogFilter(), True),
        (LogFilter(level=LogLevel.WARNING), True),
        (LogFilter(level=LogLevel.ERROR), False),
        (LogFilter(text="slow"), True),
        (LogFilter(text="STRASSE"), True),
        (LogFilter(text="Engine"), True),
        (LogFilter(text="fast"), False),
        (LogFilter(logger="player.engine"), True),
        (LogFilter(logger="player.engine.deck"), True),
        (LogFilter(logger="player.eng"), False),
        (LogFilter(level=LogLevel.INFO, text="slow", logger="player"), True),
        (LogFilter(level=LogLevel.INFO, text="slow", logger="zeroconf"), False),
    ],
)
def test_a_line_fits_when_all_of_it_does(wanted, fits):
    assert wanted.lets(LINE) is fits


def test_levels_have_an_order():
    assert [level.rank for level in LogLevel] == [0, 1, 2, 3, 4]
