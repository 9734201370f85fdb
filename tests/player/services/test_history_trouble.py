"""The history on a disk that is slow, full, away or damaged: told once kept, and what is lost is said."""

import asyncio

import pytest
from player.hand_worker import HandWorker
from player.services.history_desk import ALARM, STARTED, Desk
from player.services.history_desk import until as _until

from footlight_common.errors import StorageError
from footlight_common.model.history import OffReason
from footlight_common.protocol.events import Alert, HistoryLost, PlaybackStarted
from footlight_common.protocol.session import Cursor
from footlight_common.storage import RETRY_S
from footlight_player.services import history as history_module
from footlight_player.services.history import MAX_WAITING, PATIENCE_S
from footlight_player.services.history_pages import Wish
from footlight_player.services.history_store import SKIPPED_NUMBERS


@pytest.mark.allow_blocking
class TestTelling:
    async def test_nothing_is_told_before_it_is_kept_and_what_gathers_is_written_together(self, data_dir):
        worker = HandWorker()
        desk = Desk(data_dir / "history.db", worker=worker)
        opening = asyncio.create_task(desk.history.open())
        await asyncio.sleep(0)
        worker.step()
        await opening
        await asyncio.sleep(0.01)
        for _ in range(5):
            desk.history.append(ALARM)
        assert (desk.told, desk.history.cursor.seq) == ([], 0)
        worker.step()
        await _until(lambda: desk.tags() == ["power_on"])
        await _until(lambda: worker.jobs)
        worker.step()
        await _until(lambda: desk.history.cursor.seq == 6)
        await _close(desk, worker)

    async def test_a_disk_that_does_not_answer_holds_nobody_up(self, data_dir, expect_log):
        expect_log("did not write the history within")
        worker = HandWorker()
        desk = Desk(data_dir / "history.db", worker=worker)
        opening = asyncio.create_task(desk.history.open())
        await asyncio.sleep(0)
        worker.step()
        await opening
        await asyncio.sleep(0.01)
        await desk.clock.advance(PATIENCE_S)
        assert desk.tags() == ["power_on"]
        desk.history.append(ALARM)
        assert desk.tags() == ["power_on", "alert"]
        assert len(desk.complaints) == 1
        worker.step()
        await desk.clock.advance(RETRY_S)
        await _until(lambda: worker.jobs)
        await _close(desk, worker)
        assert desk.tags() == ["power_on", "alert", "power_off"]
        assert not list(data_dir.glob("*.doubt"))


