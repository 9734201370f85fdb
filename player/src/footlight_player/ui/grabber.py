"""Copies what the window presents, without holding up the next frame."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtOpenGL import QOpenGLFramebufferObject

from footlight_common.errors import NoPicture
from footlight_player.core.camera import MAX_WIDTH_PX, ImageFile, ImageType

# A window that is shown paints at once when it is asked to.
DEADLINE_S = 2.0
# Good enough to read small print, a tenth of the size of PNG.
_QUALITY = 85
_GL_COLOR_BUFFER_BIT = 0x4000
_GL_LINEAR = 0x2601


class Grabber:
    """Used on the Qt thread.

    The copy is scaled on the graphics processor, and read only after the frame was swapped: before, reading would wait
    for the drawing.
    """

    def __init__(self) -> None:
        self._asked: list[Future[QImage]] = []
        self._copied: tuple[QOpenGLFramebufferObject, list[Future[QImage]]] | None = None

    @property
    def waiting(self) -> bool:
        """Whether a copy is there to be read."""
        return self._copied is not None

    def ask(self, future: Future[QImage]) -> None:
        """Complete `future` with the next frame."""
        self._asked.append(future)

    def copy(self, size: QSize) -> None:
        """If somebody asked: copy the window's frame of this size, in pixels. The frame is drawn, GL current."""
        if not self._asked or self._copied is not None or size.isEmpty():
            return
        target = size.scaled(MAX_WIDTH_PX, size.height(), Qt.AspectRatioMode.KeepAspectRatio)
        if target.width() > size.width():
            target = size
        buffer = QOpenGLFramebufferObject(target)
        # The stub does not know that None stands for the window.
        QOpenGLFramebufferObject.blitFramebuffer(  # type: ignore[call-overload]
            buffer,
            QRect(0, 0, target.width(), target.height()),
            None,
            QRect(0, 0, size.width(), size.height()),
            _GL_COLOR_BUFFER_BIT,
            _GL_LINEAR,
        )
        self._copied = buffer, self._asked
        self._asked = []

    def read(self) -> None:
        """Hand the copy out. GL current."""
        if self._copied is not None:
            (buffer, asked), self._copied = self._copied, None
            image = buffer.toImage().convertToFormat(QImage.Format.Format_RGB32)
            for future in asked:
                future.set_result(image)


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

    def __init__(self, ask: Callable[[], Future[QImage]]) -> None:
        self._ask = ask

    async def grab(self) -> KioskShot:
        try:
            async with asyncio.timeout(DEADLINE_S):
                return KioskShot(await asyncio.wrap_future(self._ask()))
        except TimeoutError as err:
            msg = "The window of the player is not shown, so there is no picture. Is the display on?"
            raise NoPicture(msg) from err
