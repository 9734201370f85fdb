"""What a player has to know to play on after a restart."""

from dataclasses import dataclass

from footlight_common.model.playback import Playlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The playlist, and the place in it. Raises ValueError for a place outside the playlist or its items."""

    playlist: Playlist = Playlist()
    index: int = 0
    position_s: float = 0.0
    paused: bool = False
    volume: int = 100
    muted: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.index < max(1, len(self.playlist.items)):
            msg = f"index {self.index} is outside a playlist of {len(self.playlist.items)}"
            raise ValueError(msg)
        if not 0 <= self.position_s < float("inf") or not 0 <= self.volume <= 100:
            msg = f"position {self.position_s} or volume {self.volume} is out of range"
            raise ValueError(msg)
