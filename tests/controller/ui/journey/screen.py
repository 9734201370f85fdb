"""A real player on loopback, run as `footlight-player` runs it, and what somebody who stands before it can see."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from controller.services.home import home

from footlight_common.clock import Clock, SystemClock
from footlight_common.model.playback import Item, Playlist
from footlight_controller.ui.core_thread import CoreThread
from footlight_player.app import LOGS_FOLDER, serve_player
from footlight_player.core.kiosk import Kiosk, KioskView
from footlight_player.core.memory import Memory
from footlight_player.core.ports import EngineEvent, Shown, Ticket
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.options import EngineName, PlayerOptions
from footlight_player.services.claiming import claim_folder
from footlight_player.services.home import Home
from footlight_player.services.logs.logs import Logs


class WatchedEngine(SimulatedEngine):
    """Knows the name of the item on screen."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.item = ""
        self._names: dict[Ticket, str] = {}

    async def start(self, listener: Callable[[EngineEvent], None]) -> None:
        def hear(event: EngineEvent) -> None:
            if isinstance(event, Shown):
                self.item = self._names[event.ticket]
            listener(event)

        await super().start(hear)

    def prepare(self, ticket: Ticket, item: Item, start_s: float = 0.0) -> None:
        self._names[ticket] = item.name
        super().prepare(ticket, item, start_s)

    def clear(self) -> None:
        self.item = ""
        super().clear()


class Screen:
    """Keeps its directory, so that it comes back as the one it was. Called from the thread of the test."""

    def __init__(
        self, data_dir: Path, name: str, *, area: str = "", plays: Sequence[str] = (), keeps_log: bool = False
    ) -> None:
        """`plays` are names of long items that it plays over and over, as it did before it was switched off.

        With `keeps_log` it hears all that is logged in this process, as if it were alone in it.
        """
        self._keeps_log = keeps_log
        self._clock = SystemClock()
        self._options = PlayerOptions(
            data_dir=data_dir, name=name, area=area, host="127.0.0.1", engine=EngineName.SIMULATED
        )
        self._on: CoreThread | None = None
        self._stop: Callable[[], object] = lambda: None
        self.engine = WatchedEngine(self._clock)
        self.view = KioskView(name="")
        self.starts = 0
        """How often the program has begun."""
        site = home()
        self.id = asyncio.run(claim_folder(data_dir, site.authority(), site.standing, name=name, area=area))
        with closing(Home(data_dir, self._clock)) as kept:
            asyncio.run(_first_life(kept, plays))

    @property
    def address(self) -> str:
        """As it stands on its idle card."""
        return self.view.addresses[0]

    @property
    def shows(self) -> str:
        """Name of the item on screen; empty while it is idle."""
        return self.engine.item

    @property
    def moves(self) -> bool:
        """Whether frames reach the screen."""
        return self.engine.readings().moving

    @property
    def position_s(self) -> float:
        return self.engine.readings().position_s

    @property
    def loudness(self) -> tuple[int, bool]:
        """Level and mute."""
        return self.engine.loudness

    def switch_on(self) -> None:
        """Begin; it listens a moment later."""
        self.view = KioskView(name="")
        self._on = CoreThread(self._live, asyncio.new_event_loop)
        self._on.start()

    def switch_off(self) -> None:
        """End it as a signal does; nothing for one that is off."""
        thread, self._on = self._on, None
        if thread is not None:
            thread.call_soon(lambda: self._stop())
            thread.ended.result(10)
            assert thread.join(5)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Its program stands still, as a stopped process does."""
        go_on = threading.Event()
        assert self._on is not None
        self._on.call_soon(go_on.wait)
        try:
            yield
        finally:
            go_on.set()

    async def _live(self) -> None:
        serving = asyncio.create_task(self._serve())
        self._stop = serving.cancel
        await asyncio.wait([serving])
        if not serving.cancelled():
            serving.result()

    async def _serve(self) -> None:
        again = True
        while again:
            self.starts += 1
            self.engine = WatchedEngine(self._clock)
            with ExitStack() as stack:
                home = stack.enter_context(closing(Home(self._options.data_dir, self._clock)))
                logs = None
                if self._keeps_log:
                    logs = Logs.open(self._options.data_dir / LOGS_FOLDER, self._clock)
                    stack.enter_context(logs.book.attached())
                # Any port the first time, then the one it was found at.
                options = replace(self._options, port=0 if home.identity.port is None else None)
                kiosk = Kiosk(engine=self.engine, show=self._see)
                again = await serve_player(options, home, self._clock, kiosk, logs)

    def _see(self, view: KioskView) -> None:
        self.view = view


async def _first_life(kept: Home, plays: Sequence[str]) -> None:
    if plays:
        items = tuple(Item(uri=f"sim:{play}?duration=600", title=play) for play in plays)
        kept.resume.save(Memory(playlist=Playlist(items=items, loop=True)), to_the_second=True)
    await kept.save()