class TestFullDisk:
    @pytest.fixture
    def full(self, monkeypatch):
        """Whether the disk takes nothing; a switch."""
        state = {"full": False}
        write = history_module.HistoryStore.write

        def fail(store, events, mark):
            if state["full"]:
                store._database.do(lambda database: database.execute("PRAGMA max_page_count = 1").fetchall())
                write(store, [*events, _long(events[-1])], mark)
            write(store, events, mark)

        monkeypatch.setattr(history_module.HistoryStore, "write", fail)
        return state

    async def test_it_pauses_says_so_and_goes_on_without_a_loss(self, open_desk, full, expect_log):
        expect_log("the history cannot be kept")
        desk = await open_desk()
        full["full"] = True
        desk.history.append(ALARM)
        await desk.settle()
        assert desk.tags() == ["power_on", "alert"]
        assert desk.complaints == ["The history cannot be saved. Has the disk room?"]
        desk.history.append(ALARM)
        assert desk.tags() == ["power_on", "alert", "alert"]
        assert [event.seq for event in await desk.pages()] == [1]
        _, events = await desk.history.replay(Cursor(stream=desk.history.cursor.stream, seq=1))
        assert list(events) == desk.told[1:]
        full["full"] = False
        await desk.clock.advance(RETRY_S)
        await _kept(desk, 3)
        assert await desk.pages() == desk.told
        assert len(desk.complaints) == 1

    async def test_what_does_not_fit_is_lost_and_counted(self, open_desk, full, expect_log):
        expect_log("the history cannot be kept")
        desk = await open_desk()
        full["full"] = True
        desk.history.append(ALARM)
        await desk.settle()
        for _ in range(MAX_WAITING + 9):
            desk.history.append(ALARM)
        assert desk.history.cursor.seq == MAX_WAITING + 11
        full["full"] = False
        await desk.clock.advance(RETRY_S)
        await _kept(desk, MAX_WAITING + 12)
        kept = await desk.pages()
        (lost,) = [event for event in kept if isinstance(event, HistoryLost)]
        assert lost.lost == 10
        assert [event.seq for event in kept] == [1, *range(12, MAX_WAITING + 13)]
        assert kept[-1] == lost

    async def test_numbers_that_were_told_and_not_kept_are_never_used_again(self, open_desk, full, expect_log):
        expect_log("the history cannot be kept")
        desk = await open_desk()
        full["full"] = True
        desk.history.append(ALARM)
        await desk.settle()
        await desk.history._doubting
        await desk.kill()
        full["full"] = False
        again = await open_desk()
        assert min(event.seq for event in again.told) > SKIPPED_NUMBERS
        assert again.tags() == ["power_off", "power_on", "history_lost"]
        assert again.told[-1].lost is None

    async def test_a_file_that_cannot_be_opened_is_gone_on_with_later(self, data_dir, expect_log):
        expect_log("the history cannot be kept")
        before = Desk(data_dir / "history.db")
        await before.history.open()
        await before.settle()
        await before.history.close(OffReason.SHUTDOWN)
        away = data_dir.rename(data_dir.with_name("away"))
        desk = Desk(data_dir / "history.db")
        await desk.history.open()
        desk.history.append(STARTED)
        assert desk.tags() == ["power_on", "playback_started"]
        alone = desk.history.cursor
        assert alone.stream != before.history.cursor.stream
        with pytest.raises(StorageError):
            await desk.history.page(Wish())
        away.rename(data_dir)
        await desk.clock.advance(RETRY_S)
        await _kept(desk, 4)
        assert desk.anew == [before.history.cursor.__class__(stream=before.history.cursor.stream, seq=2)]
        kept = await desk.pages()
        assert [(event.seq, event.run) for event in kept] == [(1, 1), (2, 1), (3, 2), (4, 2)]
        assert isinstance(kept[3], PlaybackStarted)
        await desk.history.close(OffReason.SHUTDOWN)


class TestDamage:
    async def test_at_the_start_a_new_history_is_begun_and_said(self, open_desk, data_dir, expect_log):
        expect_log("history.db could not be read")
        (data_dir / "history.db").write_bytes(b"no database at all" * 99)
        desk = await open_desk()
        assert desk.tags() == ["power_on", "history_lost"]
        assert desk.told[1].lost is None
        assert "kept as history.db.corrupt." in desk.told[1].message
        assert desk.complaints == ["The history was damaged. A new one is begun."]
        assert list(data_dir.glob("history.db.corrupt.*"))

    async def test_meanwhile_too_and_whoever_listens_hears_of_the_new_stream(self, open_desk, data_dir, expect_log):
        expect_log("the event 2 is none")
        desk = await open_desk()
        desk.history.append(ALARM)
        await desk.settle()
        before = desk.history.cursor
        await desk.history._do(
            lambda: desk.history._keeper._database.do(
                lambda database: database.execute("UPDATE event SET kind = 99 WHERE seq = 2") and database.commit()
            )
        )
        assert (await desk.history.page(Wish())).events == ()
        assert [(cursor.stream == before.stream, cursor.seq) for cursor in desk.anew] == [(False, 2)]
        await desk.settle()
        desk.history.append(STARTED)
        await desk.settle()
        kept = await desk.pages()
        assert [event.seq for event in kept] == [3, 4]
        assert [type(event) for event in kept] == [HistoryLost, PlaybackStarted]
        assert (await desk.history.page(Wish())).stream == desk.history.cursor.stream == desk.anew[0].stream


def _long(event):
    return Alert(seq=event.seq + 10**6, at_s=event.at_s, run=event.run, up_s=event.up_s, code="x", message="x" * 9999)


async def _kept(desk, seq) -> None:
    """Everything up to this number is told and kept."""
    await _until(lambda: desk.history.cursor.seq >= seq and not desk.history._waiting)


async def _close(desk, worker) -> None:
    closing = asyncio.create_task(desk.history.close(OffReason.SHUTDOWN))
    while not closing.done():
        await asyncio.sleep(0.001)
        if worker.jobs:
            worker.step()
    await closing
