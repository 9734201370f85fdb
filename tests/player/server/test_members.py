"""Whom a claimed player answers, over real sockets, and what those meet whom it does not."""

import asyncio
import contextlib
import socket
import time
from pathlib import Path

import aiohttp
import msgspec
import pytest
import pytest_asyncio
from common.security import sites
from player.house import MEMBERS, House, stranger
from player.server.newcomer import PLAYER, Newcomer

from footlight_common.door import MAX_HANDSHAKES, MAX_STRANGERS
from footlight_common.protocol.base import encode
from footlight_common.protocol.session import Hello, RosterOffer
from footlight_common.ration import abort
from footlight_common.security import tls
from footlight_common.security.roles import Role
from footlight_common.security.standing import Offer, publish

HALF_OPEN = 1000


@pytest_asyncio.fixture
async def claimed(newcomer, house) -> Newcomer:
    await newcomer.trust.adopt(house.claim(PLAYER, newcomer.trust.key))
    return newcomer


async def greet(client, player, offer=None):
    """A session, and the answer to its hello."""
    link = await client.ws_connect(player.url("/ws"))
    await link.send_str(encode(Hello(name="desk", offer=offer)))
    return link, await link.receive_json(timeout=5)


async def command(link, **action):
    await link.send_json({"type": "command", "id": "1", "action": action})
    while (answer := await link.receive_json(timeout=5))["type"] == "roster_changed":
        pass
    return answer


class TestStrangers:
    @pytest.mark.parametrize("path", ["/", "/playlist", "/screenshot", "/nothing"])
    async def test_without_a_certificate_nothing_is_answered(self, claimed, path):
        async with stranger() as client, client.get(claimed.url(path)) as answer:
            assert answer.status == 403
            assert (await answer.json())["code"] == "not_paired"

    async def test_a_session_without_a_certificate_is_refused_with_a_reason(self, claimed):
        async with stranger() as client, client.ws_connect(claimed.url("/ws")) as link:
            goodbye = await link.receive_json(timeout=5)
            closing = await link.receive(timeout=5)
        assert (goodbye["type"], goodbye["code"]) == ("goodbye", "not_paired")
        assert (closing.data, closing.extra) == (1008, "not_paired")

    async def test_a_certificate_of_another_site_opens_nothing(self, claimed, house):
        other = House(sites.OTHER)
        context = tls.controller(other.credentials[Role.ADMIN], house.site.authority.certificate)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as client:
            with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
                await client.get(claimed.url("/playlist"))

    async def test_who_has_a_certificate_and_is_on_no_roster_is_not_known(self, claimed, house):
        credential, _ = house.site.member("0d" * 8, Role.ADMIN)
        context = tls.controller(credential, house.site.authority.certificate)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as client:
            async with client.get(claimed.url("/playlist")) as answer:
                assert (answer.status, (await answer.json())["code"]) == (403, "not_member")
            _, goodbye = await greet(client, claimed)
            assert goodbye["code"] == "not_member"

    async def test_plain_http_gets_nothing(self, claimed):
        async with aiohttp.ClientSession() as client:
            with pytest.raises(aiohttp.ClientError):
                await client.get(f"http://127.0.0.1:{claimed.port}/about")


class TestRoles:
    @pytest.mark.parametrize("role", Role)
    async def test_every_member_may_watch_and_is_told_who_they_are(self, claimed, house, role):
        async with house.client(role) as client:
            _, welcome = await greet(client, claimed)
            assert welcome["member"] == {"id": MEMBERS[role], "name": MEMBERS[role][:4], "role": role.word}
            async with client.get(claimed.url("/playlist")) as answer:
                assert answer.status == 200

    async def test_an_operators_restart_is_refused_in_words_and_told_to_others(self, claimed, house):
        async with house.client(Role.OPERATOR) as operator, house.client(Role.ADMIN) as admin:
            link, _ = await greet(operator, claimed)
            watcher, _ = await greet(admin, claimed)
            await watcher.send_json({"type": "subscribe", "topics": ["monitoring"]})
            await watcher.receive_json(timeout=5)
            result = await command(link, do="restart")
            told = await watcher.receive_json(timeout=5)
        assert (result["ok"], result["code"]) == (False, "role_denied")
        assert "technician" in result["message"]
        assert (told["command"], told["by"], told["code"]) == ("restart", MEMBERS[Role.OPERATOR][:4], "role_denied")
        assert not claimed.player.restart_wanted.is_set()

    async def test_a_viewer_changes_nothing(self, claimed, house):
        async with house.client(Role.VIEWER) as client:
            link, _ = await greet(client, claimed)
            assert (await command(link, do="stop"))["code"] == "role_denied"


