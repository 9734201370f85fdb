"""A whole player in words: for the tool tip and for a screen reader."""

from html import escape

from PySide6.QtCore import QCoreApplication

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.status import STATUS_LOOKS, Status
from footlight_controller.ui.words import one_line, place_in_list

translate = QCoreApplication.translate


def tool_tip(view: PlayerView) -> str:
    """Everything a card may have to cut off, as rich text; nothing in it comes from a player unescaped."""
    playback = view.playback
    lines = [f"<b>{escape(view.name)}</b>"]
    rows = [
        (translate("Summary", "Area"), view.identity.area),
        (translate("Summary", "Status"), STATUS_LOOKS[Status.of(view)].word),
        (translate("Summary", "Why"), view.link.reason),
        (translate("Summary", "Shows"), playback.item.name if playback.item else ""),
        (translate("Summary", "From"), playback.item.uri if playback.item else ""),
        (translate("Summary", "Address"), ", ".join(str(address) for address in view.addresses)),
        (translate("Summary", "Id"), view.id),
        (translate("Summary", "Version"), view.identity.version),
    ]
    lines += [f"{label}: {escape(text)}" for label, text in rows if text]
    return f"<qt>{'<br/>'.join(lines)}</qt>"


def spoken(view: PlayerView) -> str:
    """One sentence: name, area, status, what it shows or why it does not."""
    playback = view.playback
    parts = [view.name, view.identity.area, STATUS_LOOKS[Status.of(view)].word]
    if view.online and playback.item:
        parts += [playback.item.name, place_in_list(playback)]
        parts.append(
            translate("Summary", "muted")
            if playback.muted
            else translate("Summary", "volume {}").format(playback.volume)
        )
    parts.append("" if view.online else view.link.reason)
    return ", ".join(one_line(part) for part in parts if part)
