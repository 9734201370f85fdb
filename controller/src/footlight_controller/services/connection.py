"""One WebSocket to a player, from the first packet to the last word, and single questions by HTTP."""

import asyncio
import contextlib
import errno
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import aiohttp

from footlight_common.discovery import Address, is_player_id
from footlight_common.errors import (
    FootlightError,
    HelloTimeout,
    LinkError,
    MessageTooLarge,
    ProtocolError,
    Unreachable,
    error_from_code,
)
from footlight_common.protocol import ToController, to_controller
from footlight_common.protocol.base import (
    CONTROLLER_HEARTBEAT_S,
    HELLO_DEADLINE_S,
    MAX_MESSAGE_BYTES,
    SUBPROTOCOL,
    Message,
    encode,
)
from footlight_common.protocol.session import Goodbye, Hello, Welcome
from footlight_controller.core.link import Stage
from footlight_controller.services.reach import Reach

RESOLVE_DEADLINE_S = 5.0
TCP_DEADLINE_S = 10.0
# A card that waits for its picture for longer shows the one before.
FETCH_DEADLINE_S = 5.0
# The answer to our close frame; the socket goes anyway.
CLOSE_DEADLINE_S = 1.0

T = TypeVar("T")


class Ended(Exception):
    """The player closed the session in good order and said why."""

    def __init__(self, goodbye: Goodbye) -> None:
        super().__init__(goodbye.message or goodbye.code)
        self.goodbye = goodbye


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back by HTTP."""

    status: int
    body: bytes


class Connection:
    """A welcomed session. Used on one loop, with one reader."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, address: Address, peer: Address) -> None:
        self._socket = socket
        self._address = address
        self.peer = peer
        """The numeric address at the other end."""

    async def send(self, message: Message) -> None:
        """Send one message. Raises MessageTooLarge, or LinkError when the connection is gone."""
        text = encode(message)
        if len(text.encode()) > MAX_MESSAGE_BYTES:
            msg = f"this is {len(text) // 1024} KiB, and a player takes {MAX_MESSAGE_BYTES // 1024}. Send fewer items."
            raise MessageTooLarge(msg)
        try:
            await self._socket.send_str(text)
        except (aiohttp.ClientError, OSError) as err:
            msg = f"the connection to {self._address} broke: {err}"
            raise LinkError(msg) from err

    async def receive(self) -> ToController:
        """The next message.

        Raises:
            Ended: the player said goodbye.
            ProtocolError: what came is no message of the protocol, or too large.
            LinkError: the connection broke, or has been silent for too long.
        """
        frame = await self._socket.receive()
        if frame.type is not aiohttp.WSMsgType.TEXT:
            raise self._no_text(frame)
        message = to_controller.decode(frame.data)
        if isinstance(message, Goodbye):
            raise Ended(message)
        return message

    async def close(self) -> None:
        """Say goodbye and let the socket go, within CLOSE_DEADLINE_S."""
        with contextlib.suppress(aiohttp.ClientError, OSError):
            await self._socket.close()

    def _no_text(self, frame: aiohttp.WSMessage) -> FootlightError:
        if frame.type is aiohttp.WSMsgType.BINARY:
            return ProtocolError("the player sent a binary message, and the protocol has none.")
        failure = frame.data if frame.type is aiohttp.WSMsgType.ERROR else None
        if isinstance(failure, aiohttp.ServerTimeoutError):
            return Unreachable(
                f"no sign of life for {CONTROLLER_HEARTBEAT_S * 1.5:.0f} s. Check its power and network."
            )
        if isinstance(failure, aiohttp.WebSocketError):
            if failure.code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG:
                return MessageTooLarge(f"the player sent a message over {MAX_MESSAGE_BYTES // 1024} KiB.")
            return ProtocolError(f"the player sent what is no WebSocket frame: {failure}")
        if frame.type is aiohttp.WSMsgType.CLOSE and frame.data not in {None, aiohttp.WSCloseCode.ABNORMAL_CLOSURE}:
            return LinkError(f"the player closed the connection ({frame.data} {frame.extra or 'without a reason'}).")
        return LinkError("the connection broke off: the player program ended, or its machine or the network went away.")


