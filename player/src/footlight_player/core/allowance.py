"""How much may be done in a time: some at once, and so many a second in the long run."""


class Allowance:
    """Decides about one thing after the other; knows no clock of its own."""

    def __init__(self, *, at_once: int, per_s: float) -> None:
        self._most = float(at_once)
        self._per_s = per_s
        self._left = self._most
        self._at_s: float | None = None

    def take(self, now_s: float) -> bool:
        """Whether one more is allowed, at this monotonic time."""
        if self._at_s is None:
            self._at_s = now_s
        elif now_s > self._at_s:
            self._left = min(self._most, self._left + (now_s - self._at_s) * self._per_s)
            self._at_s = now_s
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
