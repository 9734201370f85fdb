"""SPAKE2: two sides who share a short code come to a strong key, and a stranger gets one guess for each try."""

from typing import Protocol

from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError  # type: ignore[import-untyped]
from spake2.ed25519_basic import NotOnCurve  # type: ignore[import-untyped]

from footlight_common.errors import PairingFailed

# One byte for the side, then a compressed point of Ed25519.
ELEMENT_BYTES = 33


class _Side(Protocol):
    def start(self) -> bytes: ...
    def finish(self, message: bytes) -> bytes: ...


class PAKE:
    """One run of one side. About 10 ms of computing in each of the two steps; not in constant time."""

    def __init__(self, side: _Side) -> None:
        self._side = side
        self.element: bytes = side.start()
        """To be sent: says nothing about the code."""

    @classmethod
    def of_caller(cls, password: bytes, caller: bytes, host: bytes) -> "PAKE":
        return cls(SPAKE2_A(password, idA=caller, idB=host))

    @classmethod
    def of_host(cls, password: bytes, caller: bytes, host: bytes) -> "PAKE":
        return cls(SPAKE2_B(password, idA=caller, idB=host))

    def finish(self, element: bytes) -> bytes:
        """The 32 bytes that only a side with the same code and the same two names arrives at. Raises PairingFailed."""
        try:
            # The library checks the length by an assertion, which is left out under `python -O`.
            if len(element) == ELEMENT_BYTES:
                return self._side.finish(element)
        except (SPAKEError, NotOnCurve, ValueError, AssertionError) as err:
            raise PairingFailed(_MALFORMED) from err
        raise PairingFailed(_MALFORMED)

    def __repr__(self) -> str:
        return "PAKE()"


_MALFORMED = "the other side sent something that is no part of a pairing. Start again."
