"""Where an item is, between the moments at which mpv says so."""


class Playhead:
    """A position that runs by the clock from where it was last seen. Times are monotonic seconds."""

    def __init__(self, position_s: float, now_s: float) -> None:
        self._position_s = position_s
        self._seen_s = now_s
        self._running = False

    def see(self, position_s: float, now_s: float) -> None:
        """It is here now, says mpv or whoever moved it."""
        self._position_s, self._seen_s = position_s, now_s

    def run(self, now_s: float) -> None:
        """It moves from now on."""
        self.see(self.at(now_s), now_s)
        self._running = True

    def hold(self, now_s: float) -> None:
        """It stands from now on."""
        self.see(self.at(now_s), now_s)
        self._running = False

    def at(self, now_s: float, duration_s: float | None = None) -> float:
        """Seconds into the item, never beyond its end."""
        position_s = self._position_s + (now_s - self._seen_s if self._running else 0.0)
        return max(0.0, position_s if duration_s is None else min(position_s, duration_s))