class TestRoster:
    async def test_a_removed_members_open_session_closes_within_a_second(self, claimed, house):
        without = house.without(Role.OPERATOR)
        async with house.client(Role.OPERATOR) as operator, house.client(Role.VIEWER) as viewer:
            link, _ = await greet(operator, claimed)
            began_s = time.monotonic()
            _, welcome = await greet(viewer, claimed, without.offer)
            goodbye = await link.receive_json(timeout=5)
            closing = await link.receive(timeout=5)
            assert time.monotonic() - began_s < 1.0
            assert (goodbye["code"], closing.data, closing.extra) == ("revoked", 1008, "revoked")
            assert welcome["roster_version"] == 6
            async with operator.get(claimed.url("/playlist")) as answer:
                assert (answer.status, (await answer.json())["code"]) == (403, "revoked")
            _, again = await greet(operator, claimed)
            assert again["code"] == "revoked"

    async def test_a_role_that_changes_counts_in_an_open_session(self, claimed, house):
        roster = house.standing.roster.with_role(MEMBERS[Role.VIEWER], Role.OPERATOR)
        newer = publish(house.standing, roster, house.site.roster_key)
        async with house.client(Role.VIEWER) as viewer, house.client(Role.ADMIN) as admin:
            link, _ = await greet(viewer, claimed)
            await greet(admin, claimed, newer.offer)
            assert (await command(link, do="pause"))["ok"]
            assert (await command(link, do="resume"))["ok"]

    async def test_who_is_not_known_yet_brings_the_roster_that_says_so(self, claimed, house):
        credential, member = house.site.member("0d" * 8, Role.VIEWER)
        newer = publish(house.standing, house.standing.roster.with_member(member), house.site.roster_key)
        context = tls.controller(credential, house.site.authority.certificate)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as client:
            _, welcome = await greet(client, claimed, newer.offer)
        assert (welcome["type"], welcome["roster_version"]) == ("welcome", 6)

    async def test_who_offers_an_older_one_is_given_the_newer(self, claimed, house):
        newer = house.without(Role.OPERATOR)
        await claimed.trust.take(newer.offer)
        async with house.client(Role.VIEWER) as viewer:
            _, welcome = await greet(viewer, claimed, house.standing.offer)
            _, same = await greet(viewer, claimed, newer.offer)
            _, silent = await greet(viewer, claimed)
        assert msgspec.convert(welcome["offer"], Offer) == newer.offer
        assert (same["offer"], silent["offer"]) == (None, None)

    async def test_a_change_is_told_to_all_and_sent_to_those_who_did_not_bring_it(self, claimed, house):
        newer = house.without(Role.OPERATOR)
        async with house.client(Role.ADMIN) as admin, house.client(Role.VIEWER) as viewer:
            brings, _ = await greet(admin, claimed, house.standing.offer)
            hears, _ = await greet(viewer, claimed, house.standing.offer)
            await brings.send_str(encode(RosterOffer(offer=newer.offer)))
            told, sent = await brings.receive_json(timeout=5), await hears.receive_json(timeout=5)
            mark = newer.place[2]
            assert told == {"type": "roster_changed", "epoch": 1, "version": 6, "mark": mark, "offer": None}
            assert (sent["version"], msgspec.convert(sent["offer"], Offer)) == (6, newer.offer)
            await brings.send_str(encode(RosterOffer(offer=house.standing.offer)))
            refused = await brings.receive_json(timeout=5)
            assert (refused["type"], refused["code"]) == ("refusal", "roster_refused")
            assert (await command(brings, do="pause"))["ok"]
            assert (await command(brings, do="resume"))["ok"]

    async def test_a_forged_and_an_older_roster_change_nothing(self, claimed, house):
        forger = House()
        older = house.site.establish(house.site.admin, version=4)
        async with house.client(Role.VIEWER) as viewer:
            for offer in (forger.without(Role.OPERATOR).offer, older.offer):
                _, welcome = await greet(viewer, claimed, offer)
                assert welcome["roster_version"] == 5
        assert claimed.trust.roster == house.standing.roster

    async def test_a_player_restored_from_an_old_backup_takes_the_newer_roster_again(self, claimed, house):
        backup = (claimed.folder / "trust.json").read_bytes()
        await claimed.trust.take(house.without(Role.OPERATOR).offer)
        await claimed.stop()
        (claimed.folder / "trust.json").write_bytes(backup)
        await claimed.start()
        async with house.client(Role.OPERATOR) as operator, house.client(Role.ADMIN) as admin:
            link, welcome = await greet(operator, claimed)
            assert welcome["roster_version"] == 5
            await greet(admin, claimed, house.without(Role.OPERATOR).offer)
            assert (await link.receive_json(timeout=5))["code"] == "revoked"

    async def test_a_reset_ends_every_session_and_the_port_stays(self, claimed, house):
        async with house.client() as client:
            link, _ = await greet(client, claimed)
            await claimed.trust.reset()
            assert (await link.receive_json(timeout=5))["code"] == "not_paired"
            await link.close()
        async with house.client() as client:
            with pytest.raises(aiohttp.ClientConnectorCertificateError):
                await client.get(claimed.url("/playlist"))
        async with stranger() as client, client.get(claimed.url("/about")) as answer:
            assert (await answer.json())["claimed"] is False


