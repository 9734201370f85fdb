import asyncio
import threading

import pytest

from footlight_player.ui.core_thread import CoreThread

PATIENCE_S = 10


def test_it_runs_beside_the_caller_and_tells_how_it_ended():
    names = []

    async def main() -> None:
        names.append(threading.current_thread().name)

    core = CoreThread(main)
    core.start()
    assert core.done.result(PATIENCE_S) is None
    assert names == ["core"]


def test_cancelled_it_cleans_up_and_that_is_no_failure():
    running, cleaned = threading.Event(), []

    async def main() -> None:
        try:
            running.set()
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned.append(True)

    core = CoreThread(main)
    core.start()
    assert running.wait(PATIENCE_S)
    core.cancel()
    assert core.done.result(PATIENCE_S) is None
    assert cleaned == [True]
    core.cancel()


def test_cancelled_before_it_has_begun_it_still_ends():
    async def main() -> None:
        await asyncio.sleep(60)

    core = CoreThread(main)
    core.cancel()
    core.start()
    assert core.done.result(PATIENCE_S) is None


def test_its_failure_is_handed_on():
    async def main() -> None:
        msg = "on fire"
        raise RuntimeError(msg)

    core = CoreThread(main)
    core.start()
    with pytest.raises(RuntimeError, match="on fire"):
        core.done.result(PATIENCE_S)
