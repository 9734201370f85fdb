"""Tells whoever listens what is new: once for all that happens in one turn of the loop."""

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

from footlight_controller.core.changes import Changes
from footlight_controller.core.fleet import Fleet

_log = logging.getLogger(__name__)

Sink = Callable[[Changes], None]
T = TypeVar("T")


class Deliveries:
    """From a fleet to its listeners. Used on the core thread."""

    def __init__(self, fleet: Fleet, prepare: Callable[[], None]) -> None:
        """`prepare` brings the fleet up to date before each delivery."""
        self._fleet = fleet
        self._prepare = prepare
        self._sinks: dict[object, Sink] = {}
        self._scheduled = False

    def subscribe(self, sink: Sink) -> Callable[[], None]:
        """Have `sink` called at once with everybody, and then with every change. Returns what ends it."""
        self._deliver()
        key = object()
        self._sinks[key] = sink
        sink(self._fleet.everybody())
        return lambda: self._sinks.pop(key, None) and None

    async def wait_until(self, found: Callable[[], T | None], timeout_s: float) -> T | None:
        """What `found` returns as soon as it is not None, asked again at every change; None after `timeout_s`."""
        changed = asyncio.Event()
        unsubscribe = self.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(timeout_s):
                while (answer := found()) is None:
                    changed.clear()
                    await changed.wait()
                return answer
        except TimeoutError:
            return None
        finally:
            unsubscribe()

    def schedule(self) -> None:
        """Something is new."""
        # One delivery for what belongs together, such as a snapshot and the link it completes.
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._deliver)

    def end(self) -> None:
        """Tell nobody anything any more."""
        self._sinks.clear()

    def _deliver(self) -> None:
        self._scheduled = False
        self._prepare()
        changes = self._fleet.take()
        if changes is None:
            return
        for sink in list(self._sinks.values()):
            try:
                sink(changes)
            except Exception:  # noqa: BLE001  whatever it is, it is its own affair
                _log.exception("a listener failed; the others are told all the same")
