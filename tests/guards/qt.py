"""A test that uses Qt fails when it leaves a timer ticking or a thread running."""

import gc
import time
from collections.abc import Iterator

import pytest

GRACE_S = 2.0


def _busy() -> dict[int, str]:
    import shiboken6
    from PySide6.QtCore import QThread, QTimer

    found: dict[int, str] = {}
    for thing in shiboken6.getAllValidWrappers():
        kind = type(thing)
        if issubclass(kind, QTimer) and thing.isActive():
            found[id(thing)] = (
                f"{kind.__name__} {thing.objectName()!r} every {thing.interval()} ms of {thing.parent()!r}"
            )
        elif issubclass(kind, QThread) and thing.isRunning():
            found[id(thing)] = f"{kind.__name__} {thing.objectName()!r} running"
    return found


def _settled() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture(autouse=True)
def no_qt_left(request: pytest.FixtureRequest, no_unexpected_log: object) -> Iterator[None]:
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("qapp")
    before = _busy()
    yield
    deadline_s = time.monotonic() + GRACE_S
    _settled()
    while (left := {key: text for key, text in _busy().items() if key not in before}) and time.monotonic() < deadline_s:
        gc.collect()
        _settled()
    if left:
        pytest.fail("Qt objects left at work:\n  " + "\n  ".join(sorted(left.values())), pytrace=False)
