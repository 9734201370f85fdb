"""Paints one card. Everything on it comes from one PlayerView and two clocks."""

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from footlight_common.clock import Clock
from footlight_common.model.presence import Present
from footlight_controller.core.view import BUSY_PERCENT, PlayerView
from footlight_controller.ui import words
from footlight_controller.ui.alerts.card_mark import AlertsAt, paint_alert_mark
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.models.player_list import AnyIndex, Role
from footlight_controller.ui.monitoring.card_layout import ICON, CardLayout, CardMetrics
from footlight_controller.ui.monitoring.card_trend import Trends
from footlight_controller.ui.monitoring.picture import Pictures
from footlight_controller.ui.monitoring.plate import PlateLook, Plates
from footlight_controller.ui.player.figures import number
from footlight_controller.ui.presence import others_at
from footlight_controller.ui.status import STATUS_LOOKS, Status, alert_of, look_of
from footlight_controller.ui.text_layout import elided, elided_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone, blend
from footlight_controller.ui.widgets.company import paint_company
from footlight_controller.ui.widgets.initials import Discs

_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
_LEFT = int(_ONE_LINE | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(_ONE_LINE | Qt.AlignmentFlag.AlignRight)


class CardDelegate(QStyledItemDelegate):
    """Draws one player in a cell."""

    def __init__(self, theme: Theme, clock: Clock, parent: QObject | None = None, shape: Shape = Shape.MEDIUM) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._plates = Plates(theme)
        self._pictures = Pictures()
        self._discs = Discs(theme)
        self._trends = Trends(clock)
        self._metrics = CardMetrics.of(theme.fonts, theme.tokens.space, shape)
        self._alerts_at: AlertsAt = lambda _player_id: ()

    def show_alerts(self, at: AlertsAt) -> None:
        """Where the open alerts of a player come from."""
        self._alerts_at = at

    @property
    def metrics(self) -> CardMetrics:
        return self._metrics

    @property
    def pictures(self) -> Pictures:
        """What large cards show on top."""
        return self._pictures

    def choose(self, shape: Shape) -> None:
        """Small, medium or large, with the fonts of the moment."""
        self._metrics = CardMetrics.of(self._theme.fonts, self._theme.tokens.space, shape)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        view = index.data(Role.VIEW)
        if isinstance(view, PlayerView):
            self.paint_view(painter, option.rect, view, option.state)

    def paint_view(self, painter: QPainter, rect: QRect, view: PlayerView, state: QStyle.StateFlag) -> None:
        """The card of `view` in the cell `rect`, selected, focused and hovered as `state` says."""
        painter.save()
        # Each text runs the way it is written.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        cell = QRectF(rect)
        layout = CardLayout.of(cell, self._metrics, self._theme.tokens.space)
        status = Status.of(view)
        ratio = painter.device().devicePixelRatioF()
        look = _plate_look(status, alert_of(view), state)
        painter.drawPixmap(cell.topLeft(), self._plates.pixmap(look, cell.size(), self._metrics.margin, ratio))
        if not layout.picture.isEmpty():
            self._paint_picture(painter, layout.picture, view, status)
        self._paint_head(painter, layout, view)
        if self._metrics.shape is Shape.SMALL:
            self._paint_line(painter, layout.sub, view)
            painter.restore()
            return
        self._paint_sub(painter, layout.sub, view)
        if not status.online:
            self._paint_reason(painter, layout.reason, view)
        elif view.playback.item is None:
            self._paint_empty(painter, layout.item)
        else:
            self._paint_item(painter, layout, view, status)
        if status.online:
            volume = self._paint_volume(painter, layout.foot, view)
            if others := others_at(view):
                self._paint_company(painter, layout.foot.adjusted(0, 0, -volume, 0), view, others)
            if not layout.trend.isEmpty():
                self._paint_trend(painter, layout.trend, view)
        painter.restore()

    def paint_mark(self, painter: QPainter, cell: QRect) -> None:
        """The sign of a card that is one of several chosen, on its corner."""
        colours, margin = self._theme.colours, self._metrics.margin
        place = QPointF(cell.topLeft()) + QPointF(margin - ICON / 2 + 2, margin - ICON / 2 + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.ground))
        painter.drawEllipse(QRectF(place.x(), place.y(), ICON, ICON))
        self._icon(painter, "check-circle", colours.text, place)

    def _paint_picture(self, painter: QPainter, rect: QRectF, view: PlayerView, status: Status) -> None:
        colours, radius = self._theme.colours, self._theme.tokens.radius.medium
        ratio = painter.device().devicePixelRatioF()
        # A picture of an hour ago would pass for what is on now.
        pixmap = self._pictures.pixmap(view.id, rect.size(), radius, ratio) if status.online else None
        if pixmap is not None:
            painter.drawPixmap(rect.topLeft().toPoint(), pixmap)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(blend(colours.ground, colours.line, 0.6)))
        painter.drawRoundedRect(rect, radius, radius)
        glyph = self._theme.icons.pixmap("monitor" if status.online else "monitor-off", colours.text_faint, 32, ratio)
        painter.drawPixmap((rect.center() - QPointF(16, 16)).toPoint(), glyph)

    def _paint_line(self, painter: QPainter, rect: QRectF, view: PlayerView) -> None:
        """All that a small card says below its name: what is wrong, or what is on."""
        fonts, colours = self._theme.fonts, self._theme.colours
        item = view.playback.item
        alerts = self._alerts_at(view.id)
        rect = rect.adjusted(paint_alert_mark(painter, self._theme, rect, alerts), 0, 0, 0)
        if not alerts and (wrong := words.attention(view)):
            self._paint_warning(painter, rect, wrong)
        elif not view.online:
            _write(painter, rect, words.brief_reason(view), fonts.small, self._reason_ink(view))
        elif item is None:
            _write(painter, rect, self.tr("Nothing playing"), fonts.small, colours.text_faint)
        else:
            _write(painter, rect, item.name, fonts.small, colours.text_muted)

    def _paint_warning(self, painter: QPainter, rect: QRectF, text: str) -> None:
        fonts, space = self._theme.fonts, self._theme.tokens.space
        tone = self._theme.colours.tone(Tone.CAUTION)
        self._icon(painter, "alert-circle-outline", tone, QPointF(rect.x(), rect.center().y() - ICON / 2))
        _write(painter, rect.adjusted(ICON + space.half, 0, 0, 0), text, fonts.small_strong, tone)

    def _paint_head(self, painter: QPainter, layout: CardLayout, view: PlayerView) -> None:
        fonts, colours, space = self._theme.fonts, self._theme.colours, self._theme.tokens.space
        look = look_of(view)
        word_width = QFontMetricsF(fonts.small_strong).horizontalAdvance(look.word)
        width = word_width + ICON + space.half + 2 * space.one
        head = layout.head
        pill = QRectF(head.right() - width, head.center().y() - self._metrics.pill / 2, width, self._metrics.pill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.tint(look.tone)))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        tone = colours.tone(look.tone)
        self._icon(painter, look.icon, tone, QPointF(pill.x() + space.one, pill.center().y() - ICON / 2))
        word = pill.adjusted(space.one + ICON + space.half, 0, 0, 0)
        _write(painter, word, look.word, fonts.small_strong, tone)
        name = head.adjusted(0, 0, -width - space.one, 0)
        _write(painter, name, view.name, fonts.heading, self._ink(view))

    def _paint_sub(self, painter: QPainter, rect: QRectF, view: PlayerView) -> None:
        fonts, colours, space = self._theme.fonts, self._theme.colours, self._theme.tokens.space
        if alerts := self._alerts_at(view.id):
            rect = rect.adjusted(paint_alert_mark(painter, self._theme, rect, alerts), 0, 0, 0)
        elif wrong := words.attention(view):
            self._paint_warning(painter, rect, wrong)
            return
        seen = words.last_seen(view, self._clock.wall_s())
        width = QFontMetricsF(fonts.small).horizontalAdvance(seen)
        _write(painter, rect, seen, fonts.small, colours.text_faint, _RIGHT)
        ink = colours.text_muted if view.online or view.needs_attention else colours.text_faint
        left = rect.adjusted(0, 0, -width - space.one, 0)
        number = f"#{view.short_id}"
        if area := words.one_line(view.identity.area):
            # Apart from the area, so that one of 200 letters, or one written right to left, leaves the id in its place.
            number = f"· {number}"
            metrics = QFontMetricsF(fonts.small)
            room = left.width() - metrics.horizontalAdvance(number) - space.half
            area = elided(area, fonts.small, room)
            _write(painter, left.adjusted(0, 0, room - left.width(), 0), area, fonts.small, ink)
            left = left.adjusted(metrics.horizontalAdvance(area) + space.half, 0, 0, 0)
        _write(painter, left, number, fonts.small, ink)

    def _paint_reason(self, painter: QPainter, rect: QRectF, view: PlayerView) -> None:
        fonts, colours, space = self._theme.fonts, self._theme.colours, self._theme.tokens.space
        tone = alert_of(view) or Tone.QUIET
        self._icon(painter, "alert-circle-outline", colours.tone(tone), QPointF(rect.x(), rect.y() + 1))
        text = rect.adjusted(ICON + space.one, 0, 0, 0)
        latest = words.brief_last_try(view)
        # One line less where there is more to say, of which the cause matters most.
        room = text.adjusted(0, 0, 0, -self._metrics.small) if latest else text
        cause = words.brief_reason(view)
        end = _write_lines(painter, room, cause, fonts.body, self._metrics.body, self._reason_ink(view))
        if latest:
            # Set off a little, where that costs no line.
            gap = min(space.half, (text.bottom() - end) % self._metrics.small)
            rest = text.adjusted(0, end + gap - text.y(), 0, 0)
            latest = self.tr("Last try: {}").format(latest)
            _write_lines(painter, rest, latest, fonts.small, self._metrics.small, colours.text_muted)

    def _paint_empty(self, painter: QPainter, rect: QRectF) -> None:
        _write(painter, rect, self.tr("Nothing playing"), self._theme.fonts.body, self._theme.colours.text_faint)

    def _paint_item(self, painter: QPainter, layout: CardLayout, view: PlayerView, status: Status) -> None:
        fonts, colours, space = self._theme.fonts, self._theme.colours, self._theme.tokens.space
        playback, item = view.playback, view.playback.item
        place = words.place_in_list(playback)
        place_width = QFontMetricsF(fonts.small).horizontalAdvance(place) + space.one if place else 0.0
        _write(painter, layout.item, place, fonts.small, colours.text_faint, _RIGHT)
        self._icon(painter, "movie-open-outline", colours.text_muted, QPointF(layout.item.x(), layout.item.y() + 1))
        name = layout.item.adjusted(ICON + space.one, 0, -place_width, 0)
        _write(painter, name, item.name if item else "", fonts.body, colours.text)
        now_s = self._clock.monotonic_s()
        self._paint_bar(painter, layout.bar, view, status, now_s)
        _write(painter, layout.foot, words.progress(view, now_s), fonts.small, colours.text_muted)

    def _paint_bar(self, painter: QPainter, bar: QRectF, view: PlayerView, status: Status, now_s: float) -> None:
        colours = self._theme.colours
        radius = bar.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(bar, radius, radius)
        duration_s = view.playback.duration_s
        if not duration_s:
            return
        done = min(1.0, view.position_s(now_s) / duration_s) * bar.width()
        tone = colours.tone(STATUS_LOOKS[status].tone) if status is not Status.PAUSED else colours.text_faint
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(done, bar.height()), bar.height()), radius, radius)

    def _paint_volume(self, painter: QPainter, rect: QRectF, view: PlayerView) -> float:
        """Returns how much of the width it takes."""
        fonts, colours, space = self._theme.fonts, self._theme.colours, self._theme.tokens.space
        playback = view.playback
        text = self.tr("Muted") if playback.muted else str(playback.volume)
        tone = colours.tone(Tone.CAUTION) if playback.muted else colours.text_muted
        _write(painter, rect, text, fonts.small, tone, _RIGHT)
        width = QFontMetricsF(fonts.small).horizontalAdvance(text)
        place = QPointF(rect.right() - width - space.half - ICON, rect.center().y() - ICON / 2)
        self._icon(painter, volume_icon(playback.volume, muted=playback.muted), tone, place)
        return width + space.half + ICON

    def _paint_company(self, painter: QPainter, rect: QRectF, view: PlayerView, others: tuple[Present, ...]) -> None:
        """Who else is at it, between how far it is and the volume."""
        space, font = self._theme.tokens.space, self._theme.fonts.small
        left = 0.0
        if view.playback.item is not None:
            left = QFontMetricsF(font).horizontalAdvance(words.progress(view, self._clock.monotonic_s())) + space.one
        room = rect.adjusted(left, 0, -space.half, 0)
        paint_company(painter, self._discs, others, room, self._metrics.disc, at_end=True)

    def _paint_trend(self, painter: QPainter, rect: QRectF, view: PlayerView) -> None:
        """How busy it is and was in the last minutes, and how hot it is."""
        fonts, colours, space = self._theme.fonts, self._theme.colours, self._theme.tokens.space
        metrics, stats = QFontMetricsF(fonts.small), view.stats
        if stats.temperature_c is not None:
            heat = self.tr("{} °C").format(number(stats.temperature_c))
            _write(painter, rect, heat, fonts.small, colours.text_muted, _RIGHT)
            rect = rect.adjusted(0, 0, -metrics.horizontalAdvance(heat) - space.one_half, 0)
        if stats.cpu_percent is None:
            return
        words = self.tr("CPU {} %")
        _write(painter, rect, words.format(number(stats.cpu_percent)), fonts.small, colours.text_muted)
        # Room for all that it may say, so that the line stays in its place.
        room = rect.adjusted(metrics.horizontalAdvance(words.format(number(100.0))) + space.one, 1, 0, -1)
        busy = stats.cpu_percent >= BUSY_PERCENT
        ink = colours.tone(Tone.CAUTION) if busy else colours.text_muted
        self._trends.paint(painter, room, view, ink)

    def _ink(self, view: PlayerView) -> str:
        colours = self._theme.colours
        clear = view.online or view.needs_attention
        return colours.text if clear else blend(colours.ground, colours.text, 0.72)

    def _reason_ink(self, view: PlayerView) -> str:
        colours = self._theme.colours
        return colours.text if view.needs_attention else colours.text_muted

    def _icon(self, painter: QPainter, name: str, colour: str, place: QPointF) -> None:
        ratio = painter.device().devicePixelRatioF()
        # On whole pixels, or the glyph goes soft.
        painter.drawPixmap(place.toPoint(), self._theme.icons.pixmap(name, colour, ICON, ratio))


