"""Who asks, and whether they may: what every request passes before it is looked at."""

from aiohttp import web
from aiohttp.typedefs import Handler

from footlight_common.errors import FootlightError, RoleDenied, TrustError
from footlight_common.security import tls
from footlight_common.security.certificates import Holder
from footlight_common.security.permissions import OPEN_PATHS, PATHS, require_path
from footlight_player.core.actor import Actor
from footlight_player.services.audit import Audit
from footlight_player.services.identity import clean_name
from footlight_player.services.trust import Trust

# Sessions and pairings refuse in their own words, after the handshake of the WebSocket.
_JUDGED_INSIDE = frozenset({"/ws", *OPEN_PATHS})


def holder(request: web.Request) -> Holder | None:
    """Who the certificate of the caller names, checked against the site by the handshake."""
    transport = request.transport
    secured = None if transport is None else transport.get_extra_info("ssl_object")
    return None if secured is None else tls.peer(secured)


def actor(request: web.Request, trust: Trust) -> Actor:
    """The member who asks, outside of any session. Raises NotPaired, OtherSite, Revoked."""
    member = trust.admit(holder(request))
    return Actor(session="", member=member.id, name=clean_name(member.name), role=member.role)


def refusal(err: FootlightError) -> web.Response:
    """403 with the code and the words."""
    return web.json_response({"code": err.code, "message": str(err)}, status=403)


class Members:
    """Lets requests of members pass, each as far as the role goes."""

    def __init__(self, trust: Trust, audit: Audit) -> None:
        self._trust = trust
        self._audit = audit

    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path not in _JUDGED_INSIDE:
            try:
                by = actor(request, self._trust)
                self._require(by, request)
            except TrustError as err:
                return refusal(err)
        return await handler(request)

    def _require(self, by: Actor, request: web.Request) -> None:
        try:
            require_path(by.role, request.path)
        except RoleDenied as err:
            if request.path in PATHS:
                word = request.path.removeprefix("/")
                self._audit.append(word, by=by, ok=False, code=err.code, text=str(err))
            raise

    # What aiohttp's `web.middleware` marks a function with.
    __middleware_version__ = 1
