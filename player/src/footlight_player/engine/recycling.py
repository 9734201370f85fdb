"""When to throw an mpv instance away and start a new one: a pure decision over what the process uses."""

from dataclasses import dataclass

_MIB = 1 << 20

# A fence leak takes 25 to 60 descriptors a second (media-kit#1391); an honest deck needs about 20.
MAX_MORE_FILES = 128
# mpvpaper#101 and mpv#15099 grow by some MiB with every item. Two 4K decks differ by less than this between items.
MAX_MORE_BYTES = 256 * _MIB
# Caches, shaders and decoder threads of both decks are there after this many items.
WARM_UP_ITEMS = 4


@dataclass(frozen=True, slots=True)
class Usage:
    """What the process holds."""

    open_files: int
    rss_bytes: int


class Recycling:
    """Watches the growth since both decks were young and says, at an item boundary, whether a deck has to go.

    One verdict concerns both decks, each when it next leaves the screen. Then the growth is measured anew, so that
    memory which a recycling does not bring back does not lead to the next one.
    """

    def __init__(
        self,
        *,
        max_more_files: int = MAX_MORE_FILES,
        max_more_bytes: int = MAX_MORE_BYTES,
        warm_up_items: int = WARM_UP_ITEMS,
    ) -> None:
        self._max_more_files = max_more_files
        self._max_more_bytes = max_more_bytes
        self._warm_up_items = warm_up_items
        self._items = 0
        self._base: Usage | None = None
        self._due: set[int] = set()

    def is_due(self, deck: int, usage: Usage) -> bool:
        """Whether `deck`, which just left the screen, is to be replaced now."""
        if not self._due:
            self._compare(usage)
        if deck not in self._due:
            return False
        self._due.remove(deck)
        if not self._due:
            self._items, self._base = 0, None
        return True

    def _compare(self, usage: Usage) -> None:
        self._items += 1
        if self._base is None:
            if self._items >= self._warm_up_items:
                self._base = usage
            return
        more_files = usage.open_files - self._base.open_files
        more_bytes = usage.rss_bytes - self._base.rss_bytes
        if more_files > self._max_more_files or more_bytes > self._max_more_bytes:
            self._due = {0, 1}
