"""GET /playlist: all items of what plays, which would make every status long."""

from collections.abc import Callable

import msgspec
from aiohttp import web

from footlight_common.model.playback import Playlist


class PlaylistEndpoint:
    """Answers with a `Playlist` as JSON; one without items when the player is idle."""

    def __init__(self, playlist: Callable[[], Playlist]) -> None:
        self._playlist = playlist

    async def get(self, _: web.Request) -> web.Response:
        body = msgspec.json.encode(self._playlist())
        return web.Response(body=body, content_type="application/json", headers={"Cache-Control": "no-store"})
