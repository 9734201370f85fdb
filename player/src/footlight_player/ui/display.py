"""What has to be settled about the display before Qt starts."""

import logging
import os
from collections.abc import Mapping

from PySide6.QtCore import QMessageLogContext, QtMsgType

logger = logging.getLogger("qt")

NO_DISPLAY = (
    "There is no display to show pictures on: neither WAYLAND_DISPLAY nor DISPLAY is set. Start the player in a "
    "graphical session, set QT_QPA_PLATFORM for a screen without one, or use --engine simulated."
)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_DEFAULTS = {
    # EGL also under X11: decoders hand their frames to EGL only.
    "QT_XCB_GL_INTEGRATION": "xcb_egl",
    # Qt waits 5 ms before each repaint for more reasons to repaint; every frame would be that late.
    "QT_QPA_UPDATE_IDLE_TIME": "0",
}


def has_display(environment: Mapping[str, str]) -> bool:
    """Somebody said where to show pictures."""
    return any(environment.get(name) for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"))


def environment_for_qt(environment: Mapping[str, str]) -> dict[str, str]:
    """What to add to the environment before Qt starts; what somebody has set stays."""
    added = {name: value for name, value in _DEFAULTS.items() if name not in environment}
    if not environment.get("QT_QPA_PLATFORM"):
        # The other one is tried where a plugin is missing or the display does not answer.
        order = ("wayland", "xcb") if environment.get("WAYLAND_DISPLAY") else ("xcb", "wayland")
        added["QT_QPA_PLATFORM"] = ";".join(order)
    return added


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's messages go where ours go. After a fatal one Qt would abort and leave a core dump on the disk."""
    logger.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
    if kind is QtMsgType.QtFatalMsg:
        logger.critical("The window could not be opened. Check that the display runs and that this user may use it.")
        logging.shutdown()
        os._exit(1)
