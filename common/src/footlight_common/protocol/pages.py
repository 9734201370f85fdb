"""Pages of what a player remembers, as it hands them out by HTTP."""

from typing import Annotated

from msgspec import Meta, Struct

from footlight_common.model.history import Run
from footlight_common.model.logs import LogLevel, LogLine
from footlight_common.model.metrics import Rollup
from footlight_common.protocol.events import AnyNumbered
from footlight_common.protocol.session import Seq

MAX_PAGE_EVENTS = 1000
MAX_PAGE_LINES = 1000


class HistoryPage(Struct, frozen=True, kw_only=True):
    """Some events in a row, oldest first, and the runs they belong to. Nothing that is kept is missing in between."""

    stream: str
    """As in a Cursor: numbers of another stream are another history."""
    events: Annotated[tuple[AnyNumbered, ...], Meta(max_length=MAX_PAGE_EVENTS)] = ()
    runs: tuple[Run, ...] = ()
    first_kept: Seq = 1
    """Number of the oldest event there is."""
    last: Seq = 0
    """Number of the newest event there is."""


class MetricsPage(Struct, frozen=True, kw_only=True):
    """Rollups of some figures, oldest first, by the figure's name in Metrics; times without a sample are absent.

    Parts have a dot in their names: `cores_percent.0`, `throttling.throttled`.
    """

    figures: dict[str, tuple[Rollup, ...]] = {}
    step_s: int = 60
    """How long each covers: a long time is told in few rollups. All begin at whole multiples of it."""


class LogPage(Struct, frozen=True, kw_only=True):
    """The newest lines that fit a question, oldest first."""

    lines: tuple[LogLine, ...] = ()
    """Fewer than there are where they would be too much for one page: go on before the first of them."""
    last: int = 0
    """Number of the newest line there is, whether it fits or not."""
    dropped: int = 0
    """Lines that came too fast to keep, since the player started."""
    level: LogLevel = LogLevel.INFO
    """From which on the player keeps lines now."""
    raised_until_s: float | None = None
    """When it falls back to the usual level, Unix seconds of the player's clock; None while that is in force."""
