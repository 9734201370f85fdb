"""The port on which this controller waits for new members: TLS, one path, and few strangers at a time."""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import WSCloseCode, WSMsgType, hdrs, web
from aiohttp.typedefs import Handler

from footlight_common.door import Door
from footlight_common.errors import ListenError, PairingFailed
from footlight_common.http_log import HTTP_LOG
from footlight_common.security import tls
from footlight_common.security.authority import self_signed
from footlight_common.security.certificates import Kind
from footlight_common.security.keys import TLSKey

JOIN_PATH = "/join"
JOIN_SUBPROTOCOL = "footlight.join.v1"
# Where it listens unless something else does; beside the port of players.
JOIN_PORT = 8471
# The largest thing a new member says is its name and public key.
_MAX_FRAME_BYTES = 4096
_CLOSE_S = 1.0
_SHUTDOWN_S = 0.5


class HungUp(Exception):
    """The other side closed the connection, with a reason or without."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class Caller:
    """Who called, and may be anybody."""

    def __init__(self, socket: web.WebSocketResponse, keep: Callable[[], None]) -> None:
        self._socket = socket
        self.keep = keep
        """Says that its time is limited elsewhere from now on."""

    async def say(self, data: bytes) -> None:
        """Raises HungUp."""
        try:
            await self._socket.send_str(data.decode())
        except ConnectionError as err:
            raise HungUp from err

    async def hear(self, deadline_s: float) -> bytes:
        """The next message. Raises HungUp, and PairingFailed for what is none or does not come in time."""
        try:
            async with asyncio.timeout(deadline_s):
                frame = await self._socket.receive()
        except TimeoutError as err:
            msg = "the other side said nothing for too long."
            raise PairingFailed(msg) from err
        if frame.type is WSMsgType.TEXT:
            return str(frame.data).encode(errors="replace")
        if frame.type is WSMsgType.CLOSE:
            raise HungUp(str(frame.extra or "") if frame.data == WSCloseCode.POLICY_VIOLATION else "")
        if frame.type in (WSMsgType.CLOSING, WSMsgType.CLOSED):
            raise HungUp
        msg = "the other side sent something that is no part of an invitation."
        raise PairingFailed(msg)


class JoinListener:
    """Hands each caller to `talk`, whose answer is the reason to close the connection with; empty for all well."""

    def __init__(self, talk: Callable[[Caller], Awaitable[str]]) -> None:
        self._talk = talk
        self.key = TLSKey.generate()
        """What it listens with: a new one each time, so that nobody is recognised by it."""
        context = tls.unclaimed_player(self_signed(self.key, Kind.MEMBER, secrets.token_hex(8)))
        self._door = Door(self._protocol, lambda: context)
        self._sockets: set[web.WebSocketResponse] = set()
        app = web.Application(middlewares=[_refuse_browsers])
        app.on_response_prepare.append(_hide_server)
        app.router.add_get(JOIN_PATH, self._get)
        self._runner = web.AppRunner(app, access_log=None, logger=HTTP_LOG, shutdown_timeout=_SHUTDOWN_S)

    async def open(self, host: str) -> int:
        """Listen at an address of this machine, on the usual port or another; the port. Raises ListenError."""
        await self._runner.setup()
        try:
            with contextlib.suppress(OSError):
                return self._door.open(host, JOIN_PORT)
            return self._door.open(host, 0)
        except OSError as err:
            await self._runner.cleanup()
            msg = f"this controller cannot listen at {host} ({err.strerror or err}), so nobody could join."
            raise ListenError(msg) from err

    async def hang_up(self, code: str) -> None:
        """End all conversations with this code."""
        await asyncio.gather(*(_end(socket, code) for socket in [*self._sockets]))

    async def close(self) -> None:
        """Nobody gets in any more, and whoever is in is out."""
        await self._door.close()
        await self._runner.cleanup()
        await self._door.hang_up()

    def _protocol(self) -> asyncio.Protocol:
        server = self._runner.server
        if server is None:
            msg = "the listener was not opened"
            raise RuntimeError(msg)
        return server()

    async def _get(self, request: web.Request) -> web.StreamResponse:
        if JOIN_SUBPROTOCOL not in request.headers.get(hdrs.SEC_WEBSOCKET_PROTOCOL, ""):
            raise web.HTTPBadRequest(text="Update the older of the two programs.")
        socket = web.WebSocketResponse(
            protocols=[JOIN_SUBPROTOCOL], max_msg_size=_MAX_FRAME_BYTES, compress=False, timeout=_CLOSE_S
        )
        try:
            await socket.prepare(request)
        except ConnectionResetError:
            return web.Response()
        self._sockets.add(socket)
        try:
            code = await self._talk(Caller(socket, lambda: self._door.keep(request.transport)))
            await _end(socket, code)
        finally:
            self._sockets.discard(socket)
        return socket


async def _end(socket: web.WebSocketResponse, code: str) -> None:
    if code:
        await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=code.encode())
    else:
        await socket.close(code=WSCloseCode.OK)


@web.middleware
async def _refuse_browsers(request: web.Request, handler: Handler) -> web.StreamResponse:
    # Only browsers send Origin. A page somebody looks at on the LAN must not reach this controller.
    if hdrs.ORIGIN in request.headers:
        raise web.HTTPForbidden(text="Pages in a browser may not talk to Footlight.")
    return await handler(request)


async def _hide_server(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = ""
