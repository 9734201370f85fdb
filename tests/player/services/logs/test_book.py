"""The handler: what it keeps, what it leaves out, and what it never does."""

import io
import logging
import threading

import pytest

from footlight_common.clock import ManualClock, SystemClock
from footlight_common.model.logs import LogLevel, LogLine
from footlight_player.services.logs.book import (
    LINES_AT_ONCE,
    LINES_PER_S,
    MAX_BYTES,
    MAX_LINES,
    MAX_TEXT_LENGTH,
    SAY_DROPPED_S,
    WARNINGS_AT_ONCE,
    LogBook,
)

OURS = "footlight_player.services.some"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def book(clock):
    with LogBook(clock).attached() as book:
        yield book


def record(text="hello", *, level=logging.INFO, name=OURS):
    return logging.LogRecord(name, level, "", 0, text, (), None)


def texts(book):
    return [line.text for line in book.all()]


class TestWhatIsKept:
    def test_a_line_has_its_number_time_level_part_and_text(self, book, clock):
        logging.getLogger(OURS).info("plays %s", "one.mp4")
        (line,) = book.all()
        assert line == LogLine(
            seq=book.first_seq, at_s=clock.wall_s(), level=LogLevel.INFO, logger=OURS, text="plays one.mp4"
        )

    def test_a_traceback_belongs_to_it(self, book):
        try:
            raise KeyError("reels")  # noqa: TRY301
        except KeyError:
            logging.getLogger(OURS).info("failed", exc_info=True)
        (text,) = texts(book)
        assert text.startswith("failed\nTraceback (most recent call last):\n")
        assert text.endswith("KeyError: 'reels'")

    @pytest.mark.allow_log("words")
    def test_usually_from_info_on(self, book):
        for level in (logging.DEBUG, logging.INFO, logging.WARNING):
            logging.getLogger(OURS).log(level, "words")
        assert [line.level for line in book.all()] == [LogLevel.INFO, LogLevel.WARNING]

    def test_raised_it_keeps_what_our_parts_say_and_no_packets_of_others(self, book):
        book.keep_from(LogLevel.DEBUG)
        logging.getLogger(OURS).debug("ours")
        logging.getLogger("zeroconf").debug("a packet")
        assert texts(book) == ["ours"]
        book.keep_from(LogLevel.INFO)
        logging.getLogger(OURS).debug("ours again")
        assert texts(book) == ["ours"]

    def test_numbers_go_on_above_those_of_former_runs(self, clock):
        earlier = LogBook(clock)
        earlier.handle(record())
        (line,) = earlier.all()
        # The clock was set back meanwhile.
        clock.jump_wall(-86_400)
        later = LogBook(clock, earlier=[line])
        later.handle(record("again"))
        assert [each.seq for each in later.all()] == [line.seq, line.seq + 1]
        assert later.after(0) == ([later.all()[1]], 0)

    def test_a_run_that_kept_nothing_on_disk_takes_no_number_twice(self, clock):
        before = LogBook(clock)
        for _ in range(100):
            before.handle(record())
        clock.jump_wall(1.0)
        assert LogBook(clock).first_seq > before.last_seq

    def test_a_long_text_is_cut_and_what_is_odd_in_it_can_be_sent(self, book):
        book.handle(record("word " * 10_000 + "end"))
        book.handle(record("half \ud800 a sign"))
        long, odd = texts(book)
        assert len(long) <= MAX_TEXT_LENGTH + 10
        assert long.endswith("(cut)")
        assert odd == "half ? a sign"

    def test_a_secret_that_the_cut_would_halve_does_not_show(self, book):
        book.handle(record("x " * (MAX_TEXT_LENGTH - 5) + "http://ann:hunter2hunter2hunter2@cam.lan/"))
        assert "hunter2" not in texts(book)[0]

    def test_arguments_that_do_not_fit_lose_no_line(self, book):
        bad = record("a %s and %s")
        bad.args = ("one",)
        book.handle(bad)
        assert texts(book) == ["a %s and %s (and what belongs to it cannot be shown: TypeError)"]

    def test_a_known_secret_stands_in_no_line(self, book):
        book.hide("123-456", "123456")
        logging.getLogger(OURS).info("somebody typed 123-456 and 123456")
        assert texts(book) == ["somebody typed … and …"]


