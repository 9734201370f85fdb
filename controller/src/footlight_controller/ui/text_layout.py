"""Text cut to the room there is, with an ellipsis."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from footlight_controller.ui.words import one_line

# Measuring text is most of what drawing it costs, and the same is drawn again and again.
MAX_KEPT = 8192

_kept: dict[tuple[str, str, float], str] = {}


def elided(text: str, font: QFont, width: float) -> str:
    """One line of at most `width` pixels. Qt thread."""
    key = (text, font.key(), width)
    line = _kept.get(key)
    if line is None:
        if len(_kept) >= MAX_KEPT:
            _kept.clear()
        line = QFontMetricsF(font).elidedText(one_line(text), Qt.TextElideMode.ElideRight, width)
        _kept[key] = line
    return line


def elided_lines(text: str, font: QFont, width: float, count: int) -> list[str]:
    """At most `count` lines of at most `width` pixels; words longer than a line are broken."""
    text = one_line(text)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    # Qt counts in UTF-16, Python does not.
    units = text.encode("utf-16-le", "surrogatepass")
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid() and len(lines) < count:
        line.setLineWidth(width)
        start, end = line.textStart(), line.textStart() + line.textLength()
        if len(lines) == count - 1:
            end = len(units) // 2
        part = units[2 * start : 2 * end].decode("utf-16-le", "replace").strip()
        lines.append(elided(part, font, width))
    layout.endLayout()
    return lines
