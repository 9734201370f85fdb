"""How much a caller without a certificate may send: a stranger's bytes fill no memory."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import cast

# A request or two, and the first message of a pairing with its upgrade. `lift` ends it.
STRANGER_BYTES = 16 * 1024


class Ration(asyncio.Protocol):
    """Stands before the protocol of one connection over TLS, and cuts it when a stranger sends too much."""

    def __init__(
        self,
        inner: asyncio.Protocol,
        *,
        made: Callable[["Ration"], None] = lambda _: None,
        lost: Callable[["Ration"], None] = lambda _: None,
    ) -> None:
        """`made` and `lost` hear of the connection's beginning and end."""
        self._inner = inner
        self._made = made
        self._lost = lost
        self._transport: asyncio.Transport | None = None
        self._below: object = None
        self._left_bytes: int | None = STRANGER_BYTES

    def lift(self) -> None:
        """What comes from now on is limited elsewhere."""
        self._left_bytes = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        secured = transport.get_extra_info("ssl_object")
        if secured is not None and secured.getpeercert(True) is not None:
            self.lift()
        # uvloop's is one by its methods alone.
        self._transport = cast("asyncio.Transport", transport)
        self._below = getattr(getattr(transport, "_ssl_protocol", None), "_transport", None)
        self._made(self)
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._left_bytes is not None:
            self._left_bytes -= len(data)
            if self._left_bytes < 0:
                if self._transport is not None:
                    abort(self._transport)
                return
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def cut(self) -> None:
        """End the connection without waiting for anything."""
        if self._transport is None:
            return
        abort(self._transport)
        if isinstance(self._below, asyncio.Transport):
            # WORKAROUND for asyncio's sslproto: a TLS transport that was closed twice, as aiohttp does, has let go of
            # its protocol, and its `abort` does nothing.
            self._below.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost(self)
        self._inner.connection_lost(exc)


def abort(transport: asyncio.Transport) -> None:
    """End a connection at once."""
    # WORKAROUND for the sslproto of Python before 3.11.3: `abort` fails for a transport that was closed twice.
    with contextlib.suppress(AttributeError):
        transport.abort()
