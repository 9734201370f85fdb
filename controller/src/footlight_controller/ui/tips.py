"""Texts of any length as tool tips: wrapped, and words that are too long for a line broken."""

from html import escape

from PySide6.QtCore import QTextBoundaryFinder

# Longer, a word alone makes a tool tip wider than people read.
LONGEST_WORD = 32
_BREAK = "\u200b"


def tip(text: str) -> str:
    """`text` for `setToolTip`: nothing in it is markup, and its line breaks stay. Empty for an empty text."""
    if not text:
        return ""
    return f"<qt>{'<br/>'.join(escape(breakable(line)) for line in text.splitlines())}</qt>"


def breakable(text: str) -> str:
    """`text` with places to break in its long words, between whole signs."""
    return " ".join(_broken(word) if len(word) > LONGEST_WORD else word for word in text.split(" "))


def _broken(word: str) -> str:
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, word)
    # Qt counts in UTF-16, Python does not.
    units = word.encode("utf-16-le", "surrogatepass")
    parts, start = [], 0
    while (end := finder.toNextBoundary()) != -1:
        if end - start >= LONGEST_WORD:
            parts.append(units[2 * start : 2 * end])
            start = end
    parts.append(units[2 * start :])
    return _BREAK.join(part.decode("utf-16-le", "surrogatepass") for part in parts if part)
