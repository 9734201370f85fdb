"""Which events are asked for, and how many of them fit one page."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from footlight_common.model.history import Run
from footlight_common.protocol.events import AnyNumbered
from footlight_common.protocol.pages import MAX_PAGE_EVENTS

# One control message, less what stands around the events.
MAX_PAGE_BYTES = 255 * 1024
# In JSON, with everything around it.
_RUN_BYTES = 64
_FRAME_BYTES = 256
_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Events between two numbers and two times; the oldest of them unless `newest_first`."""

    after: int = 0
    """Greater numbers alone."""
    before: int | None = None
    """Smaller numbers alone."""
    from_s: float | None = None
    """Unix seconds by the best clock that the run of an event had, as in Run."""
    to_s: float | None = None
    limit: int = MAX_PAGE_EVENTS
    newest_first: bool = False
    """When there are more than `limit`, the newest ones. A page is in order all the same."""


def fitting(events: Iterable[AnyNumbered]) -> list[AnyNumbered]:
    """As many as one page takes; one at least, where there is one."""
    taken: list[AnyNumbered] = []
    size_bytes, run = _FRAME_BYTES, -1
    for event in events:
        size_bytes += len(_ENCODER.encode(event)) + 1 + (_RUN_BYTES if event.run != run else 0)
        if size_bytes > MAX_PAGE_BYTES and taken:
            break
        run = event.run
        taken.append(event)
    return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A run that has no end yet."""

    run: Run
    up_s: float
    """The last that is known of it."""
    started: AnyNumbered | None = None
    """What was on screen then."""
    played_s: float = 0.0
    presented_frames: int = 0
    dropped_frames: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a start finds."""

    stream: str
    last_seq: int = 0
    last_run: int = 0
    unfinished: Unfinished | None = None
    skipped: bool = False
    """Nobody knows how many numbers after the last one were given: `last_seq` is beyond them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a run is, between two events."""

    run: int
    started_seq: int
    """Of the `playback_started` of what is on screen; 0 when nothing is."""
    up_s: float
    played_s: float = 0.0
    presented_frames: int = 0
    dropped_frames: int = 0
