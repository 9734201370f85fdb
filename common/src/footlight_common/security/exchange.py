"""A conversation between two sides who share a code: the caller, who typed it, and the host, who shows it.

The caller proves first that it knows the code: a stranger who calls gets nothing on which guesses could be tried. Every
message after the first two carries a MAC over all bytes before it in both directions, so that nothing can be replayed,
reordered, repeated, cut or changed. Whatever goes wrong ends the conversation.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, TypeVar

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta, Struct

from footlight_common.errors import PairingFailed, WrongCode
from footlight_common.security.keys import Fingerprint
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.pake import ELEMENT_BYTES, PAKE

# From a side that has not yet proved that it knows the code.
MAX_STRANGER_BYTES = 1024
# A full roster and three certificates, with all escapes.
MAX_SEALED_BYTES = 512 * 1024

Element = Annotated[bytes, Meta(min_length=ELEMENT_BYTES, max_length=ELEMENT_BYTES)]
S = TypeVar("S", bound=Struct)


class Opening(Struct, frozen=True, kw_only=True, tag_field="type", tag="opening"):
    """Caller -> host, first."""

    element: Element
    key: Fingerprint
    """Of the caller's own TLS key, for which it wants trust."""


class Reply(Struct, frozen=True, kw_only=True, tag_field="type", tag="reply"):
    """Host -> caller."""

    element: Element


class Sealed(Struct, frozen=True, kw_only=True, tag_field="type", tag="sealed"):
    """Either way, all others: a JSON text, and the proof that nothing before it or in it was touched."""

    body: Annotated[str, Meta(max_length=MAX_SEALED_BYTES)]
    mac: Annotated[bytes, Meta(min_length=32, max_length=32)]


class Confirmation(Struct, frozen=True, kw_only=True, tag_field="type", tag="confirmation"):
    """Caller -> host: I know the code."""


class Done(Struct, frozen=True, kw_only=True, tag_field="type", tag="done"):
    """Whoever asked for a certificate -> the other: it is stored."""


_OVER = -1


class Exchange:
    """What both sides do. The methods of a side are called in their order, each once; another order ends it."""

    def __init__(self, purpose: str, code: PairingCode) -> None:
        self._purpose = purpose
        self._code = code
        self._due = 0
        self._transcript = hashlib.sha256(f"footlight {purpose} 1".encode())
        # What this side proves with, and what the other does.
        self._keys = (b"", b"")

    @property
    def over(self) -> bool:
        """Whether it failed: nothing more can be said in it."""
        return self._due == _OVER

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'over' if self.over else self._due})"

    @contextmanager
    def _step(self, number: int) -> Iterator[None]:
        due, self._due = self._due, _OVER
        if due != number:
            raise PairingFailed(_OUT_OF_TURN)
        yield
        # Not reached when the step failed.
        self._due = number + 1

    def _name(self, fingerprint: str) -> bytes:
        return f"footlight {self._purpose} {fingerprint}".encode()

    def _agree(self, shared: bytes) -> tuple[bytes, bytes]:
        """The caller's key and the host's, RFC 5869."""
        both = HKDF(hashes.SHA256(), 64, self._transcript.digest(), f"footlight {self._purpose} keys".encode())
        derived = both.derive(shared)
        return derived[:32], derived[32:]

    def _say(self, message: Struct) -> bytes:
        data = _encode(message)
        self._record(data)
        return data

    def _hear(self, data: bytes, kind: type[S], limit_bytes: int) -> S:
        message = _decode(data, kind, limit_bytes)
        self._record(data)
        return message

    def _seal(self, message: Struct) -> bytes:
        body = _encode(message).decode()
        return self._say(Sealed(body=body, mac=self._mac(self._keys[0], body)))

    def _unseal(self, data: bytes, kind: type[S], limit_bytes: int = MAX_SEALED_BYTES) -> S:
        """Raises PairingFailed."""
        sealed = _decode(data, Sealed, limit_bytes)
        if not hmac.compare_digest(sealed.mac, self._mac(self._keys[1], sealed.body)):
            raise self._unproved()
        # Outside the body, too, nothing may be changed.
        if msgspec.json.encode(sealed) != data:
            raise PairingFailed(_MALFORMED)
        self._record(data)
        return _decode(sealed.body.encode(), kind, limit_bytes)

    def _unproved(self) -> PairingFailed:
        return PairingFailed(_NOT_PROVED)

    def _mac(self, key: bytes, body: str) -> bytes:
        return hmac.digest(key, self._transcript.digest() + body.encode(), "sha256")

    def _record(self, data: bytes) -> None:
        self._transcript.update(len(data).to_bytes(8, "big") + data)


