"""The kiosk program: the window on the Qt thread, the core on its own, and one orderly end of both."""

import asyncio
import contextlib
import locale
import logging
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import qasync
from PySide6.QtCore import QObject, Qt, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from footlight_player.core.kiosk import Kiosk, KioskView
from footlight_player.engine.mpv_engine import MpvEngine
from footlight_player.ui.core_thread import CoreThread
from footlight_player.ui.display import NO_DISPLAY, environment_for_qt, has_display, log_qt_message
from footlight_player.ui.grabber import KioskCamera
from footlight_player.ui.window import KioskWindow

logger = logging.getLogger(__name__)

Serve = Callable[[Kiosk], Coroutine[Any, Any, None]]

# To say goodbye and flush the stores.
SERVE_DEADLINE_S = 5.0
# On top of that: two decks, each of which is given 3 s to end.
CORE_DEADLINE_S = SERVE_DEADLINE_S + 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowMode:
    """How the kiosk stands on the display."""

    fullscreen: bool = False
    size: tuple[int, int] = (1280, 720)
    """Width and height in device independent pixels, unless full screen."""


class Bridge(QObject):
    """Carries what to show from the core thread to the window; of several waiting views only the last arrives."""

    _changed = Signal()

    def __init__(self, take: Callable[[KioskView], None]) -> None:
        super().__init__()
        self._take = take
        self._lock = threading.Lock()
        self._view: KioskView | None = None
        self._changed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def show(self, view: KioskView) -> None:
        """On any thread."""
        with self._lock:
            waiting, self._view = self._view is not None, view
        if not waiting:
            self._changed.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            view, self._view = self._view, None
        if view is not None:
            self._take(view)


def run_kiosk(serve: Serve, *, window: WindowMode) -> int:
    """Show the window and run `serve` until SIGTERM, SIGINT or the closing of the window; on the main thread.

    `serve` runs on the core thread. It is ended by cancelling it, and the engine is closed after it. Returns the exit
    code of the process: 0 when it was asked to end or `serve` returned, 1 when `serve` or the engine failed or there is
    no display.
    """
    if not has_display(os.environ):
        logger.critical(NO_DISPLAY)
        return 1
    os.environ.update(environment_for_qt(os.environ))
    before = qInstallMessageHandler(log_qt_message)
    try:
        app = QGuiApplication.instance() or QGuiApplication(["footlight-player"])
        app.setApplicationName("footlight-player")
        # mpv reads and writes numbers with a point; QGuiApplication has just set the locale of the user.
        locale.setlocale(locale.LC_NUMERIC, "C")
        with qasync.QEventLoop(app) as loop:
            return int(loop.run_until_complete(_run(serve, window)))
    finally:
        qInstallMessageHandler(before)


async def _run(serve: Serve, mode: WindowMode) -> int:
    view = KioskWindow()
    bridge = Bridge(view.set_view)
    display, camera = _display(view), KioskCamera(view.grab)

    def main() -> Coroutine[Any, Any, None]:
        engine = MpvEngine(view)
        return _core(serve, engine, Kiosk(engine=engine, show=bridge.show, camera=camera, display=display))

    core = CoreThread(main)
    asked_to_end = asyncio.Event()
    view.closing.connect(asked_to_end.set)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_end.set)
    if mode.fullscreen:
        _fill(view)
        view.showFullScreen()
    else:
        view.resize(*mode.size)
        view.show()
    core.start()
    core_done = asyncio.wrap_future(core.done)
    asked = asyncio.create_task(asked_to_end.wait())
    first: tuple[asyncio.Future[Any], ...] = (core_done, asked)
    await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    core.cancel()
    await asyncio.wait({core_done}, timeout=CORE_DEADLINE_S)
    if not core_done.done():
        # Its threads may hold what tearing down would need.
        logger.critical("The core did not end within %.0f s; the process is ended without it.", CORE_DEADLINE_S)
        logging.shutdown()
        os._exit(1)
    view.free()
    view.destroy()
    error = core_done.exception()
    if error is not None:
        logger.critical("The player failed and ends: %s", error, exc_info=error)
        return 1
    return 0


def _fill(view: KioskWindow) -> None:
    """Be as large as the screen, now and when that changes.

    A window manager would see to that; a kiosk often has none.
    """
    screen = view.screen()
    screen.geometryChanged.connect(view.setGeometry)
    view.setGeometry(screen.geometry())


async def _core(serve: Serve, engine: MpvEngine, kiosk: Kiosk) -> None:
    serving = asyncio.create_task(serve(kiosk), name="serve")
    guarding = asyncio.create_task(engine.until_broken(), name="guard")
    # Cancelled is how it is told to end; what matters then is how the two tasks took it.
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait({serving, guarding}, return_when=asyncio.FIRST_COMPLETED)
    guarding.cancel()
    serving.cancel()
    try:
        await asyncio.wait({serving, guarding}, timeout=SERVE_DEADLINE_S)
    finally:
        await engine.close()
    if not serving.done():
        msg = f"the core was told to end and did not within {SERVE_DEADLINE_S:.0f} s"
        raise TimeoutError(msg)
    for task in (serving, guarding):
        if not task.cancelled():
            task.result()


def _display(window: KioskWindow) -> str:
    """As in `HostFacts.display`."""
    screen = window.screen()
    size = screen.size() * screen.devicePixelRatio()
    return f"{size.width()}x{size.height()}@{screen.refreshRate():.0f}"
