"""How often the player was cut short: counted from its own history, and forgotten after an hour."""

import asyncio

import pytest

from footlight_common.clock import ManualClock
from footlight_common.errors import StorageError
from footlight_common.model.history import OffReason
from footlight_player.core.facts import Completed
from footlight_player.services import crashes as crashes_module
from footlight_player.services.crashes import LOOK_AFTER_S, RETRY_S, Crashes
from footlight_player.services.history import History


@pytest.fixture
def clock():
    return ManualClock(wall_s=1_790_000_000.0)


class Life:
    """Runs of one player, each with some events; the last one goes on."""

    def __init__(self, clock, path):
        self.clock, self.path = clock, path
        self.history = None

    async def run(self, *, cut=False, events=0, lasts_s=60.0):
        """The run before ends like this, and a new one begins."""
        if self.history is not None:
            await self._end(cut=cut)
        self.history = History(self.clock, self.path)
        await self.history.open()
        for number in range(events):
            self.history.append(Completed(command=str(number), by="desk", ok=True))
        # A clock that runs ahead of a real disk makes it look stuck.
        await self._written()
        await self.clock.advance(lasts_s)

    async def _end(self, *, cut):
        if cut:
            # Let go of it in the middle, as the kernel does for whoever is killed.
            await self._written()
            await self.history._do(self.history._keeper.close)
            self.history._worker.shutdown()
        else:
            await self.history.close(OffReason.SHUTDOWN)

    async def _written(self):
        while self.history._waiting:
            await self.history._flush()

    async def count(self):
        await self._written()
        crashes = Crashes(self.clock, self.history)
        looking = asyncio.create_task(crashes.run())
        await asyncio.sleep(0)
        await self.clock.advance(LOOK_AFTER_S)
        await asyncio.wait_for(looking, 5)
        return crashes


async def test_runs_that_were_cut_short_count_and_those_that_were_closed_do_not(clock, data_dir):
    life = Life(clock, data_dir / "history.db")
    await life.run()
    await life.run(cut=True)
    await life.run(cut=False)
    await life.run(cut=True)
    await life.run(cut=True)
    crashes = await life.count()
    assert crashes.count() == 3
    await clock.advance(3600)
    assert crashes.count() == 0
    await life.history.close(OffReason.SHUTDOWN)


async def test_many_events_in_between_hide_none(clock, data_dir, monkeypatch):
    life = Life(clock, data_dir / "history.db")
    await life.run()
    for _ in range(3):
        await life.run(cut=True, events=800, lasts_s=0)
    assert (await life.count()).count() == 3
    await life.history.close(OffReason.SHUTDOWN)


async def test_before_the_history_can_be_read_none_is_known(clock, eventually):
    class Broken:
        asked = 0

        async def page(self, wish):
            self.asked += 1
            msg = "disk I/O error"
            raise StorageError(msg)

    history = Broken()
    crashes = Crashes(clock, history)
    running = asyncio.create_task(crashes.run())
    await eventually(lambda: clock.sleepers)
    await clock.advance(LOOK_AFTER_S + 2 * RETRY_S)
    assert history.asked == 3
    assert crashes.count() == 0
    assert crashes_module.WITHIN_S == 3600
    running.cancel()
    await asyncio.wait([running])
