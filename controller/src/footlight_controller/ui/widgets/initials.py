"""People as discs with their initials: one colour for each, and a ring around who controls."""

from functools import lru_cache
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTextBoundaryFinder
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from footlight_controller.ui.theme.fonts import Fonts
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import ON_PEOPLE, PEOPLE
from footlight_controller.ui.words import one_line

# Around a disc, ring or not, so that those with and without stand in line.
RING, RING_GAP = 2.0, 1.5
# Of the disc: how high letters are, and how wide they may be.
_LETTERS, _ACROSS = 0.42, 0.78
# A site has 200 members at most, on screens of one or two kinds, in two or three sizes.
MAX_KEPT = 1024


@lru_cache(maxsize=1024)
def initials_of(name: str) -> str:
    """Of the first and the last word; of one word its first two letters. Other signs than letters stand alone."""
    words = one_line(name).split()
    if not words:
        return "?"
    if len(words) > 1:
        first, last = _signs(words[0])[0], _signs(words[-1])[0]
        return (first + last).upper() if _is_cased(first) and _is_cased(last) else first.upper()
    signs = _signs(words[0])
    return "".join(signs[:2]).upper() if all(map(_is_cased, signs[:2])) else signs[0].upper()


def colour_of(member_id: str) -> str:
    """The same on every computer, whatever the person is called."""
    return PEOPLE[crc32(member_id.encode()) % len(PEOPLE)]


def disc_size(fonts: Fonts) -> int:
    """Across a disc in a line of small text, in device independent pixels."""
    return round(QFontMetricsF(fonts.small).height() * 1.4)


class Discs:
    """Discs drawn once for each person and size; for whoever paints many. Qt thread."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: dict[tuple[str, str, int, float, bool], QPixmap] = {}
        theme.changed.connect(self._kept.clear)

    @staticmethod
    def cell(size: int) -> int:
        """Across a pixmap with a disc of `size` in it, ring or not."""
        return size + 2 * round(RING + RING_GAP)

    def person(self, member_id: str, name: str, size: int, ratio: float, *, ring: bool = False) -> QPixmap:
        """A disc of `size` device independent pixels in the middle of its `cell`."""
        key = (member_id, name, size, ratio, ring)
        kept = self._kept.get(key)
        return self._draw(key, initials_of(name), colour_of(member_id), ON_PEOPLE) if kept is None else kept

    def more(self, count: int, size: int, ratio: float) -> QPixmap:
        """`+4`: those for whom there is no room."""
        key = ("", str(count), size, ratio, False)
        kept = self._kept.get(key)
        colours = self._theme.colours
        return self._draw(key, f"+{count}", colours.line_strong, colours.text) if kept is None else kept

    def _draw(self, key: tuple[str, str, int, float, bool], text: str, fill: str, ink: str) -> QPixmap:
        _, _, size, ratio, ring = key
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        across = self.cell(size)
        pixmap = QPixmap(QSize(across, across) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        _paint(painter, QPointF(across / 2, across / 2), size, text, self._theme, fill=fill, ink=ink, ring=ring)
        painter.end()
        self._kept[key] = pixmap
        return pixmap


class Initials(QWidget):
    """One person. Decoration: the name stands beside it."""

    def __init__(self, theme: Theme, scale: float = 1.0, parent: QWidget | None = None) -> None:
        """`scale` of what is usual in a line of small text."""
        super().__init__(parent)
        self._theme = theme
        self._scale = scale
        self._id = self._name = ""
        self._ring = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._dress)
        self._dress()

    def show_person(self, member_id: str, name: str, *, ring: bool = False) -> None:
        """Another person, or the same with another name."""
        if (member_id, name, ring) != (self._id, self._name, self._ring):
            self._id, self._name, self._ring = member_id, name, ring
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        text, fill = initials_of(self._name), colour_of(self._id)
        middle = QRectF(self.rect()).center()
        _paint(painter, middle, self._size, text, self._theme, fill=fill, ink=ON_PEOPLE, ring=self._ring)
        painter.end()

    def _dress(self) -> None:
        self._size = round(disc_size(self._theme.fonts) * self._scale)
        self.setFixedSize(Discs.cell(self._size), Discs.cell(self._size))
        self.update()


def _paint(
    painter: QPainter, middle: QPointF, size: float, text: str, theme: Theme, *, fill: str, ink: str, ring: bool
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawEllipse(middle, size / 2, size / 2)
    if ring:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.colours.text), RING))
        reach = size / 2 + RING_GAP + RING / 2
        painter.drawEllipse(middle, reach, reach)
    font = _fitting(theme.fonts.small_strong, text, size)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    box = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)


def _fitting(base: QFont, text: str, size: float) -> QFont:
    """`base` as large as the text may be in a disc of `size`."""
    font = QFont(base)
    font.setPixelSize(max(6, round(size * _LETTERS)))
    width = QFontMetricsF(font).horizontalAdvance(text)
    if width > size * _ACROSS:
        font.setPixelSize(max(6, int(size * _LETTERS * size * _ACROSS / width)))
    return font


def _signs(word: str) -> list[str]:
    """Whole signs, as people count them."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, word)
    # Qt counts in UTF-16, Python does not.
    units, start, signs = word.encode("utf-16-le", "surrogatepass"), 0, []
    while (end := finder.toNextBoundary()) != -1:
        signs.append(units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass"))
        start = end
    return signs


def _is_cased(sign: str) -> bool:
    """A letter that has a capital: two of them are read as initials, which two of others are not."""
    return sign[:1].lower() != sign[:1].upper()
