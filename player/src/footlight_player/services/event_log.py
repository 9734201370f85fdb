"""The numbered events of the player, kept for controllers that come back."""

import secrets
from collections import deque

from footlight_common.clock import Clock
from footlight_common.protocol.events import (
    Alert,
    AnyNumbered,
    CommandCompleted,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
)
from footlight_common.protocol.session import Cursor
from footlight_common.protocol.topics import Topic
from footlight_player.core.facts import Alarm, Completed, Fact, Skipped, Started, Stopped
from footlight_player.services.feed import Feed

# Some hours of a busy player, a megabyte at most of what people usually play.
CAPACITY = 1000


class EventLog:
    """The latest events in memory. Each start of the player begins another stream."""

    def __init__(self, clock: Clock, feed: Feed) -> None:
        self._clock = clock
        self._feed = feed
        self._stream = secrets.token_hex(8)
        self._events: deque[AnyNumbered] = deque(maxlen=CAPACITY)
        self._last_seq = 0

    @property
    def cursor(self) -> Cursor:
        """The place of the latest event."""
        return Cursor(stream=self._stream, seq=self._last_seq)

    def append(self, fact: Fact) -> AnyNumbered:
        """Number a fact, keep it and tell whoever listens."""
        self._last_seq += 1
        event = _numbered(fact, self._last_seq, self._clock.wall_s())
        self._events.append(event)
        self._feed.publish(Topic.MONITORING, event)
        return event

    def since(self, cursor: Cursor) -> tuple[int, tuple[AnyNumbered, ...]]:
        """The events after `cursor`, and the first number they could be served from.

        Of another stream nothing is known here, so everything kept is new to whoever asks.
        """
        first_kept = self._last_seq - len(self._events) + 1
        asked = cursor.seq + 1 if cursor.stream == self._stream else 1
        first = min(max(asked, first_kept), self._last_seq + 1)
        return first, tuple(event for event in self._events if event.seq >= first)


def _numbered(fact: Fact, seq: int, at_s: float) -> AnyNumbered:
    match fact:
        case Started():
            return PlaybackStarted(seq=seq, at_s=at_s, item=fact.item, index=fact.index, gap_ms=fact.gap_ms)
        case Stopped():
            return PlaybackStopped(
                seq=seq, at_s=at_s, item=fact.item, index=fact.index, reason=fact.reason, played_s=fact.played_s
            )
        case Skipped():
            return PlaybackSkipped(
                seq=seq, at_s=at_s, item=fact.item, index=fact.index, code=fact.code, message=fact.message
            )
        case Alarm():
            return Alert(seq=seq, at_s=at_s, code=fact.code, message=fact.message, active=fact.active)
        case Completed():
            return CommandCompleted(
                seq=seq,
                at_s=at_s,
                command=fact.command,
                by=fact.by,
                ok=fact.ok,
                code=fact.code,
                message=fact.message,
            )
