"""The drawing side of one deck, on the Qt thread."""

from collections.abc import Callable
from concurrent.futures import Future

import mpv
from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtOpenGL import QOpenGLFramebufferObject

from footlight_player.engine.render import Frame, RenderContext


class DeckPicture(QObject):
    """mpv's render context of one deck, if it has one. Needs the GL context current, but for `waiting` and `skip`."""

    _updated = Signal()

    def __init__(self, on_update: Callable[["DeckPicture"], None]) -> None:
        super().__init__()
        self.expecting = False
        """A first frame is to be drawn out of sight as soon as it comes."""
        self.primed: Future[None] | None = None
        """Done when that has happened."""
        self._on_update = on_update
        self._context: RenderContext | None = None
        self._ahead: QOpenGLFramebufferObject | None = None
        # Always queued: mpv reports from its own threads and, at first, from this one with its lock held.
        self._updated.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def attach(self, player: mpv.MPV, resolve: Callable[[bytes], int]) -> None:
        """Draw this mpv. Raises what python-mpv makes of mpv's refusal."""
        self._context = RenderContext(player, resolve, self._updated.emit)

    def detach(self) -> None:
        """Stop drawing; the last picture is lost."""
        context, self._context, self._ahead = self._context, None, None
        if context is not None:
            context.free()

    def waiting(self) -> Frame:
        return Frame.NONE if self._context is None else self._context.waiting()

    def draw(self, framebuffer: int, size_px: QSize) -> None:
        """Draw the newest frame; a first frame that was drawn ahead is only copied."""
        ahead, self._ahead = self._ahead, None
        if self._context is None:
            return
        if ahead is not None and ahead.size() == size_px and self.waiting() is Frame.NONE:
            # The stub does not know that None stands for the window.
            QOpenGLFramebufferObject.blitFramebuffer(None, ahead)  # type: ignore[call-overload]
        else:
            self._context.draw(framebuffer, size_px.width(), size_px.height())

    def draw_ahead(self, size_px: QSize) -> None:
        """Draw the newest frame out of sight, so that showing it first means copying it; even scaling takes time."""
        if self._context is None:
            return
        ahead = QOpenGLFramebufferObject(size_px)
        self._context.draw(ahead.handle(), size_px.width(), size_px.height())
        self._context.report_swap()
        if QOpenGLFramebufferObject.hasOpenGLFramebufferBlit():
            self._ahead = ahead

    def skip(self) -> None:
        """Take what waits without drawing it."""
        if self._context is not None:
            self._context.skip()
            self._context.report_swap()

    def report_swap(self) -> None:
        if self._context is not None:
            self._context.report_swap()

    @Slot()
    def _pass_on(self) -> None:
        self._on_update(self)
