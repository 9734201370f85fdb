"""GET /ws: sessions over WebSocket."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable

from aiohttp import WSCloseCode, WSMsgType, web

from footlight_common.clock import Clock
from footlight_common.errors import (
    HelloTimeout,
    MessageTooLarge,
    NotPaired,
    ProtocolError,
    RosterRefused,
    StorageError,
    TooManyConnections,
    TooSlow,
    TrustError,
)
from footlight_common.protocol.base import MAX_MESSAGE_BYTES, PLAYER_HEARTBEAT_S, SUBPROTOCOL, encode
from footlight_common.protocol.session import Goodbye, Hello
from footlight_common.security.certificates import Holder
from footlight_common.security.standing import Offer, mark
from footlight_player.server import callers
from footlight_player.server.roster_news import RosterNews
from footlight_player.server.session import FAREWELL_S, Admitted, Session
from footlight_player.services.player import Player
from footlight_player.services.trust import Trust

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

    def __init__(self, player: Player, trust: Trust, clock: Clock) -> None:
        self._player = player
        self._trust = trust
        self._clock = clock
        self._sessions: dict[Session, asyncio.Task[None]] = {}
        self._holders: dict[Session, Holder] = {}
        self._news = RosterNews()
        trust.listen(self._judge_again)

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
        holder = callers.holder(request)
        if holder is None or not self._trust.claimed:
            await self._refuse(socket, holder)
            return socket
        sender = _WebSocketSender(socket)
        session = Session(self._player, self._clock, sender, admit=self._admit, offered=self._take)
        self._make_room()
        life = asyncio.create_task(session.run(), name="session")
        self._sessions[session] = life
        self._holders[session] = holder
        reader = asyncio.create_task(_read(socket, session), name="session-reader")
        reader.add_done_callback(lambda _: session.leave())
        try:
            await life
            await _close(socket, session.farewell)
        finally:
            del self._sessions[session], self._holders[session]
            self._news.forget(session)
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

    async def _admit(self, session: Session, hello: Hello) -> Admitted:
        if hello.offer is not None:
            try:
                await self._take(session, hello.offer, hello.certificate)
            except (RosterRefused, StorageError) as err:
                # An older one is nothing special; the one in force decides.
                _log.info("the roster of a controller was not taken: %s", err)
        member = self._trust.admit(self._holders[session])
        roster, standing = self._trust.roster, self._trust.standing
        if session.farewell is not None or roster is None or standing is None:
            msg = "the connection ended during the hello. Connect again."
            raise NotPaired(msg)
        if sum(session.welcomed for session in self._sessions) >= MAX_CONTROLLERS:
            msg = f"{MAX_CONTROLLERS} controllers are connected already. Close one of them."
            raise TooManyConnections(msg)
        offer = self._news.welcome(session, hello.offer, standing)
        return Admitted(member, roster, roster_mark=mark(standing.signed), offer=offer, revoked=standing.also_revoked)

    async def _take(self, session: Session, offer: Offer, certificate: bytes | None) -> None:
        self._news.offered(session, offer)
        await self._trust.take(offer, certificate)

    def _judge_again(self) -> None:
        for session, holder in self._holders.items():
            try:
                member = self._trust.admit(holder)
            except TrustError as err:
                # Who has not said hello yet may bring the roster that knows them.
                if session.welcomed or not self._trust.claimed:
                    session.end(err.code, str(err))
            else:
                if session.welcomed:
                    session.know_as(member)
                    self._tell(session)

    def _tell(self, session: Session) -> None:
        roster, standing = self._trust.roster, self._trust.standing
        if roster is not None and standing is not None:
            self._news.tell(session, standing, roster)

    async def _refuse(self, socket: web.WebSocketResponse, holder: Holder | None) -> None:
        try:
            self._trust.admit(holder)
        except TrustError as err:
            farewell = Goodbye(code=err.code, message=str(err))
            with contextlib.suppress(ConnectionError):
                await socket.send_str(encode(farewell))
            await _close(socket, farewell)

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
