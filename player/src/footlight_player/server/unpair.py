"""POST /unpair: an admin has this player belong to nobody."""

from http import HTTPStatus

from aiohttp import web

from footlight_common.errors import StorageError
from footlight_common.model.audit import UNPAIR
from footlight_player.server.callers import actor
from footlight_player.services.audit import Audit
from footlight_player.services.trust import Trust


class UnpairEndpoint:
    """Resets the player as `footlight-player reset` does. Who may ask is judged before."""

    def __init__(self, trust: Trust, audit: Audit) -> None:
        self._trust = trust
        self._audit = audit

    async def post(self, request: web.Request) -> web.Response:
        by, site = actor(request, self._trust), self._trust.site
        try:
            await self._trust.reset()
        except StorageError as err:
            self._audit.append(UNPAIR, by=by, ok=False, code=err.code, text=str(err))
            body = {"code": err.code, "message": str(err)}
            return web.json_response(body, status=HTTPStatus.INSUFFICIENT_STORAGE)
        self._audit.append(UNPAIR, by=by, site=site)
        return web.Response(status=HTTPStatus.NO_CONTENT)
