"""Times, places and names as people read them."""

import re
from functools import lru_cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from footlight_common.model.playback import Playback
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.ui.counted import Counted

# A player that is well says something every few seconds; below this the age says nothing.
NOW_S = 15
# Format characters that belong to a word: emoji of several people, flags, Persian and Indic spelling.
_JOINERS = {"\u200c", "\u200d", *map(chr, range(0xE0020, 0xE0080))}
_ISOLATES = "\u2068\u2069"
_WORD = re.compile(r"[a-z]+\s")
_TYPED = re.compile(r"`([^`]+)`")
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400


translate = QCoreApplication.translate


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """Line breaks and runs of blanks as one blank, control characters gone: nothing may leave its line.

    What is `isolated` stays so; an isolate without its other half would turn round what follows, and goes.
    """
    text = " ".join(text.split())
    isolates = _ISOLATES if _is_paired(text) else ""
    return "".join(sign for sign in text if sign.isprintable() or sign in _JOINERS or sign in isolates)


def _is_paired(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == _ISOLATES[0]) - (sign == _ISOLATES[1])
        if depth < 0:
            return False
    return depth == 0


def isolated(text: str) -> str:
    """`text` between bidirectional isolates, so that a name written right to left leaves its neighbours in place."""
    return f"\u2068{text}\u2069"


