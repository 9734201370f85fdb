"""Texts with a number in them, in the singular or plural that the person's language has for it."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class Counted:
    """`source` has `%n` for the number (`%Ln`: as the person writes thousands), and may have `{}` for an inset.

    In a QObject `self.tr("%n players", "", count)` does the same.
    """

    context: str
    source: str
    comment: str = ""
    plural: int = 0
    """Any number, written out: it is how lupdate sees that there are plural forms of the text."""
    inset: str = ""

    def holding(self, inset: str) -> "Counted":
        """The same with `inset` in its place."""
        return replace(self, inset=inset)

    def of(self, count: int) -> str:
        """The text for `count`."""
        text = QCoreApplication.translate(self.context, self.source, self.comment or None, count)
        return text.format(self.inset) if self.inset else text
