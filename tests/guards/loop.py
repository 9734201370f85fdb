"""An async test fails when it leaves a task pending, or when our own code blocks its loop."""

import asyncio
import gc
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest
import pytest_asyncio
from blockbuster import BlockBuster, BlockBusterFunction

T = TypeVar("T")

OURS = ["footlight_common", "footlight_player", "footlight_controller"]
# A cancelled task may need a few turns to come down.
GRACE_S = 2.0
# What waits for a disk, a network or a person. Looking at metadata is left out, and so are locks: other people's
# libraries take them for nanoseconds, and patching the lock type is felt in every thread.
WATCHED = ("time.sleep", "io.", "socket.", "ssl.", "sqlite3.", "builtins.input", "os.r", "os.unlink", "os.link")
KERNEL_FILES = ("/proc/", "/sys/")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "allow_blocking: this async test may block its loop")


def _reads_kernel_file(otherwise: Callable[..., bool]) -> Callable[..., bool]:
    def predicate(file: Any, *args: Any, **kwargs: Any) -> bool:
        return str(getattr(file, "name", "")).startswith(KERNEL_FILES) or otherwise(file, *args, **kwargs)

    return predicate


@pytest.fixture(scope="session")
def blocking_watch() -> BlockBuster:
    watch = BlockBuster(OURS)
    watch.functions = {name: function for name, function in watch.functions.items() if name.startswith(WATCHED)}
    for name, function in watch.functions.items():
        if name.startswith("io."):
            function.can_block_predicate = _reads_kernel_file(function.can_block_predicate)
    watch.functions["os.fsync"] = BlockBusterFunction(None, "os.fsync", scanned_modules=OURS)
    for function in watch.functions.values():
        # Documents are read once, before anything is served.
        function.can_block_in("footlight_common/storage.py", {"__init__", "read", "peek"})
    return watch


@pytest_asyncio.fixture
async def no_task_left() -> AsyncIterator[None]:
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    if left:
        _, left = await asyncio.wait(left, timeout=GRACE_S)
    if left:
        names = sorted(f"{task.get_name()} in {task.get_coro()}" for task in left)
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=GRACE_S)
        pytest.fail("asyncio tasks left pending:\n  " + "\n  ".join(names), pytrace=False)


@pytest.fixture(autouse=True)
def loop_is_clean(request: pytest.FixtureRequest, no_thread_left: None) -> Iterator[None]:
    if not inspect.iscoroutinefunction(getattr(request.node, "obj", None)):
        yield
        return
    request.getfixturevalue("no_task_left")
    if request.node.get_closest_marker("allow_blocking"):
        yield
        return
    watch: BlockBuster = request.getfixturevalue("blocking_watch")
    watch.activate()
    yield
    watch.deactivate()
    # An exception that nobody fetched is logged when its task is collected: now, so that it counts against this test.
    gc.collect(1)


@pytest.fixture
def eventually() -> Callable[..., Awaitable[Any]]:
    """`await eventually(condition, timeout_s=10)`: the first true value of `condition()`, looked at every 10 ms."""

    async def wait(condition: Callable[[], T], timeout_s: float = 10.0) -> T:
        deadline_s = time.monotonic() + timeout_s
        while not (value := condition()):
            if time.monotonic() > deadline_s:
                pytest.fail(f"not within {timeout_s} s: {inspect.getsource(condition).strip()}")
            await asyncio.sleep(0.01)
        return value

    return wait
