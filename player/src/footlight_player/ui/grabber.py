"""Copies what the window presents, without holding up the next frame."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtOpenGL import QOpenGLFramebufferObject

from footlight_common.errors import NoPicture
from footlight_player.core.camera import ImageFile, ImageType

# A window that is shown paints at once when it is asked to.
DEADLINE_S = 2.0
# Good enough to read small print, a tenth of the size of PNG.
_QUALITY = 85
_GL_COLOR_BUFFER_BIT = 0x4000
_GL_NEAREST = 0x2600
_GL_LINEAR = 0x2601


class Grabber:
    """Used on the Qt thread.

    The copy is scaled on the graphics processor, and read only after the frame was swapped: before, reading would wait
    for the drawing.
    """

    def __init__(self) -> None:
        self._askers: list[Future[QImage]] = []
        self._width_px = 0
        self._buffer: QOpenGLFramebufferObject | None = None
        self._copied: list[Future[QImage]] = []

    @property
    def asked(self) -> bool:
        """Whether somebody waits for the next frame."""
        return bool(self._askers)

    @property
    def waiting(self) -> bool:
        """Whether a copy is there to be read."""
        return bool(self._copied)

    def ask(self, width_px: int, future: Future[QImage]) -> None:
        """Complete `future` with the next frame, scaled down to at least this width."""
        self._askers.append(future)
        self._width_px = max(self._width_px, width_px)

    def copy(self, size: QSize) -> None:
        """If somebody asked: copy the window's frame of this size, in pixels. The frame is drawn, GL current."""
        if not self._askers or self._copied or size.isEmpty():
            return
        target = size
        if self._width_px < size.width():
            target = QSize(self._width_px, max(1, self._width_px * size.height() // size.width()))
        if self._buffer is None or self._buffer.size() != target:
            self._buffer = QOpenGLFramebufferObject(target)
        # The stub does not know that None stands for the window.
        QOpenGLFramebufferObject.blitFramebuffer(  # type: ignore[call-overload]
            self._buffer,
            QRect(0, 0, target.width(), target.height()),
            None,
            QRect(0, 0, size.width(), size.height()),
            _GL_COLOR_BUFFER_BIT,
            _GL_NEAREST if target == size else _GL_LINEAR,
        )
        self._copied = self._askers
        self._askers, self._width_px = [], 0

    def read(self) -> None:
        """Hand the copy out. GL current."""
        if self._copied and self._buffer is not None:
            asked, self._copied = self._copied, []
            image = self._buffer.toImage().convertToFormat(QImage.Format.Format_RGB32)
            for future in asked:
                future.set_result(image)

    def free(self) -> None:
        """Give back what the graphics processor holds. GL current."""
        self._buffer = None


class KioskShot:
    """See `Shot`."""

    def __init__(self, image: QImage) -> None:
        self._image = image

    def encode(self, width_px: int, kind: ImageType) -> ImageFile:
        image = self._image
        if width_px < image.width():
            image = image.scaledToWidth(width_px, Qt.TransformationMode.SmoothTransformation)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        name = kind.value.removeprefix("image/")
        writer = QImageWriter(buffer, QByteArray(name.encode()))
        if kind is not ImageType.PNG:
            writer.setQuality(_QUALITY)
        if not writer.write(image):
            msg = f"This player cannot write pictures as {name}. Ask for jpeg or png."
            raise NoPicture(msg)
        return bytes(data.data()), kind


class KioskCamera:
    """See `Camera`. `ask` may be called on any thread and has the window paint."""

    def __init__(self, ask: Callable[[int], Future[QImage]]) -> None:
        self._ask = ask

    async def grab(self, width_px: int) -> KioskShot:
        try:
            async with asyncio.timeout(DEADLINE_S):
                return KioskShot(await asyncio.wrap_future(self._ask(2 * width_px)))
        except TimeoutError as err:
            msg = "The window of the player is not shown, so there is no picture. Is the display on?"
            raise NoPicture(msg) from err
