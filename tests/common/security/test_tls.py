"""Who gets through to whom over real sockets, and what those meet who do not."""

import asyncio
import datetime
import ssl
import stat
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from common.security.sites import OTHER_PLAYER, PLAYER, SITE, Site, unclaimed

from footlight_common.errors import CredentialRefused, OtherPlayer
from footlight_common.security import authority, tls
from footlight_common.security.authority import self_signed
from footlight_common.security.certificates import Kind
from footlight_common.security.keys import TLSKey

MEMBER = "3e" * 8


async def who_called(request):
    caller = tls.peer(request.transport.get_extra_info("ssl_object"))
    return web.Response(text="nobody" if caller is None else f"{caller.kind} {caller.id} {caller.site}")


@pytest_asyncio.fixture
async def serve():
    """Start a server with this TLS context; the answer is its port."""
    app = web.Application()
    app.router.add_get("/", who_called)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()

    async def start(context):
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        return runner.addresses[-1][1]

    yield start
    await runner.cleanup()


async def ask(port, context):
    async with aiohttp.ClientSession() as session, session.get(f"https://127.0.0.1:{port}/", ssl=context) as answer:
        return await answer.text()


@pytest.fixture
def claimed(site):
    return tls.claimed_player(site.player(), site.authority.certificate)


@pytest.fixture
def member(site):
    return tls.controller(site.member(MEMBER)[0], site.authority.certificate)


REFUSED_BY_THE_PLAYER = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


async def test_member_and_player_of_one_site_meet(serve, claimed, member):
    assert await ask(await serve(claimed), member) == f"member {MEMBER} {SITE}"


async def test_claimed_player_sees_nobody_in_a_caller_without_a_certificate(serve, claimed):
    assert await ask(await serve(claimed), tls.stranger()) == "nobody"


async def test_unclaimed_player_asks_nobody_for_a_certificate(serve, site):
    port = await serve(tls.unclaimed_player(unclaimed()))
    showing = tls.stranger()
    tls._show(showing, site.member(MEMBER)[0])
    assert await ask(port, showing) == "nobody"


async def test_certificate_of_another_site_is_refused_by_the_player(serve, claimed, site, other_site):
    foreign = tls.controller(other_site.member(MEMBER)[0], site.authority.certificate)
    with pytest.raises(REFUSED_BY_THE_PLAYER):
        await ask(await serve(claimed), foreign)


async def test_certificate_of_a_namesake_of_the_site_is_refused_by_the_player(serve, claimed, site):
    foreign = tls.controller(Site(SITE).member(MEMBER)[0], site.authority.certificate)
    with pytest.raises(REFUSED_BY_THE_PLAYER):
        await ask(await serve(claimed), foreign)


async def test_self_signed_certificate_is_refused_by_the_player(serve, claimed, site):
    own = self_signed(TLSKey.generate(), Kind.MEMBER, MEMBER)
    with pytest.raises(REFUSED_BY_THE_PLAYER):
        await ask(await serve(claimed), tls.controller(own, site.authority.certificate))


async def test_a_players_certificate_commands_no_player(serve, claimed, site):
    with pytest.raises(REFUSED_BY_THE_PLAYER):
        await ask(await serve(claimed), tls.controller(site.player(OTHER_PLAYER), site.authority.certificate))


async def test_a_refused_handshake_looks_whole_to_the_client(serve, claimed, site, other_site):
    """Why the reason has to be asked for: the connection stands, and ends without a word."""
    foreign = tls.controller(other_site.member(MEMBER)[0], site.authority.certificate)
    reader, writer = await asyncio.open_connection("127.0.0.1", await serve(claimed), ssl=foreign)
    assert tls.require_player(writer.get_extra_info("ssl_object"), PLAYER).site == SITE
    assert await reader.read() == b""
    writer.close()


@pytest.mark.parametrize("kind", ["unclaimed", "of another site", "a member"])
async def test_controller_refuses_what_is_no_player_of_its_site(serve, site, other_site, member, kind):
    credential = {
        "unclaimed": unclaimed(),
        "of another site": other_site.player(),
        "a member": site.member(MEMBER)[0],
    }[kind]
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await ask(await serve(tls.unclaimed_player(credential)), member)


async def test_older_tls_is_refused(serve, claimed):
    old = tls.stranger()
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(await serve(claimed), old)


@pytest.fixture(params=[(1970, 1971), (9000, 9999)], ids=["expired", "not yet valid"])
def site_with_a_clock_that_went_wrong(request, monkeypatch):
    begin, end = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in request.param)
    monkeypatch.setattr(authority, "NOT_BEFORE", begin)
    monkeypatch.setattr(authority, "NOT_AFTER", end)
    return Site()


async def test_no_clock_matters(serve, site_with_a_clock_that_went_wrong):
    site = site_with_a_clock_that_went_wrong
    port = await serve(tls.claimed_player(site.player(), site.authority.certificate))
    member = tls.controller(site.member(MEMBER)[0], site.authority.certificate)
    assert await ask(port, member) == f"member {MEMBER} {SITE}"


async def test_another_player_behind_an_address_is_noticed(serve, site, member):
    port = await serve(tls.claimed_player(site.player(OTHER_PLAYER), site.authority.certificate))
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=member)
    with pytest.raises(OtherPlayer, match="another player"):
        tls.require_player(writer.get_extra_info("ssl_object"), PLAYER)
    writer.close()


async def test_stranger_sees_the_key_that_it_pairs_with(serve):
    credential = unclaimed()
    port = await serve(tls.unclaimed_player(credential))
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls.stranger())
    assert tls.server_key(writer.get_extra_info("ssl_object")) == credential.key.fingerprint
    writer.close()


class Seen:
    """What a TLS object says of the other end."""

    def __init__(self, der):
        self.der = der

    def getpeercert(self, binary_form):
        return self.der


def test_server_without_a_certificate_has_no_key():
    with pytest.raises(CredentialRefused, match="showed no certificate"):
        tls.server_key(Seen(None))
    with pytest.raises(OtherPlayer):
        tls.require_player(Seen(None), PLAYER)


def test_server_of_something_else_is_no_player():
    with pytest.raises(CredentialRefused):
        tls.server_key(Seen(b"0\x00"))


def test_every_context_is_strict_and_looks_at_no_clock(claimed, member):
    # The second is X509_V_FLAG_NO_CHECK_TIME.
    flags = ssl.VERIFY_X509_STRICT | 0x200000
    for context in (claimed, member, tls.stranger(), tls.unclaimed_player(unclaimed())):
        assert context.verify_flags & flags == flags
        assert context.minimum_version is ssl.TLSVersion.TLSv1_3
    assert (claimed.verify_mode, member.verify_mode) == (ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED)
    # A resumed session would skip the look at the certificate.
    assert claimed.num_tickets == 0
    assert len(claimed.get_ca_certs()) == len(member.get_ca_certs()) == 1


def test_the_key_never_lies_in_a_directory(data_dir, monkeypatch):
    places = []
    real = ssl.SSLContext.load_cert_chain

    def load(context, path):
        status = Path(path).stat()
        places.append((status.st_nlink, stat.S_ISREG(status.st_mode)))
        real(context, path)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", load)
    before = len([*Path("/proc/self/fd").iterdir()])
    tls.unclaimed_player(unclaimed())
    assert places == [(0, True)]
    assert len([*Path("/proc/self/fd").iterdir()]) == before
