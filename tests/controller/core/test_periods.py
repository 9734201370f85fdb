from datetime import datetime
from zoneinfo import ZoneInfo

from footlight_controller.core.periods import Length, days, period

BERLIN = ZoneInfo("Europe/Berlin")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()


def test_a_day_is_from_midnight_to_midnight():
    assert period(Length.DAY, at("2026-11-23T22:41"), BERLIN) == (at("2026-11-23"), at("2026-11-24"))


def test_a_week_begins_on_monday():
    assert period(Length.WEEK, at("2026-11-25T01:00"), BERLIN) == (at("2026-11-23"), at("2026-11-30"))


def test_a_month_has_as_many_days_as_it_has():
    assert period(Length.MONTH, at("2026-02-14"), BERLIN) == (at("2026-02-01"), at("2026-03-01"))
    assert period(Length.MONTH, at("2026-12-31T23:00"), BERLIN) == (at("2026-12-01"), at("2027-01-01"))


def test_the_day_on_which_the_clocks_change_has_another_length():
    found = list(days(at("2026-03-28T12:00"), at("2026-03-30T06:00"), BERLIN))
    assert found == [
        (at("2026-03-28T12:00"), at("2026-03-29")),
        (at("2026-03-29"), at("2026-03-30")),
        (at("2026-03-30"), at("2026-03-30T06:00")),
    ]
    assert found[1][1] - found[1][0] == 23 * 3600


def test_days_of_this_machine_follow_on_one_another():
    found = list(days(1_790_000_000.0, 1_790_500_000.0))
    assert [end for _, end in found[:-1]] == [begin for begin, _ in found[1:]]
    assert (found[0][0], found[-1][1]) == (1_790_000_000.0, 1_790_500_000.0)


def test_no_time_has_no_days():
    assert list(days(5.0, 5.0)) == []
