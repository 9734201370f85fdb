"""A painted image over the picture, drawn by the graphics processor."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QOpenGLContext
from PySide6.QtOpenGL import QOpenGLTexture, QOpenGLTextureBlitter

_GL_BLEND = 0x0BE2
_GL_ONE = 1
_GL_ONE_MINUS_SRC_ALPHA = 0x0303
_GL_FRAMEBUFFER = 0x8D40


class GlLayer:
    """One image at a place in the window. Painting it costs a texture once and a rectangle per frame."""

    def __init__(self) -> None:
        self._image: QImage | None = None
        self._position = QPoint()
        self._changed = False
        self._texture: QOpenGLTexture | None = None
        self._blitter = QOpenGLTextureBlitter()

    @property
    def empty(self) -> bool:
        return self._image is None

    def set_image(self, image: QImage | None, position: QPoint | None = None) -> None:
        """Show `image`, which is premultiplied ARGB, with its top left at `position`, in pixels. No GL needed."""
        self._image, self._position, self._changed = image, position or QPoint(), True

    def draw(self, context: QOpenGLContext, framebuffer: int, width_px: int, height_px: int) -> None:
        """Blend it over what is in the framebuffer; GL context current. Leaves GL as mpv wants to find it."""
        if self._changed:
            self._upload()
        if self._texture is None or self._image is None:
            return
        gl = context.functions()
        gl.glBindFramebuffer(_GL_FRAMEBUFFER, framebuffer)
        gl.glViewport(0, 0, width_px, height_px)
        gl.glEnable(_GL_BLEND)
        gl.glBlendFunc(_GL_ONE, _GL_ONE_MINUS_SRC_ALPHA)
        place = QRect(self._position, self._image.size())
        target = QOpenGLTextureBlitter.targetTransform(place, QRect(0, 0, width_px, height_px))
        self._blitter.bind()
        self._blitter.blit(self._texture.textureId(), target, QOpenGLTextureBlitter.Origin.OriginTopLeft)
        self._blitter.release()
        gl.glDisable(_GL_BLEND)

    def free(self) -> None:
        """Give back what the graphics processor holds; GL context current."""
        if self._texture is not None:
            self._texture.destroy()
            self._texture = None
        if self._blitter.isCreated():
            self._blitter.destroy()

    def _upload(self) -> None:
        self._changed = False
        if self._texture is not None:
            self._texture.destroy()
            self._texture = None
        if self._image is None:
            return
        if not self._blitter.isCreated():
            self._blitter.create()
        texture = QOpenGLTexture(self._image, QOpenGLTexture.MipMapGeneration.DontGenerateMipMaps)
        texture.setMinMagFilters(QOpenGLTexture.Filter.Nearest, QOpenGLTexture.Filter.Nearest)
        self._texture = texture
