"""Sockets and requests to addresses within reach, as whoever a TLS context says."""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import weakref
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar

import aiohttp

from footlight_common.discovery import Address
from footlight_common.errors import MessageTooLarge, Unreachable
from footlight_common.protocol.base import MAX_MESSAGE_BYTES
from footlight_controller.services.reach import Reach

RESOLVE_DEADLINE_S = 5.0
# A card that waits for its picture for longer shows the one before.
FETCH_DEADLINE_S = 5.0
# For the next piece of something large.
PIECE_DEADLINE_S = 10.0
# The answer to our close frame; the socket goes anyway.
CLOSE_DEADLINE_S = 1.0
# For the ends of all connections together, when the program ends.
LAST_ANSWERS_S = 0.5
_LOOKS = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back by HTTP."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked by HTTP, and how much of an answer is read."""

    method: str
    path: str
    query: Mapping[str, str]
    limit_bytes: int


class Carrier:
    """Used on one loop, from `start` to `close`."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._session: aiohttp.ClientSession | None = None
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    async def start(self) -> None:
        """Get ready, in the running loop."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=True, socket_factory=self._make),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            middlewares=(_stay,),
        )

    async def close(self) -> None:
        """Let go of every socket that is left."""
        if self._session is None:
            return
        await self._session.close()
        # aiohttp leaves a TLS connection to the loop until the other side answers its end, and the loop may end first.
        for _ in range(_LOOKS):
            if not self._open():
                return
            await asyncio.sleep(LAST_ANSWERS_S / _LOOKS)
        for left in self._open():
            with contextlib.suppress(OSError):
                left.shutdown(socket.SHUT_RDWR)

    def _open(self) -> list[socket.socket]:
        return [each for each in self._sockets if each.fileno() >= 0]

    def _make(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, proto, _, _ = info
        made = socket.socket(family, kind, proto)
        self._sockets.add(made)
        return made

    @property
    def closed(self) -> bool:
        return self._session is None or self._session.closed

    def check(self, peer: Address) -> None:
        """Raises NotOnThisMachine for a numeric address that is out of reach."""
        self._reach.check(peer.host, peer)

    async def find(self, address: Address) -> list[Address]:
        """The numeric addresses behind this one. Raises NotOnThisMachine, Unreachable."""
        late = f"the name {address.host} was not found in time."
        ips = await within(RESOLVE_DEADLINE_S, _resolve(address), late)
        for ip in ips:
            self._reach.check(ip, address)
        return [Address(host=ip, port=address.port) for ip in ips]

    async def ask(self, peer: Address, question: Question, context: ssl.SSLContext, player_id: str | None) -> Answer:
        """The answer, within FETCH_DEADLINE_S.

        Raises Unreachable when none came in time, MessageTooLarge, and what aiohttp raises.
        """
        try:
            async with (
                asyncio.timeout(FETCH_DEADLINE_S),
                self._started().request(
                    question.method,
                    f"https://{peer}{question.path}",
                    params=question.query,
                    ssl=context,
                    server_hostname=player_id,
                ) as response,
            ):
                body = bytearray()
                async for chunk in response.content.iter_any():
                    body += chunk
                    if len(body) > question.limit_bytes:
                        msg = f"the player sent more than {question.limit_bytes // 1024} KiB where less was asked for."
                        raise MessageTooLarge(msg)
                return Answer(status=response.status, body=bytes(body))
        except TimeoutError as err:
            msg = f"{peer} did not answer within {FETCH_DEADLINE_S:.0f} s. Its network may be slow: try again."
            raise Unreachable(msg) from err

    async def download(
        self,
        peer: Address,
        question: Question,
        context: ssl.SSLContext,
        player_id: str,
        take: Callable[[bytes], Awaitable[None]],
    ) -> Answer:
        """The answer, with the body of a good one handed to `take` piece by piece, each within PIECE_DEADLINE_S.

        Raises Unreachable when it broke off, MessageTooLarge, what `take` raises, and before the answer what aiohttp
        raises.
        """
        try:
            async with asyncio.timeout(FETCH_DEADLINE_S):
                response = await self._started().request(
                    question.method,
                    f"https://{peer}{question.path}",
                    params=question.query,
                    ssl=context,
                    server_hostname=player_id,
                )
        except TimeoutError as err:
            msg = f"{peer} did not answer within {FETCH_DEADLINE_S:.0f} s. Its network may be slow: try again."
            raise Unreachable(msg) from err
        async with response:
            body, taken = bytearray(), 0
            while piece := await _piece(response, peer):
                taken += len(piece)
                if taken > question.limit_bytes:
                    msg = f"the player sent more than {question.limit_bytes // 1024} KiB where less was asked for."
                    raise MessageTooLarge(msg)
                if response.status == HTTPStatus.OK:
                    await take(piece)
                else:
                    body += piece
            return Answer(status=response.status, body=bytes(body))

    async def socket(
        self,
        peer: Address,
        path: str,
        protocol: str,
        context: ssl.SSLContext,
        *,
        player_id: str | None = None,
        heartbeat_s: float | None = None,
        limit_bytes: int = MAX_MESSAGE_BYTES,
    ) -> aiohttp.ClientWebSocketResponse:
        """A WebSocket. Raises what aiohttp raises."""
        return await self._started().ws_connect(
            f"wss://{peer}{path}",
            protocols=(protocol,),
            heartbeat=heartbeat_s,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_DEADLINE_S),
            compress=0,
            max_msg_size=limit_bytes,
            ssl=context,
            server_hostname=player_id,
        )

    def _started(self) -> aiohttp.ClientSession:
        if self._session is None:
            msg = "the dialer is not started"
            raise RuntimeError(msg)
        return self._session


async def within(deadline_s: float, work: Awaitable[T], late: str) -> T:
    """What `work` comes to. Raises Unreachable with the words `late`."""
    try:
        async with asyncio.timeout(deadline_s):
            return await work
    except TimeoutError as err:
        raise Unreachable(late) from err


async def _piece(response: aiohttp.ClientResponse, peer: Address) -> bytes:
    try:
        async with asyncio.timeout(PIECE_DEADLINE_S):
            return await response.content.readany()
    except (aiohttp.ClientError, OSError) as err:
        # TimeoutError is one of the latter.
        msg = f"{peer} broke off in the middle of its answer. Try again."
        raise Unreachable(msg) from err


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
