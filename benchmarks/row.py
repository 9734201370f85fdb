"""One line of the table that `make bench` prints.

A benchmark is a module with `def measure() -> list[Row]`, listed in `benchmarks/__main__.py`. It runs ours and the peer
in turns within one call, so that both see the same machine, and never fails for a bad figure: the table shows it. What
cannot be measured here is a row with `ours=None` and the reason in `note`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured quantity; smaller is better."""

    name: str
    """What is measured and which statistic, as in `hand-off gap, p95`."""
    unit: str
    """As in `ms` or `%`."""
    ours: float | None
    peer: float | None = None
    peer_name: str = ""
    """What stands beside ours, as in `mpv --prefetch-playlist`."""
    max_ours: float | None = None
    """Target: ours at most this, in `unit`; None when there is none."""
    max_ratio: float | None = None
    """Target: ours / peer at most this; None when there is none."""
    note: str = ""
    """Anything a reader must know to judge the figures; one line."""

    @property
    def ratio(self) -> float | None:
        """Ours / peer; None when there is no peer to divide by."""
        if self.ours is None or not self.peer:
            return None
        return self.ours / self.peer

    @property
    def met(self) -> bool | None:
        """Whether every target is met; None when there is no target or no figure."""
        verdicts = [
            figure <= limit
            for figure, limit in ((self.ours, self.max_ours), (self.ratio, self.max_ratio))
            if figure is not None and limit is not None
        ]
        return all(verdicts) if verdicts else None
