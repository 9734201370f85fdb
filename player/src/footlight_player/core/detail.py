"""What a command asked for exactly, in a few words that give no password away."""

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from footlight_common.model.playback import MAX_URI_LENGTH, Item
from footlight_common.protocol.commands import AnyAction, Identify, Play, Rename, Seek, SetLogLevel, SetMute, SetVolume

# As many as anybody reads in one line.
_TITLES = 5
_HIDDEN = "…"
# No scheme is longer; without a limit a long text without blanks would take minutes.
# A password may have a slash in it, written as it is.
_USER = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]{0,31}://)(?:[^/?#]*@|[^/?#@:]*:[^?#]*@)")
_SECRET_VALUE = re.compile(
    r"([?&;][^=&;#]{0,64}(?:pass|pwd?|secret|token|sig|key|auth|cred|session)[^=&;#]{0,64}=)[^&;#]*", re.IGNORECASE
)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}://\S+")


def detail_of(action: AnyAction) -> str:
    """Titles, a level, a name; empty when the word of the command says it all."""
    match action:
        case Play(items=items):
            more = [f"+{len(items) - _TITLES}"] if len(items) > _TITLES else []
            return ", ".join([title_of(item) for item in items[:_TITLES]] + more)
        case Seek(position_s=position_s):
            return f"{position_s:.1f} s"
        case SetVolume(level=level):
            return str(level)
        case SetMute(muted=muted):
            return "on" if muted else "off"
        case Identify(duration_s=duration_s):
            return f"{duration_s:g} s"
        case Rename(name=name, area=area):
            return ", ".join(text for text in (name, area) if text)
        case SetLogLevel(level=level, duration_s=duration_s):
            return f"{level}, {duration_s:g} s"
    return ""


def title_of(item: Item) -> str:
    """What people call it, without what may be secret in its address."""
    if item.title or "://" not in item.uri:
        return redacted(item.name)
    # Not its name: of an address that is none, that could be any part of it.
    shown = _bare(item.uri)
    return shown if shown.endswith(_HIDDEN) else unquote(shown.rstrip("/").rpartition("/")[2])


def kept_item(item: Item) -> Item:
    """As it is remembered and reported: its address without user, password, and what its query calls secret."""
    if "://" not in item.uri:
        return item
    uri = _SECRET_VALUE.sub(rf"\1{_HIDDEN}", _USER.sub(rf"\1{_HIDDEN}@", item.uri))
    return item if uri == item.uri else replace(item, uri=uri[:MAX_URI_LENGTH])


def redacted(text: str) -> str:
    """`text` with every address in it cut down to scheme, host and path: no user, password, query or fragment."""
    return _URL.sub(lambda found: _bare(found[0]), text)


def _bare(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    scheme = url.partition(":")[0]
    if not host or "@" in parts.path:
        # A password with a slash in it, written as it is, looks like a path.
        return f"{scheme}://{_HIDDEN}"
    where = f"[{host}]" if ":" in host else host
    return f"{scheme}://{where}{'' if port is None else f':{port}'}{parts.path}"
