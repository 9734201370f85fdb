"""What the kiosk says in its own words, painted as images: the idle card, the identify sheet and the notice strip."""

import math
import zlib

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QLinearGradient, QPainter, QRadialGradient

from footlight_player.core.kiosk import KioskView
from footlight_player.ui.lettering import draw_fitted, font, one_line

PRODUCT = "Footlight"

_LEFT = Qt.AlignmentFlag.AlignLeft
_NIGHT_TOP = QColor("#161a26")
_NIGHT_BOTTOM = QColor("#08090d")
LAMP = QColor(255, 184, 92)
INK = QColor("#f4f1ea")
QUIET = QColor("#8d93a5")
_NOTICE_BACK = QColor(12, 13, 18, 225)

# Strong, unlike each other, and far from the dark of the idle card.
_SHEETS = ("#ffb300", "#1e88e5", "#d81b60", "#00897b", "#8e24aa", "#f4511e", "#7cb342", "#3949ab")

_SHOWN_ADDRESSES = 3
_LAMPS = 9


def paint_idle(view: KioskView, size: QSize, clock: str, minute: int) -> QImage:
    """The card of a screen with nothing to play. `minute` moves it a little, so that it does not burn in."""
    image = blank_image(size)
    painter = painter_of(image)
    width, height = size.width(), size.height()
    unit = unit_of(size)
    paint_night(painter, width, height)

    angle = minute * 2 * math.pi / 12
    painter.translate(round(1.2 * unit * math.cos(angle)), round(1.2 * unit * math.sin(angle)))
    margin = round(9 * unit)
    inner = QRect(margin, margin, width - 2 * margin, height - 2 * margin)

    name_place = QRect(inner.left(), round(height * 0.30), inner.width(), round(height * 0.30))
    name_face = font(17 * unit, QFont.Weight.Bold)
    area = one_line(view.area)
    if area:
        painter.setPen(LAMP)
        place = QRect(inner.left(), name_place.top() - round(8 * unit), inner.width(), round(6 * unit))
        draw_line(painter, place, area, font(4.2 * unit, QFont.Weight.DemiBold, 104))
    painter.setPen(INK)
    name = one_line(view.name) or PRODUCT
    taken = draw_fitted(painter, name_place, name, face=name_face, smallest_px=round(6 * unit), alignment=_LEFT)

    rule_top = taken.bottom() + round(4 * unit)
    painter.fillRect(QRectF(inner.left(), rule_top, 12 * unit, max(2.0, 0.5 * unit)), LAMP)

    foot = QRect(inner.left(), inner.bottom() - round(4 * unit), inner.width(), round(5 * unit))
    painter.setPen(QUIET)
    draw_line(painter, foot, PRODUCT, font(2.6 * unit, QFont.Weight.Medium, 116))
    draw_line(painter, foot, clock, font(2.9 * unit, QFont.Weight.Medium), Qt.AlignmentFlag.AlignRight)
    bottom = foot.top() - round(2 * unit)
    if view.notice:
        strip = paint_notice(view.notice, size)
        bottom -= strip.height()
        painter.drawImage(inner.left(), bottom, strip)

    top, line_height = rule_top + round(4 * unit), round(7.6 * unit)
    for address in view.addresses[:_SHOWN_ADDRESSES]:
        if top + line_height > bottom:
            break
        draw_line(painter, QRect(inner.left(), top, inner.width(), line_height), address, font(5.4 * unit))
        top += line_height
    painter.end()
    return image


def paint_identify(view: KioskView, size: QSize) -> QImage:
    """The name, as large as it goes, on the colour of this player."""
    image = blank_image(size)
    name = one_line(view.name) or PRODUCT
    back = identify_colour(name)
    ink = contrasting_ink(back)
    painter = painter_of(image)
    painter.fillRect(image.rect(), back)
    width, height = size.width(), size.height()
    margin = round(min(width, height) * 0.08)
    area = one_line(view.area)
    foot = round(height * 0.16) if area else 0
    place = QRect(margin, margin, width - 2 * margin, height - 2 * margin - foot)
    painter.setPen(ink)
    face = font(height * 0.42, QFont.Weight.Black)
    draw_fitted(
        painter, place, name, face=face, smallest_px=round(height * 0.07), alignment=Qt.AlignmentFlag.AlignCenter
    )
    if area:
        place = QRect(margin, height - margin - foot, width - 2 * margin, foot)
        draw_line(painter, place, area, font(height * 0.07, QFont.Weight.DemiBold), Qt.AlignmentFlag.AlignHCenter)
    painter.end()
    return image


def paint_notice(text: str, window: QSize) -> QImage:
    """A strip with one line for whoever stands in front of it, to lie at the foot of the window."""
    unit = unit_of(window)
    face = font(max(11.0, 3.0 * unit), QFont.Weight.Medium)
    metrics = QFontMetrics(face)
    height = round(metrics.height() * 1.9)
    line = metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, round(window.width() * 0.92) - 2 * height)
    width = metrics.horizontalAdvance(line) + 2 * height
    image = blank_image(QSize(width, height))
    painter = painter_of(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_NOTICE_BACK)
    painter.drawRoundedRect(QRectF(0, 0, width, height), height / 2, height / 2)
    painter.setBrush(LAMP)
    painter.drawEllipse(QPointF(height * 0.62, height / 2), height * 0.13, height * 0.13)
    painter.setPen(INK)
    painter.setFont(face)
    painter.drawText(QRectF(height, 0, width - height, height), Qt.AlignmentFlag.AlignVCenter.value, line)
    painter.end()
    return image


def identify_colour(name: str) -> QColor:
    """The same for the same name, here and after a restart."""
    return QColor(_SHEETS[zlib.crc32(name.encode()) % len(_SHEETS)])


def contrasting_ink(back: QColor) -> QColor:
    """Black or white, whichever reads better on `back` (WCAG 2 relative luminance)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (back.redF(), back.greenF(), back.blueF())
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    on_white, on_black = 1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05
    return QColor("#ffffff") if on_white > on_black else QColor("#101014")


def unit_of(size: QSize) -> float:
    """A hundredth of the height of a screen on its side, and a little less than one of the width of an upright one."""
    return min(size.height(), size.width() * 0.75) / 100


def paint_night(painter: QPainter, width: int, height: int) -> None:
    night = QLinearGradient(0, 0, 0, height)
    night.setColorAt(0, _NIGHT_TOP)
    night.setColorAt(1, _NIGHT_BOTTOM)
    painter.fillRect(0, 0, width, height, night)
    reach = 0.24 * height
    for lamp in range(_LAMPS):
        centre = QPointF(width * (lamp + 0.5) / _LAMPS, height * 1.015)
        glow = QRadialGradient(centre, reach)
        for stop, alpha in ((0.0, 120), (0.12, 62), (0.45, 16), (1.0, 0)):
            glow.setColorAt(stop, QColor(LAMP.red(), LAMP.green(), LAMP.blue(), alpha))
        painter.fillRect(QRectF(centre.x() - reach, height - reach, 2 * reach, reach), glow)


def draw_line(painter: QPainter, place: QRect, text: str, face: QFont, side: Qt.AlignmentFlag = _LEFT) -> None:
    painter.setFont(face)
    line = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, side.value | Qt.AlignmentFlag.AlignVCenter.value, line)


def blank_image(size: QSize) -> QImage:
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def painter_of(image: QImage) -> QPainter:
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return painter
