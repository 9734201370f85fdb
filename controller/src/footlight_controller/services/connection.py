"""One WebSocket to a player that has answered, until the last word."""

import contextlib

import aiohttp

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError, LinkError, MessageTooLarge, ProtocolError, Unreachable
from footlight_common.protocol import ToController, to_controller
from footlight_common.protocol.base import CONTROLLER_HEARTBEAT_S, MAX_MESSAGE_BYTES, Message, encode
from footlight_common.protocol.session import Goodbye
from footlight_common.security.certificates import Certificate


class Ended(Exception):
    """The player closed the session in good order and said why."""

    def __init__(self, goodbye: Goodbye) -> None:
        super().__init__(goodbye.message or goodbye.code)
        self.goodbye = goodbye


class Connection:
    """A welcomed session. Used on one loop, with one reader."""

    def __init__(
        self, socket: aiohttp.ClientWebSocketResponse, address: Address, peer: Address, shown: Certificate
    ) -> None:
        self._socket = socket
        self._address = address
        self.peer = peer
        """The numeric address at the other end."""
        self.shown = shown
        """The certificate with which the player proved who it is."""

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
