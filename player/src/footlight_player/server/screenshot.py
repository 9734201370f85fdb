"""GET /screenshot: what is on the screen now, as an image."""

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from footlight_common.errors import NoPicture
from footlight_player.core.camera import MAX_WIDTH_PX, ImageType
from footlight_player.services.screenshots import Screenshots

_FORMATS = {kind.value.removeprefix("image/"): kind for kind in ImageType}


class _Wish(msgspec.Struct, frozen=True, kw_only=True):
    width: Annotated[int, Meta(ge=16, le=MAX_WIDTH_PX)] = MAX_WIDTH_PX
    format: str = "jpeg"


class ScreenshotEndpoint:
    """`?width=16..1280&format=jpeg|webp|png`; 400 for anything else, 503 with a text when there is no picture."""

    def __init__(self, screenshots: Screenshots) -> None:
        self._screenshots = screenshots

    async def get(self, request: web.Request) -> web.Response:
        try:
            wish = msgspec.convert(dict(request.query), _Wish, strict=False)
            kind = _FORMATS[wish.format]
        except (msgspec.ValidationError, KeyError):
            text = f"width is a whole number from 16 to {MAX_WIDTH_PX}, format one of {', '.join(_FORMATS)}."
            raise web.HTTPBadRequest(text=text) from None
        try:
            body, made = await self._screenshots.take(wish.width, kind)
        except NoPicture as err:
            raise web.HTTPServiceUnavailable(text=str(err)) from err
        return web.Response(body=body, content_type=made.value, headers={"Cache-Control": "no-store"})