def volume_icon(volume: int, *, muted: bool) -> str:
    """The glyph for a loudness of 0 to 100."""
    if muted:
        return "volume-off"
    return "volume-high" if volume > 60 else "volume-medium" if volume > 20 else "volume-low"


def _plate_look(status: Status, alert: Tone | None, state: QStyle.StateFlag) -> PlateLook:
    flag = QStyle.StateFlag
    selected = bool(state & flag.State_Selected)
    return PlateLook(
        status=status,
        hovered=bool(state & flag.State_MouseOver),
        selected=selected,
        alert=alert,
        # The view as a whole has the focus, and its current card shows it.
        focused=bool(state & flag.State_Active) and bool(state & flag.State_HasFocus),
    )


def _write_lines(painter: QPainter, rect: QRectF, text: str, font: QFont, line_height: float, colour: str) -> float:
    """As many lines as `rect` holds; returns where they end."""
    lines = elided_lines(text, font, rect.width(), int(rect.height() // line_height))
    for place, line in enumerate(lines):
        row = QRectF(rect.x(), rect.y() + place * line_height, rect.width(), line_height)
        _write(painter, row, line, font, colour)
    return rect.y() + len(lines) * line_height


def _write(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str, flags: int = _LEFT) -> None:
    if not text or rect.width() <= 0:
        return
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, flags, elided(text, font, rect.width()))
