"""The wall clock beside the one that nobody sets: when this run began, and whether somebody set the clock."""

from footlight_common.clock import Clock

# More than people set a clock by without meaning it.
STEP_S = 2.0
# More than two readings of the same clock differ by, less than anybody sees.
_GRAIN_S = 0.05
_TRIES = 5
_SAME_MOMENT_S = 0.005


class Wall:
    """Times of one run are its beginning plus how long it is up, so that they never go back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_monotonic_s = clock.monotonic_s()
        self.began_s = self._reading_s()
        """When the run began, Unix seconds to the millisecond, by the wall clock as it is now."""
        self._told_s = self.began_s

    def look(self) -> float:
        """By how much somebody set the clock since that was told last; 0.0 unless it is worth telling."""
        now_s = self._reading_s()
        if abs(now_s - self.began_s) > _GRAIN_S:
            self.began_s = now_s
        by_s = self.began_s - self._told_s
        if abs(by_s) <= STEP_S:
            return 0.0
        self._told_s = self.began_s
        return round(by_s, 3)

    def _reading_s(self) -> float:
        # A process that is stopped between the two readings would see a step that nobody made.
        for _ in range(_TRIES):
            before_s = self._clock.monotonic_s()
            wall_s = self._clock.wall_s()
            after_s = self._clock.monotonic_s()
            if after_s - before_s <= _SAME_MOMENT_S:
                break
        return round(wall_s - (after_s - self._began_monotonic_s), 3)
