"""What is on the screen of a player, asked for again and again while somebody looks."""

import asyncio

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from footlight_common.errors import FootlightError
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.player.pictures import Pictures
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.text_layout import elided_lines
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import sentence, why_not_online

EVERY_MS = 2000
# Pictures of one width are grabbed once for all who ask; a window that is sized does not ask for each width on the way.
WIDTH_STEP_PX, MOST_PX = 160, 1280
RATIO = 9 / 16
MOST_HEIGHT = 400
# Of the height of the window, less what else has to be in sight: the name and the tabs above it, the controls below it.
SHARE, REST, LEAST_HEIGHT = 0.55, 210, 80
ICON = 40
EDGE = 2


class LivePicture(QWidget):
    """Black like a screen that is off where there is no picture, with the reason. One request at a time."""

    def __init__(self, theme: Theme, pictures: Pictures, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        self._tasks = tasks
        self._view: PlayerView | None = None
        self._image = QImage()
        self._why = ""
        self._most = MOST_HEIGHT
        self._asking: asyncio.Task[None] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._again = QTimer(self, interval=EVERY_MS)
        self._again.timeout.connect(self._ask)
        theme.changed.connect(self.update)
        self._tell()

    @property
    def image(self) -> QImage:
        """The picture on show; null when there is none."""
        return self._image

    @property
    def why(self) -> str:
        """Why there is no picture; empty when there is."""
        return self._why

    def show_player(self, view: PlayerView | None) -> None:
        """Whose screen to show, and how it stands; None for nobody's."""
        before, self._view = self._view, view
        if before is None or view is None or before.id != view.id:
            self._cancel()
            # The next is asked for at once.
            self._again.stop()
            self._image = QImage()
            self._why = ""
        if view is None or not view.online:
            self._cancel()
            self._image = QImage()
            self._why = why_not_online(view) if view is not None else ""
        elif before is not None and before.id == view.id and not before.online:
            self._why = ""
        self._follow()
        self._tell()

    def fit(self, window_height: int) -> None:
        """Be small in a low window, where the controls below would be out of sight."""
        most = min(MOST_HEIGHT, max(LEAST_HEIGHT, round(SHARE * window_height) - REST))
        if most != self._most:
            self._most = most
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(self._most, round(width * RATIO))

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
        self._cancel()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        radius = self._theme.tokens.radius.medium
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(frame)
        if self._image.isNull():
            painter.fillPath(frame, QColor(self._theme.colours.field if self._theme.colours.dark else "#e6ebf1"))
            self._write(painter)
        else:
            painter.fillPath(frame, Qt.GlobalColor.black)
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            if self.width() - size.width() <= EDGE and self.height() - size.height() <= EDGE:
                # Rounding, not another shape.
                size = self.size()
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        colours, fonts = self._theme.colours, self._theme.fonts
        head, lines = self._words()
        space = self._theme.tokens.space
        room = self.width() - 2 * space.three
        painter.setFont(fonts.small)
        small = painter.fontMetrics().height()
        texts = elided_lines(lines, fonts.small, room, 3) if lines else []
        painter.setFont(fonts.body_strong)
        strong = painter.fontMetrics().height()
        top = (self.height() - ICON - space.one - strong - len(texts) * small) / 2
        icon = "power-plug-off-outline" if self._view is not None and not self._view.online else "monitor-eye"
        ratio = self.devicePixelRatioF()
        pixmap = self._theme.icons.pixmap(icon, colours.tone(Tone.QUIET), ICON, ratio)
        painter.drawPixmap(round((self.width() - ICON) / 2), round(top), pixmap)
        top += ICON + space.one
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(space.three, top, room, strong), centre, head)
        top += strong
        painter.setFont(fonts.small)
        painter.setPen(QColor(colours.text_muted))
        for text in texts:
            painter.drawText(QRectF(space.three, top, room, small), centre, text)
            top += small

    def _words(self) -> tuple[str, str]:
        if self._why:
            return self.tr("No picture"), self._why
        return self.tr("Waiting for the picture"), ""

    def _follow(self) -> None:
        wanted = self._view is not None and self._view.online and self.isVisible()
        if not wanted:
            self._again.stop()
        elif not self._again.isActive():
            self._again.start()
            self._ask()

    def _ask(self) -> None:
        if self._asking is None and self._view is not None:
            self._asking = self._tasks.start(self._fetch(self._view.id))

    async def _fetch(self, player_id: str) -> None:
        task = asyncio.current_task()
        image, why = QImage(), ""
        try:
            data = await self._pictures.screenshot(player_id, self._width_px())
            image = QImage.fromData(data)
            if image.isNull():
                why = self.tr("The picture that came cannot be read.")
        except FootlightError as err:
            why = sentence(str(err))
        finally:
            # One that was cancelled may end after the next one began.
            if self._asking is task:
                self._asking = None
        self._image, self._why = image, why
        self._tell()

    def _width_px(self) -> int:
        pixels = self.width() * self.devicePixelRatioF()
        return int(min(MOST_PX, max(1, -(-pixels // WIDTH_STEP_PX)) * WIDTH_STEP_PX))

    def _cancel(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _tell(self) -> None:
        self.setAccessibleName(self.tr("What is on the screen"))
        self.setAccessibleDescription("" if not self._image.isNull() else " ".join(self._words()).strip())
        self.update()