def age(seconds: float, now_s: float = NOW_S) -> str:
    """How long ago: `now` below `now_s`, `40 s ago`, `3 min ago`, `2 h ago`, `5 days ago`."""
    if seconds < now_s:
        return translate("Words", "now")
    if seconds < _MINUTE_S:
        return translate("Words", "{} s ago").format(int(seconds))
    if seconds < _HOUR_S:
        return translate("Words", "{} min ago").format(int(seconds // _MINUTE_S))
    if seconds < _DAY_S:
        return translate("Words", "{} h ago").format(int(seconds // _HOUR_S))
    days = int(seconds // _DAY_S)
    return translate("Words", "yesterday") if days == 1 else Counted("Words", "%n day(s) ago", "", 2).of(days)


def seen(view: PlayerView, wall_s: float) -> str:
    """When the player was heard of: `now`, `3 min ago`, `never`."""
    if view.last_seen_s is None:
        return translate("Words", "never")
    # Of a player that is gone every second counts.
    return age(wall_s - view.last_seen_s, NOW_S if view.online else 1)


def last_seen(view: PlayerView, wall_s: float) -> str:
    """When the player was heard of, for its card."""
    if view.last_seen_s is None:
        return translate("Words", "never seen")
    return translate("Words", "seen {}").format(seen(view, wall_s))


def clock_time(seconds: float) -> str:
    """A place in an item: `1:05`, `1:02:03`."""
    whole = int(max(0.0, seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def progress(view: PlayerView, monotonic_s: float) -> str:
    """`1:05 / 3:20`, or only the position of a live stream."""
    position = clock_time(view.position_s(monotonic_s))
    duration_s = view.playback.duration_s
    return position if duration_s is None else f"{position} / {clock_time(duration_s)}"


def place_in_list(playback: Playback) -> str:
    """`2 of 5`; empty where there is nothing to count."""
    if playback.count < 2:
        return ""
    return translate("Words", "{} of {}").format(playback.index + 1, playback.count)


def why_not_online(view: PlayerView) -> str:
    """What has to be done before it lets us in, else why it went, why it cannot be reached, or what is under way."""
    if refused := _REFUSED.get(view.refused):
        return translate("Words", str(refused))
    if view.refused and view.link.reason:
        return sentence(view.link.reason)
    if view.link.lost:
        return sentence(view.link.lost)
    if view.link.reason:
        return sentence(view.link.reason)
    if view.link.state is LinkState.CONNECTING and view.addresses:
        return translate("Words", "Calling {}").format(view.addresses[0])
    return translate("Words", "Not reached yet")


# By the code of `PlayerView.refused`: what it means, and what to do. What is not here says so itself.
_REFUSED = {
    "not_paired": QT_TRANSLATE_NOOP(
        "Words",
        "It belongs to no site. A technician or an admin chooses Pair in its menu and types the code on its screen.",
    ),
    "other_site": QT_TRANSLATE_NOOP(
        "Words",
        "It belongs to another site. Use a controller of that site, or run “footlight-player reset” on the player and "
        "pair it again.",
    ),
    "revoked": QT_TRANSLATE_NOOP("Words", "An admin took your access back. Ask an admin to invite you again."),
    "not_member": QT_TRANSLATE_NOOP(
        "Words",
        "It does not know you as a member of the site. Ask an admin of the site to invite this computer, or to connect "
        "to the player once.",
    ),
    "role_denied": QT_TRANSLATE_NOOP("Words", "Your role lets you in no more. Ask an admin for another role."),
}
# In the few words that fit a card, by code: why it went, and why it cannot be reached.
_LOST = {
    "unreachable": QT_TRANSLATE_NOOP("Words", "No sign of life"),
    "link_failed": QT_TRANSLATE_NOOP("Words", "The connection broke off"),
    "restart": QT_TRANSLATE_NOOP("Words", "It restarts"),
    "shutdown": QT_TRANSLATE_NOOP("Words", "The player was closed"),
}
_FAILED = {
    "unreachable": QT_TRANSLATE_NOOP("Words", "Cannot be reached"),
    "link_failed": QT_TRANSLATE_NOOP("Words", "The connection failed"),
    "hello_timeout": QT_TRANSLATE_NOOP("Words", "It does not answer"),
    "version": QT_TRANSLATE_NOOP("Words", "Too old or new for this app"),
    "other_player": QT_TRANSLATE_NOOP("Words", "Another player is there"),
    "not_on_this_machine": QT_TRANSLATE_NOOP("Words", "Is on another machine"),
    "not_paired": QT_TRANSLATE_NOOP("Words", "A technician pairs it with the code on its screen"),
    "other_site": QT_TRANSLATE_NOOP("Words", "It belongs to another site"),
    "revoked": QT_TRANSLATE_NOOP("Words", "You were removed. Ask an admin to invite you"),
    "not_member": QT_TRANSLATE_NOOP("Words", "It does not know you. Ask an admin to invite you"),
    "role_denied": QT_TRANSLATE_NOOP("Words", "Your role lets you in no more. Ask an admin"),
    "credential_refused": QT_TRANSLATE_NOOP("Words", "Its keys and ours do not fit"),
    "no_site": QT_TRANSLATE_NOOP("Words", "This computer has no site"),
    "too_slow": QT_TRANSLATE_NOOP("Words", "The network is too slow"),
    "too_many_connections": QT_TRANSLATE_NOOP("Words", "Too many are connected"),
}


def brief_reason(view: PlayerView) -> str:
    """`why_not_online` in the few words that fit a card; in full where there are no shorter ones."""
    link = view.link
    went = link.lost and not view.refused
    source = _LOST.get(link.lost_code, _FAILED.get(link.lost_code)) if went else _FAILED.get(link.code)
    return why_not_online(view) if source is None else translate("Words", str(source))


def brief_last_try(view: PlayerView) -> str:
    """`last_try` in the few words that fit a card; empty where there is nothing new to say."""
    latest = last_try(view)
    source = _FAILED.get(view.link.code)
    return translate("Words", str(source)) if latest and source is not None else latest


def attention(view: PlayerView) -> str:
    """What is wrong with a player that is online; empty when nothing is, or when `why_not_online` has the say."""
    if not view.online:
        return ""
    return {
        "stalled": translate("Words", "No picture reaches the screen"),
        "clock": translate("Words", "Its clock is wrong"),
        "disk": translate("Words", "Its disk is almost full"),
        "hot": translate("Words", "It is too hot"),
    }.get(view.needs_attention, "")


def last_try(view: PlayerView) -> str:
    """What the latest attempt to reach it found; empty while that is nothing new beside `why_not_online`."""
    if view.online or view.refused or not view.link.lost or view.link.reason in ("", view.link.lost):
        return ""
    return view.link.reason


def shortened(text: str, length: int = 40) -> str:
    """A name in the middle of a sentence: its end is cut, so that the sentence has room for the rest."""
    text = one_line(text)
    return text if len(text) <= length else f"{text[: length - 1]}…"


def sentence(text: str) -> str:
    """An error's text as it stands alone: its first word begins with a capital, unless it is a name or an address.

    What is to be typed stands in quotes: the marks of a terminal mean nothing to people here.
    """
    text = _TYPED.sub("\u201c\\1\u201d", text)
    return text[:1].upper() + text[1:] if _WORD.match(text) else text


def several(names: list[str], shown: int = 3) -> str:
    """`Lobby, Bar, Kitchen and 9 more`."""
    first = ", ".join(isolated(one_line(name)) for name in names[:shown])
    more = len(names) - shown
    return first if more <= 0 else Counted("Words", "{} and %n more", "", 2).of(more).format(first)
