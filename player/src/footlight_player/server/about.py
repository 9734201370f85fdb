"""GET /about: what anybody may know of this player."""

from collections.abc import Callable

from aiohttp import web

from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import PROTOCOL_VERSION


class About:
    """Answers with the identity as one JSON object."""

    def __init__(self, identity: Callable[[], PlayerIdentity]) -> None:
        self._identity = identity

    async def get(self, _: web.Request) -> web.Response:
        identity = self._identity()
        return web.json_response(
            {
                "id": identity.id,
                "name": identity.name,
                "version": identity.version,
                "protocol": PROTOCOL_VERSION,
                "claimed": False,
            }
        )
