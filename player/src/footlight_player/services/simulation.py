"""What a crowd of simulated players is called and plays."""

import hashlib
import socket

from footlight_common import __version__
from footlight_common.model.playback import Item, Playlist
from footlight_common.model.player import PlayerIdentity
from footlight_player.core.memory import Memory

_CLIPS = ("Welcome", "Opening hours", "Menu of the day", "Way to the lifts", "News", "Weather")
AREAS = ("Foyer", "Canteen", "Reception", "Corridor", "Shop window", "Meeting room")
# Slow enough to count as playing at any rate of change a person would ask for.
_MIN_DURATION_S = 0.05


def simulated_identity(prefix: str, areas: tuple[str, ...], number: int) -> PlayerIdentity:
    """The same for the same number at each run on this machine, so that controllers know the crowd again."""
    seed = f"{socket.gethostname()}\n{prefix}\n{number}"
    return PlayerIdentity(
        id=hashlib.sha256(seed.encode()).hexdigest()[:16],
        name=f"{prefix} {number + 1:03d}",
        area=areas[number % len(areas)] if areas else "",
        version=__version__,
    )


def simulated_memory(number: int, count: int, rate_hz: float) -> Memory:
    """A looping list that changes its item at `rate_hz`; the crowd of `count` is spread evenly over one item's time."""
    duration_s = max(_MIN_DURATION_S, 1 / rate_hz) if rate_hz > 0 else None
    items = tuple(
        Item(uri=f"sim:{place}?duration={'live' if duration_s is None else f'{duration_s:g}'}", title=title)
        for place, title in enumerate(_CLIPS)
    )
    return Memory(
        playlist=Playlist(items=items, loop=True),
        index=number % len(items),
        position_s=duration_s * number / count if duration_s is not None else 0.0,
    )
