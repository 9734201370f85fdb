"""Where everything on a card goes, as plain rectangles."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from footlight_controller.ui.theme.fonts import Fonts
from footlight_controller.ui.theme.tokens import Space

# In widths of the letter n of the body font, so that a larger system font gives fewer, wider cards.
MIN_CARD_EN = 35.0
ICON = 16
BAR = 4


@dataclass(frozen=True, slots=True)
class CardMetrics:
    """Heights that follow from the fonts."""

    name: float
    body: float
    small: float
    pill: float
    min_width: int
    height: int
    margin: int
    """Around each card, within its cell: half the gap between two, and room for the glow."""

    @classmethod
    def of(cls, fonts: Fonts, space: Space) -> "CardMetrics":
        """Metrics for these fonts."""
        name, body, small = (QFontMetricsF(font).height() for font in (fonts.heading, fonts.body, fonts.small))
        pill = small + space.one
        rows = max(name, pill) + space.half + small + space.two + body + space.one + BAR + space.one + small
        return cls(
            name=name,
            body=body,
            small=small,
            pill=pill,
            min_width=round(QFontMetricsF(fonts.body).horizontalAdvance("n") * MIN_CARD_EN),
            height=round(rows + 2 * space.two),
            margin=space.one,
        )


@dataclass(frozen=True, slots=True)
class CardLayout:
    """One card's rectangles, in the coordinates of the view."""

    plate: QRectF
    """The visible card, border included."""
    inner: QRectF
    """What text may fill."""
    head: QRectF
    """Name on the left, status pill on the right."""
    sub: QRectF
    """Area and id on the left, last seen on the right."""
    item: QRectF
    bar: QRectF
    foot: QRectF
    """Position on the left, volume on the right."""
    reason: QRectF
    """From the item's row to the bottom: what a card without a picture has to say."""

    @classmethod
    def of(cls, cell: QRectF, metrics: CardMetrics, space: Space) -> "CardLayout":
        """The card in `cell`."""
        margin = metrics.margin
        plate = cell.adjusted(margin, margin, -margin, -margin)
        inner = plate.adjusted(space.two, space.two, -space.two, -space.two)
        x, y, width = inner.x(), inner.y(), inner.width()
        head = QRectF(x, y, width, max(metrics.name, metrics.pill))
        sub = QRectF(x, head.bottom() + space.half, width, metrics.small)
        item = QRectF(x, sub.bottom() + space.two, width, metrics.body)
        bar = QRectF(x, item.bottom() + space.one, width, BAR)
        foot = QRectF(x, bar.bottom() + space.one, width, metrics.small)
        return cls(
            plate=plate,
            inner=inner,
            head=head,
            sub=sub,
            item=item,
            bar=bar,
            foot=foot,
            reason=QRectF(x, item.y(), width, inner.bottom() - item.y()),
        )
