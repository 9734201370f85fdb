"""What somebody with a shell on the box may ask of the running player: a Unix socket in its data directory."""

import asyncio
import logging
import os
import socket
import struct
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from footlight_common.errors import FootlightError, StorageError, Unreachable, error_from_code

_log = logging.getLogger(__name__)

_NAME = "box.sock"
_ANSWER_S = 10.0
_MAX_WORD_BYTES = 32
_MAX_ANSWER_BYTES = 8 * 1024

Handler = Callable[[], Awaitable[str]]


class _Answer(Struct, frozen=True, kw_only=True):
    text: str = ""
    code: str = ""
    message: str = ""


class Box:
    """Answers one word per connection, of the same user and root only. On the core thread."""

    def __init__(self, folder: Path, handlers: Mapping[str, Handler]) -> None:
        self._folder = folder
        self._handlers = handlers
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen, in a directory that this process owns. Raises StorageError."""
        try:
            listening = await asyncio.to_thread(_bound, self._folder)
            self._server = await asyncio.start_unix_server(self._serve, sock=listening)
        except OSError as err:
            msg = f"cannot make {self._folder / _NAME}: {err.strerror}. Choose another directory with --data-dir."
            raise StorageError(msg) from err

    async def close(self) -> None:
        """No more answers."""
        if self._server is not None:
            self._server.close()
            await asyncio.to_thread((self._folder / _NAME).unlink, missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_ANSWER_S):
                if _user(writer) in (0, os.geteuid()):
                    word = (await reader.read(_MAX_WORD_BYTES)).decode(errors="replace").strip()
                    writer.write(msgspec.json.encode(await self._answer(word)))
                    await writer.drain()
        except (OSError, TimeoutError) as err:
            _log.debug("a question on the box was not answered: %r", err)
        finally:
            writer.close()

    async def _answer(self, word: str) -> _Answer:
        handler = self._handlers.get(word)
        if handler is None:
            return _Answer(code=FootlightError.code, message="the running player is of another version. Restart it.")
        try:
            return _Answer(text=await handler())
        except FootlightError as err:
            return _Answer(code=err.code, message=str(err))


def ask(folder: Path, word: str) -> str:
    """What the player that runs with this data directory answers. Blocks; not on a loop.

    Raises Unreachable when none runs, and the error it answers with.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(_ANSWER_S)
        try:
            with _short(folder) as path:
                caller.connect(path)
            caller.sendall(word.encode())
            data = b""
            while (part := caller.recv(_MAX_ANSWER_BYTES)) and len(data) < _MAX_ANSWER_BYTES:
                data += part
            answer = msgspec.json.decode(data, type=_Answer)
        except PermissionError as err:
            msg = "the player belongs to another user. Ask as that user or as root."
            raise Unreachable(msg) from err
        except (OSError, msgspec.DecodeError) as err:
            msg = f"no player runs with the data directory {folder}. Start it, or name another with --data-dir."
            raise Unreachable(msg) from err
    if answer.code:
        raise error_from_code(answer.code, answer.message)
    return answer.text


def _bound(folder: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _short(folder) as path:
            Path(path).unlink(missing_ok=True)
            # Before it has a name, so that at no moment others may open it.
            os.fchmod(listening.fileno(), 0o600)
            listening.bind(path)
        listening.setblocking(False)
    except BaseException:
        listening.close()
        raise
    return listening


@contextmanager
def _short(folder: Path) -> Iterator[str]:
    """A path of the socket that fits 108 bytes, however deep the directory lies."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{_NAME}"
    finally:
        os.close(descriptor)


def _user(writer: asyncio.StreamWriter) -> int:
    end: socket.socket = writer.get_extra_info("socket")
    _, user, _ = struct.unpack("3i", end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return int(user)
