"""A thread that outlives its test fails it."""

import threading
import time
from collections.abc import Iterator

import pytest

# A thread told to stop may need a moment on a busy machine.
GRACE_S = 5.0


def _running() -> set[threading.Thread]:
    # Threads that Python did not start appear as dummies when they call into it, and never end as far as it knows.
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


@pytest.fixture(autouse=True)
def no_thread_left(no_unexpected_log: object) -> Iterator[None]:
    before = _running()
    yield
    deadline_s = time.monotonic() + GRACE_S
    for thread in _running() - before:
        thread.join(max(0.0, deadline_s - time.monotonic()))
    left = _running() - before
    if left:
        pytest.fail(f"threads left running: {sorted(thread.name for thread in left)}", pytrace=False)
