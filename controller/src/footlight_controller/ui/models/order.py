"""Names in the order people expect."""

import re
from functools import lru_cache

NaturalKey = tuple[str | int, ...]

_DIGITS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=4096)
def natural(text: str) -> NaturalKey:
    """So that Screen 2 stands before Screen 10: text and numbers by turns, upper and lower case alike."""
    return tuple(int(part) if place % 2 else part for place, part in enumerate(_DIGITS.split(text.casefold())))
