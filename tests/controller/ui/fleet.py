"""Players for tests of the desktop app."""

from typing import Any

from footlight_common.discovery import Address
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.changes import Changes, ConnectionState
from footlight_controller.core.view import FleetStats, LinkState, LinkStatus, PlayerView

ODD_NAMES = (
    "",
    "x" * 200,
    "A long name of many words that goes on and on " * 4,
    "Lobby 🎬 👩‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "שלום עולם",
    "مرحبا بالعالم في الردهة الرئيسية",
    "line one\nline two\r\nline three\ttab",
    "<b>bold</b> &amp; <img src='x'>",
    "\u202eevil\u202c \x07\x00",
    "Zürich \u2013 Straße №5",
    "日本語の名前がここにあります",
)


def player(number: int = 1, name: str = "Lobby", **changes: Any) -> PlayerView:
    """An online, playing player; `area`, `link`, `playback` and the like as keywords."""
    area = changes.pop("area", "Foyer")
    fields: dict[str, Any] = {
        "identity": PlayerIdentity(id=f"{number:016x}", name=name, area=area, version="0.1.0"),
        "addresses": (Address(host="127.0.0.1", port=8470 + number),),
        "link": LinkStatus(state=LinkState.ONLINE),
        "last_seen_s": 1_750_000_000.0,
        "playback": playing(),
    }
    return PlayerView(**{**fields, **changes})


def playing(name: str = "clip.mp4", state: PlaybackState = PlaybackState.PLAYING, **changes: Any) -> Playback:
    fields: dict[str, Any] = {
        "state": state,
        "item": Item(uri=f"/media/{name}"),
        "index": 1,
        "count": 5,
        "position_s": 65.0,
        "duration_s": 200.0,
    }
    return Playback(**{**fields, **changes})


def offline(
    reason: str = "No answer for 15 s.", state: LinkState = LinkState.OFFLINE, code: str = "unreachable"
) -> LinkStatus:
    return LinkStatus(state=state, reason=reason, code=code)


def lost(cause: str, latest: str) -> LinkStatus:
    """Was online, went for `cause`, and the attempt after that found `latest`."""
    return LinkStatus(reason=latest, code="unreachable", lost=cause)


def changes_of(*views: PlayerView, **others: Any) -> Changes:
    """Changes with these players and the figures that follow from them."""
    online = sum(view.online for view in views)
    state = ConnectionState.SEARCHING if not views else ConnectionState.PARTIAL
    if views and online in (0, len(views)):
        state = ConnectionState.CONNECTED if online else ConnectionState.DISCONNECTED
    fields: dict[str, Any] = {
        "players": {view.id: view for view in views},
        "stats": FleetStats(
            total=len(views),
            online=online,
            playing=sum(view.playing for view in views),
            offline=len(views) - online,
        ),
        "connection": state,
    }
    return Changes(**{**fields, **others})