class Caller(Exchange):
    """The side that dialled and typed the code."""

    def __init__(self, purpose: str, code: PairingCode, *, own_key: str, host_key: str) -> None:
        """`own_key` is the fingerprint of its TLS key, `host_key` that of the server's as this side saw it."""
        super().__init__(purpose, code)
        self._own_key = own_key
        self._pake = PAKE.of_caller(code.secret, self._name(own_key), self._name(host_key))

    def open(self) -> bytes:
        """First message."""
        with self._step(0):
            return self._say(Opening(element=self._pake.element, key=self._own_key))

    def confirm(self, reply: bytes) -> bytes:
        """Answer to the host's first message. Raises PairingFailed."""
        with self._step(1):
            heard = self._hear(reply, Reply, MAX_STRANGER_BYTES)
            self._keys = self._agree(self._pake.finish(heard.element))
            return self._seal(Confirmation())


class Host(Exchange):
    """The side that listens and shows the code."""

    def __init__(self, purpose: str, code: PairingCode, *, own_key: str) -> None:
        """`own_key` is the fingerprint of the TLS key it listens with."""
        super().__init__(purpose, code)
        self._own_key = own_key
        self.caller_key = ""
        """Fingerprint of the caller's TLS key; believed once its confirmation was."""
        self.proved = False
        """Whether the caller has shown that it knows the code."""

    def reply(self, opening: bytes) -> bytes:
        """Answer to the caller's first message. Raises PairingFailed."""
        with self._step(0):
            heard = self._hear(opening, Opening, MAX_STRANGER_BYTES)
            self.caller_key = heard.key
            pake = PAKE.of_host(self._code.secret, self._name(heard.key), self._name(self._own_key))
            shared = pake.finish(heard.element)
            said = self._say(Reply(element=pake.element))
            caller, host = self._agree(shared)
            self._keys = host, caller
            return said

    def _judge(self, confirmation: bytes) -> None:
        """Raises WrongCode when the caller does not know the code, PairingFailed for anything else than its proof."""
        self._unseal(confirmation, Confirmation, MAX_STRANGER_BYTES)
        self.proved = True

    def _unproved(self) -> PairingFailed:
        return super()._unproved() if self.proved else WrongCode(_WRONG)


_OUT_OF_TURN = "the pairing was interrupted, or its messages came out of order. Start again with a new code."
_MALFORMED = "the other side sent something that is no part of a pairing. Start again."
_WRONG = "the code is wrong, or somebody stands between the two sides. Read the code again and start anew."
_NOT_PROVED = (
    "the other side did not prove that it knows the code; somebody may stand in between. Start with a new code."
)


def _encode(message: Struct) -> bytes:
    try:
        return msgspec.json.encode(message)
    except UnicodeError as err:
        msg = "a name holds characters that cannot be sent. Type it again."
        raise PairingFailed(msg) from err


def _decode(data: bytes, kind: type[S], limit_bytes: int) -> S:
    if len(data) > limit_bytes:
        raise PairingFailed(_MALFORMED)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as err:
        raise PairingFailed(_MALFORMED) from err
