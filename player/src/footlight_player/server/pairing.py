"""GET /pair: a controller claims this player with the code on its screen. One connection is one attempt."""

import asyncio
import logging
from collections.abc import Callable

from aiohttp import WSCloseCode, WSMsgType, web

from footlight_common.errors import FootlightError, PairingClosed, PairingFailed
from footlight_common.security.attempts import ATTEMPT_S, Attempt, parting
from footlight_common.security.exchange import MAX_SEALED_BYTES
from footlight_common.security.pairing import PlayerPairing
from footlight_player.server.callers import refusal
from footlight_player.services.trust import Trust

_log = logging.getLogger(__name__)

PAIR_SUBPROTOCOL = "footlight.pair.v1"
# A grant is a JSON text in a JSON text: escapes may make it longer. What comes from a caller who has not proved the
# code is read as far as this, and refused over MAX_STRANGER_BYTES by the exchange.
_MAX_FRAME_BYTES = 2 * MAX_SEALED_BYTES
# For the first message, before which nobody is kept out; how many may wait is limited at the door.
_OPENING_S = 10.0
_CLOSE_S = 1.0


class PairingEndpoint:
    """Answers controllers that want to pair. `keep` is told of a connection that has an attempt."""

    def __init__(
        self,
        trust: Trust,
        player: str,
        *,
        keep: Callable[[asyncio.Transport | None], None],
        paired: Callable[[], None],
    ) -> None:
        """`paired` is called when a claim is stored and its caller was told."""
        self._trust = trust
        self._player = player
        self._keep = keep
        self._paired = paired
        self._sockets: set[web.WebSocketResponse] = set()

    async def get(self, request: web.Request) -> web.StreamResponse:
        if self._trust.claimed:
            # Whose it is, is none of a stranger's business.
            msg = "the player belongs to a site already. Reset it at the player itself first."
            return refusal(PairingClosed(msg))
        socket = web.WebSocketResponse(
            protocols=[PAIR_SUBPROTOCOL], max_msg_size=_MAX_FRAME_BYTES, compress=False, timeout=_CLOSE_S
        )
        try:
            await socket.prepare(request)
        except ConnectionResetError:
            return web.Response()
        self._sockets.add(socket)
        try:
            await self._serve(socket, request)
        finally:
            self._sockets.discard(socket)
        return socket

    async def close(self) -> None:
        """Hang up on everybody."""
        await asyncio.gather(*(_end(socket, PairingFailed.code) for socket in [*self._sockets]))

    async def _serve(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        try:
            async with asyncio.timeout(_OPENING_S):
                opening = await _frame(socket)
            attempt = await self._trust.begin()
            self._keep(request.transport)
            try:
                async with asyncio.timeout(ATTEMPT_S):
                    await self._converse(socket, attempt, opening)
            finally:
                # Does nothing after a claim.
                self._trust.fail(attempt)
        except TimeoutError:
            await _end(socket, PairingFailed.code)
        except ConnectionError:
            pass
        except FootlightError as err:
            _log.info("a pairing ended: %s", err)
            await _end(socket, parting(err))
        else:
            await socket.close(code=WSCloseCode.OK)
        finally:
            if self._trust.claimed:
                self._paired()

    async def _converse(self, socket: web.WebSocketResponse, attempt: Attempt, opening: bytes) -> None:
        # Made and used in a worker thread: each step computes for 10 ms or more.
        pairing, reply = await asyncio.to_thread(self._begin, attempt, opening)
        await socket.send_str(reply.decode())
        confirmation = await _frame(socket)
        asks = await asyncio.to_thread(pairing.request, confirmation)
        await socket.send_str(asks.decode())
        claim = await asyncio.to_thread(pairing.claim, await _frame(socket))
        await self._trust.claim(attempt, claim, pairing.caller_key)
        try:
            await socket.send_str(pairing.done().decode())
        except ConnectionError:
            _log.info("the controller that paired this player hung up before it was told")

    def _begin(self, attempt: Attempt, opening: bytes) -> tuple[PlayerPairing, bytes]:
        pairing = PlayerPairing(attempt.code, player=self._player, key=self._trust.key)
        return pairing, pairing.reply(opening)


async def _frame(socket: web.WebSocketResponse) -> bytes:
    frame = await socket.receive()
    if frame.type is WSMsgType.TEXT:
        return str(frame.data).encode()
    if frame.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
        raise ConnectionResetError
    msg = "the other side sent something that is no part of a pairing. Start again."
    raise PairingFailed(msg)


async def _end(socket: web.WebSocketResponse, reason: str) -> None:
    await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=reason.encode())
