"""The HTTPS server of one player, and the port it listens on."""

import asyncio
import errno

from aiohttp import web
from aiohttp.typedefs import Handler

from footlight_common.clock import Clock
from footlight_common.discovery import DEFAULT_PORT
from footlight_common.door import Door
from footlight_common.errors import ListenError
from footlight_common.http_log import HTTP_LOG
from footlight_common.security import tls
from footlight_player.server.about import About
from footlight_player.server.audit import AuditEndpoint
from footlight_player.server.callers import Members
from footlight_player.server.history import HistoryEndpoint
from footlight_player.server.logs import LogsEndpoint
from footlight_player.server.metrics import MetricsEndpoint
from footlight_player.server.pairing import PairingEndpoint
from footlight_player.server.playlist import PlaylistEndpoint
from footlight_player.server.screenshot import ScreenshotEndpoint
from footlight_player.server.unpair import UnpairEndpoint
from footlight_player.server.ws import WebSocketEndpoint
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.trust import Trust
from footlight_player.system.network import ANY

# Sessions have said goodbye by then; what is left are transfers nobody waits for.
_SHUTDOWN_S = 0.5


class Listener:
    """Serves one player. `start` raises ListenError in words a person can act on.

    What it shows and whom it asks for a certificate follows `trust`; the port stays, and so do connections.
    """

    def __init__(self, player: Player, trust: Trust, screenshots: Screenshots, clock: Clock) -> None:
        self._trust = trust
        self._endpoint = WebSocketEndpoint(player, trust, clock)
        self._door = Door(self._protocol, lambda: self._context)
        self._pairing = PairingEndpoint(trust, player.identity.id, keep=self._door.keep, paired=trust.announce_claim)
        self._renew_context()
        trust.listen(self._renew_context)
        audit = AuditEndpoint(player.audit)
        logs = LogsEndpoint(player)
        app = web.Application(middlewares=[_refuse_browsers, Members(trust, player.audit)])
        app.on_response_prepare.append(_hide_server)
        app.router.add_get("/about", About(lambda: player.identity, lambda: trust.standing).get)
        app.router.add_get("/playlist", PlaylistEndpoint(lambda: player.memory.playlist).get)
        app.router.add_get("/screenshot", ScreenshotEndpoint(screenshots).get)
        app.router.add_get("/audit", audit.get)
        app.router.add_get("/seen", audit.get_seen)
        app.router.add_get("/history", HistoryEndpoint(player.events).get)
        app.router.add_get("/metrics", MetricsEndpoint(player.rollups, player.now_s).get)
        app.router.add_get("/logs", logs.get)
        app.router.add_get("/logs/archive", logs.get_archive)
        app.router.add_post("/unpair", UnpairEndpoint(trust, player.audit).post)
        app.router.add_get("/pair", self._pairing.get)
        app.router.add_get("/ws", self._endpoint.get)
        self._runner = web.AppRunner(app, access_log=None, logger=HTTP_LOG, shutdown_timeout=_SHUTDOWN_S)

    async def start(self, host: str, port: int | None, *, before: int | None = None) -> int:
        """Listen and return the port.

        Without `port`: the one of `before`, else the usual one, else any free one. Port 0 is any free one.
        """
        await self._runner.setup()
        choices = [port] if port is not None else [choice for choice in (before, DEFAULT_PORT, 0) if choice is not None]
        for choice in choices:
            try:
                return self._door.open(host, choice)
            except OSError as err:
                if err.errno != errno.EADDRINUSE:
                    msg = f"cannot listen at {host}: {err.strerror or err}. Choose another address with --host."
                    raise ListenError(msg) from err
        where = "" if host in ANY else f" of {host}"
        msg = f"port {port}{where} is in use. Close what uses it, or choose another with --port."
        raise ListenError(msg)

    async def close(self, code: str, message: str) -> None:
        """Goodbye to all controllers with this code and text, and no more connections."""
        await self._door.close()
        await self._endpoint.close(code, message)
        await self._pairing.close()
        await self._runner.cleanup()
        await self._door.hang_up()
        # The loop closes a socket in the turn after.
        await asyncio.sleep(0)

    def _protocol(self) -> asyncio.Protocol:
        server = self._runner.server
        if server is None:
            msg = "the listener was not started"
            raise RuntimeError(msg)
        return server()

    def _renew_context(self) -> None:
        standing = self._trust.standing
        if standing is None:
            self._context = tls.unclaimed_player(self._trust.credential)
        else:
            self._context = tls.claimed_player(self._trust.credential, *standing.authorities)


@web.middleware
async def _refuse_browsers(request: web.Request, handler: Handler) -> web.StreamResponse:
    # Only browsers send Origin. A page somebody looks at on the LAN must not reach the players.
    if "Origin" in request.headers:
        raise web.HTTPForbidden(text="Pages in a browser may not talk to a player.")
    return await handler(request)


async def _hide_server(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = ""
