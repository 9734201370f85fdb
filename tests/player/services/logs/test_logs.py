"""What technicians see of the log, what is on the disk, and the level that falls back."""

import asyncio
import contextlib
import io
import json
import logging
import os
import stat
import tarfile
import threading

import pytest

from footlight_common.clock import ManualClock, SystemClock
from footlight_common.errors import CommandError, InvalidArgument
from footlight_common.model.logs import LogFilter, LogLevel
from footlight_common.storage import RETRY_S
from footlight_player.services.logs.book import LogBook
from footlight_player.services.logs.files import MAX_FILE_BYTES, MAX_FILES, LogFiles
from footlight_player.services.logs.keeper import BATCH_S
from footlight_player.services.logs.logs import MAX_ARCHIVES, MAX_PAGE_BYTES, Logs

EVERYTHING = LogFilter()
OURS = "footlight_player.services.some"


def say(logs, *texts, level=logging.INFO, name=OURS):
    for text in texts:
        logs.book.handle(logging.LogRecord(name, level, "", 0, text, (), None))


@contextlib.asynccontextmanager
async def running(logs):
    task = asyncio.create_task(logs.run())
    await asyncio.sleep(0)
    yield logs
    task.cancel()
    await asyncio.wait([task])
    await logs.close()


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "logs"


async def opened(folder, clock):
    return await asyncio.to_thread(Logs.open, folder, clock)


async def on_disk(folder):
    return [line.text for line in await asyncio.to_thread(LogFiles(folder).tail, 10_000)]


async def texts(logs, wanted=EVERYTHING, **fields):
    page = await logs.page(wanted, **{"limit": 1000, **fields})
    return [line.text for line in page.lines]


