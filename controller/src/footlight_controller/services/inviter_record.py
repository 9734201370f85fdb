"""The Zeroconf record of a controller that waits for a new member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zeroconf.asyncio import AsyncServiceInfo

from footlight_common.discovery import cut_utf8, is_player_id, showable

# RFC 6763 section 7.2: at most 15 characters between underscore and dot.
JOIN_SERVICE_TYPE = "_footlight-join._tcp.local."
_MAX_NAME_BYTES = 60
# As long as an invitation: one whose computer was switched off is not offered for an hour.
_LIFE_S = 300
_HOST_LIFE_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class InviterRecord:
    """Nothing of the site is in it, and the id says nothing: each invitation has another."""

    id: str
    """16 lower-case hex digits."""
    name: str
    """Of the computer."""

    def announced(self, port: int, addresses: Sequence[str]) -> AsyncServiceInfo:
        """What Zeroconf is to say."""
        return AsyncServiceInfo(
            JOIN_SERVICE_TYPE,
            # Without the name, in which dots and length would matter.
            f"{self.id}.{JOIN_SERVICE_TYPE}",
            port=port,
            properties={"id": self.id, "name": cut_utf8(showable(self.name), _MAX_NAME_BYTES)},
            server=f"{self.id}.local.",
            parsed_addresses=[*addresses],
            host_ttl=_HOST_LIFE_S,
            other_ttl=_LIFE_S,
        )

    @classmethod
    def from_txt(cls, txt: Mapping[bytes, bytes | None]) -> "InviterRecord | None":
        """The record in `txt`, or None when it is not one of an inviting controller."""
        # RFC 6763 section 6.4: keys are compared without regard to case.
        texts = {
            key.decode(errors="replace").lower(): showable((value or b"").decode(errors="replace"))
            for key, value in txt.items()
        }
        identifier = texts.get("id", "")
        if not is_player_id(identifier):
            return None
        return cls(id=identifier, name=cut_utf8(texts.get("name", ""), _MAX_NAME_BYTES) or identifier[:4])
