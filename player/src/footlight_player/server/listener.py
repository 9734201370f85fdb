"""The HTTP server of one player, and the port it listens on."""

import errno

from aiohttp import web
from aiohttp.typedefs import Handler

from footlight_common.clock import Clock
from footlight_common.discovery import DEFAULT_PORT
from footlight_common.errors import ListenError
from footlight_player.server.about import About
from footlight_player.server.playlist import PlaylistEndpoint
from footlight_player.server.screenshot import ScreenshotEndpoint
from footlight_player.server.ws import WebSocketEndpoint
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots

# Sessions have said goodbye by then; what is left are transfers nobody waits for.
_SHUTDOWN_S = 0.5


class Listener:
    """Serves one player. `start` raises ListenError in words a person can act on."""

    def __init__(self, player: Player, screenshots: Screenshots, clock: Clock) -> None:
        self._endpoint = WebSocketEndpoint(player, clock)
        app = web.Application(middlewares=[_refuse_browsers])
        app.on_response_prepare.append(_hide_server)
        app.router.add_get("/about", About(lambda: player.identity).get)
        app.router.add_get("/playlist", PlaylistEndpoint(lambda: player.memory.playlist).get)
        app.router.add_get("/screenshot", ScreenshotEndpoint(screenshots).get)
        app.router.add_get("/ws", self._endpoint.get)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S)

    async def start(self, host: str, port: int | None, *, before: int | None = None) -> int:
        """Listen and return the port.

        Without `port`: the one of `before`, else the usual one, else any free one. Port 0 is any free one.
        """
        await self._runner.setup()
        choices = [port] if port is not None else [choice for choice in (before, DEFAULT_PORT, 0) if choice is not None]
        for choice in choices:
            try:
                return await self._listen(host, choice)
            except OSError as err:
                if err.errno != errno.EADDRINUSE:
                    msg = f"cannot listen at {host}: {err.strerror or err}. Choose another address with --host."
                    raise ListenError(msg) from err
        msg = f"port {port} of {host} is in use. Close what uses it, or choose another with --port."
        raise ListenError(msg)

    async def close(self, code: str, message: str) -> None:
        """Goodbye to all controllers with this code and text, and no more connections."""
        await self._endpoint.close(code, message)
        await self._runner.cleanup()

    async def _listen(self, host: str, port: int) -> int:
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except OSError:
            await site.stop()
            raise
        return int(self._runner.addresses[0][1])


@web.middleware
async def _refuse_browsers(request: web.Request, handler: Handler) -> web.StreamResponse:
    # Only browsers send Origin. A page somebody looks at on the LAN must not reach the players.
    if "Origin" in request.headers:
        raise web.HTTPForbidden(text="Pages in a browser may not talk to a player.")
    return await handler(request)


async def _hide_server(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = ""
