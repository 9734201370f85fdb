"""What the screen of a player shows that belongs to no site yet: who it is, the code to type, and a QR code."""

import math

import segno
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from footlight_player.core.kiosk import KioskView
from footlight_player.ui.lettering import draw_fitted, font, one_line
from footlight_player.ui.overlay import (
    INK,
    LAMP,
    PRODUCT,
    QUIET,
    blank_image,
    draw_line,
    paint_night,
    paint_notice,
    painter_of,
    unit_of,
)

_PAPER = QColor("#ffffff")
_MODULE = QColor("#000000")
# ISO/IEC 18004 asks for four empty modules on each side.
_QUIET_ZONE = 4
_LEFT = Qt.AlignmentFlag.AlignLeft
_TYPE_IT = "Type this code in Footlight to pair this player."
_CLOSED = "There were too many wrong codes. To go on, run footlight-player code on this player."
_SHOWN_ADDRESSES = 2


def paint_pairing(view: KioskView, size: QSize, clock: str, minute: int) -> QImage:
    """The card as a whole. `minute` moves it a little, so that it does not burn in."""
    image = blank_image(size)
    painter = painter_of(image)
    unit = unit_of(size)
    paint_night(painter, size.width(), size.height())
    angle = minute * 2 * math.pi / 12
    painter.translate(round(1.2 * unit * math.cos(angle)), round(1.2 * unit * math.sin(angle)))
    margin = round(9 * unit)
    inner = QRect(margin, margin, size.width() - 2 * margin, size.height() - 2 * margin)
    foot = QRect(inner.left(), inner.bottom() - round(4 * unit), inner.width(), round(5 * unit))
    painter.setPen(QUIET)
    draw_line(painter, foot, PRODUCT, font(2.6 * unit, QFont.Weight.Medium, 116))
    draw_line(painter, foot, clock, font(2.9 * unit, QFont.Weight.Medium), Qt.AlignmentFlag.AlignRight)
    bottom = foot.top() - round(2 * unit)
    if view.notice:
        strip = paint_notice(view.notice, size)
        bottom -= strip.height()
        painter.drawImage(inner.left(), bottom, strip)
    upright = size.height() > size.width()
    side = max(1, round(min(40 * unit, inner.width() * 0.38, max(1, bottom - inner.top()))))
    if view.invitation:
        left = inner.left() if upright else inner.right() - side
        top = bottom - side - round(3 * unit) if upright else inner.top() + (bottom - inner.top() - side) // 2
        _draw_qr(painter, QRect(left, top, side, side), view.invitation)
    column = inner.width() if upright else inner.width() - side - round(5 * unit)
    _draw_words(painter, view, QRect(inner.left(), inner.top(), max(1, column), bottom - inner.top()), unit)
    painter.end()
    return image


def pairing_line(view: KioskView) -> str:
    """For the strip over a picture that plays on; empty when there is nothing to ask for."""
    return "" if view.claimed or not view.code else f"Pair this player in Footlight: {view.code}"


def _draw_words(painter: QPainter, view: KioskView, place: QRect, unit: float) -> None:
    top = place.top() + round(6 * unit)
    area = one_line(view.area)
    if area:
        painter.setPen(LAMP)
        face = font(4.2 * unit, QFont.Weight.DemiBold, 104)
        draw_line(painter, QRect(place.left(), top - round(7 * unit), place.width(), round(6 * unit)), area, face)
    painter.setPen(INK)
    name_place = QRect(place.left(), top, place.width(), round(17 * unit))
    name_face = font(9 * unit, QFont.Weight.Bold)
    name = one_line(view.name) or PRODUCT
    taken = draw_fitted(painter, name_place, name, face=name_face, smallest_px=round(4.5 * unit), alignment=_LEFT)
    top = taken.bottom() + round(3 * unit)
    painter.fillRect(QRectF(place.left(), top, 12 * unit, max(2.0, 0.5 * unit)), LAMP)
    top += round(4 * unit)
    if view.code:
        code_place = QRect(place.left(), top, place.width(), round(17 * unit))
        face = font(15 * unit, QFont.Weight.Black, 104)
        draw_fitted(painter, code_place, view.code, face=face, smallest_px=round(4 * unit), alignment=_LEFT)
        top = code_place.bottom() + round(2 * unit)
    painter.setPen(QUIET)
    said = QRect(place.left(), top, place.width(), round(8 * unit))
    text = _TYPE_IT if view.code else _CLOSED
    draw_fitted(painter, said, text, face=font(3.4 * unit), smallest_px=round(2.4 * unit), alignment=_LEFT)
    top, height = said.bottom() + round(unit), round(6 * unit)
    painter.setPen(INK)
    for address in view.addresses[:_SHOWN_ADDRESSES]:
        if top + height > place.bottom():
            break
        draw_line(painter, QRect(place.left(), top, place.width(), height), address, font(4.2 * unit))
        top += height


def _draw_qr(painter: QPainter, place: QRect, content: str) -> None:
    matrix = segno.make(content, error="m", micro=False).matrix
    modules = len(matrix) + 2 * _QUIET_ZONE
    # Whole pixels: a camera reads edges.
    module = max(1, place.width() // modules)
    left = place.left() + (place.width() - module * modules) // 2
    top = place.top() + (place.height() - module * modules) // 2
    painter.fillRect(QRect(left, top, module * modules, module * modules), _PAPER)
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                x, y = left + (column + _QUIET_ZONE) * module, top + (row + _QUIET_ZONE) * module
                painter.fillRect(QRect(x, y, module, module), _MODULE)
