"""Paints single lines of the chart."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from footlight_common.model.playback import Item
from footlight_controller.core.timeline import Alerted, Linked, Played
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.timeline.line import Line, Past
from footlight_controller.ui.timeline.looks import SEVERITY_ICONS, SEVERITY_TONES, palette_of
from footlight_controller.ui.timeline.ribbon import SEVERITIES
from footlight_controller.ui.timeline.sight import HOUR_S, Sight
from footlight_controller.ui.timeline.story_words import told_of
from footlight_controller.ui.timeline.strips import Strips
from footlight_controller.ui.timeline.texts import Texts
from footlight_controller.ui.timeline.words import title
from footlight_controller.ui.words import one_line

ICON = 14
# In widths of the letter n: narrower bars have no room for a name.
_NAME_EN = 7.5
BADGE, BADGE_GAP = 18, 6
# Longer, commands and the like would hide what played.
MARKS_S = 2 * HOUR_S
# What the strip below the bars takes where an alert stood.
ALERT_PX = 3
# What the line takes where an item broke.
BREAK_PX = 3
_ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)


class LinePainter:
    """Qt thread. Never asks for data."""

    def __init__(self, theme: Theme, *, lanes: bool = False) -> None:
        """`lanes`: what took no time stands in a line of its own."""
        self._theme = theme
        self._lanes = lanes
        self.strips = Strips(palette_of(theme.colours))
        self._texts = Texts()
        self._badges: dict[tuple[str, Tone, float], QPixmap] = {}
        self._name_px = 0.0
        self.dress()

    def dress(self) -> None:
        """The theme changed."""
        self.strips.dress(palette_of(self._theme.colours))
        self._texts.forget()
        self._badges.clear()
        self._name_px = _NAME_EN * QFontMetricsF(self._theme.fonts.small).horizontalAdvance("n")

    def paint(self, painter: QPainter, line: Line, room: QRectF, sight: Sight) -> None:
        """The bars of a line into `room`, which is as wide as what is in sight."""
        if line.past is not None:
            self._paint_past(painter, line, line.past, room, sight)
        elif line.lane:
            self._paint_lane(painter, line, room, sight)
        elif line.marks:
            self._paint_marks(painter, line, room, sight)

    def _paint_past(self, painter: QPainter, line: Line, past: Past, room: QRectF, sight: Sight) -> None:
        size = (int(room.width()), int(room.height()))
        ratio = painter.device().devicePixelRatioF()
        painter.drawImage(room.topLeft(), self.strips.image(line.key, past.ribbon, sight, size, ratio))
        self._paint_breaks(painter, past, room, sight)
        lefts, grades = _alerts_in(past, room, sight)
        badges = _apart(lefts, room.right() - BADGE)
        if past.timeline is not None:
            self._paint_names(painter, past, room, sight, [lefts[place] for place in badges])
            if sight.length_s <= MARKS_S and not self._lanes:
                self._paint_moments(painter, past, room, sight)
        ratio = painter.device().devicePixelRatioF()
        top = round(room.top() + (room.height() - ALERT_PX - BADGE) / 2)
        for place in badges:
            severity = SEVERITIES[grades[place]]
            badge = self._badge_of(SEVERITY_ICONS[severity], SEVERITY_TONES[severity], ratio)
            painter.drawPixmap(int(min(lefts[place], room.right() - BADGE)) - 1, top, badge)

    def _paint_names(self, painter: QPainter, past: Past, room: QRectF, sight: Sight, badges: Sequence[float]) -> None:
        """Each in its bar, beside the badge at its begin where there is one."""
        screen = past.timeline.screen if past.timeline is not None else ()
        scale = room.width() / sight.length_s
        font = self._theme.fonts.small
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.on_fill))
        shortest_s = self._name_px / scale
        place = max(0, bisect_left(past.begins_s, sight.from_s) - 1)
        for span in screen[place : bisect_left(past.begins_s, sight.until_s)]:
            if not isinstance(span, Played) or span.ended_s - span.started_s < shortest_s:
                continue
            left = max(room.left(), room.left() + (span.started_s - sight.from_s) * scale) + 6
            right = min(room.right(), room.left() + (span.ended_s - sight.from_s) * scale) - 4
            near = bisect_left(badges, left - BADGE)
            if near < len(badges) and badges[near] < left + BADGE:
                left = badges[near] + BADGE + 4
            if right - left >= self._name_px - 10:
                self._texts.draw(
                    painter, QRectF(left, room.top(), right - left, room.height()), _name_of(span.item), font
                )

    def _paint_breaks(self, painter: QPainter, past: Past, room: QRectF, sight: Sight) -> None:
        """Where an item broke, a line at its end; where the player was cut off, an icon in the bar of that time."""
        scale, ratio = room.width() / sight.length_s, painter.device().devicePixelRatioF()
        colour = QColor(self._theme.colours.tone(Tone.BAD))
        free = -1.0
        for at_s in _inside(past.broken_s, sight):
            x = room.left() + (at_s - sight.from_s) * scale
            if x >= free:
                painter.fillRect(QRectF(x - BREAK_PX, room.top(), BREAK_PX, room.height() - ALERT_PX), colour)
                free = x + 1
        top, free = round(room.top() + (room.height() - ALERT_PX - BADGE) / 2), -1.0
        for at_s in _inside(past.cuts_s, sight):
            x = room.left() + (at_s - sight.from_s) * scale
            if x >= free:
                badge = self._badge_of("flash-alert", Tone.BAD, ratio)
                painter.drawPixmap(round(min(x + 1, room.right() - BADGE)), top, badge)
                free = x + BADGE

    def _paint_moments(self, painter: QPainter, past: Past, room: QRectF, sight: Sight) -> None:
        """What took no time, where there is no lane for it: at the top of the bar."""
        scale, free = room.width() / sight.length_s, -1.0
        ratio = painter.device().devicePixelRatioF()
        for mark in past.marks_between(sight.from_s, sight.until_s):
            x = room.left() + (mark.at_s - sight.from_s) * scale
            if x >= free:
                icon, tone, _ = told_of(mark.event)
                painter.drawPixmap(round(x - BADGE / 2), round(room.top() - 4), self._badge_of(icon, tone, ratio))
                free = x + BADGE

    def _badge_of(self, icon: str, tone: Tone, ratio: float) -> QPixmap:
        """An icon on a disc, so that it is seen on every colour."""
        key = (icon, tone, ratio)
        if key not in self._badges:
            colours = self._theme.colours
            badge = QPixmap(round(BADGE * ratio), round(BADGE * ratio))
            badge.setDevicePixelRatio(ratio)
            badge.fill(Qt.GlobalColor.transparent)
            painter = QPainter(badge)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.surface))
            painter.drawEllipse(QRectF(0, 0, BADGE, BADGE))
            drawn = self._theme.icons.pixmap(icon, colours.tone(tone), ICON, ratio)
            painter.drawPixmap((BADGE - ICON) // 2, (BADGE - ICON) // 2, drawn)
            painter.end()
            self._badges[key] = badge
        return self._badges[key]

    def _paint_lane(self, painter: QPainter, line: Line, room: QRectF, sight: Sight) -> None:
        scale = room.width() / sight.length_s
        colours, font = self._theme.colours, self._theme.fonts.small
        ratio = painter.device().devicePixelRatioF()
        painter.setFont(font)
        last = -1.0
        for span in line.lane:
            if span.ended_s < sight.from_s or span.started_s > sight.until_s:
                continue
            left = max(room.left(), room.left() + (span.started_s - sight.from_s) * scale)
            right = min(room.right(), max(left + 3, room.left() + (span.ended_s - sight.from_s) * scale))
            if right <= last:
                continue
            last = right
            tone, icon = _lane_look(span)
            painter.fillRect(QRectF(left, room.top(), right - left, room.height()), QColor(colours.tint(tone)))
            painter.fillRect(QRectF(left, room.top(), 3, room.height()), QColor(colours.tone(tone)))
            painter.fillRect(QRectF(left, room.bottom() - 1, right - left, 1), QColor(colours.tone(tone)))
            if right - left > ICON + 8:
                pixmap = self._theme.icons.pixmap(icon, colours.tone(tone), ICON, ratio)
                painter.drawPixmap(QPointF(left + 6, room.center().y() - ICON / 2).toPoint(), pixmap)
            if right - left > self._name_px + ICON:
                painter.setPen(QColor(colours.text))
                text = elided(title(span), font, (right - left - ICON - 16) // 8 * 8)
                painter.drawText(QRectF(left + ICON + 12, room.top(), right - left, room.height()), _ONE_LINE, text)

    def _paint_marks(self, painter: QPainter, line: Line, room: QRectF, sight: Sight) -> None:
        scale = room.width() / sight.length_s
        colours, ratio = self._theme.colours, painter.device().devicePixelRatioF()
        free = -1.0
        for mark in line.marks:
            if not sight.from_s <= mark.at_s <= sight.until_s:
                continue
            x = room.left() + (mark.at_s - sight.from_s) * scale
            icon, tone, _ = told_of(mark.event)
            painter.fillRect(QRectF(x, room.bottom() - 3, 1, 3), QColor(colours.tone(tone)))
            if x >= free:
                pixmap = self._theme.icons.pixmap(icon, colours.tone(tone), ICON, ratio)
                painter.drawPixmap(QPointF(x - ICON / 2, room.center().y() - ICON / 2 - 1).toPoint(), pixmap)
                free = x + ICON + 2

    def paint_title(self, painter: QPainter, line: Line, room: QRectF, *, strong: bool) -> None:
        """The name of a line, in the column before the bars."""
        colours, fonts = self._theme.colours, self._theme.fonts
        font = fonts.small_strong if line.heading else fonts.body_strong if strong else fonts.body
        painter.setFont(font)
        muted = line.heading or line.dimmed
        painter.setPen(QColor(colours.text_muted if muted else colours.text))
        if line.dimmed:
            pixmap = self._theme.icons.pixmap(
                "power-plug-off-outline", colours.quiet, ICON, painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(QPointF(room.right() - ICON, room.center().y() - ICON / 2).toPoint(), pixmap)
            room = room.adjusted(0, 0, -ICON - 4, 0)
        self._texts.draw(painter, room, one_line(line.title), font)


def _alerts_in(past: Past, room: QRectF, sight: Sight) -> tuple[list[float], list[int]]:
    """Where alerts begin in `room`, and their grades."""
    begins_s, ends_s, grades = past.ribbon.alerts
    inside = np.flatnonzero((begins_s < sight.until_s) & (ends_s >= sight.from_s))
    if not inside.size:
        return [], []
    scale = room.width() / sight.length_s
    lefts = room.left() + (np.maximum(begins_s[inside], sight.from_s) - sight.from_s) * scale
    return lefts.tolist(), grades[inside].tolist()


def _inside(moments_s: Sequence[float], sight: Sight) -> Sequence[float]:
    return moments_s[bisect_left(moments_s, sight.from_s) : bisect_left(moments_s, sight.until_s)]


def _apart(lefts: Sequence[float], furthest: float) -> list[int]:
    """Those that have room for a badge, so that none is on another."""
    found, place = [], 0
    while place < len(lefts):
        found.append(place)
        place = bisect_left(lefts, min(lefts[place], furthest) + BADGE + BADGE_GAP)
    return found


@lru_cache(maxsize=4096)
def _name_of(item: Item) -> str:
    return item.name


def _lane_look(span: Alerted | Linked) -> tuple[Tone, str]:
    if isinstance(span, Alerted):
        return SEVERITY_TONES[span.severity], SEVERITY_ICONS[span.severity]
    return Tone.GOOD, "lan-connect"
