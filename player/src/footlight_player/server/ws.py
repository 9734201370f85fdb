"""GET /ws: sessions over WebSocket."""

import asyncio
import logging
from collections.abc import Iterable

from aiohttp import WSCloseCode, WSMsgType, web

from footlight_common.clock import Clock
from footlight_common.errors import HelloTimeout, MessageTooLarge, ProtocolError, TooManyConnections, TooSlow
from footlight_common.protocol.base import MAX_MESSAGE_BYTES, PLAYER_HEARTBEAT_S, SUBPROTOCOL
from footlight_common.protocol.session import Goodbye
from footlight_player.server.session import FAREWELL_S, Session
from footlight_player.services.player import Player

_log = logging.getLogger(__name__)

# Strangers who never say hello take each other's place, not the controllers'.
MAX_HALF_OPEN = 8
MAX_CONTROLLERS = 16
# A message a little over the limit is read whole, so that the answer can say what was wrong with it.
_MAX_FRAME_BYTES = 2 * MAX_MESSAGE_BYTES
# RFC 6455, section 5.5: a control frame carries 125 bytes, two of them the code.
_MAX_REASON_BYTES = 123
_CLOSE_CODES = {
    "restart": WSCloseCode.SERVICE_RESTART,
    "shutdown": WSCloseCode.GOING_AWAY,
    MessageTooLarge.code: WSCloseCode.MESSAGE_TOO_BIG,
    ProtocolError.code: WSCloseCode.UNSUPPORTED_DATA,
    TooManyConnections.code: WSCloseCode.TRY_AGAIN_LATER,
    TooSlow.code: WSCloseCode.TRY_AGAIN_LATER,
    HelloTimeout.code: WSCloseCode.POLICY_VIOLATION,
}


class _WebSocketSender:
    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket

    async def send(self, text: str) -> None:
        await self._socket.send_str(text)


class WebSocketEndpoint:
    """Holds the sessions of all controllers."""

    def __init__(self, player: Player, clock: Clock) -> None:
        self._player = player
        self._clock = clock
        self._sessions: dict[Session, asyncio.Task[None]] = {}

    async def get(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(
            protocols=[SUBPROTOCOL],
            max_msg_size=_MAX_FRAME_BYTES,
            compress=False,
            heartbeat=PLAYER_HEARTBEAT_S,
            timeout=FAREWELL_S,
        )
        try:
            await socket.prepare(request)
        except ConnectionResetError:
            # Whoever called hung up before the answer.
            return web.Response()
        session = Session(self._player, self._clock, _WebSocketSender(socket), admit=self._admit)
        self._make_room()
        life = asyncio.create_task(session.run(), name="session")
        self._sessions[session] = life
        reader = asyncio.create_task(_read(socket, session), name="session-reader")
        reader.add_done_callback(lambda _: session.leave())
        try:
            await life
            await _close(socket, session.farewell)
        finally:
            del self._sessions[session]
            reader.cancel()
            (outcome,) = await asyncio.gather(reader, return_exceptions=True)
            if isinstance(outcome, Exception):
                _log.error("a session ended by an error of the player: %r", outcome, exc_info=outcome)
        return socket

    async def close(self, code: str, message: str) -> None:
        """Say goodbye to everybody, within a little more than FAREWELL_S."""
        for session in self._sessions:
            session.end(code, message)
        if self._sessions:
            await asyncio.wait(self._sessions.values(), timeout=2 * FAREWELL_S)

    def _admit(self, _: Session) -> None:
        if sum(session.welcomed for session in self._sessions) >= MAX_CONTROLLERS:
            msg = f"{MAX_CONTROLLERS} controllers are connected already. Close one of them."
            raise TooManyConnections(msg)

    def _make_room(self) -> None:
        half_open = [session for session in _oldest_first(self._sessions) if not session.welcomed]
        if len(half_open) >= MAX_HALF_OPEN:
            half_open[0].end(TooManyConnections.code, "Others wait to be let in, and no hello came. Connect again.")


def _oldest_first(sessions: Iterable[Session]) -> Iterable[Session]:
    # A dict keeps the order of insertion.
    return (session for session in sessions if session.farewell is None)


async def _read(socket: web.WebSocketResponse, session: Session) -> None:
    while True:
        frame = await socket.receive()
        if frame.type is WSMsgType.TEXT:
            await session.receive(frame.data)
        elif frame.type is WSMsgType.BINARY:
            session.end(ProtocolError.code, "Messages are JSON text; a binary frame is none.")
            return
        else:
            return


async def _close(socket: web.WebSocketResponse, farewell: Goodbye | None) -> None:
    if farewell is None:
        await socket.close()
        return
    code = _CLOSE_CODES.get(farewell.code, WSCloseCode.POLICY_VIOLATION)
    await socket.close(code=code, message=farewell.code.encode()[:_MAX_REASON_BYTES])
