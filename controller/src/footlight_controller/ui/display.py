"""What has to be settled about the display before Qt starts."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")

NO_DISPLAY = (
    "There is no display to show the window on. Set DISPLAY or WAYLAND_DISPLAY, or use the commands: "
    "see `footlight --help`."
)
NO_ANSWER = (
    "The display does not answer. Check that it runs and that you may use it (DISPLAY, WAYLAND_DISPLAY), or use the "
    "commands: see `footlight --help`."
)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
}


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Somebody said where to show windows; elsewhere than on Linux nobody has to."""
    if platform != "linux":
        return True
    return any(environment.get(name) for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"))


@contextmanager
def ends_without_display() -> Iterator[None]:
    """While the QApplication is made: a display that does not answer ends the process with one sentence and code 1.

    Qt would abort, and leave a core dump. Its other messages are logged once the application stands.
    """
    held: list[tuple[int, str]] = []

    def take(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            sys.stderr.write(f"footlight: {NO_ANSWER}\n")
            sys.stderr.flush()
            os._exit(1)
        held.append((_LEVELS.get(kind, logging.WARNING), message))

    before = qInstallMessageHandler(take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for level, message in held:
        log.log(level, "%s", message)
