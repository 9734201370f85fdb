"""The name of somebody or something in a dialog: whoever it is, the sentence around it stays in sight."""

from PySide6.QtGui import QFontMetricsF

from footlight_controller.ui.dialogs.sheet import WIDTH
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.words import isolated, shortened


def called(theme: Theme, name: str, number: str = "", *, beside: int = 0) -> str:
    """`name`, cut to a line of a dialog, with `number` behind it; `beside` pixels of the line are taken already."""
    font = theme.fonts.heading
    # Two signs may stand right behind it, such as a question mark.
    after = QFontMetricsF(font).horizontalAdvance(f"{number}??")
    room = WIDTH - 2 * theme.tokens.space.three - beside - after
    return isolated(elided(shortened(name), font, room) + number)
