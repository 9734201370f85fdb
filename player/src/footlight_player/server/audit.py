"""GET /audit and GET /seen: what was asked of this player, and when members were here."""

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from footlight_common.errors import StorageError
from footlight_common.model.audit import DEFAULT_PAGE_ENTRIES, MAX_PAGE_ENTRIES
from footlight_player.services.audit import Audit

_HEADERS = {"Cache-Control": "no-store"}


class _Wish(msgspec.Struct, frozen=True, kw_only=True):
    before: Annotated[int, Meta(ge=1, le=2**53 - 1)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_ENTRIES)] = DEFAULT_PAGE_ENTRIES
    member: Annotated[str, Meta(max_length=64)] = ""
    command: Annotated[str, Meta(max_length=64)] = ""


class AuditEndpoint:
    """`/audit?before=&limit=1..500&member=&command=` gives an AuditPage, `/seen` Unix seconds by member id.

    400 for a query that is none, 503 with a text while the disk does not answer.
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    async def get(self, request: web.Request) -> web.Response:
        try:
            wish = msgspec.convert(dict(request.query), _Wish, strict=False)
        except msgspec.ValidationError:
            text = f"before is a number of an entry, limit one from 1 to {MAX_PAGE_ENTRIES}; member and command a word."
            raise web.HTTPBadRequest(text=text) from None
        try:
            page = await self._audit.page(
                before=wish.before, limit=wish.limit, member=wish.member, command=wish.command
            )
        except StorageError as err:
            raise web.HTTPServiceUnavailable(text=str(err)) from err
        return web.Response(body=msgspec.json.encode(page), content_type="application/json", headers=_HEADERS)

    async def get_seen(self, _: web.Request) -> web.Response:
        try:
            seen = await self._audit.seen()
        except StorageError as err:
            raise web.HTTPServiceUnavailable(text=str(err)) from err
        return web.Response(body=msgspec.json.encode(seen), content_type="application/json", headers=_HEADERS)