class TestFloods:
    async def test_a_thousand_callers_who_never_shake_hands_keep_nobody_out(self, claimed, house, eventually):
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(HALF_OPEN):
                stack.enter_context(await half_open(claimed.port))
            client = await stack.enter_async_context(house.client())
            began_s = time.monotonic()
            link, welcome = await greet(client, claimed)
            took_s = time.monotonic() - began_s
            assert welcome["type"] == "welcome"
            assert (await command(link, do="pause"))["ok"]
            assert (await command(link, do="resume"))["ok"]
            assert took_s < 2.0
            # Both ends of each connection lie in this process.
            await eventually(lambda: open_files() < HALF_OPEN + MAX_HANDSHAKES + 100, 3.0)

    async def test_strangers_who_stay_take_each_others_place(self, claimed, house, eventually):
        links = [
            await asyncio.open_connection("127.0.0.1", claimed.port, ssl=tls.stranger())
            for _ in range(MAX_STRANGERS + 5)
        ]
        async with house.client() as client:
            _, welcome = await greet(client, claimed)
            assert welcome["type"] == "welcome"
        await eventually(lambda: sum(reader.at_eof() or bool(reader.exception()) for reader, _ in links) >= 5)
        for _, writer in links:
            abort(writer.transport)

    @pytest.mark.parametrize("garbage", [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00" + b"\x00" * 600])
    async def test_garbage_in_place_of_a_handshake_is_hung_up_on(self, claimed, house, garbage):
        reader, writer = await asyncio.open_connection("127.0.0.1", claimed.port)
        writer.write(garbage)
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 5)
        writer.close()
        async with house.client() as client:
            assert (await greet(client, claimed))[1]["type"] == "welcome"

    @pytest.mark.parametrize("garbage", ["", "{", '{"type":"command"}', "[" * 50_000, '{"type":"hello","name":7}'])
    async def test_garbage_before_hello_ends_the_session_with_a_reason(self, claimed, house, garbage):
        async with house.client(Role.VIEWER) as client:
            link = await client.ws_connect(claimed.url("/ws"))
            await link.send_str(garbage)
            assert (await link.receive_json(timeout=5))["code"] == "bad_message"


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


async def half_open(port: int) -> socket.socket:
    """TCP, and not a byte of TLS."""
    end = socket.socket()
    end.setblocking(False)
    await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", port))
    return end
