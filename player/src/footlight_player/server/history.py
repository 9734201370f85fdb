"""GET /history: what happened at this player, page by page."""

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from footlight_common.errors import StorageError
from footlight_common.protocol.pages import MAX_PAGE_EVENTS
from footlight_common.protocol.session import Seq
from footlight_player.services.history import History
from footlight_player.services.history_pages import Wish

_HEADERS = {"Cache-Control": "no-store"}
# A float that is a time: no infinity, no NaN.
_Time = Annotated[float, Meta(ge=-1e12, le=1e12)]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    after: Seq | None = None
    before: Seq | None = None
    from_s: _Time | None = None
    to_s: _Time | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_EVENTS)] = MAX_PAGE_EVENTS


class HistoryEndpoint:
    """`?after=&before=&from_s=&to_s=&limit=1..1000` gives a HistoryPage; what is given must hold all at once.

    With `after` or a time, and no `before`, the oldest events that fit; else the newest. A page may hold fewer than
    `limit`: there are more when its last (or first) event is not the last (or first) there is. 400 for a query that is
    none, 503 with a text while the disk does not answer.
    """

    def __init__(self, history: History) -> None:
        self._history = history

    async def get(self, request: web.Request) -> web.Response:
        try:
            query = msgspec.convert(dict(request.query), _Query, strict=False)
        except msgspec.ValidationError:
            text = (
                f"after and before are numbers of events, from_s and to_s Unix seconds, limit one to {MAX_PAGE_EVENTS}."
            )
            raise web.HTTPBadRequest(text=text) from None
        timed = query.from_s is not None or query.to_s is not None
        wish = Wish(
            after=query.after or 0,
            before=query.before,
            from_s=query.from_s,
            to_s=query.to_s,
            limit=query.limit,
            newest_first=query.before is not None if query.after is not None or timed else True,
        )
        try:
            page = await self._history.page(wish)
        except StorageError as err:
            raise web.HTTPServiceUnavailable(text=str(err)) from err
        return web.Response(body=msgspec.json.encode(page), content_type="application/json", headers=_HEADERS)
