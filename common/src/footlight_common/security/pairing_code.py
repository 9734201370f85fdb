"""The six digits that one side shows and the other types."""

import hmac
import re
import secrets
import unicodedata

from footlight_common.errors import InvalidCode

_DIGITS = 6
# Far more than a code with any decoration; what is longer was not meant.
_MAX_TYPED = 64
# Dashes of all kinds, which programs put in place of the one that was typed.
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


class PairingCode:
    """Six digits. Neither `repr` nor `str` shows them; `shown` and `secret` do."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        """Raises InvalidCode unless there are exactly six ASCII digits."""
        if re.fullmatch(r"[0-9]{6}", digits) is None:
            msg = "a code has six digits. Read it again on the screen; it looks like 123-456."
            raise InvalidCode(msg)
        self._digits = digits

    @classmethod
    def generate(cls) -> "PairingCode":
        return cls(f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}")

    @classmethod
    def parse(cls, typed: str) -> "PairingCode":
        """The code in what a person typed or pasted; spaces and dashes do not matter. Raises InvalidCode."""
        if len(typed) > _MAX_TYPED:
            msg = "that is too long for a code. Type the six digits on the screen; they look like 123-456."
            raise InvalidCode(msg)
        # Full-width and other digits become plain ones.
        text = [char for char in unicodedata.normalize("NFKC", typed) if not char.isspace() and char not in _DASHES]
        if not all(char.isdecimal() for char in text):
            msg = "a code has digits only, no letters or signs. It looks like 123-456."
            raise InvalidCode(msg)
        if len(text) != _DIGITS:
            msg = f"a code has six digits, and here are {len(text)}. It looks like 123-456."
            raise InvalidCode(msg)
        return cls("".join(str(unicodedata.decimal(char)) for char in text))

    @property
    def shown(self) -> str:
        """For the screen: `123-456`."""
        return f"{self._digits[:3]}-{self._digits[3:]}"

    @property
    def secret(self) -> bytes:
        """The password of the key exchange."""
        return self._digits.encode()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PairingCode):
            return NotImplemented
        # Takes the same time wherever the two differ.
        return hmac.compare_digest(self.secret, other.secret)

    # A hash would put the digits into tables and, printed, show them.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "PairingCode(***-***)"
