"""Why nobody knows what was on screen, in words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from footlight_controller.core.timeline import Unknown

_SHORT = {
    Unknown.NOT_FETCHED: QT_TRANSLATE_NOOP("Unknown", "not fetched yet"),
    Unknown.NOT_HEARD: QT_TRANSLATE_NOOP("Unknown", "out of reach since"),
    Unknown.LOST: QT_TRANSLATE_NOOP("Unknown", "lost by the player"),
    Unknown.FORGOTTEN: QT_TRANSLATE_NOOP("Unknown", "older than the player keeps"),
    Unknown.BEFORE: QT_TRANSLATE_NOOP("Unknown", "before its first day"),
}


def why_short(why: Unknown) -> str:
    """As it stands behind a length of time."""
    return QCoreApplication.translate("Unknown", str(_SHORT[why]))
