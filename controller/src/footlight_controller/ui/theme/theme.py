"""The theme in force: follows the system, or the person's choice, and tells everybody when it changes."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from footlight_controller.ui.theme.fonts import Fonts
from footlight_controller.ui.theme.icons import Icons
from footlight_controller.ui.theme.stylesheet import stylesheet
from footlight_controller.ui.theme.tokens import DARK, LIGHT, Colours, Tokens


class Appearance(StrEnum):
    """What the person wants."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Theme(QObject):
    """Tokens, fonts and icons of the moment. Read them when painting; `changed` asks for a repaint."""

    changed = Signal()

    def __init__(self, app: QApplication, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        self.icons = Icons()
        self.tokens = Tokens(colours=DARK)
        self.fonts = Fonts(self.tokens.scale)
        # Fusion is the one style that takes every colour from the palette.
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    @property
    def colours(self) -> Colours:
        """The colours in force."""
        return self.tokens.colours

    def choose(self, appearance: Appearance) -> None:
        """Follow the system, or stay dark or light."""
        self._appearance = appearance
        self._follow()

    def take_system_font(self) -> None:
        """The person may have set another size in the system; everything follows at once."""
        fonts = Fonts(self.tokens.scale)
        if fonts.body != self.fonts.body:
            self.fonts = fonts
            self._follow()

    def _follow(self) -> None:
        light = self._appearance is Appearance.LIGHT or (
            # Where the system does not say, a light desk in a dark hall would be worse than the other way round.
            self._appearance is Appearance.SYSTEM and self._app.styleHints().colorScheme() is Qt.ColorScheme.Light
        )
        self.tokens = Tokens(colours=LIGHT if light else DARK)
        self._app.setFont(self.fonts.body)
        self._app.setPalette(_palette(self.colours))
        self._app.setStyleSheet(stylesheet(self.tokens, self.fonts))
        self.changed.emit()


def _palette(colours: Colours) -> QPalette:
    role, palette = QPalette.ColorRole, QPalette()
    for place, colour in {
        role.Window: colours.ground,
        role.WindowText: colours.text,
        role.Base: colours.field,
        role.AlternateBase: colours.surface,
        role.Text: colours.text,
        role.PlaceholderText: colours.text_faint,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.bad,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent_fill,
        role.HighlightedText: colours.on_fill,
        role.Accent: colours.accent_fill,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Light: colours.line_strong,
        role.Midlight: colours.line,
        role.Mid: colours.line,
        role.Dark: colours.line,
        role.Shadow: colours.ground,
    }.items():
        palette.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(colours.text_faint))
    return palette
