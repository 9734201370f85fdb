"""What a player says of itself to a stranger. Nobody vouches for it: it is good for words and for a first address."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from footlight_common.discovery import cut_utf8, showable
from footlight_common.errors import FootlightError, NotPaired, OtherPlayer, OtherSite, ProtocolError, VersionMismatch
from footlight_common.protocol.base import MAX_NAME_LENGTH, MIN_PROTOCOL_VERSION
from footlight_common.security.roster import HexId
from footlight_common.security.signed import Signed
from footlight_common.security.standing import MAX_SUCCESSIONS
from footlight_controller.services.site import Site

PATH = "/about"
# Eight changes of the site's keys, and the rest.
MAX_ABOUT_BYTES = 16 * 1024


class About(Struct, frozen=True, kw_only=True):
    """The answer to `GET /about`."""

    id: HexId
    name: str = ""
    version: str = ""
    protocol: Annotated[int, Meta(ge=0)] = 0
    claimed: bool = False
    site: str = ""
    """Id; empty while it belongs to nobody."""
    epoch: Annotated[int, Meta(ge=0)] = 0
    """Of the site's keys; 0 while it belongs to nobody."""
    successions: Annotated[tuple[Signed, ...], Meta(max_length=MAX_SUCCESSIONS)] = ()
    """How they changed. Nothing but their signatures makes them true."""

    @property
    def title(self) -> str:
        """Some name of it, on one line."""
        return cut_utf8(showable(self.name), MAX_NAME_LENGTH) or self.id[:4]


def read_about(body: bytes) -> About:
    """Raises ProtocolError."""
    try:
        return msgspec.json.decode(body, type=About)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as err:
        msg = "what answers there is no Footlight player. Check the address and the port."
        raise ProtocolError(msg) from err


def reason_against(about: About, player: str, site: Site) -> FootlightError | None:
    """Why the player that says this takes no call meant for the one with the id `player`; None when it should."""
    if about.id != player:
        return OtherPlayer(f"another player, {about.title}, answers there. Search the network again.")
    if about.protocol < MIN_PROTOCOL_VERSION:
        return VersionMismatch(f"{about.title} is too old for this controller. Update the player.")
    if not about.claimed:
        return NotPaired(f"{about.title} is not paired. Pair it with the code on its screen.")
    if about.site != site.id:
        return OtherSite(
            f"{about.title} belongs to another site. Use a controller of that site, or run `footlight-player reset` "
            "on the player and pair it again."
        )
    return None
