"""What a player was told to show, as a controller last saw it."""

from dataclasses import dataclass

from footlight_common.model.playback import Playlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Enough to have another box go on with it."""

    playlist: Playlist
    volume: int = 100
    """0 to 100."""
    muted: bool = False
