"""The one window of the kiosk: draws the deck in front, swaps decks in one frame, and lays the overlay over it."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import mpv
from PySide6.QtCore import QDateTime, QLocale, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QKeySequence, QSurfaceFormat
from PySide6.QtOpenGL import QOpenGLWindow

from footlight_common.errors import FootlightError
from footlight_player.core.kiosk import KioskView
from footlight_player.engine.render import Frame
from footlight_player.ui.gl_layer import GlLayer
from footlight_player.ui.grabber import Grabber
from footlight_player.ui.overlay import PRODUCT, paint_identify, paint_idle, paint_notice
from footlight_player.ui.pairing_card import paint_pairing, pairing_line
from footlight_player.ui.picture import DeckPicture

# A display that gives no OpenGL in this time gives none.
GL_DEADLINE_MS = 10_000
# mpv waits 200 ms for somebody to take a frame; then it says nothing more of it, but keeps it.
GIVEN_UP_MS = 250
# Longer than a frame of anything that moves.
GRAB_PATIENCE_MS = 100

_GL_COLOR_BUFFER_BIT = 0x4000


def surface_format() -> QSurfaceFormat:
    """Two plain colour buffers, swapped with the display."""
    wanted = QSurfaceFormat.defaultFormat()
    wanted.setSwapBehavior(QSurfaceFormat.SwapBehavior.DoubleBuffer)
    wanted.setSwapInterval(1)
    wanted.setDepthBufferSize(0)
    wanted.setStencilBufferSize(0)
    return wanted


@dataclass(frozen=True, slots=True)
class _Cut:
    """A deck was put in front; its first frame is not on screen yet."""

    reached: Future[float | None]
    last_frame_s: float | None


class KioskWindow(QOpenGLWindow):
    """Implements `engine.screen.Screen`: those methods may be called on any thread, all others on the Qt thread.

    QOpenGLWindow, because it swaps buffers outside of Python: QOpenGLContext.swapBuffers keeps the interpreter lock
    while it waits for the display, up to 16 ms per frame in which the core thread would stand still.
    """

    closing = Signal()
    """Somebody wants the window gone. It stays until it is destroyed."""
    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(QOpenGLWindow.UpdateBehavior.NoPartialUpdate)
        self.setFormat(surface_format())
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setTitle(PRODUCT)
        self._pictures = tuple(DeckPicture(self._on_update) for _ in range(2))
        self._front: DeckPicture | None = None
        self._cut: _Cut | None = None
        self._drawn: DeckPicture | None = None
        self._drew_new_frame = False
        self._due_s = 0.0
        self._swapped_s: float | None = None
        self._presented_frames = 0
        self._view: KioskView | None = None
        self._layer = GlLayer()
        self._grabber = Grabber()
        self._painted: tuple[object, ...] = ()
        self._usable = False
        self._waiting: list[tuple[Future[None], Callable[[], None]]] = []
        self._clock = QTimer(self, singleShot=True)
        self._clock.timeout.connect(self._paint_overlay)
        self._asked.connect(self._do, Qt.ConnectionType.QueuedConnection)
        self.frameSwapped.connect(self._on_swapped)
        QTimer.singleShot(GL_DEADLINE_MS, self, self._give_up_waiting)

    # Screen, from any thread

    @property
    def presented_frames(self) -> int:
        return self._presented_frames

    @property
    def last_frame_s(self) -> float:
        return self._due_s

    def attach(self, deck: int, player: mpv.MPV) -> Future[None]:
        return self._with_gl(lambda: self._pictures[deck].attach(player, self._resolve))

    def detach(self, deck: int) -> Future[None]:
        return self._with_gl(self._pictures[deck].detach)

    def prime(self, deck: int) -> Future[None]:
        future: Future[None] = _promise()
        self._asked.emit(lambda: self._prime(self._pictures[deck], future))
        return future

    def cut(self, deck: int, *, standing: bool) -> Future[float | None]:
        future: Future[float | None] = _promise()
        asked_s = time.monotonic()
        self._asked.emit(lambda: self._cut_to(self._pictures[deck], future, asked_s if standing else None))
        return future

    def grab(self, width_px: int) -> Future[QImage]:
        """What is presented next, scaled down to this width; never done while the window is not shown."""
        future: Future[QImage] = _promise()
        self._asked.emit(lambda: self._grab(width_px, future))
        return future

    def turn(self) -> Future[None]:
        future: Future[None] = _promise()
        self._asked.emit(lambda: future.set_result(None))
        return future

    def blank(self) -> None:
        self._asked.emit(self._blank)

    # From the Qt thread

    def set_view(self, view: KioskView) -> None:
        """Say this from now on."""
        if view != self._view:
            self._view = view
            self.setTitle(f"{view.name} - {PRODUCT}" if view.name else PRODUCT)
            self._paint_overlay()

    def free(self) -> None:
        """Give back what the graphics processor holds. Both decks are detached by then."""
        self._clock.stop()
        if self._usable:
            self.makeCurrent()
            self._layer.free()
            self._grabber.free()
            self.doneCurrent()
        self._usable = False

    # Qt

    def initializeGL(self) -> None:
        self._usable = True
        # The first copy takes longest: let it be of a frame in which nothing moves yet.
        self._grabber.ask(self._size_px().width() // 2, _promise())
        waiting, self._waiting = self._waiting, []
        for future, work in waiting:
            _carry_out(future, work)

    def paintGL(self) -> None:
        framebuffer, size = self.defaultFramebufferObject(), self._size_px()
        picture = self._drawn = self._front
        if picture is None:
            gl = self.context().functions()
            gl.glClearColor(0.0, 0.0, 0.0, 1.0)
            gl.glClear(_GL_COLOR_BUFFER_BIT)
        else:
            self._drew_new_frame = picture.waiting() is Frame.NEW
            picture.draw(framebuffer, size)
        if not self._layer.empty:
            self._layer.draw(self.context(), framebuffer, size.width(), size.height())
        self._grabber.copy(size)

    def resizeGL(self, _width: int, _height: int) -> None:
        self._paint_overlay()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closing.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        full_screen = bool(self.windowStates() & Qt.WindowState.WindowFullScreen)
        # A stray key press must not end the show; in a window on somebody's desk Escape is what one expects.
        if event.matches(QKeySequence.StandardKey.Quit) or (event.key() == Qt.Key.Key_Escape and not full_screen):
            self.closing.emit()

    # Decks

    def _on_update(self, picture: DeckPicture) -> None:
        frame = picture.waiting()
        if picture.expecting:
            self._draw_unseen(picture, frame)
            return
        if picture is not self._front or frame is Frame.OLD:
            # An old frame once more would keep the cut after the last frame waiting.
            picture.skip()
            return
        # Even if nothing waits: mpv gives up on a frame that nobody takes within 200 ms, but keeps it.
        self.update()
        if frame is Frame.NEW:
            self._due_s = time.monotonic()

    def _prime(self, picture: DeckPicture, future: Future[None]) -> None:
        if picture.waiting() is not Frame.NONE:
            picture.skip()
        picture.expecting, picture.primed = True, future

    def _draw_unseen(self, picture: DeckPicture, frame: Frame) -> None:
        if frame is Frame.NONE:
            # mpv also reports what is no frame. Or it was one that this thread was too late for.
            future = picture.primed
            QTimer.singleShot(GIVEN_UP_MS, self, lambda: _complete(picture, future))
            return
        if self.isExposed():
            self.makeCurrent()
            picture.draw_ahead(self._size_px())
            self.doneCurrent()
        else:
            picture.skip()
        _complete(picture, picture.primed)

    def _cut_to(self, picture: DeckPicture, reached: Future[float | None], standing_since_s: float | None) -> None:
        last_frame_s = self._swapped_s if standing_since_s is None else standing_since_s
        self._cut = _Cut(reached, None if self._front is None else last_frame_s)
        covered = self._front is None
        picture.expecting = False
        self._front, self._due_s = picture, time.monotonic()
        if covered:
            self._paint_overlay()
        self.update()

    def _blank(self) -> None:
        cut, self._cut = self._cut, None
        if cut is not None:
            cut.reached.set_result(None)
        self._front = None
        self._paint_overlay()
        self.update()

    @Slot()
    def _on_swapped(self) -> None:
        if self._grabber.waiting:
            self._asked.emit(self._read_grab)
        picture, self._drawn = self._drawn, None
        if picture is None:
            return
        picture.report_swap()
        cut = self._cut
        if not self._drew_new_frame and cut is None:
            return
        self._drew_new_frame = False
        self._presented_frames += 1
        now_s = self._swapped_s = time.monotonic()
        if cut is not None:
            self._cut = None
            cut.reached.set_result(None if cut.last_frame_s is None else 1000 * (now_s - cut.last_frame_s))

    def _grab(self, width_px: int, future: Future[QImage]) -> None:
        self._grabber.ask(width_px, future)
        # What plays paints by itself soon; painting once more in between would cost it a frame.
        QTimer.singleShot(GRAB_PATIENCE_MS, self, self._paint_for_grab)

    def _paint_for_grab(self) -> None:
        if self._grabber.asked:
            self.update()

    def _read_grab(self) -> None:
        self.makeCurrent()
        self._grabber.read()
        self.doneCurrent()

    # Overlay

    @Slot()
    def _paint_overlay(self) -> None:
        view, size = self._view, self._size_px()
        if view is None or size.isEmpty():
            return
        idle = view.idle or self._front is None
        now = QDateTime.currentDateTime()
        clock = QLocale.system().toString(now.time(), QLocale.FormatType.ShortFormat) if idle else ""
        wanted = (view, size.toTuple(), idle, clock)
        if idle and not view.identifying:
            self._clock.start(60_000 - now.time().second() * 1000 - now.time().msec())
        else:
            self._clock.stop()
        if wanted == self._painted:
            return
        self._painted = wanted
        if view.identifying:
            self._layer.set_image(paint_identify(view, size))
        elif idle:
            paint = paint_idle if view.claimed else paint_pairing
            self._layer.set_image(paint(view, size, clock, now.time().minute()))
        elif notice := view.notice or pairing_line(view):
            strip = paint_notice(notice, size)
            left, rise = (size.width() - strip.width()) // 2, round(strip.height() * 1.5)
            self._layer.set_image(strip, QPoint(left, size.height() - rise))
        else:
            self._layer.set_image(None)
        self.update()

    # GL

    def _with_gl(self, work: Callable[[], None]) -> Future[None]:
        future: Future[None] = _promise()
        self._asked.emit(lambda: self._carry_out_with_gl(future, work))
        return future

    def _carry_out_with_gl(self, future: Future[None], work: Callable[[], None]) -> None:
        if not self._usable:
            self._waiting.append((future, work))
            return
        self.makeCurrent()
        _carry_out(future, work)
        self.doneCurrent()

    @Slot()
    def _give_up_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future, _ in waiting:
            msg = "This display gives no OpenGL. Install its driver (Mesa: libgl1-mesa-dri, libegl1) and start again."
            future.set_exception(FootlightError(msg))

    def _resolve(self, name: bytes) -> int:
        return int(self.context().getProcAddress(name) or 0)

    def _size_px(self) -> QSize:
        return self.size() * self.devicePixelRatio()

    @Slot(object)
    def _do(self, work: Callable[[], None]) -> None:
        work()


def _complete(picture: DeckPicture, future: Future[None] | None) -> None:
    """Unless that has happened, or another one is waited for by now."""
    if future is not None and picture.primed is future:
        picture.primed = None
        future.set_result(None)


def _promise() -> Future[Any]:
    future: Future[Any] = Future()
    # From here on whoever waits for it cannot cancel it, only stop waiting.
    future.set_running_or_notify_cancel()
    return future


def _carry_out(future: Future[None], work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
        future.set_exception(error)
    else:
        future.set_result(None)
