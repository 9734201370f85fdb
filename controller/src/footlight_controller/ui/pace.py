"""How often something may happen: a few times at once, and so many times in any second."""


class Pace:
    """A token bucket that holds `burst` and never lets more than `per_second` through in one second.

    Times are seconds of one monotonic clock.
    """

    def __init__(self, per_second: int, burst: int) -> None:
        # What a full bucket gives at once is not given again within the second.
        self._spacing_s = 1 / (per_second - burst)
        self._head_start_s = (burst - 1) * self._spacing_s
        self._spent_until_s = float("-inf")

    def wait_s(self, now_s: float) -> float:
        """How long until the next time; 0 when it may be now."""
        return max(0.0, self._spent_until_s - self._head_start_s - now_s)

    def spend(self, now_s: float) -> None:
        """It has happened."""
        self._spent_until_s = max(self._spent_until_s, now_s) + self._spacing_s
