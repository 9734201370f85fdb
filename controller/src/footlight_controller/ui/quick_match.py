"""Which entries of the quick bar fit what was typed, best first. Knows nothing of Qt."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

_SPLIT = re.compile(r"[\s/,;:.\-_]+")
_WHOLE, _PREFIX, _WORD_PREFIX, _INSIDE, _KEYWORD_PREFIX, _KEYWORD_INSIDE = range(6)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something one can find and run."""

    title: str
    detail: str
    """Shown smaller: the area of a player, what a command does."""
    icon: str
    keywords: str
    """Further words it is found by, never shown: an id, other names of a command."""
    run: Callable[[], None]


class Matcher:
    """Fits when every word typed is somewhere in title, detail or keywords, in any order and any case."""

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
        title, rest = fold(entry.title), f"{fold(entry.detail)} {fold(entry.keywords)}"
        ratings = [_place_of(word, title, rest) for word in words]
        if None in ratings:
            return None
        whole = " ".join(words)
        start = _WHOLE if title == whole else _PREFIX if title.startswith(whole) else _WORD_PREFIX
        return start, sum(rating for rating in ratings if rating is not None), len(title)


def _place_of(word: str, title: str, rest: str) -> int | None:
    if title.startswith(word):
        return _PREFIX
    if word in title:
        return _WORD_PREFIX if any(part.startswith(word) for part in _parts(title)) else _INSIDE
    if word not in rest:
        return None
    return _KEYWORD_PREFIX if any(part.startswith(word) for part in _parts(rest)) else _KEYWORD_INSIDE


@lru_cache(maxsize=16_384)
def _parts(text: str) -> list[str]:
    return _SPLIT.split(text)


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Without case, accents and runs of blanks: `zurich` finds `Zürich`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
