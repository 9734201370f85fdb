"""How it stands with a log that is shown, in words."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from footlight_common.errors import FootlightError
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.words import isolated, sentence, shortened

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """All that the words follow from."""

    count: int
    """Rows that are shown."""
    waiting: int | None = None
    """Rows that came while it is paused; None while it is not."""
    offline: bool = False
    error: FootlightError | None = None
    filtered: bool = False
    cleared: bool = False
    full: bool = False
    """No older ones have room."""
    reading: bool = False
    """Older ones are on their way."""
    nowhere: str = ""
    """What was looked for in vain."""

    @property
    def words(self) -> str:
        """One line below the list."""
        if self.offline:
            return translate("Logs", "Offline: you see what was read before. New lines come when it is back.")
        if self.nowhere:
            text = translate("Logs", "“{}” is in none of the lines shown.")
            return text.format(isolated(shortened(self.nowhere)))
        if self.error is not None:
            return sentence(str(self.error))
        if self.waiting is not None:
            return Counted("Logs", "Paused. %Ln new line(s) wait.", "", 2).of(self.waiting)
        text = Counted("Logs", "%Ln line(s)", "", 2).of(self.count)
        if self.reading:
            return translate("Logs", "{}. Reading older ones…").format(text)
        if self.full:
            return translate("Logs", "{}. More are not shown: save all to have them.").format(text)
        return text

    @property
    def words_for_nothing(self) -> tuple[str, str]:
        """Headline and text in place of an empty list."""
        if self.offline:
            return translate("Logs", "It is offline"), translate("Logs", "Its log comes when it is back.")
        if self.error is not None:
            return translate("Logs", "The log could not be read"), sentence(str(self.error))
        if self.filtered:
            return translate("Logs", "No line fits"), translate("Logs", "New lines that fit come here.")
        headline = translate("Logs", "Cleared") if self.cleared else translate("Logs", "Nothing was said yet")
        return headline, translate("Logs", "New lines come here.")
