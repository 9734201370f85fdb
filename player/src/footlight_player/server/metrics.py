"""GET /metrics: the figures of the last thirty days in rollups."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from footlight_common.errors import StorageError
from footlight_player.services.metrics import Rollups

# Without a beginning, what just was.
DEFAULT_SPAN_S = 3600
MAX_FIGURES = 64
_HEADERS = {"Cache-Control": "no-store"}
_Moment = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class _Wish(msgspec.Struct, frozen=True, kw_only=True):
    from_s: _Moment | None = None
    to_s: _Moment | None = None
    figures: Annotated[str, Meta(max_length=2000)] = ""


class MetricsEndpoint:
    """`/metrics?from_s=&to_s=&figures=a,b` gives a MetricsPage: the last hour, and all figures, unless told.

    A figure is named as in Metrics; `cores_percent` means all of them, `cores_percent.0` one. One that the player does
    not have is absent in the answer. 400 for a query that is none, 503 with a text while the disk does not answer.
    """

    def __init__(self, rollups: Rollups, now_s: Callable[[], float]) -> None:
        """`now_s` is the player's wall clock."""
        self._rollups = rollups
        self._now_s = now_s

    async def get(self, request: web.Request) -> web.Response:
        try:
            wish = msgspec.convert(dict(request.query), _Wish, strict=False)
        except msgspec.ValidationError:
            text = "from_s and to_s are Unix seconds without a fraction, figures names with commas between them."
            raise web.HTTPBadRequest(text=text) from None
        figures = [name for name in wish.figures.split(",") if name]
        if len(figures) > MAX_FIGURES:
            raise web.HTTPBadRequest(text=f"No more than {MAX_FIGURES} figures at one time.")
        to_s = self._now_s() if wish.to_s is None else wish.to_s
        from_s = to_s - DEFAULT_SPAN_S if wish.from_s is None else wish.from_s
        try:
            page = await self._rollups.page(from_s=from_s, to_s=to_s, figures=figures)
        except StorageError as err:
            raise web.HTTPServiceUnavailable(text=str(err)) from err
        return web.Response(body=msgspec.json.encode(page), content_type="application/json", headers=_HEADERS)
