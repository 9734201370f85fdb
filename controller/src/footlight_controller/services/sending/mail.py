"""Sends alerts as e-mails."""

import asyncio
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import aiosmtplib

from footlight_common.discovery import showable
from footlight_common.errors import InvalidArgument, SendFailed
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import EmailSettings, MailSecurity
from footlight_controller.core.alerting.words import subject, told
from footlight_controller.services.sending.sender import DEADLINE_S, on_this_machine

PORTS = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}
MAX_RECIPIENTS = 50
_MAX_ANSWER_LENGTH = 200
# What mail servers of offices take; nothing that could end a line or an address.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}")


def checked_email(settings: EmailSettings) -> EmailSettings:
    """The settings, if e-mails can be sent with them. Raises InvalidArgument."""
    if not _HOST.fullmatch(settings.server):
        msg = f"{showable(settings.server)!r} is no name of a mail server. Write it as in mail.example.org"
        raise InvalidArgument(msg)
    if not 0 < settings.port < 65536:
        msg = "the port of a mail server is a number from 1 to 65535."
        raise InvalidArgument(msg)
    if not 0 < len(settings.to) <= MAX_RECIPIENTS:
        msg = f"e-mails need 1 to {MAX_RECIPIENTS} people to go to."
        raise InvalidArgument(msg)
    for address in (settings.sender, *settings.to):
        if not _ADDRESS.fullmatch(address):
            msg = f"{showable(address)!r} is no e-mail address. Write it as in office@example.org"
            raise InvalidArgument(msg)
    if settings.user and settings.security is MailSecurity.NONE and not on_this_machine(settings.server):
        msg = (
            "a password is not sent over a line that everybody can read. Choose STARTTLS or TLS, or leave out the user."
        )
        raise InvalidArgument(msg)
    return settings


def composed(settings: EmailSettings, alerts: Sequence[AlertView], site: str, now_s: float) -> EmailMessage:
    """One e-mail about all of them."""
    message = EmailMessage()
    message["Subject"] = f"Footlight: {subject(alerts)}"[:200]
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.to)
    message["Date"] = formatdate(now_s, localtime=True)
    message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    # RFC 3834: nobody's absence answers a machine.
    message["Auto-Submitted"] = "auto-generated"
    lines = [_line(alert) for alert in alerts]
    message.set_content("\n".join([*lines, "", f"Footlight{f' of {showable(site)}' if site else ''}", ""]))
    return message


def _line(alert: AlertView) -> str:
    at_s = alert.raised_s if alert.ended_s is None else alert.ended_s
    at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(at_s))
    area = f" [{showable(alert.area)}]" if alert.area else ""
    return f"{at}  {alert.severity.value.upper()}  {told(alert)}{area}"


class MailSender:
    """One connection for each e-mail."""

    def __init__(
        self,
        settings: EmailSettings,
        password: Callable[[], Awaitable[str]],
        *,
        site: Callable[[], str],
        wall_s: Callable[[], float],
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        """`password` may raise CredentialRefused; `site` is the name of the site, for the last line."""
        self._settings = settings
        self._password = password
        self._site = site
        self._wall_s = wall_s
        self._context = context
        self._deadline_s = deadline_s

    async def send(self, alerts: Sequence[AlertView]) -> str:
        """As `Sender.send`."""
        settings = self._settings
        message = composed(settings, alerts, self._site(), self._wall_s())
        password = await self._password() if settings.user else ""
        # It reads the certificates of the system.
        context = await asyncio.to_thread(self._context)
        where = f"the mail server {settings.server}:{settings.port}"
        try:
            async with asyncio.timeout(self._deadline_s):
                refused, _ = await aiosmtplib.send(
                    message,
                    hostname=settings.server,
                    port=settings.port,
                    username=settings.user or None,
                    password=password if settings.user else None,
                    use_tls=settings.security is MailSecurity.TLS,
                    start_tls=settings.security is MailSecurity.STARTTLS,
                    tls_context=context,
                    timeout=self._deadline_s,
                )
        except (aiosmtplib.SMTPException, OSError, ValueError) as err:
            # Without the cause: what a server answers may hold what it was sent.
            raise SendFailed(_why(err, where, settings)) from None
        if refused:
            return f"{where} does not take e-mails to {', '.join(sorted(refused))}. Correct the address."
        return ""


def _why(err: Exception, where: str, settings: EmailSettings) -> str:
    match err:
        case aiosmtplib.SMTPAuthenticationError():
            return f"{where} does not take the user and the password ({err.code}). Set them again."
        case aiosmtplib.SMTPRecipientsRefused():
            return f"{where} does not take e-mails to {', '.join(settings.to)}. Correct the addresses."
        case aiosmtplib.SMTPSenderRefused():
            return f"{where} does not take e-mails from {settings.sender} ({err.code}). Use an address that it knows."
        case aiosmtplib.SMTPException() if "STARTTLS" in str(err):
            return f"{where} does not offer STARTTLS. Nothing was sent. Try TLS on port 465."
        case aiosmtplib.SMTPException() if "AUTH" in str(err):
            return f"{where} takes no password on such a line. Choose STARTTLS or TLS, or leave out the user."
        case aiosmtplib.SMTPResponseException():
            return f"{where} refused the e-mail: {err.code} {showable(err.message)[:_MAX_ANSWER_LENGTH]}"
        case TimeoutError() | aiosmtplib.SMTPTimeoutError():
            return f"{where} did not answer in time. Is it the right address and port?"
        case _ if (cause := _certificate(err)) is not None:
            return f"the certificate of {where} is not trusted: {cause}. Nothing was sent."
        case ssl.SSLError():
            return f"{where} does not speak TLS as it should. Try another port, or STARTTLS in place of TLS."
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPServerDisconnected() | OSError():
            return f"{where} cannot be reached. Is it up, and is it the right address and port?"
        case _:
            return f"{where} did not take the e-mail ({type(err).__name__})."


def _certificate(err: BaseException | None) -> str | None:
    while err is not None:
        if isinstance(err, ssl.SSLCertVerificationError):
            return err.verify_message
        err = err.__cause__ or err.__context__
    return None
