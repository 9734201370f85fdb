"""Which entries of the quick bar fit what was typed, best first. Knows nothing of Qt."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from footlight_controller.ui.finding import begins_id

_SPLIT = re.compile(r"[\s/,;:.\-_]+")
_WHOLE, _PREFIX, _WORD_PREFIX, _INSIDE, _DETAIL_PREFIX, _DETAIL_INSIDE, _ID = range(7)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something one can find and run."""

    title: str
    detail: str
    """Shown smaller: the area of a player, what a command does."""
    icon: str
    player_id: str
    """Whose it is, in lower case; empty where it is nobody's. Its start finds the entry too."""
    run: Callable[[], None]


class Matcher:
    """Fits when every word typed is somewhere in title or detail or begins the id, in any order and any case."""

    def best(self, entries: Iterable[Entry], typed: str, most: int) -> list[Entry]:
        """At most `most` entries. Nothing typed: the first ones, as they come."""
        words = fold(typed).split()
        rated: list[tuple[tuple[int, ...], int, Entry]] = []
        for place, entry in enumerate(entries):
            if not words:
                if place >= most:
                    break
                rated.append(((), place, entry))
            elif (rating := self._rating(entry, words)) is not None:
                rated.append((rating, place, entry))
        rated.sort(key=lambda each: each[:2])
        return [entry for _, _, entry in rated[:most]]

    def _rating(self, entry: Entry, words: list[str]) -> tuple[int, ...] | None:
        """Smaller is better: how the whole stands at the start of the title, then the sum over the words."""
        title, detail = fold(entry.title), fold(entry.detail)
        total = 0
        for word in words:
            rating = _place_of(word, title, detail, entry.player_id)
            if rating is None:
                return None
            total += rating
        whole = " ".join(words)
        start = _WHOLE if title == whole else _PREFIX if title.startswith(whole) else _WORD_PREFIX
        return start, total, len(title)


def _place_of(word: str, title: str, detail: str, player_id: str) -> int | None:
    if title.startswith(word):
        return _PREFIX
    if word in title:
        return _WORD_PREFIX if any(part.startswith(word) for part in _parts(title)) else _INSIDE
    if word in detail:
        return _DETAIL_PREFIX if any(part.startswith(word) for part in _parts(detail)) else _DETAIL_INSIDE
    return _ID if begins_id(word, player_id) else None


@lru_cache(maxsize=16_384)
def _parts(text: str) -> list[str]:
    return _SPLIT.split(text)


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Without case, accents and runs of blanks: `zurich` finds `Zürich`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
