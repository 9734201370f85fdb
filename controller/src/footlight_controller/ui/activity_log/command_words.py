"""What stands in the audit, as people read it."""

import re

from PySide6.QtCore import QCoreApplication

from footlight_common.errors import RoleDenied
from footlight_common.model.audit import AUDIT, LOST, PAIRED, RESET, ROSTER, SEEN, UNPAIR, AuditEntry
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import one_line, sentence

# As players say that nothing but the keys is another.
_NEW_KEYS = "the site has new keys"
# Older players number the teams instead of saying what changed in them.
_NUMBERS = re.compile(r"version \d+(, key \d+)?", re.ASCII)
_FIRST_OF_KEYS = re.compile(r"version 1, key \d+", re.ASCII)

translate = QCoreApplication.translate


def command_titles() -> dict[str, str]:
    """By the word in the audit, in the order in which they are offered."""
    return {
        "play": translate("Audit", "Play"),
        "pause": translate("Audit", "Pause"),
        "resume": translate("Audit", "Resume"),
        "stop": translate("Audit", "Stop"),
        "next": translate("Audit", "Next item"),
        "previous": translate("Audit", "Item before"),
        "seek": translate("Audit", "Seek"),
        "volume": translate("Audit", "Volume"),
        "mute": translate("Audit", "Mute"),
        "identify": translate("Audit", "Identify"),
        "rename": translate("Audit", "Rename"),
        "restart": translate("Audit", "Restart"),
        "set_log_level": translate("Audit", "Log level"),
        PAIRED: translate("Audit", "Paired"),
        RESET: translate("Audit", "Reset"),
        UNPAIR: translate("Audit", "Unpair"),
        ROSTER: translate("Audit", "Team changed"),
        AUDIT: translate("Audit", "Read the activity"),
        SEEN: translate("Audit", "Read who was seen"),
        LOST: translate("Audit", "Entries lost"),
    }


def what(entry: AuditEntry) -> str:
    """`Play: trailer.mp4`."""
    title, detail = command_titles().get(entry.command, one_line(entry.command)), one_line(entry.detail)
    if entry.command == ROSTER and (detail == _NEW_KEYS or _FIRST_OF_KEYS.fullmatch(detail)):
        return translate("Audit", "Keys of the site changed")
    if entry.command == ROSTER and _NUMBERS.fullmatch(detail):
        return title
    return f"{title}: {detail}" if detail else title


def result(entry: AuditEntry) -> str:
    """`Done`, or what became of it and why."""
    if entry.ok:
        return translate("Audit", "Done")
    word = refusal_word(entry)
    return f"{word}: {sentence(one_line(entry.message))}" if entry.message else word


def refusal_word(entry: AuditEntry) -> str:
    """Of one that was not done."""
    return translate("Audit", "Refused") if entry.code == RoleDenied.code else translate("Audit", "Failed")


def look(entry: AuditEntry) -> tuple[str, Tone]:
    """Icon and tone of the result."""
    if entry.ok:
        return "check", Tone.GOOD
    return ("cancel", Tone.CAUTION) if entry.code == RoleDenied.code else ("alert-circle-outline", Tone.BAD)
