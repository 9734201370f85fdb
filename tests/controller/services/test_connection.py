"""What is said of those who answer and are no players, and of players that this controller may not command."""

import ssl

import pytest
from aiohttp import web
from controller.services.home import claimed_context, home, unclaimed_context

from footlight_common.discovery import Address
from footlight_common.errors import (
    CredentialRefused,
    NoSite,
    NotPaired,
    OtherPlayer,
    OtherSite,
    ProtocolError,
    Revoked,
    RoleDenied,
    Unreachable,
    VersionMismatch,
)
from footlight_common.protocol.base import encode
from footlight_common.protocol.session import Goodbye, Hello
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.reach import Reach

PLAYER_ID, SECOND_ID = "ab12000000000000", "cd34000000000000"


@pytest.fixture
async def dialer():
    dialer = Dialer(Reach(), Hello(name="desk"))
    await dialer.start()
    await dialer.use(home())
    yield dialer
    await dialer.close()


@pytest.fixture
async def restart(player):
    """Have the player listen with this context, and say of itself what is given."""

    async def again(context: ssl.SSLContext, **about):
        await player.stop()
        player.context = context
        player.about |= about
        await player.start()

    return again


@pytest.fixture
async def web_server():
    """Some other program that speaks HTTP."""
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Address(host="127.0.0.1", port=runner.addresses[0][1])
    await runner.cleanup()


async def test_a_web_server_without_tls_is_no_player(dialer, web_server):
    with pytest.raises(ProtocolError, match="does not speak TLS"):
        await dialer.open(web_server, PLAYER_ID)
    with pytest.raises(ProtocolError, match="does not speak TLS"):
        await dialer.about(web_server)


async def test_a_web_server_with_tls_is_no_player(dialer, player):
    player.about = {"hello": "world"}
    with pytest.raises(ProtocolError, match="is no Footlight player"):
        await dialer.about(player.address)


async def test_the_hello_of_a_member_carries_the_newest_roster(dialer, player):
    connection, _ = await dialer.open(player.address, PLAYER_ID)
    await connection.close()
    assert player.hellos[0].offer == home().standing.offer


async def test_without_a_site_nobody_is_dialled_and_the_answer_says_how_to_get_one(dialer, player):
    await dialer.use(None)
    with pytest.raises(NoSite, match="footlight site create"):
        await dialer.open(player.address, PLAYER_ID)
    assert not player.sockets
    assert (await dialer.about(player.address)).id == PLAYER_ID


async def test_an_unclaimed_player_is_not_paired(dialer, player, restart):
    await restart(unclaimed_context(PLAYER_ID), claimed=False, site="")
    with pytest.raises(NotPaired, match=r"Lobby is not paired\. Pair it with the code on its screen"):
        await dialer.open(player.address, PLAYER_ID)
    assert not player.sockets


async def test_a_player_of_another_site_says_so(dialer, player, restart):
    other = home("Theatre")
    await restart(claimed_context(PLAYER_ID, other), site=other.id)
    with pytest.raises(OtherSite, match="Lobby belongs to another site"):
        await dialer.open(player.address, PLAYER_ID)


async def test_a_player_that_only_says_it_is_ours_gets_nothing(dialer, player, restart):
    await restart(unclaimed_context(PLAYER_ID))
    with pytest.raises(CredentialRefused, match="Somebody may pose as the player"):
        await dialer.open(player.address, PLAYER_ID)
    assert not player.sockets


async def test_another_player_of_the_site_at_the_address_hears_no_hello(dialer, player, restart):
    await restart(claimed_context(SECOND_ID), id=SECOND_ID, name="Hall")
    with pytest.raises(OtherPlayer, match="another player, Hall"):
        await dialer.open(player.address, PLAYER_ID)
    with pytest.raises(OtherPlayer):
        await dialer.get(player.address, PLAYER_ID, "/screenshot", {}, limit_bytes=100)
    assert not player.sockets


async def test_another_player_that_takes_the_id_of_the_expected_one_is_found_out_by_its_certificate(
    dialer, player, restart
):
    await restart(claimed_context(SECOND_ID))
    with pytest.raises(CredentialRefused):
        await dialer.open(player.address, PLAYER_ID)
    assert not player.sockets


async def test_a_controller_whose_certificate_the_player_does_not_take_is_told_so(dialer, player, restart):
    await restart(claimed_context(PLAYER_ID, members_of=home("Theatre")))
    with pytest.raises(CredentialRefused, match="does not take the certificate"):
        await dialer.open(player.address, PLAYER_ID)


@pytest.mark.parametrize("kind", [Revoked, NotPaired, RoleDenied, VersionMismatch])
async def test_a_member_that_the_player_refuses_hears_its_words(dialer, player, kind):
    player.answer_hello = lambda _: encode(Goodbye(code=kind.code, message="Ask an admin."))
    with pytest.raises(kind, match=r"Ask an admin\."):
        await dialer.open(player.address, PLAYER_ID)


async def test_a_path_that_the_role_may_not_ask_for_is_refused_in_the_words_of_the_player(dialer, player, restart):
    async def refuse(_):
        return web.json_response({"code": "role_denied", "message": "Yours is viewer."}, status=403)

    player.routes = [web.get("/playlist", refuse)]
    await restart(player.context)
    with pytest.raises(RoleDenied, match=r"Yours is viewer\."):
        await dialer.get(player.address, PLAYER_ID, "/playlist", {}, limit_bytes=100)


async def test_a_player_too_old_is_told_apart(dialer, player, restart):
    await restart(unclaimed_context(PLAYER_ID), protocol=0)
    with pytest.raises(VersionMismatch, match="Update the player"):
        await dialer.open(player.address, PLAYER_ID)


async def test_where_nothing_listens_nobody_is_asked(dialer, player):
    await player.stop()
    with pytest.raises(Unreachable, match="nothing listens there"):
        await dialer.open(player.address, PLAYER_ID)
    assert not player.asked_about


@pytest.mark.parametrize(
    "about",
    [{}, {"id": "../../etc"}, {"id": PLAYER_ID, "name": "x" * 20_000}, {"id": PLAYER_ID, "protocol": -1}, [1], "x"],
)
async def test_what_is_said_to_a_stranger_is_checked(dialer, player, about):
    player.about = about
    with pytest.raises(ProtocolError):
        await dialer.about(player.address)
