"""The listening socket and the TLS handshakes of its callers: few at a time, so that strangers keep nobody out."""

import asyncio
import contextlib
import errno
import logging
import socket
import ssl
from collections.abc import Callable

from footlight_common.errors import CredentialRefused
from footlight_common.ration import Ration, abort
from footlight_common.security import tls

_log = logging.getLogger(__name__)

HANDSHAKE_S = 10.0
# A handshake takes 10 ms of a real caller; whoever is pushed out by so many newer ones was not real, or tries again.
MAX_HANDSHAKES = 64
# Callers without a certificate, in and out of requests. A pairing is not counted.
MAX_STRANGERS = 32
# Time for a request or two. `keep` lifts it.
STRANGER_S = 20.0
# Of a caller who does not answer the goodbye of TLS the connection is cut.
FAREWELL_S = 2.0
# For the turns of the loop in which a connection that was cut goes away.
_CUT_S = 1.0
_BACKLOG = 512
# No more file descriptors, or no memory: others may be closed by then.
_PAUSE_S = 0.2


class Door:
    """Accepts connections on one port and hands them over once TLS stands. `context` is read for each new one."""

    def __init__(self, protocol: Callable[[], asyncio.Protocol], context: Callable[[], ssl.SSLContext]) -> None:
        self._protocol = protocol
        self._context = context
        self._socket: socket.socket | None = None
        self._pause: asyncio.TimerHandle | None = None
        # Oldest first, as a dict keeps the order of insertion.
        self._handshakes: dict[asyncio.Task[None], None] = {}
        self._strangers: dict[asyncio.Transport, asyncio.TimerHandle] = {}
        self._inside: set[Ration] = set()
        self._left = asyncio.Event()

    def open(self, host: str, port: int) -> int:
        """Listen at an address of this machine, at all of both kinds for `::`, and return the port. Raises OSError."""
        both = host == "::" and socket.has_dualstack_ipv6()
        if host == "::" and not both:
            # A kernel without IPv6.
            host = "0.0.0.0"  # noqa: S104 was asked for
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            if both:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.setblocking(False)
            listening.bind((host, port))
            listening.listen(_BACKLOG)
        except BaseException:
            listening.close()
            raise
        self._socket = listening
        self._watch(listening)
        return int(listening.getsockname()[1])

    async def close(self) -> None:
        """Nobody else gets in. May be called again."""
        if self._pause is not None:
            self._pause.cancel()
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
        tasks = [*self._handshakes]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for timer in self._strangers.values():
            timer.cancel()

    async def hang_up(self) -> None:
        """End what is left of all connections: TLS waits for the other side's goodbye."""
        for ration in [*self._inside]:
            ration.cut()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CUT_S):
                while self._inside:
                    self._left.clear()
                    await self._left.wait()

    def _ration(self) -> Ration:
        return Ration(self._protocol(), made=self._inside.add, lost=self._leave)

    def _leave(self, ration: Ration) -> None:
        self._inside.discard(ration)
        self._left.set()

    def keep(self, transport: asyncio.Transport | None) -> None:
        """A caller without a certificate who may stay: its time and number are limited elsewhere."""
        if transport is not None:
            self._forget(transport)
            ration = transport.get_protocol()
            if isinstance(ration, Ration):
                ration.lift()

    def _watch(self, listening: socket.socket) -> None:
        # WORKAROUND for asyncio's `sock_accept`: cancelled in the turn in which somebody calls, it loses the caller's
        # socket and logs an error.
        self._pause = None
        asyncio.get_running_loop().add_reader(listening, self._accept, listening)

    def _accept(self, listening: socket.socket) -> None:
        """Take one caller. Each of a flood comes in a turn of the loop of its own, among all the others."""
        loop = asyncio.get_running_loop()
        try:
            caller, _ = listening.accept()
        except OSError as err:
            if err.errno not in _HUNG_UP:
                loop.remove_reader(listening)
                self._pause = loop.call_later(_PAUSE_S, self._watch, listening)
            return
        caller.setblocking(False)
        if len(self._handshakes) >= MAX_HANDSHAKES:
            oldest = next(iter(self._handshakes))
            del self._handshakes[oldest]
            oldest.cancel()
        task = loop.create_task(self._let_in(caller), name="handshake")
        self._handshakes[task] = None
        task.add_done_callback(lambda done: self._handshakes.pop(done, None))

    async def _let_in(self, caller: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            transport, _ = await loop.connect_accepted_socket(
                self._ration,
                caller,
                ssl=self._context(),
                ssl_handshake_timeout=HANDSHAKE_S,
                ssl_shutdown_timeout=FAREWELL_S,
            )
        except OSError as err:
            _log.debug("a caller did not finish its handshake: %s", err)
            return
        except BaseException:
            caller.close()
            raise
        try:
            known = tls.peer(transport.get_extra_info("ssl_object")) is not None
        except CredentialRefused:
            transport.close()
            return
        if not known:
            self._limit(transport)

    def _limit(self, transport: asyncio.Transport) -> None:
        for gone in [old for old in self._strangers if old.is_closing()]:
            self._forget(gone)
        if len(self._strangers) >= MAX_STRANGERS:
            oldest = next(iter(self._strangers))
            self._forget(oldest)
            abort(oldest)
        loop = asyncio.get_running_loop()
        self._strangers[transport] = loop.call_later(STRANGER_S, self._expire, transport)

    def _expire(self, transport: asyncio.Transport) -> None:
        self._forget(transport)
        abort(transport)

    def _forget(self, transport: asyncio.Transport) -> None:
        timer = self._strangers.pop(transport, None)
        if timer is not None:
            timer.cancel()


_HUNG_UP = frozenset({errno.ECONNABORTED, errno.EINTR, errno.EPROTO, errno.EAGAIN})
