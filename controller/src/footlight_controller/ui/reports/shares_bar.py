"""A time as a bar: what was playing, idle, closed, cut off and unknown of it; and what the colours mean."""

from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QWidget

from footlight_controller.core.availability import Availability
from footlight_controller.ui.models.player_list import AnyIndex
from footlight_controller.ui.reports.availability_rows import AvailabilityColumn, AvailabilityModel
from footlight_controller.ui.reports.figures_table import CellDelegate
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Colours, blend
from footlight_controller.ui.widgets.flow import Flow
from footlight_controller.ui.widgets.label import label

_HEIGHT = 10


class Share(Enum):
    """A part of a bar, in the order in which they stand."""

    PLAYING = "playing"
    IDLE = "idle"
    CLOSED = "closed"
    CUT = "cut"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """In the person's language."""
        return QCoreApplication.translate("Share", str(_WORDS[self]))


_WORDS = {
    Share.PLAYING: QT_TRANSLATE_NOOP("Share", "Playing"),
    Share.IDLE: QT_TRANSLATE_NOOP("Share", "Idle"),
    Share.CLOSED: QT_TRANSLATE_NOOP("Share", "Closed"),
    Share.CUT: QT_TRANSLATE_NOOP("Share", "Cut off"),
    Share.UNKNOWN: QT_TRANSLATE_NOOP("Share", "Not known"),
}


def seconds_of(found: Availability, share: Share) -> float:
    """How long it was so. Time before there was the player is none of it."""
    return {
        Share.PLAYING: found.playing_s,
        Share.IDLE: found.idle_s,
        Share.CLOSED: found.closed_s,
        Share.CUT: found.cut_s,
        Share.UNKNOWN: found.missing_s,
    }[share]


def brush_of(share: Share, colours: Colours) -> QBrush:
    """In the colours of a theme. What is not known has a pattern, so that it is no colour among others."""
    match share:
        case Share.PLAYING:
            return QBrush(QColor(colours.accent_fill))
        case Share.IDLE:
            return QBrush(QColor(blend(colours.surface, colours.good, 0.42)))
        case Share.CLOSED:
            return QBrush(QColor(blend(colours.surface, colours.text, 0.28)))
        case Share.CUT:
            return QBrush(QColor(colours.bad))
        case Share.UNKNOWN:
            return QBrush(QColor(colours.text_faint), Qt.BrushStyle.BDiagPattern)


def paint_bar(painter: QPainter, rect: QRectF, found: Availability, colours: Colours) -> None:
    """All of `rect` is the time there is something to tell of."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(rect, 3, 3)
    painter.setClipPath(outline)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(rect, QColor(colours.line))
    whole = sum(seconds_of(found, share) for share in Share)
    left = rect.left()
    for share in Share:
        # Whoever was cut off for a moment in a month was cut off.
        seconds = seconds_of(found, share)
        width = max(1.0, rect.width() * seconds / whole) if seconds >= 1 and whole else 0.0
        painter.fillRect(QRectF(left, rect.top(), width, rect.height()), brush_of(share, colours))
        left += width
    painter.restore()


class BarDelegate(CellDelegate):
    """Paints the column of bars, and leaves the others to what is below."""

    def __init__(self, theme: Theme, model: AvailabilityModel, parent: QWidget) -> None:
        super().__init__(theme, model, parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        if index.column() != AvailabilityColumn.BAR:
            super().paint(painter, option, index)
            return
        rect, space = QRectF(option.rect), self._theme.tokens.space
        self._paint_ground(painter, option)
        top = rect.center().y() - _HEIGHT / 2
        bar = QRectF(rect.left() + space.one, top, rect.width() - 2 * space.one, _HEIGHT)
        paint_bar(painter, bar, self._model.rows[index.row()].found, self._theme.colours)


class _Sample(QWidget):
    def __init__(self, theme: Theme, share: Share) -> None:
        super().__init__()
        self._theme = theme
        self._share = share
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        side = round(QFontMetricsF(self._theme.fonts.small).ascent())
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.line))
        painter.fillRect(self.rect(), brush_of(self._share, colours))
        painter.end()


class Legend(QWidget):
    """What the colours mean."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        flow = Flow(self, spacing=space.two)
        for share in Share:
            entry = QWidget()
            row = QHBoxLayout(entry)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(space.half + 2)
            sample = _Sample(theme, share)
            sample.setFixedSize(sample.sizeHint())
            row.addWidget(sample)
            row.addWidget(label(share.word, "small"))
            flow.addWidget(entry)
