"""The caller's side of a conversation by messages, with what may go wrong on the way as errors in words."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp

from footlight_common.discovery import showable
from footlight_common.errors import FootlightError, LinkError, PairingFailed
from footlight_common.security.attempts import seconds

# The other side works out its part in less than a second, and waits for a disk once.
ANSWER_DEADLINE_S = 20.0
# No pause is as long as an hour.
_WAIT_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How people are told."""

    other: str
    """Who the other side is, such as `the player`."""
    broke: str
    """What to say when the connection broke."""
    reasons: Mapping[str, tuple[type[FootlightError], str]] = field(default_factory=dict)
    """By the code that the other side closes with. `{wait}` stands for how long it says to wait."""


class Talk:
    """Both methods raise LinkError when the connection breaks, and what `Words.reasons` has when it was closed."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, words: Words) -> None:
        self._socket = socket
        self._words = words

    async def say(self, data: bytes) -> None:
        try:
            await self._socket.send_str(data.decode())
        except (aiohttp.ClientError, OSError) as err:
            raise LinkError(self._words.broke) from err

    async def hear(self, limit_bytes: int | None = None) -> bytes:
        """The next message. Raises PairingFailed when it has more than `limit_bytes`."""
        frame = await self._receive()
        if frame.type is aiohttp.WSMsgType.TEXT:
            data = str(frame.data).encode(errors="replace")
            if limit_bytes is None or len(data) <= limit_bytes:
                return data
            msg = f"{self._words.other} sent more than there is to say."
            raise PairingFailed(msg)
        if frame.type is aiohttp.WSMsgType.CLOSE and frame.data == aiohttp.WSCloseCode.POLICY_VIOLATION:
            code, _, wait_s = str(frame.extra or "").partition(" ")
            broken_off = f"{self._words.other} broke it off ({showable(code)[:40]})."
            kind, reason = self._words.reasons.get(code, (PairingFailed, broken_off))
            wait = seconds(int(wait_s)) if wait_s.isdecimal() and len(wait_s) <= _WAIT_DIGITS else "a moment"
            raise kind(reason.replace("{wait}", wait))
        raise LinkError(self._words.broke)

    async def heard_out(self) -> bool:
        """Wait for the other side to close the connection; whether it did so because all is well."""
        try:
            frame = await self._receive()
        except LinkError:
            return False
        return frame.type is aiohttp.WSMsgType.CLOSE and frame.data == aiohttp.WSCloseCode.OK

    async def close(self, code: str = "") -> None:
        """Hang up, with the code of what went wrong here."""
        with contextlib.suppress(aiohttp.ClientError, OSError):
            if code:
                await self._socket.close(code=aiohttp.WSCloseCode.POLICY_VIOLATION, message=code.encode())
            else:
                await self._socket.close()

    async def _receive(self) -> aiohttp.WSMessage:
        try:
            async with asyncio.timeout(ANSWER_DEADLINE_S):
                return await self._socket.receive()
        except TimeoutError as err:
            msg = f"{self._words.other} said nothing for {ANSWER_DEADLINE_S:.0f} s. Try again."
            raise LinkError(msg) from err
