"""The desktop app: starts the two threads, shows the window, and takes everything down again."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from footlight_common.clock import Clock, SystemClock
from footlight_common.errors import DirectoryInUse, FootlightError
from footlight_controller.services.holder import holder_of
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.collector import QtCollector
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.display import NO_DISPLAY, ends_without_display, has_display
from footlight_controller.ui.doorbell import Doorbell, ring
from footlight_controller.ui.fitting import open_at
from footlight_controller.ui.gallery import SIZE, Gallery
from footlight_controller.ui.language import speak
from footlight_controller.ui.ports import ControllerPort
from footlight_controller.ui.settings.preferences import Preferences
from footlight_controller.ui.shell.notebook import Notebook
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Appearance, Theme
from footlight_controller.ui.window import MainWindow
from footlight_controller.ui.words import sentence

log = logging.getLogger(__name__)

FIRST_SIZE = (1280, 800)
# Later than this a start that takes long looks like none.
BLANK_S = 1.0
# For so long the core thread may keep the window waiting for the interpreter; Python's own 5 ms add up within a frame.
SWITCH_S = 0.001
# Beside the settings.
_NOTES = "notifications.json"


def run_desktop(
    make_controller: Callable[[], ControllerPort],
    *,
    loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    screenshot: Path | None = None,
    run_seconds: float | None = None,
    size: tuple[int, int] | None = None,
    appearance: Appearance | None = None,
    settings_file: Path | None = None,
    clock: Clock | None = None,
) -> int:
    """Run until the window is closed, SIGINT or SIGTERM; the exit code. Main thread.

    Where a window runs already for the directory of `settings_file`, that one comes to the front, and 0 is returned.
    `make_controller` is called on the core thread, whose loop comes from `loop_factory`. After `run_seconds` the window
    is drawn into `screenshot` (PNG) and closed. `size` in pixels and `appearance` override what `settings_file`
    remembers; without that file nothing is kept.
    """
    app = application()
    if app is None:
        return 1
    data_dir = settings_file.parent if settings_file is not None and run_seconds is None else None
    if data_dir is not None and ring(data_dir):
        return 0
    # The loop has to outlive the window: links say goodbye after it is gone.
    app.setQuitOnLastWindowClosed(False)
    sys.setswitchinterval(SWITCH_S)
    clock = clock or SystemClock()
    preferences = Preferences(settings_file)
    notebook = Notebook(clock, settings_file.with_name(_NOTES) if settings_file else None)
    tasks = Tasks()
    bridge = Bridge(make_controller, loop_factory)
    window = MainWindow(
        Theme(app, appearance or preferences.appearance),
        clock,
        Commander(bridge, tasks),
        tasks,
        Newcomers(bridge, tasks),
        bridge,
        preferences=preferences,
        notebook=notebook,
    )
    if size:
        window.resize(*size)
    else:
        open_at(window, QSize(*FIRST_SIZE), preferences.geometry)
    window.page.restore_arranging(preferences.arranging)
    with QtCollector(), asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        exit_code = runner.run(_Desktop(bridge, window, tasks, data_dir).run(run_seconds, screenshot))
    geometry = None if size else window.saveGeometry()
    preferences.keep_window(geometry, window.frame.open_key, window.page.arranging_state())
    notebook.flush()
    window.tray.hide()
    # While the application still stands: widgets that outlive it take the interpreter down with a segmentation fault.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return exit_code


def run_gallery() -> int:
    """The parts of the design in every state, until that window is closed; the exit code. Main thread."""
    app = application()
    if app is None:
        return 1
    # Python gets no word in while Qt runs by itself.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gallery = Gallery(Theme(app))
    open_at(gallery, QSize(*SIZE))
    gallery.show()
    exit_code = app.exec()
    gallery.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return exit_code


def application() -> QApplication | None:
    """The one QApplication; None after saying on stderr why there can be none."""
    if not has_display(os.environ):
        sys.stderr.write(f"footlight: {NO_DISPLAY}\n")
        return None
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        with ends_without_display():
            app = QApplication(sys.argv[:1])
        speak(app)
    app.setApplicationName("Footlight")
    app.setDesktopFileName("footlight")
    return app


class _Desktop:
    def __init__(self, bridge: Bridge, window: MainWindow, tasks: Tasks, data_dir: Path | None) -> None:
        self._bridge = bridge
        self._window = window
        self._tasks = tasks
        self._data_dir = data_dir
        self._doorbell = Doorbell(window)
        self._over = asyncio.Event()
        self._exit_code = 0
        self._box: QMessageBox | None = None

    async def run(self, run_seconds: float | None, screenshot: Path | None) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._over.set)
        self._window.closing.connect(self._over.set)
        self._doorbell.rung.connect(self._window.bring_up)
        self._bridge.changed.connect(self._window.show_changes)
        self._bridge.failed.connect(self._fail)
        self._tasks.start(self._start())
        try:
            async with asyncio.timeout(run_seconds):
                await self._over.wait()
        except TimeoutError:
            self._draw_into(screenshot)
        finally:
            self._doorbell.close()
            self._window.hide()
            if self._box is not None:
                self._box.close()
                self._box.deleteLater()
            await self._tasks.close()
            await self._bridge.close()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)
        return self._exit_code

    async def _start(self) -> None:
        # An error is told without an empty window behind it.
        late = asyncio.get_running_loop().call_later(BLANK_S, self._window.show)
        try:
            await self._bridge.start()
            if self._data_dir is not None and not self._doorbell.listen(self._data_dir):
                log.warning("a second start cannot bring this window to the front; it says so instead")
            if self._window.preferences.automatic:
                await self._bridge.set_automatic(True)
            self._window.show()
        except DirectoryInUse as err:
            self._fail(self._why_in_use() or str(err))
        except FootlightError as err:
            self._fail(str(err))
        except Exception:
            self._fail(QCoreApplication.translate("Desktop", "Footlight could not start; the log says why."))
            raise
        finally:
            late.cancel()

    def _why_in_use(self) -> str:
        if self._data_dir is None:
            return ""
        who = holder_of(self._data_dir) or QCoreApplication.translate("Desktop", "another program")
        return QCoreApplication.translate(
            "Desktop",
            "What Footlight keeps in {folder} is in use by {who}, which does not answer. End that program and start"
            " Footlight again, or start it with --data-dir and another folder.",
        ).format(folder=self._data_dir, who=who)

    def _fail(self, why: str) -> None:
        """Say why it cannot go on; the program ends when that is read."""
        log.error("%s", why)
        self._exit_code = 1
        box = QMessageBox(QMessageBox.Icon.Critical, "Footlight", sentence(why))
        box.setWindowIcon(self._window.windowIcon())
        if self._window.isVisible():
            box.setParent(self._window, box.windowFlags())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.finished.connect(self._over.set)
        self._box = box
        box.open()

    def _draw_into(self, screenshot: Path | None) -> None:
        if screenshot is not None and not self._window.grab().save(str(screenshot)):
            log.error("could not write %s: is its directory there, and does the name end in .png?", screenshot)
            self._exit_code = 1
