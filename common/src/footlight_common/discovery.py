"""The Zeroconf record of a player: what is announced, and what is believed of a stranger's record."""

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from footlight_common.protocol.base import PROTOCOL_VERSION

# RFC 6763 section 7.2: at most 15 characters between underscore and dot.
SERVICE_TYPE = "_footlight._tcp.local."
DEFAULT_PORT = 8470

# RFC 1035: one label of a DNS name.
_MAX_LABEL_BYTES = 63
# Keeps the whole record well within one packet.
_MAX_TXT_VALUE_BYTES = 200
_ID = re.compile(r"[0-9a-f]{16}")
# Controls, halves of pairs, line and paragraph ends: none has a place in a name, and a terminal obeys some.
_UNSHOWABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
# These turn the reading direction of what follows, so that a name can pose as another.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def cut_utf8(text: str, size_bytes: int) -> str:
    """The longest start of `text` that fits `size_bytes` in UTF-8."""
    return text.encode(errors="replace")[:size_bytes].decode(errors="ignore")


def showable(text: str) -> str:
    """`text` on one line, without characters that a terminal or a label would obey instead of showing."""
    kept = (" " if char.isspace() else char for char in text if char not in _DIRECTION_MARKS)
    return "".join(char for char in kept if unicodedata.category(char) not in _UNSHOWABLE).strip()


def is_player_id(text: str) -> bool:
    """Whether `text` has the form of a player id: 16 lower-case hex digits."""
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerRecord:
    """What a player announces. Static and untrusted: the hello has the last word."""

    id: str
    name: str
    protocol: int = PROTOCOL_VERSION
    claimed: bool = False
    site: str = ""

    @property
    def instance(self) -> str:
        """Full service name: the player's name, four digits of its id so that two namesakes differ, and the type."""
        suffix = f" {self.id[:4]}"
        # Dots would be read as label borders by some browsers.
        name = showable(self.name.replace(".", " ")) or "Player"
        return f"{cut_utf8(name, _MAX_LABEL_BYTES - len(suffix))}{suffix}.{SERVICE_TYPE}"

    @property
    def host(self) -> str:
        """Target of the SRV record; not the host name, which belongs to Avahi."""
        return f"{self.id}.local."

    def to_txt(self) -> dict[str, str]:
        """The TXT record's pairs."""
        return {
            "id": self.id,
            "v": str(self.protocol),
            "name": cut_utf8(showable(self.name), _MAX_TXT_VALUE_BYTES),
            "claimed": "1" if self.claimed else "0",
            "site": cut_utf8(showable(self.site), _MAX_TXT_VALUE_BYTES),
        }

    @classmethod
    def from_txt(cls, txt: Mapping[bytes, bytes | None]) -> "PlayerRecord | None":
        """The record in `txt`, or None when it is not one of a player."""
        # RFC 6763 section 6.4: keys are compared without regard to case.
        texts = {
            key.decode(errors="replace").lower(): showable((value or b"").decode(errors="replace"))
            for key, value in txt.items()
        }
        identifier, version = texts.get("id", ""), texts.get("v", "")
        if not is_player_id(identifier) or not (version.isascii() and version.isdigit() and len(version) < 6):
            return None
        return cls(
            id=identifier,
            name=cut_utf8(texts.get("name", ""), _MAX_TXT_VALUE_BYTES) or identifier[:4],
            protocol=int(version),
            claimed=texts.get("claimed") == "1",
            site=cut_utf8(texts.get("site", ""), _MAX_TXT_VALUE_BYTES),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a player listens."""

    host: str
    """Host name, IPv4, or IPv6 without brackets."""
    port: int = DEFAULT_PORT

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, text: str, *, default_port: int = DEFAULT_PORT) -> "Address":
        """From `host`, `host:port`, `::1` or `[::1]:port`. Raises ValueError saying what is wrong."""
        text = text.strip()
        bracketed = re.fullmatch(r"\[([^\[\]]+)\](?::([0-9]{1,5}))?", text)
        plain = re.fullmatch(r"([\w.-]{1,253})(?::([0-9]{1,5}))?", text)
        if bracketed and _is_ipv6(bracketed[1]):
            host, port = bracketed.groups()
        elif plain:
            host, port = plain.groups()
        elif _is_ipv6(text):
            host, port = text, None
        else:
            msg = f"{text[:100]!r} is no address: write HOST or HOST:PORT, for example 192.168.1.20:{default_port}"
            raise ValueError(msg)
        number = int(port) if port else default_port
        if not 0 < number < 65536:
            msg = f"port {port} is out of range: use 1 to 65535"
            raise ValueError(msg)
        return cls(host=host, port=number)


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
