"""What a search finds: the same rule wherever players are searched. Knows nothing of Qt."""

from collections.abc import Iterable

# Shorter, a word would be somewhere in the ids of half of a fleet, and nobody could see why.
LEAST_OF_ID = 4


def begins_id(word: str, player_id: str) -> bool:
    """Whether a word, in lower case, is enough of the start of an id."""
    return len(word) >= LEAST_OF_ID and player_id.startswith(word)


def fits(words: Iterable[str], text: str, player_id: str) -> bool:
    """Whether each word is somewhere in `text`, or begins the id; words and text are case-folded."""
    return all(word in text or begins_id(word, player_id) for word in words)
