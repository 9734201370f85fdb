"""What a player shows."""

import posixpath
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

# Longer than any path Linux opens (PATH_MAX), shorter than what would crowd out a control message.
MAX_URI_LENGTH = 4096
MAX_TITLE_LENGTH = 512


class PlaybackState(StrEnum):
    """What the screen does, as far as frames prove it."""

    IDLE = "idle"
    """Nothing to play: the idle overlay is up."""
    LOADING = "loading"
    """The first item is being opened; whatever was up before stays."""
    PLAYING = "playing"
    """Frames reached the screen within the last second."""
    PAUSED = "paused"
    """Held on one frame by command."""
    STALLED = "stalled"
    """Should be playing, and no frame reached the screen for a second."""


class StopReason(StrEnum):
    """Why an item left the screen."""

    ENDED = "ended"
    """It played to its end."""
    REPLACED = "replaced"
    """A next, a previous or a new playlist took its place."""
    STOPPED = "stopped"
    """A stop command."""
    FAILED = "failed"
    """It broke while it played."""
    CLOSED = "closed"
    """The player was closed or restarted."""
    CUT = "cut"
    """The player lost power, crashed or was killed; how far it had come is known to some seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a playlist. Raises ValueError for a URI or title out of bounds."""

    uri: str
    """An absolute file path or a URL, as the player opens it."""
    title: str = ""
    """What people call it; empty means `name` derives it from the URI."""

    def __post_init__(self) -> None:
        if not 0 < len(self.uri) <= MAX_URI_LENGTH:
            msg = f"uri must have 1 to {MAX_URI_LENGTH} characters, got {len(self.uri)}"
            raise ValueError(msg)
        if len(self.title) > MAX_TITLE_LENGTH:
            msg = f"title must have at most {MAX_TITLE_LENGTH} characters, got {len(self.title)}"
            raise ValueError(msg)
        if "\x00" in self.uri:
            msg = "uri must not contain NUL"
            raise ValueError(msg)
        # A file name that is no UTF-8 comes from the system as text with surrogates, which no JSON carries.
        try:
            (self.uri + self.title).encode()
        except UnicodeEncodeError as err:
            msg = "uri and title must be valid Unicode; rename the file"
            raise ValueError(msg) from err

    @property
    def name(self) -> str:
        """The title, or the last part of the URI."""
        if self.title:
            return self.title
        if "://" not in self.uri:
            return posixpath.basename(self.uri.rstrip("/")) or self.uri
        try:
            path = unquote(urlsplit(self.uri).path)
        except ValueError:
            return self.uri
        return posixpath.basename(path.rstrip("/")) or self.uri


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist:
    """Items in the order they play."""

    items: tuple[Item, ...] = ()
    loop: bool = False
    """Start again from the first item after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """What a player shows at one moment."""

    state: PlaybackState = PlaybackState.IDLE
    item: Item | None = None
    """The item on screen, or the one being opened when nothing is; None when idle."""
    index: int = 0
    """Place of `item` in the playlist, from 0."""
    count: int = 0
    """Number of items in the playlist."""
    loop: bool = False
    position_s: float = 0.0
    """Seconds into the item when this value was taken."""
    duration_s: float | None = None
    """Length of the item in seconds; None while unknown or for a live stream."""
    volume: int = 100
    """0 to 100."""
    muted: bool = False
    since_s: float = 0.0
    """Wall time (Unix seconds, player's clock) at which `state` or `item` last changed."""
    list_number: int = 0
    """Counts the playlists since the player started; another number means that `GET /playlist` has another answer."""
