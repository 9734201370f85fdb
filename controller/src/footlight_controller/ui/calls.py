"""The part of the bridge that carries any request to the core."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from footlight_controller.ui.ports import ControllerPort

T = TypeVar("T")


class Calls(Protocol):
    """Qt thread, under a running loop."""

    async def call(self, request: Callable[[ControllerPort], Coroutine[Any, Any, T]]) -> T:
        """Have it done on the core thread; returns or raises here what it did there."""
        ...
