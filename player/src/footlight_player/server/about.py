"""GET /about: what anybody may know of this player."""

from collections.abc import Callable

import msgspec
from aiohttp import web

from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import PROTOCOL_VERSION
from footlight_common.security.standing import Standing


class About:
    """Answers with the identity as one JSON object."""

    def __init__(self, identity: Callable[[], PlayerIdentity], standing: Callable[[], Standing | None]) -> None:
        """`standing` is None while unclaimed."""
        self._identity = identity
        self._standing = standing

    async def get(self, _: web.Request) -> web.Response:
        identity, standing = self._identity(), self._standing()
        return web.json_response(
            {
                "id": identity.id,
                "name": identity.name,
                "version": identity.version,
                "protocol": PROTOCOL_VERSION,
                "claimed": standing is not None,
                "site": "" if standing is None else standing.site,
                "epoch": 0 if standing is None else standing.epoch,
                # Signed, and without a name in them: who missed a change of the keys finds the new CA by them.
                "successions": [] if standing is None else msgspec.to_builtins(standing.successions),
            }
        )
