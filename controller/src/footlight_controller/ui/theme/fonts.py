"""Fonts by role, made from what the system has and the size the person set there."""

from PySide6.QtGui import QFont, QFontDatabase

from footlight_controller.ui.theme.tokens import Scale

# The first that is installed leads; the rest stand in for glyphs it lacks. All draw digits and Latin well at 12 px.
FAMILIES = ("Inter", "SF Pro Text", "Segoe UI Variable", "Segoe UI", "Cantarell", "Noto Sans", "Ubuntu", "DejaVu Sans")
FALLBACK_FAMILIES = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Noto Sans", "DejaVu Sans")
# Qt reports 9 pt where there is no desktop to ask.
MIN_POINTS = 9.75


class Fonts:
    """The type scale as QFonts. Needs a QGuiApplication."""

    def __init__(self, scale: Scale) -> None:
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        installed = set(QFontDatabase.families())
        leading = next((family for family in FAMILIES if family in installed), system.family())
        others = [family for family in FALLBACK_FAMILIES if family in installed and family != leading]
        self._families = [leading, *others]
        self._base_points = max(system.pointSizeF(), MIN_POINTS)
        self.small = self._font(scale.small, clock=True)
        self.small_strong = self._font(scale.small, QFont.Weight.DemiBold)
        self.body = self._font(scale.body)
        self.body_strong = self._font(scale.body, QFont.Weight.DemiBold)
        self.heading = self._font(scale.heading, QFont.Weight.DemiBold)
        self.title = self._font(scale.title, QFont.Weight.Bold)
        self.figure = self._font(scale.figure, QFont.Weight.DemiBold)
        self.code = self._font(scale.code, QFont.Weight.DemiBold)

    @property
    def families(self) -> list[str]:
        """Leading family first."""
        return list(self._families)

    def _font(self, factor: float, weight: QFont.Weight = QFont.Weight.Normal, *, clock: bool = False) -> QFont:
        font = QFont()
        font.setFamilies(self._families)
        font.setPointSizeF(self._base_points * factor)
        font.setWeight(weight)
        if clock:
            # Digits of one width, so that a running clock does not tremble.
            font.setFeature(QFont.Tag("tnum"), 1)
        return font
