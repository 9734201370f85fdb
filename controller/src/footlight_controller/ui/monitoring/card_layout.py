"""Where everything on a card goes, as plain rectangles."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.theme.fonts import Fonts
from footlight_controller.ui.theme.tokens import Space
from footlight_controller.ui.widgets.initials import disc_size

# In widths of the letter n of the body font, so that a larger system font gives fewer, wider cards.
MIN_CARD_EN = {Shape.SMALL: 30.0, Shape.MEDIUM: 35.0, Shape.LARGE: 40.0}
ICON = 16
BAR = 4
# What nearly every screen is.
PICTURE_RATIO = 9 / 16


@dataclass(frozen=True, slots=True)
class CardMetrics:
    """Heights that follow from the fonts."""

    shape: Shape
    name: float
    body: float
    small: float
    pill: float
    min_width: int
    words: int
    """Height of a card without its picture."""
    margin: int
    """Around each card, within its cell: half the gap between two, and room for the glow."""
    padding: int
    """Between the border and the words."""
    disc: int
    """Across the initials of a person."""

    @classmethod
    def of(cls, fonts: Fonts, space: Space, shape: Shape = Shape.MEDIUM) -> "CardMetrics":
        """Metrics for these fonts."""
        name, body, small = (QFontMetricsF(font).height() for font in (fonts.heading, fonts.body, fonts.small))
        pill = small + space.one
        rows = max(name, pill) + space.half + small
        if shape is not Shape.SMALL:
            rows += space.two + body + space.one + BAR + space.one + small
        if shape is Shape.LARGE:
            rows += space.one + small
        padding = space.one_half if shape is Shape.SMALL else space.two
        return cls(
            shape=shape,
            name=name,
            body=body,
            small=small,
            pill=pill,
            min_width=round(QFontMetricsF(fonts.body).horizontalAdvance("n") * MIN_CARD_EN[shape]),
            words=round(rows + 2 * padding),
            margin=space.one,
            padding=padding,
            disc=disc_size(fonts),
        )

    def cell_height(self, width: int, space: Space) -> int:
        """Of a cell of `width` pixels, margin included."""
        inner = width - 2 * self.margin - 2 * self.padding
        picture = round(inner * PICTURE_RATIO) + space.one_half if self.shape is Shape.LARGE else 0
        return self.words + picture + 2 * self.margin


@dataclass(frozen=True, slots=True)
class CardLayout:
    """One card's rectangles, in the coordinates of the view."""

    plate: QRectF
    """The visible card, border included."""
    inner: QRectF
    """What text may fill."""
    picture: QRectF
    """What is on screen; empty on cards without it."""
    head: QRectF
    """Name on the left, status pill on the right."""
    sub: QRectF
    """Area and id on the left, last seen on the right."""
    item: QRectF
    bar: QRectF
    foot: QRectF
    """Position on the left, volume on the right."""
    trend: QRectF
    """How busy it is and was; empty on cards without a picture."""
    reason: QRectF
    """From the item's row to the bottom: what a card without a picture has to say."""

    @classmethod
    def of(cls, cell: QRectF, metrics: CardMetrics, space: Space) -> "CardLayout":
        """The card in `cell`. A small one has nothing below `sub`."""
        margin, padding = metrics.margin, metrics.padding
        plate = cell.adjusted(margin, margin, -margin, -margin)
        inner = plate.adjusted(padding, padding, -padding, -padding)
        x, y, width = inner.x(), inner.y(), inner.width()
        picture = QRectF(x, y, width, 0)
        if metrics.shape is Shape.LARGE:
            picture.setHeight(round(width * PICTURE_RATIO))
            y = picture.bottom() + space.one_half
        head = QRectF(x, y, width, max(metrics.name, metrics.pill))
        sub = QRectF(x, head.bottom() + space.half, width, metrics.small)
        item = QRectF(x, sub.bottom() + space.two, width, metrics.body)
        bar = QRectF(x, item.bottom() + space.one, width, BAR)
        foot = QRectF(x, bar.bottom() + space.one, width, metrics.small)
        trend = QRectF(x, foot.bottom() + space.one, width, metrics.small if metrics.shape is Shape.LARGE else 0)
        return cls(
            plate=plate,
            inner=inner,
            picture=picture,
            head=head,
            sub=sub,
            item=item,
            bar=bar,
            foot=foot,
            trend=trend,
            reason=QRectF(x, item.y(), width, inner.bottom() - item.y()),
        )
