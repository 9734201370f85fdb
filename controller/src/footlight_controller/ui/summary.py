"""A whole player in words: for the tool tip and for a screen reader."""

from html import escape

from PySide6.QtCore import QCoreApplication

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.presence import present_lines
from footlight_controller.ui.status import look_of
from footlight_controller.ui.tips import breakable
from footlight_controller.ui.words import last_try, one_line, place_in_list, sentence, why_not_online

translate = QCoreApplication.translate


def tool_tip(view: PlayerView) -> str:
    """Everything a card may have to cut off, as rich text; nothing in it comes from a player unescaped."""
    playback = view.playback
    lines = [f"<b>{escape(breakable(view.name))}</b>"]
    rows = [
        (translate("Summary", "Area"), view.identity.area),
        (translate("Summary", "Status"), look_of(view).word),
        (translate("Summary", "Why"), "" if view.online else why_not_online(view)),
        (translate("Summary", "Last try"), sentence(last_try(view))),
        (translate("Summary", "Shows"), playback.item.name if playback.item else ""),
        (translate("Summary", "From"), playback.item.uri if playback.item else ""),
        (translate("Summary", "Address"), ", ".join(str(address) for address in view.addresses)),
        (translate("Summary", "Id"), view.id),
        (translate("Summary", "Version"), view.identity.version),
    ]
    lines += [f"{label}: {escape(breakable(text))}" for label, text in rows if text]
    lines += [escape(breakable(line)) for line in present_lines(view)]
    return f"<qt>{'<br/>'.join(lines)}</qt>"


def spoken(view: PlayerView) -> str:
    """One sentence: name, area, status, what it shows or why it does not."""
    playback = view.playback
    parts = [view.name, view.identity.area, look_of(view).word]
    if view.online and playback.item:
        parts += [playback.item.name, place_in_list(playback)]
        parts.append(
            translate("Summary", "muted")
            if playback.muted
            else translate("Summary", "volume {}").format(playback.volume)
        )
    if not view.online:
        parts.append(why_not_online(view))
        parts.append(translate("Summary", "last try: {}").format(latest) if (latest := last_try(view)) else "")
    parts += present_lines(view)
    return ", ".join(one_line(part) for part in parts if part)