class TestStderr:
    """What the program writes there is as it was."""

    @pytest.mark.allow_log("ours|theirs")
    def test_it_says_what_it_said_whatever_the_book_keeps(self, clock):
        out, root = io.StringIO(), logging.getLogger()
        handler, before = logging.StreamHandler(out), root.level
        root.addHandler(handler)
        root.setLevel(logging.WARNING)
        with LogBook(clock).attached() as book:
            book.keep_from(LogLevel.DEBUG)
            for level in (logging.DEBUG, logging.INFO, logging.WARNING):
                logging.getLogger(OURS).log(level, "ours %d", level)
            assert len(book.all()) == 3
        after = root.level, handler.level
        root.removeHandler(handler)
        root.setLevel(before)
        assert out.getvalue() == "ours 30\n"
        assert after == (logging.WARNING, logging.NOTSET)
        assert logging.getLogger("footlight_player").level == logging.NOTSET


class TestFlood:
    def test_a_hundred_thousand_lines_from_two_threads_stay_in_bounds_and_order_and_are_counted(self):
        book = LogBook(SystemClock())

        def shout(name):
            for number in range(50_000):
                book.handle(record(f"{number} " + "x" * 500, name=name))

        threads = [threading.Thread(target=shout, args=(name,)) for name in ("one", "two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lines = [line for line in book.all() if line.logger in {"one", "two"}]
        notes = book.last_seq - book.first_seq + 1 - (100_000 - book.dropped)
        assert 0 <= notes <= 5
        assert len(lines) == 100_000 - book.dropped <= MAX_LINES
        assert book.dropped > 80_000
        assert book._ring.size_bytes <= MAX_BYTES
        assert [line.seq for line in book.all()] == [*range(book.first_seq, book.last_seq + 1)]
        for name in ("one", "two"):
            said = [int(line.text.split()[0]) for line in lines if line.logger == name]
            assert said == sorted(said)

    async def test_what_comes_too_fast_is_counted_and_said_once_in_a_while(self, clock):
        book = LogBook(clock)
        for _ in range(LINES_AT_ONCE + 7):
            book.handle(record())
        assert (len(book.all()), book.dropped) == (LINES_AT_ONCE, 7)
        await clock.advance(SAY_DROPPED_S)
        book.handle(record("later"))
        assert texts(book)[-2:] == ["7 lines came too fast and were not kept", "later"]
        assert book.dropped == 7

    async def test_a_flood_that_goes_on_is_kept_at_its_rate(self, clock):
        book = LogBook(clock, max_lines=100_000, max_bytes=10**9)
        for _ in range(10):
            for _ in range(10_000):
                book.handle(record())
            await clock.advance(1.0)
        assert len(book.all()) <= LINES_AT_ONCE + 9 * LINES_PER_S + 2

    def test_small_talk_does_not_hide_what_goes_wrong(self, clock):
        book = LogBook(clock)
        for _ in range(10 * LINES_AT_ONCE):
            book.handle(record())
        book.handle(record("it burns", level=logging.ERROR))
        assert texts(book)[-1] == "it burns"
        for _ in range(2 * WARNINGS_AT_ONCE):
            book.handle(record(level=logging.ERROR))
        assert len(book.all()) <= LINES_AT_ONCE + WARNINGS_AT_ONCE + 1

    def test_nobody_is_woken_twice_for_what_he_has_not_looked_at(self, book):
        woken = []
        book.listen(lambda: woken.append(book.last_seq))
        for _ in range(5):
            book.handle(record())
        assert len(woken) == 1
        book.listen_again()
        book.handle(record())
        assert len(woken) == 2

    def test_a_loop_that_has_ended_stops_no_line(self, book):
        def gone():
            raise RuntimeError("Event loop is closed")

        book.listen(gone)
        book.handle(record())
        assert len(book.all()) == 1

    def test_what_logs_while_a_line_is_added_is_counted(self, book, monkeypatch):
        add = book._ring.add

        def collects(line):
            book.handle(record("from the cycle collector"))
            add(line)

        monkeypatch.setattr(book._ring, "add", collects)
        book.handle(record())
        assert (texts(book), book.dropped) == (["hello"], 1)