class Dialer:
    """Opens connections to players, and to nothing that is out of reach."""

    def __init__(self, reach: Reach, hello: Hello, *, heartbeat_s: float = CONTROLLER_HEARTBEAT_S) -> None:
        self._reach = reach
        self._hello = hello
        self._heartbeat_s = heartbeat_s
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Get ready to dial, in the running loop."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            middlewares=(_stay,),
        )

    async def close(self) -> None:
        """Let go of every socket that is left."""
        if self._session is not None:
            await self._session.close()

    async def open(
        self, address: Address, reached: Callable[[Stage], None] = lambda _: None
    ) -> tuple[Connection, Welcome]:
        """Dial, say hello, and wait for the welcome.

        Raises:
            NotOnThisMachine: the address is out of reach.
            Unreachable: nothing answers there.
            ProtocolError: what answers is no player, or speaks no version that we do.
        """
        reached(Stage.RESOLVE)
        ips = await self._within(
            RESOLVE_DEADLINE_S, _resolve(address), f"the name {address.host} was not found in time."
        )
        for ip in ips:
            self._reach.check(ip, address)
        reached(Stage.TCP)
        connection = await self._connect(ips, address)
        try:
            reached(Stage.HELLO)
            welcome = await self._introduce(connection)
        except BaseException:
            await connection.close()
            raise
        return connection, welcome

    async def get(self, peer: Address, path: str, query: Mapping[str, str], *, limit_bytes: int) -> Answer:
        """Ask the player that is connected at `peer` for something, within FETCH_DEADLINE_S.

        Raises:
            Unreachable: no whole answer came in time.
            MessageTooLarge: it is over `limit_bytes`, of which no more than that is read.
        """
        if self._session is None:
            msg = "the dialer is not started"
            raise RuntimeError(msg)
        self._reach.check(peer.host, peer)
        try:
            async with (
                asyncio.timeout(FETCH_DEADLINE_S),
                self._session.get(f"http://{peer}{path}", params=query) as response,
            ):
                body = bytearray()
                async for chunk in response.content.iter_any():
                    body += chunk
                    if len(body) > limit_bytes:
                        msg = f"the player sent more than {limit_bytes // 1024} KiB where less was asked for."
                        raise MessageTooLarge(msg)
                return Answer(status=response.status, body=bytes(body))
        except TimeoutError as err:
            msg = f"{peer} did not answer within {FETCH_DEADLINE_S:.0f} s. Its network may be slow: try again."
            raise Unreachable(msg) from err
        except (aiohttp.ClientError, OSError) as err:
            raise _unreachable(peer, err) from err

    async def _connect(self, ips: list[str], address: Address) -> Connection:
        failure: FootlightError | None = None
        for ip in ips:
            try:
                return await self._within(TCP_DEADLINE_S, self._upgrade(ip, address), f"{address} does not answer.")
            except (Unreachable, ProtocolError) as err:
                failure = err
        raise failure or Unreachable(f"the name {address.host} has no address.")

    async def _upgrade(self, ip: str, address: Address) -> Connection:
        if self._session is None:
            msg = "the dialer is not started"
            raise RuntimeError(msg)
        peer = Address(host=ip, port=address.port)
        try:
            socket = await self._session.ws_connect(
                f"ws://{peer}/ws",
                protocols=(SUBPROTOCOL,),
                heartbeat=self._heartbeat_s,
                timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_DEADLINE_S),
                compress=0,
                max_msg_size=MAX_MESSAGE_BYTES,
            )
        except aiohttp.WSServerHandshakeError as err:
            msg = f"what answers at {address} is no Footlight player. Check the address and the port."
            raise ProtocolError(msg) from err
        except (aiohttp.ClientError, OSError) as err:
            raise _unreachable(address, err) from err
        if socket.protocol != SUBPROTOCOL:
            await socket.close()
            msg = f"what listens at {address} does not speak {SUBPROTOCOL}. Update the older of the two programs."
            raise ProtocolError(msg)
        return Connection(socket, address, peer)

    async def _introduce(self, connection: Connection) -> Welcome:
        try:
            async with asyncio.timeout(HELLO_DEADLINE_S):
                await connection.send(self._hello)
                welcome = await connection.receive()
        except TimeoutError as err:
            msg = f"the player took the call and said nothing for {HELLO_DEADLINE_S:.0f} s. Restart it if that goes on."
            raise HelloTimeout(msg) from err
        except Ended as err:
            raise error_from_code(err.goodbye.code, str(err)) from err
        if not isinstance(welcome, Welcome):
            msg = f"the player answered the hello with {type(welcome).__name__}."
            raise ProtocolError(msg)
        if not is_player_id(welcome.identity.id):
            msg = f"the player has an id that is none: {welcome.identity.id[:40]!r}."
            raise ProtocolError(msg)
        return welcome

    @staticmethod
    async def _within(deadline_s: float, work: Awaitable[T], late: str) -> T:
        try:
            async with asyncio.timeout(deadline_s):
                return await work
        except TimeoutError as err:
            raise Unreachable(late) from err


def _unreachable(address: Address, err: aiohttp.ClientError | OSError) -> Unreachable:
    why = str(err)
    if isinstance(err, aiohttp.ClientConnectorError):
        why = "nothing listens there" if err.errno == errno.ECONNREFUSED else err.strerror or str(err.os_error)
    return Unreachable(f"cannot connect to {address}: {why}. Check that the player is on and runs.")


async def _resolve(address: Address) -> list[str]:
    """The numeric addresses of a host."""
    with contextlib.suppress(ValueError):
        return [str(ipaddress.ip_address(address.host))]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as err:
        msg = f"the name {address.host} is not known here. Check the spelling, or write the number."
        raise Unreachable(msg) from err
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


async def _stay(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    # A redirect would lead past the check of the address.
    response = await handler(request)
    if 300 <= response.status < 400:
        response.close()
        msg = f"it answered with a redirect ({response.status})"
        raise aiohttp.ClientError(msg)
    return response