class TestPages:
    async def test_the_newest_lines_that_fit_come_oldest_first(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            say(logs, "one", "two", "three")
            say(logs, "burns", level=logging.ERROR)
            assert await texts(logs, limit=2) == ["three", "burns"]
            page = await logs.page(EVERYTHING, before=logs.book.last_seq - 1, limit=5)
            assert [line.text for line in page.lines] == ["one", "two"]
            assert page.last == logs.book.last_seq

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (LogFilter(level=LogLevel.WARNING), ["Slow disk", "burns"]),
            (LogFilter(text="SLOW"), ["Slow disk"]),
            (LogFilter(text="Some"), ["one", "Slow disk", "burns"]),
            (LogFilter(logger="zeroconf"), ["a name"]),
            (LogFilter(logger="footlight_player"), ["one", "Slow disk", "burns"]),
            (LogFilter(logger="footlight_play"), []),
            (LogFilter(level=LogLevel.ERROR, text="slow"), []),
        ],
    )
    async def test_level_text_and_part_are_filters(self, folder, clock, wanted, found):
        async with running(await opened(folder, clock)) as logs:
            say(logs, "one")
            say(logs, "a name", name="zeroconf")
            say(logs, "Slow disk", level=logging.WARNING)
            say(logs, "burns", level=logging.ERROR)
            assert await texts(logs, wanted) == found

    async def test_what_former_runs_said_is_there_also_beyond_the_memory(self, folder, clock):
        first = Logs(LogBook(clock, max_lines=10), clock, LogFiles(folder))
        async with running(first):
            say(first, *(f"line {number}" for number in range(100)))
        clock.jump_wall(60.0)
        async with running(await opened(folder, clock)) as again:
            say(again, "back")
            assert await texts(again) == [*(f"line {number}" for number in range(90, 100)), "back"]

    async def test_lines_that_left_the_memory_are_read_from_the_disk(self, folder, clock):
        async with running(Logs(LogBook(clock, max_lines=10), clock, LogFiles(folder))) as logs:
            for number in range(100):
                say(logs, f"line {number}")
                await asyncio.sleep(0)
                if number % 5 == 0:
                    await logs._keeper.flush()
            assert await texts(logs) == [f"line {number}" for number in range(100)]
            assert await texts(logs, LogFilter(text="line 3"), limit=2) == ["line 38", "line 39"]
            page = await logs.page(EVERYTHING, limit=20)
            older = await logs.page(EVERYTHING, before=page.lines[0].seq, limit=3)
            assert [line.text for line in older.lines] == ["line 77", "line 78", "line 79"]

    async def test_a_page_stays_small_and_is_gone_on_with(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            say(logs, *("x" * 7000 + f" {number}" for number in range(200)))
            page = await logs.page(EVERYTHING, limit=1000)
            assert sum(len(line.text) for line in page.lines) <= MAX_PAGE_BYTES
            assert page.lines[-1].text.endswith(" 199")
            older = await logs.page(EVERYTHING, before=page.lines[0].seq, limit=1)
            assert older.lines[0].seq == page.lines[0].seq - 1


class TestDisk:
    async def test_lines_are_written_some_at_a_time(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            say(logs, "one", "two")
            await asyncio.sleep(0)
            assert await on_disk(folder) == []
            await clock.advance(BATCH_S)
            await logs._keeper.flush()
            assert await on_disk(folder) == ["one", "two"]

    async def test_what_waits_is_written_at_the_end(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            say(logs, "last words")
        assert await on_disk(folder) == ["last words"]

    async def test_a_fault_that_ends_the_program_stands_in_it(self, folder, clock):
        logs = await opened(folder, clock)
        async with running(logs):
            await logs.end(RuntimeError, RuntimeError("it broke"), None)
        assert (await on_disk(folder))[0].startswith("the program ends by a fault\nRuntimeError: it broke")

    async def test_an_end_that_was_asked_for_is_no_fault(self, folder, clock):
        logs = await opened(folder, clock)
        async with running(logs):
            await logs.end(asyncio.CancelledError, asyncio.CancelledError(), None)
        assert await on_disk(folder) == []

    @pytest.mark.allow_log("is written to the disk again")
    async def test_a_full_disk_pauses_it_says_so_once_and_counts_what_was_lost(
        self, folder, clock, monkeypatch, expect_log, eventually
    ):
        expect_log("cannot write the log", logging.ERROR)
        told = []
        logs = Logs(LogBook(clock, max_lines=20), clock, LogFiles(folder))
        logs.complain_to(told.append)

        def full(*_):
            raise OSError(28, "No space left on device")

        async with running(logs):
            monkeypatch.setattr("footlight_player.services.logs.files.os.write", full)
            for _ in range(3):
                say(logs, *(f"line {number}" for number in range(20)))
                await logs._keeper.flush()
            assert told == ["The log cannot be saved. Has the disk room?"]
            assert len(logs.book.all()) == 20
            monkeypatch.undo()
            await clock.advance(RETRY_S)
            await clock.advance(RETRY_S)
            await eventually(lambda: logs._keeper.lost)
            assert logs._keeper.lost == 40
        assert await on_disk(folder) == [f"line {number}" for number in range(20)]

    async def test_a_flood_from_two_threads_stays_in_bounds_on_disk(self, folder):
        clock = SystemClock()
        logs = await opened(folder, clock)

        def shout(name):
            for number in range(50_000):
                say(logs, f"{number} " + "x" * 2000, name=name)

        async with running(logs):
            threads = [threading.Thread(target=shout, args=(name,)) for name in ("one", "two")]
            for thread in threads:
                thread.start()
            for thread in threads:
                await asyncio.to_thread(thread.join)
        paths = await asyncio.to_thread(LogFiles(folder).paths)
        assert sum(path.stat().st_size for path in paths) <= MAX_FILES * MAX_FILE_BYTES
        lines = await asyncio.to_thread(LogFiles(folder).tail, 200_000)
        # Nothing is there twice, and what the memory had no room for until the disk had it is counted.
        assert len(lines) + logs._keeper.lost == logs.book.last_seq - logs.book.first_seq + 1
        assert len(lines) + logs._keeper.lost + logs.book.dropped >= 100_000
        assert [line.seq for line in lines] == sorted({line.seq for line in lines})

    async def test_only_this_user_may_read_it(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            say(logs, "one")
            logs.set_level(LogLevel.DEBUG, 60.0)
        modes = {stat.S_IMODE(os.stat(path).st_mode) for path in folder.iterdir()}  # noqa: PTH116
        assert (modes, stat.S_IMODE(folder.stat().st_mode)) == ({0o600}, 0o700)


class TestLevel:
    async def test_it_falls_back_by_itself(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            logs.set_level(LogLevel.DEBUG, 600.0)
            say(logs, "small talk", level=logging.DEBUG)
            page = await logs.page(EVERYTHING, limit=1)
            assert (page.level, page.raised_until_s) == (LogLevel.DEBUG, clock.wall_s() + 600.0)
            await clock.advance(599.0)
            assert logs.book.least is LogLevel.DEBUG
            await clock.advance(1.0)
            say(logs, "more small talk", level=logging.DEBUG)
            assert "more small talk" not in await texts(logs)
            assert "small talk" in await texts(logs)
            page = await logs.page(EVERYTHING, limit=1)
            assert (page.level, page.raised_until_s) == (LogLevel.INFO, None)

    async def test_after_a_restart_it_falls_back_when_it_would_have(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            logs.set_level(LogLevel.DEBUG, 600.0)
        await clock.advance(400.0)
        async with running(await opened(folder, clock)) as again:
            assert again.book.least is LogLevel.DEBUG
            await clock.advance(199.0)
            assert again.book.least is LogLevel.DEBUG
            await clock.advance(1.0)
            assert again.book.least is LogLevel.INFO

    async def test_what_ended_while_it_was_off_is_over(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            logs.set_level(LogLevel.DEBUG, 600.0)
        await clock.advance(601.0)
        async with running(await opened(folder, clock)) as again:
            assert again.book.least is LogLevel.INFO

    async def test_a_clock_that_was_set_back_a_year_does_not_keep_it_raised(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            logs.set_level(LogLevel.DEBUG, 600.0)
        clock.jump_wall(-365 * 86_400.0)
        async with running(await opened(folder, clock)) as again:
            await clock.advance(601.0)
            assert again.book.least is LogLevel.INFO

    async def test_the_later_wish_counts(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            logs.set_level(LogLevel.DEBUG, 60.0)
            logs.set_level(LogLevel.DEBUG, 600.0)
            await clock.advance(61.0)
            assert logs.book.least is LogLevel.DEBUG
            logs.set_level(LogLevel.INFO, 600.0)
            assert (logs.book.least, (await logs.page(EVERYTHING, limit=1)).raised_until_s) == (LogLevel.INFO, None)
        async with running(await opened(folder, clock)) as again:
            assert again.book.least is LogLevel.INFO

    @pytest.mark.parametrize("kept", ["", "{", '{"version":1,"tables":{"level":{"1":{"level":"loud"}}}}'])
    @pytest.mark.allow_log("could not be read")
    async def test_a_damaged_note_of_it_is_the_usual_level(self, folder, clock, kept):
        folder.mkdir()
        (folder / "level.json").write_text(kept)
        async with running(await opened(folder, clock)) as logs:
            assert logs.book.least is LogLevel.INFO

    async def test_a_crowd_of_simulated_players_keeps_its_level(self, clock):
        async with running(Logs.small(clock)) as logs:
            with pytest.raises(InvalidArgument, match="has no log of its own"):
                logs.set_level(LogLevel.DEBUG, 60.0)


class TestArchive:
    async def test_it_opens_and_holds_the_facts_the_memory_and_the_files(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            say(logs, *(f"line {number}" for number in range(500)))
            data = b"".join([piece async for piece in logs.archive("box", {"player": {"name": "Lobby"}})])
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
            held = {member.name: tar.extractfile(member).read() for member in tar}
            modes = {member.mode for member in tar}
        assert [*held] == ["box/facts.json", "box/memory.jsonl", "box/player-000001.jsonl"]
        assert modes == {0o600}
        facts = json.loads(held["box/facts.json"])
        assert facts["player"] == {"name": "Lobby"}
        assert facts["log"] == {"level": "info", "lines_in_memory": 500, "lines_dropped": 0, "lines_not_on_disk": 0}
        for name in ("box/memory.jsonl", "box/player-000001.jsonl"):
            said = [json.loads(line)["text"] for line in held[name].splitlines()]
            assert said == [f"line {number}" for number in range(500)]

    async def test_so_many_at_a_time(self, folder, clock):
        async with running(await opened(folder, clock)) as logs:
            say(logs, "one")
            under_way = [logs.archive("box", {}) for _ in range(MAX_ARCHIVES)]
            for each in under_way:
                assert await anext(each)
            with pytest.raises(CommandError, match="others fetch the logs"):
                await anext(logs.archive("box", {}))
            for each in under_way:
                await each.aclose()
            assert [piece async for piece in logs.archive("box", {})]

    async def test_what_lives_in_memory_alone_has_one_too(self, clock):
        async with running(Logs.small(clock)) as logs:
            say(logs, "one")
            data = b"".join([piece async for piece in logs.archive("box", {})])
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
            assert tar.getnames() == ["box/facts.json", "box/memory.jsonl"]
