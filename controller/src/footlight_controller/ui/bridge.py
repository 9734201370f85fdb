"""The one crossing between the two threads: changes to Qt, commands to the core."""

import asyncio
import concurrent.futures
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_common.model.audit import DEFAULT_PAGE_ENTRIES, AuditPage
from footlight_common.model.playback import Playlist
from footlight_common.protocol.commands import AnyAction
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.core_thread import CoreThread
from footlight_controller.ui.pace import Pace
from footlight_controller.ui.ports import ControllerPort

log = logging.getLogger(__name__)

T = TypeVar("T")

# More in any second is not seen, and each delivery costs a repaint.
DELIVERIES_PER_S = 30
# So many may follow one another at once, after as many moments in which there was nothing to deliver.
BURST = 5
# To take one over costs the window up to 50 microseconds, and a turn of its loop has to end within a frame.
PLAYERS_A_TURN = 50
# From the end of one part: a timer that ends while others have their turn gets its own in the same one.
TURN_MS = 8
# A Qt thread that stands still must not cost memory for every change of every player.
MAX_PARTS = 500
# Sockets say goodbye and the registry is flushed in this time (stores allow themselves 3 s).
CLOSE_TIMEOUT_S = 4.0


class Bridge(QObject):
    """Owns the core thread and the controller in it. Lives on the Qt thread, under a qasync loop."""

    changed = Signal(object)
    """Merged `Changes`, on the Qt thread. The first of a crowd come at once; DELIVERIES_PER_S in any second.

    One with more than PLAYERS_A_TURN players comes in parts, in turns of the event loop that follow one another.
    """
    failed = Signal(str)
    """The core ended although nobody closed it; why. The program cannot go on."""

    _pending_waits = Signal()

    def __init__(
        self,
        make_controller: Callable[[], ControllerPort],
        loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_controller = make_controller
        self._core = CoreThread(self._live, loop_factory)
        self._controller: ControllerPort | None = None
        self._ready: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._closing = False
        self._stop = asyncio.Event()
        self._living: asyncio.Task[None] | None = None
        self._lock = threading.Lock()
        self._pending: list[Changes] = []
        self._undelivered: list[Changes] = []
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(TURN_MS)
        self._turn.timeout.connect(self._deliver_part)
        self._woken = False
        self._pace = Pace(DELIVERIES_PER_S, BURST)
        self._pending_waits.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    async def start(self) -> None:
        """Start the thread and the controller. Raises what the controller raised when it could not start. Once."""
        self._core.start()
        # Shielded: whoever stops waiting must not cancel what the core is going to answer.
        ready = asyncio.wrap_future(self._ready)
        # Nor does it matter then how the start ended.
        ready.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.shield(ready)
        loop = asyncio.get_running_loop()
        self._core.ended.add_done_callback(lambda ended: loop.call_soon_threadsafe(self._ended, ended))

    async def call(self, request: Callable[[ControllerPort], Coroutine[Any, Any, T]]) -> T:
        """Run `request` on the core thread and return or raise here what it returned or raised there."""
        controller = self._controller
        if controller is None or self._closing or not self._core.running:
            msg = "Footlight is closing and takes no commands any more."
            raise FootlightError(msg)
        return await asyncio.wrap_future(self._core.submit(request(controller)))

    async def command(self, player_id: str, action: AnyAction) -> None:
        """`Controller.command`, from the Qt thread."""
        await self.call(lambda controller: controller.command(player_id, action))

    async def add(self, address: Address) -> PlayerView:
        """`Controller.add`, from the Qt thread."""
        return await self.call(lambda controller: controller.add(address))

    async def pair(
        self, address: Address, code: PairingCode, *, name: str = "", area: str = "", player_id: str = ""
    ) -> PlayerView:
        """`Controller.pair`, from the Qt thread."""
        return await self.call(
            lambda controller: controller.pair(address, code, name=name, area=area, player_id=player_id)
        )

    async def unpair(self, player_id: str) -> None:
        """`Controller.unpair`, from the Qt thread."""
        await self.call(lambda controller: controller.unpair(player_id))

    async def replace(self, old_id: str, address: Address, code: PairingCode) -> PlayerView:
        """`Controller.replace`, from the Qt thread."""
        return await self.call(lambda controller: controller.replace(old_id, address, code))

    async def remove(self, *player_ids: str) -> None:
        """`Controller.remove`, from the Qt thread."""
        await self.call(lambda controller: controller.remove(*player_ids))

    async def screenshot(self, player_id: str, width_px: int, kind: str = "jpeg") -> bytes:
        """`Controller.screenshot`, from the Qt thread."""
        return await self.call(lambda controller: controller.screenshot(player_id, width_px, kind))

    async def playlist(self, player_id: str) -> Playlist:
        """`Controller.playlist`, from the Qt thread."""
        return await self.call(lambda controller: controller.playlist(player_id))

    async def adopt(self, player_id: str) -> PlayerView:
        """`Controller.adopt`, from the Qt thread."""
        return await self.call(lambda controller: controller.finds.adopt(player_id))

    async def ignore(self, player_id: str) -> None:
        """`Controller.ignore`, from the Qt thread."""
        await self.call(lambda controller: controller.finds.ignore(player_id))

    async def unignore(self, player_id: str) -> None:
        """`Controller.unignore`, from the Qt thread."""
        await self.call(lambda controller: controller.finds.unignore(player_id))

    async def identify_discovered(self, player_id: str) -> None:
        """`Controller.identify_discovered`, from the Qt thread."""
        await self.call(lambda controller: controller.finds.identify(player_id))

    async def set_automatic(self, on: bool) -> None:
        """`Controller.set_automatic`, from the Qt thread."""
        await self.call(lambda controller: controller.finds.set_automatic(on))

    async def audit(
        self,
        player_id: str,
        *,
        before: int | None = None,
        limit: int = DEFAULT_PAGE_ENTRIES,
        member: str = "",
        command: str = "",
    ) -> AuditPage:
        """`Controller.audit`, from the Qt thread."""
        return await self.call(
            lambda controller: controller.audit(player_id, before=before, limit=limit, member=member, command=command)
        )

    async def seen(self) -> dict[str, float]:
        """`Controller.seen`, from the Qt thread."""
        return await self.call(lambda controller: controller.seen())

    async def look_at(self, *player_ids: str) -> None:
        """`Controller.look_at`, from the Qt thread."""
        await self.call(lambda controller: controller.look_at(*player_ids))

    async def close(self) -> None:
        """Close the controller and end the thread, within CLOSE_TIMEOUT_S; commands under way are cancelled."""
        self._closing = True
        if not self._core.running:
            return
        self._core.call_soon(self._end)
        ended = asyncio.wrap_future(self._core.ended)
        await asyncio.wait([ended], timeout=CLOSE_TIMEOUT_S + 1.0)
        if not ended.done():
            log.warning("the core did not end within %.0f s and is left behind", CLOSE_TIMEOUT_S + 1.0)
            return
        if (err := ended.exception()) is not None:
            log.error("the core broke while it closed", exc_info=err)
        self._core.join(1.0)

    def _end(self) -> None:
        if self._controller is None and self._living is not None:
            # It may be waiting for something that takes long to start.
            self._living.cancel()
        self._stop.set()

    async def _live(self) -> None:
        self._living = asyncio.current_task()
        controller = None
        try:
            controller = self._make_controller()
            await controller.start()
            unsubscribe = controller.subscribe(self._take)
        except BaseException as err:  # noqa: BLE001 - raised by start(), in the other thread
            self._ready.set_exception(err)
            if controller is not None:
                await self._let_go(controller)
            return
        self._controller = controller
        self._ready.set_result(None)
        try:
            await self._stop.wait()
        finally:
            unsubscribe()
            await self._let_go(controller)

    async def _let_go(self, controller: ControllerPort) -> None:
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await controller.close()
        except TimeoutError:
            log.warning("the controller did not close within %.0f s", CLOSE_TIMEOUT_S)

    def _take(self, changes: Changes) -> None:
        """Core thread. One wake-up at most is under way; a Qt thread that is busy finds everything merged."""
        with self._lock:
            self._pending.append(changes)
            if len(self._pending) >= MAX_PARTS:
                self._pending = [Changes.merged(self._pending)]
            if self._woken:
                return
            self._woken = True
            wait_s = self._pace.wait_s(time.monotonic())
        if not wait_s:
            self._pending_waits.emit()
        else:
            asyncio.get_running_loop().call_later(wait_s, self._pending_waits.emit)

    def _deliver(self) -> None:
        with self._lock:
            parts, self._pending = self._pending, []
            self._woken = False
            self._pace.spend(time.monotonic())
        self._undelivered += parts
        if not self._turn.isActive():
            self._deliver_part()

    def _deliver_part(self) -> None:
        """A few players, and the next few in a turn of their own."""
        if not self._undelivered or self._closing:
            return
        waiting = self._undelivered
        whole = waiting[0] if len(waiting) == 1 else Changes.merged(waiting)
        part, rest = whole.split(PLAYERS_A_TURN)
        self._undelivered = [rest] if rest else []
        self.changed.emit(part)
        if rest:
            self._turn.start()

    def _ended(self, ended: "concurrent.futures.Future[None]") -> None:
        if self._closing:
            return
        log.error("the core ended by itself", exc_info=ended.exception())
        self.failed.emit(
            self.tr(
                "The part of Footlight that talks to the players has ended. Start Footlight again; the log says why."
            )
        )
