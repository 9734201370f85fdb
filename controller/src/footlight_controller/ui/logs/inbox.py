"""Lines of a log between the thread that hears them and the window, which takes them when it has time."""

import threading
from collections import deque
from dataclasses import dataclass

from footlight_common.model.logs import LogLine
from footlight_controller.core.log_tail import LogNews


@dataclass(frozen=True, slots=True)
class Dropped:
    """Stands where lines are missing that came too fast."""

    count: int


Row = LogLine | Dropped


class Inbox:
    """Holds so many of the newest rows; what does not fit is counted. From any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._rows: deque[Row] = deque()
        self._dropped = 0

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, news: LogNews) -> None:
        """What is new, in order."""
        with self._lock:
            if news.dropped:
                self._rows.append(Dropped(news.dropped))
            self._rows.extend(news.lines)
            while len(self._rows) > self._most:
                gone = self._rows.popleft()
                self._dropped += gone.count if isinstance(gone, Dropped) else 1

    def take(self) -> list[Row]:
        """All there is; it is empty then."""
        with self._lock:
            rows: list[Row] = [Dropped(self._dropped)] if self._dropped else []
            rows += self._rows
            self._rows.clear()
            self._dropped = 0
        return rows
