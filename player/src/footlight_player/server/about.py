"""GET /about: what anybody may know of this player."""

import json

from aiohttp import web

from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import PROTOCOL_VERSION


class About:
    """Answers with the identity as one JSON object."""

    def __init__(self, identity: PlayerIdentity) -> None:
        self._text = json.dumps(
            {
                "id": identity.id,
                "name": identity.name,
                "version": identity.version,
                "protocol": PROTOCOL_VERSION,
                "claimed": False,
            }
        )

    async def get(self, _: web.Request) -> web.Response:
        return web.json_response(text=self._text)
