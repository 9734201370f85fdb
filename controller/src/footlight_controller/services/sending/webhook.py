"""Posts alerts as JSON."""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from footlight_common.errors import InvalidArgument, SendFailed
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.objects import alert_object
from footlight_controller.core.alerting.words import told
from footlight_controller.services.alert_rules import WebhookSecret
from footlight_controller.services.sending.sender import DEADLINE_S, on_this_machine

MAX_URL_LENGTH = 2000


def host_of(secret: WebhookSecret) -> str:
    """What may be shown of where it goes: scheme, host and port. Raises InvalidArgument for no address of a webhook."""
    try:
        parts = urlsplit(secret.url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        parts, port, host = urlsplit(""), None, ""
    if parts.scheme not in {"https", "http"} or not host or len(secret.url) > MAX_URL_LENGTH or _odd(secret.url):
        # Not what was typed: it may be a secret with a slip in it.
        msg = "that is no address of a webhook. Write it as in https://hooks.example.org/..."
        raise InvalidArgument(msg)
    if parts.username is not None or parts.password is not None:
        msg = "a user or password in the address of a webhook would be sent openly. Give a token instead."
        raise InvalidArgument(msg)
    if _odd(secret.token):
        msg = "a token has only letters, digits and signs, and no blanks."
        raise InvalidArgument(msg)
    if secret.token and parts.scheme == "http" and not on_this_machine(host):
        msg = "a token is not sent over a line that everybody can read. Use an address that begins with https://"
        raise InvalidArgument(msg)
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}"


def _odd(text: str) -> bool:
    return not text.isascii() or any(sign <= " " or sign == "\x7f" for sign in text)


def posted(alerts: Sequence[AlertView], site: str) -> dict[str, Any]:
    """The JSON. `text` is what chat programs show of it."""
    return {
        "source": "footlight",
        "version": 1,
        "site": site,
        "text": "\n".join(told(alert) for alert in alerts),
        "alerts": [alert_object(alert) for alert in alerts],
    }


class WebhookSender:
    """One request for each batch. Redirections are not followed: a secret goes nowhere but where it was meant for."""

    def __init__(
        self,
        secret: WebhookSecret,
        *,
        site: Callable[[], str],
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        """`site` is the name of the site. Raises InvalidArgument as `host_of` does."""
        self._secret = secret
        self._host = host_of(secret)
        self._site = site
        self._context = context
        self._deadline_s = deadline_s

    async def send(self, alerts: Sequence[AlertView]) -> str:
        """As `Sender.send`."""
        token = self._secret.token
        # It reads the certificates of the system.
        context = await asyncio.to_thread(self._context)
        try:
            async with (
                aiohttp.ClientSession(
                    connector=aiohttp.TCPConnector(ssl=context),
                    timeout=aiohttp.ClientTimeout(total=self._deadline_s),
                    headers={"Authorization": f"Bearer {token}"} if token else {},
                    cookie_jar=aiohttp.DummyCookieJar(),
                ) as session,
                session.post(self._secret.url, json=posted(alerts, self._site()), allow_redirects=False) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, OSError, ValueError) as err:
            # Without the cause, which may quote the address.
            raise SendFailed(self._why(err)) from None
        if status >= HTTPStatus.BAD_REQUEST or status in range(300, 400):
            raise SendFailed(self._refused(status))
        return ""

    def _refused(self, status: int) -> str:
        phrase = HTTPStatus(status).phrase if status in {*HTTPStatus} else ""
        answer = f"the webhook at {self._host} answered {status} {phrase}".strip()
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            return f"{answer}. Set its address, and its token, again."
        if status in range(300, 400):
            return f"{answer}: it has moved. Set its new address."
        return f"{answer}. It is tried again."

    def _why(self, err: Exception) -> str:
        where = f"the webhook at {self._host}"
        match err:
            case aiohttp.ClientConnectorCertificateError(certificate_error=ssl.SSLCertVerificationError() as cause):
                return f"the certificate of {where} is not trusted: {cause.verify_message}. Nothing was sent."
            case aiohttp.ClientConnectorCertificateError():
                return f"the certificate of {where} is not trusted. Nothing was sent."
            case aiohttp.ClientSSLError():
                return f"{where} does not speak TLS as it should. Is the port right?"
            case TimeoutError():
                return f"{where} did not answer in time."
            case aiohttp.ClientConnectorError():
                return f"{where} cannot be reached. Is it up, and is the address right?"
            case _:
                return f"{where} broke off without an answer."
