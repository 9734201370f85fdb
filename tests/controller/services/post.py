"""A mail server and a webhook on real sockets that do what a test tells them to."""

import asyncio
import datetime
import ipaddress
import ssl
from email import message_from_bytes, policy
from pathlib import Path

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "office", "correct-horse-7"


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For a server that is called so, and for a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(name), *([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] if name == "localhost" else [])]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{name}.pem"
    file.write_bytes(private + pem)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cadata=pem.decode())
    return server, client


class PostOffice:
    """Takes e-mails."""

    def __init__(self, context: ssl.SSLContext | None = None, *, wrapped: bool = False) -> None:
        """With a context it offers STARTTLS, or speaks TLS from the start when it is `wrapped`."""
        self._context = context
        self._wrapped = wrapped
        self.mails: list = []
        self.logins: list[LoginPassword] = []
        self.answer = ""
        self.refused: set[str] = set()
        self.open = asyncio.Event()
        self.open.set()
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.BaseTransport] = []

    async def start(self) -> "PostOffice":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._protocol, "127.0.0.1", self.port, ssl=self._context if self._wrapped else None
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        self.open.set()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def _protocol(self) -> SMTP:
        offered = None if self._wrapped else self._context
        return SMTP(
            self,
            hostname="localhost",
            tls_context=offered,
            auth_require_tls=offered is not None,
            authenticator=self._authenticate,
            timeout=5,
        )

    def _authenticate(self, server, session, envelope, mechanism, login: LoginPassword) -> AuthResult:
        self.logins.append(login)
        well = login == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=well, handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        await self.open.wait()
        if self.answer:
            return self.answer
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def texts(self) -> list[str]:
        return [mail.get_content() for mail in self.mails]


class Hook:
    """Takes JSON."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.posts: list[dict] = []
        self.headers: list = []
        self.status = 200
        self.extra: dict[str, str] = {}
        self.open = asyncio.Event()
        self.open.set()
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> "Hook":
        app = web.Application()
        app.router.add_post("/{rest:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=self._context).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        self.open.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _take(self, request: web.Request) -> web.Response:
        await self.open.wait()
        self.headers.append(request.headers)
        if self.status == 200:
            self.posts.append(await request.json())
        return web.Response(status=self.status, headers=self.extra)

    @property
    def alerts(self) -> list[dict]:
        return [alert for post in self.posts for alert in post["alerts"]]
