"""GET /logs and GET /logs/archive: what the player said, and all of it in one file."""

import contextlib
import logging
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from footlight_common.errors import CommandError
from footlight_common.model.logs import LogFilter, LogLevel
from footlight_common.protocol.pages import MAX_PAGE_LINES
from footlight_player.services.player import Player

_log = logging.getLogger(__name__)

_HEADERS = {"Cache-Control": "no-store"}
_USUAL_LINES = 200


class _Wish(msgspec.Struct, frozen=True, kw_only=True):
    level: LogLevel = LogLevel.DEBUG
    text: Annotated[str, Meta(max_length=200)] = ""
    logger: Annotated[str, Meta(max_length=100)] = ""
    before: Annotated[int, Meta(ge=1, le=2**53 - 1)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_LINES)] = _USUAL_LINES


class LogsEndpoint:
    """`/logs?level=&text=&logger=&before=&limit=1..1000` gives a LogPage, `/logs/archive` a .tar.gz.

    400 for a query that is none, 503 with a text while others fetch the archive.
    """

    def __init__(self, player: Player) -> None:
        self._player = player

    async def get(self, request: web.Request) -> web.Response:
        try:
            wish = msgspec.convert(dict(request.query), _Wish, strict=False)
        except msgspec.ValidationError:
            text = (
                f"level is one of {', '.join(LogLevel)}, before a number of a line, "
                f"limit one from 1 to {MAX_PAGE_LINES}; text and logger a word."
            )
            raise web.HTTPBadRequest(text=text) from None
        wanted = LogFilter(level=wish.level, text=wish.text, logger=wish.logger)
        page = await self._player.logs.page(wanted, before=wish.before, limit=wish.limit)
        return web.Response(body=msgspec.json.encode(page), content_type="application/json", headers=_HEADERS)

    async def get_archive(self, request: web.Request) -> web.StreamResponse:
        player = self._player
        folder = f"footlight-logs-{player.identity.id}"
        # Not the whole state: an address of what plays may have a password in it.
        facts = {
            "player": player.identity,
            "host": player.host,
            "made_at_s": player.now_s(),
            "state": player.playback.state,
            "stats": player.status().stats,
        }
        response = web.StreamResponse(headers=_HEADERS)
        response.content_type = "application/gzip"
        response.headers["Content-Disposition"] = f'attachment; filename="{folder}.tar.gz"'
        try:
            async with contextlib.aclosing(player.logs.archive(folder, facts)) as pieces:
                async for piece in pieces:
                    if not response.prepared:
                        await response.prepare(request)
                    await response.write(piece)
            await response.write_eof()
        except CommandError as err:
            raise web.HTTPServiceUnavailable(text=str(err)) from err
        except ConnectionError:
            _log.debug("whoever fetched the archive hung up")
        return response
