"""What is asked of a player is kept, and the disk is never in the way."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
import pytest_asyncio
from player.actors import actor

from footlight_common.clock import ManualClock
from footlight_common.errors import RoleDenied, StorageError
from footlight_common.model.audit import LOST
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Command, Play, Restart, SetVolume
from footlight_common.security.roles import Role
from footlight_common.storage import RETRY_S
from footlight_player.services import audit as audit_module
from footlight_player.services.audit import BATCH_S, Audit
from footlight_player.services.audit_store import AuditStore
from footlight_player.services.record import HOUSEKEEPING_S

DESK = actor("desk")


@pytest.fixture
def clock():
    return ManualClock()


@pytest_asyncio.fixture
async def audit(clock, data_dir):
    audit = Audit(clock, data_dir / "audit.db")
    yield audit
    await audit.close()


async def commands(audit, **wanted):
    return [entry.command for entry in (await audit.page(**wanted)).entries]


def on_disk(folder):
    """What another process would read now."""
    store = AuditStore(folder / "audit.db", lambda _: None)
    entries = store.page("", before=None, limit=500, member="", command="").entries
    store.close()
    return [entry.command for entry in entries]


async def settle(clock, audit):
    """Let the batch be written."""
    await clock.advance(BATCH_S)
    await audit._flush()


class Full:
    """A disk that takes nothing until it is told to."""

    def __init__(self, monkeypatch):
        self.full = True
        self._write = AuditStore.write
        monkeypatch.setattr(AuditStore, "write", lambda store, *args: self.write(store, *args))

    def write(self, store, *args):
        if self.full:
            msg = "no space left. Has the disk room?"
            raise StorageError(msg)
        self._write(store, *args)


class TestKeeping:
    async def test_an_entry_says_who_what_and_when(self, audit, clock):
        audit.append("volume", detail="80", by=DESK)
        (entry,) = (await audit.page()).entries
        assert (entry.member, entry.name, entry.role, entry.controller) == (
            "desk",
            "desk",
            Role.OPERATOR,
            "desk's desk",
        )
        assert (entry.command, entry.detail, entry.ok, entry.at_s) == ("volume", "80", True, clock.wall_s())

    async def test_it_is_on_disk_a_moment_later(self, audit, clock, data_dir):
        audit.append("play", by=DESK)
        await settle(clock, audit)
        assert await asyncio.to_thread(on_disk, data_dir) == ["play"]

    async def test_what_waits_is_written_when_the_player_ends_and_what_comes_later_is_not(self, clock, data_dir):
        audit = Audit(clock, data_dir / "audit.db")
        audit.append("play", by=DESK)
        await audit.close()
        audit.append("stop", by=DESK)
        assert await asyncio.to_thread(on_disk, data_dir) == ["play"]

    async def test_no_password_gets_in(self, audit):
        audit.append("play", detail="rtsp://u:secret@h/x?t=secret", text="no rtsp://u:secret@h/x", by=DESK)
        assert "secret" not in str((await audit.page()).entries)

    async def test_texts_are_on_one_line_and_bounded(self, audit):
        audit.append("play", detail="a\nb\x1b[2J" + "x" * 999, by=DESK)
        (entry,) = (await audit.page()).entries
        assert entry.detail.startswith("a b[2Jx")
        assert len(entry.detail) == 300

    async def test_who_was_here_is_kept_with_the_time(self, audit, clock):
        audit.see("aa")
        await clock.advance(10)
        audit.see("bb")
        assert await audit.seen() == {"aa": clock.wall_s() - 10, "bb": clock.wall_s()}

    async def test_after_the_site_changed_nothing_of_before_is_told(self, audit):
        audit.site = "5e" * 8
        audit.append("play", by=DESK)
        audit.see("aa")
        audit.site = "0e" * 8
        assert await commands(audit) == []
        assert await audit.seen() == {}

    async def test_two_players_may_share_one_thread(self, clock):
        with ThreadPoolExecutor(1) as worker:
            first, second = Audit(clock, worker=worker), Audit(clock, worker=worker)
            first.append("play", by=DESK)
            second.append("stop", by=DESK)
            assert (await commands(first), await commands(second)) == (["play"], ["stop"])
            await first.close()
            assert await commands(second) == ["stop"]
            await second.close()


class TestTrouble:
    @pytest.fixture
    def told(self, audit):
        told = []
        audit.record.complain = told.append
        return told

    @pytest.fixture
    def disk(self, monkeypatch):
        return Full(monkeypatch)

    async def test_a_full_disk_is_told_once_and_nothing_is_lost_when_there_is_room(
        self, audit, clock, disk, told, expect_log
    ):
        expect_log("Has the disk room")
        for word in ("play", "pause"):
            audit.append(word, by=DESK)
            await settle(clock, audit)
        assert len(told) == 1
        disk.full = False
        await clock.advance(RETRY_S)
        assert await commands(audit) == ["pause", "play"]

    async def test_what_is_too_much_to_wait_goes_and_its_number_is_written(
        self, audit, clock, disk, told, expect_log, monkeypatch
    ):
        expect_log("Has the disk room")
        monkeypatch.setattr(audit_module, "MAX_WAITING", 3)
        for number in range(5):
            audit.append(str(number), by=DESK)
            await settle(clock, audit)
        disk.full = False
        await clock.advance(RETRY_S)
        entries = (await audit.page()).entries
        assert [entry.command for entry in entries] == ["4", "3", "2", LOST]
        assert entries[-1].message.startswith("2 entries")

    async def test_a_damaged_file_is_told(self, audit, data_dir, told, expect_log, eventually):
        expect_log("audit.db could not be read")
        await asyncio.to_thread((data_dir / "audit.db").write_bytes, b"x" * 9999)
        audit.append("play", by=DESK)
        assert await commands(audit) == ["play"]
        assert await eventually(lambda: told) == ["The list of commands was damaged. A new one is begun."]

    async def test_a_disk_that_cannot_be_read_is_an_error_in_words(self, clock, data_dir):
        audit = Audit(clock, data_dir / "none" / "audit.db")
        with pytest.raises(StorageError):
            await audit.page()
        await audit.close()

    async def test_housekeeping_goes_on_after_a_failure(self, audit, clock, told, expect_log, monkeypatch, eventually):
        expect_log("the audit cannot be kept")
        pruned = []

        def prune(store, now_s):
            pruned.append(now_s)
            if len(pruned) == 1:
                msg = "the audit cannot be kept: disk I/O error"
                raise StorageError(msg) from sqlite3.OperationalError()

        monkeypatch.setattr(AuditStore, "prune", prune)
        running = asyncio.create_task(audit.run())
        await eventually(lambda: clock.sleepers)
        await clock.advance(HOUSEKEEPING_S)
        await eventually(lambda: len(pruned) == 2)
        running.cancel()


class TestPlayer:
    """What the player writes by itself."""

    async def test_a_command_is_one_entry_with_its_result(self, bench):
        bench.do(Play(items=(Item(uri="sim:a?duration=7", title="Welcome"),)))
        bench.do(SetVolume(level=30))
        entries = (await bench.player.audit.page()).entries
        assert [(entry.command, entry.detail, entry.ok) for entry in entries] == [
            ("volume", "30", True),
            ("play", "Welcome", True),
        ]

    async def test_a_command_that_failed_says_why(self, bench):
        result = bench.do(Restart())
        (entry,) = (await bench.player.audit.page()).entries
        assert (entry.ok, entry.code, entry.message) == (False, result.code, result.message)

    async def test_a_command_repeated_under_its_key_is_one_entry(self, bench):
        for _ in range(3):
            bench.do(SetVolume(level=30), key="k1")
        assert len((await bench.player.audit.page()).entries) == 1

    async def test_a_refused_command_is_one_entry_however_often_it_comes(self, bench):
        for identifier in ("1", "2"):
            command = Command(id=identifier, action=Restart(), key="k1")
            result = bench.player.refuse(command, DESK, RoleDenied("not yours"))
            assert (result.id, result.ok, result.code) == (identifier, False, "role_denied")
        (entry,) = (await bench.player.audit.page()).entries
        assert (entry.command, entry.code, entry.message) == ("restart", "role_denied", "not yours")

    async def test_what_is_wrong_with_it_is_said_on_the_screen(self, bench, eventually):
        bench.player.audit.record.complain("The list of commands cannot be saved.")
        await eventually(lambda: bench.views and bench.views[-1].notice == "The list of commands cannot be saved.")

    async def test_who_comes_and_goes_was_seen(self, bench):
        bench.player.enter(DESK)
        await bench.clock.advance(5)
        bench.player.leave(DESK)
        assert await bench.player.audit.seen() == {"desk": bench.clock.wall_s()}

    async def test_who_stays_is_seen_each_hour(self, bench, eventually):
        running = asyncio.create_task(bench.player.run(lambda: None))
        await eventually(lambda: bench.clock.sleepers)
        bench.player.enter(DESK)
        await bench.clock.advance(2 * HOUSEKEEPING_S + 1)
        assert (await bench.player.audit.seen())["desk"] >= bench.clock.wall_s() - 2
        running.cancel()
        await asyncio.wait([running])
