"""The site changes its keys: who is a member goes on without lifting a hand, and who was removed gets in nowhere."""

import ssl

import aiohttp
import aiohttp.web
import pytest
from controller.services.states import is_online
from controller.services.town import PLAYERS, Town, with_member

from footlight_common.discovery import Address
from footlight_common.errors import CredentialRefused, FootlightError, StorageError
from footlight_common.protocol.base import encode
from footlight_common.protocol.commands import Identify
from footlight_common.protocol.session import Hello
from footlight_common.security import tls
from footlight_common.security.authority import certificate_request
from footlight_common.security.certificates import Credential
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role
from footlight_controller.services.site import Site

TECHNICIAN, LEAVER = "0d" * 8, "0e" * 8
ONE, TWO, THREE = PLAYERS


@pytest.fixture
async def town(tmp_path):
    town = Town(tmp_path)
    yield town
    await town.close()


class Museum:
    """A site with an admin, a technician and one more who holds the CA's key and is about to leave."""

    def __init__(self):
        site = Site.create("Museum", "Desk", at_s=1.0)
        site, technician = with_member(site, TECHNICIAN, Role.TECHNICIAN)
        self.admin, self.leaver = with_member(site, LEAVER, Role.TECHNICIAN)
        self.technician = technician.after(self.admin.standing.offer)
        assert self.technician.authority_key is not None
        assert self.leaver.authority_key is not None


@pytest.fixture
def museum():
    return Museum()


@pytest.fixture
async def changed(town, museum, eventually):
    """Three players; the third and the technician's controller were off when the admin changed the keys."""
    town.boxes = [await town.box(player_id, museum.admin) for player_id in PLAYERS]
    town.admin = await town.desk("admin", museum.admin)
    technician = await town.desk("technician", museum.technician)
    for desk in (town.admin, technician):
        for box in town.boxes:
            await desk.add(box.address)
        await eventually(lambda desk=desk: all(is_online(desk, each)() for each in PLAYERS))
    await technician.close()
    await town.boxes[2].stop()
    await eventually(lambda: not town.admin.players()[THREE].online)
    await town.admin.team.revoke(LEAVER)
    await town.admin.team.rotate()
    return town


def issuer_of(box):
    certificate, standing = box.trust.credential.certificate, box.trust.standing
    return next(each.der for each in standing.authorities if issued(certificate, each))


def issued(certificate, authority):
    try:
        certificate.require_issued_by(authority)
    except FootlightError:
        return False
    return True


async def test_players_that_are_connected_are_renewed_at_once(changed, eventually):
    one, two, _ = changed.boxes
    await eventually(lambda: one.place == two.place == (2, 1), 3.0)
    site = changed.admin.site()
    assert issuer_of(one) == issuer_of(two) == site.standing.authority
    assert changed.admin.players()[ONE].online
    await eventually(lambda: not changed.admin.players()[ONE].roster_behind)
    await changed.admin.screenshot(ONE, 64)
    await changed.admin.command(TWO, Identify())


async def test_a_technician_who_was_away_comes_back_by_himself_with_the_new_keys(changed, museum, eventually):
    one, two, _ = changed.boxes
    await eventually(lambda: one.place == two.place == (2, 1), 3.0)
    desk = await changed.desk("technician")
    await eventually(lambda: is_online(desk, ONE)() and is_online(desk, TWO)())
    await eventually(lambda: desk.site().standing.epoch == 2)
    site, new = desk.site(), changed.admin.site()
    assert site.authority_key.fingerprint == new.authority_key.fingerprint
    assert issued(site.credential.certificate, new.authority_certificate)
    assert site.roster_key is None
    assert [each.epoch for each in site.earlier] == [1]
    fresh = await changed.box("a4" * 8)
    await desk.pair(fresh.address, fresh.trust.code)
    await eventually(is_online(changed.admin, ONE))


@pytest.mark.parametrize("who", ["admin", "technician"])
async def test_a_player_that_was_off_is_renewed_when_it_is_back(changed, eventually, who):
    one, _, three = changed.boxes
    await eventually(lambda: one.place == (2, 1), 3.0)
    if who == "technician":
        await changed.admin.close()
    desk = changed.admin if who == "admin" else await changed.desk("technician")
    await eventually(is_online(desk, ONE))
    await three.start()
    assert three.place[0] == 1
    desk._links.of(THREE).sighted((three.address,))
    await eventually(is_online(desk, THREE), 20.0)
    assert three.place == (2, 1)
    assert issuer_of(three) == desk.site().standing.authority
    await eventually(lambda: not desk.players()[THREE].roster_behind)
    await desk.screenshot(THREE, 64)


async def test_after_a_restart_of_the_admins_program_it_still_finds_the_player_that_was_off(changed, eventually):
    one, _, three = changed.boxes
    await eventually(lambda: one.place == (2, 1), 3.0)
    await changed.admin.close()
    await three.start()
    desk = await changed.desk("admin")
    desk._links.of(THREE).sighted((three.address,))
    await eventually(is_online(desk, THREE), 20.0)
    assert three.place == (2, 1)


async def test_who_was_removed_gets_in_nowhere_with_the_old_key_of_the_ca(changed, museum, eventually):
    one, two, _ = changed.boxes
    await eventually(lambda: one.place == two.place == (2, 1), 3.0)
    old = museum.leaver.authority()
    own = museum.leaver.credential
    minted = TLSKey.generate()
    admin = changed.admin.site().member.id
    credentials = [
        own,
        Credential(minted, old.issue_for_member(spki(minted.public), LEAVER)),
        Credential(minted, old.issue_for_member(spki(minted.public), admin)),
        Credential(minted, old.issue_for_member(spki(minted.public), "0f" * 8)),
    ]
    for box in (one, two):
        for credential in credentials:
            context = tls.controller(credential, changed.admin.site().authority_certificate)
            goodbye = await answer(box.port, context, museum.leaver.standing.offer)
            assert goodbye["code"] in ("not_member", "revoked")
            async with session(context) as client, client.get(url(box.port, "/playlist")) as refused:
                assert refused.status == 403


async def test_who_poses_as_the_player_that_was_off_gets_no_certificate(changed, museum, eventually):
    """With the old key of the CA, he makes a certificate for the player's id."""
    one, *_ = changed.boxes
    await eventually(lambda: one.place == (2, 1), 3.0)
    key = TLSKey.generate()
    certificate = museum.leaver.authority().issue_for_player(certificate_request(key, THREE), THREE)
    impostor = Impostor(museum.leaver, Credential(key, certificate))
    address = await impostor.start()
    with pytest.raises(CredentialRefused, match="missed that Museum changed its keys"):
        await changed.admin._dialer.open(address, THREE)
    assert impostor.hellos == []
    await impostor.stop()


async def test_who_was_seen_with_the_new_keys_is_not_believed_with_the_old_ones(changed, museum, eventually):
    one, *_ = changed.boxes
    await eventually(lambda: one.place == (2, 1), 3.0)
    await eventually(lambda: changed.admin.players()[ONE].roster == (2, 1))
    dialer = changed.admin._dialer
    await dialer.open(one.address, ONE)
    certificate = museum.leaver.authority().renew_player(one.trust.credential.certificate, ONE)
    impostor = Impostor(museum.leaver, Credential(one.trust.key, certificate))
    impostor.id = ONE
    address = await impostor.start()
    with pytest.raises(CredentialRefused):
        await dialer.open(address, ONE)
    assert impostor.hellos == []
    await impostor.stop()


class TestPlayer:
    """Wholly old or wholly new."""

    async def test_new_keys_without_a_certificate_are_refused_and_all_stays(self, town, museum):
        box = await town.box(ONE, museum.admin)
        offer = museum.admin.rotated().standing.offer
        for certificate in (None, b"", b"nothing", museum.admin.credential.certificate.der, other_players(museum)):
            with pytest.raises(FootlightError) as refused:
                await box.trust.take(offer, certificate)
            assert refused.value.code == "roster_refused"
        assert box.trust.standing == museum.admin.standing

    async def test_both_are_on_disk_in_one_write(self, town, museum):
        box = await town.box(ONE, museum.admin)
        after = museum.admin.rotated()
        certificate = after.certificate_for(box.trust.credential.certificate, ONE)
        await box.trust.take(after.standing.offer, certificate)
        await box.stop()
        await box.start()
        assert box.place == (2, 1)
        assert box.trust.credential.certificate.der == certificate
        assert [each.der for each in box.trust.standing.authorities] == [
            after.standing.authority,
            museum.admin.standing.authority,
        ]

    async def test_a_disk_that_is_full_leaves_the_old_keys(self, town, museum, monkeypatch, expect_log):
        box = await town.box(ONE, museum.admin)
        after = museum.admin.rotated()
        expect_log("No space left")
        monkeypatch.setattr(box._store._storage, "write_text", full_disk)
        with pytest.raises(FootlightError, match="No space left"):
            await box.trust.take(after.standing.offer, after.certificate_for(box.trust.credential.certificate, ONE))
        monkeypatch.undo()
        assert box.place == (1, 3)
        assert issued(box.trust.credential.certificate, museum.admin.authority_certificate)


def full_disk(_: str) -> None:
    raise StorageError("No space left on the device.")


def other_players(museum):
    after, key = museum.admin.rotated(), TLSKey.generate()
    return after.authority().issue_for_player(certificate_request(key, ONE), ONE).der


class Impostor:
    """Shows what it was given, says that it missed the change of the keys, and keeps what it is told."""

    def __init__(self, site, credential):
        self.site, self.id = site, THREE
        self.context = tls.claimed_player(credential, site.authority_certificate)
        self.hellos = []

    async def start(self):
        app = aiohttp.web.Application()
        app.router.add_get("/about", self.about)
        app.router.add_get("/ws", self.serve)
        self.runner = aiohttp.web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        place = aiohttp.web.TCPSite(self.runner, "127.0.0.1", 0, ssl_context=self.context)
        await place.start()
        return Address(host="127.0.0.1", port=self.runner.addresses[0][1])

    async def about(self, _):
        return aiohttp.web.json_response(
            {"id": self.id, "name": "Box", "protocol": 1, "claimed": True, "site": self.site.id, "epoch": 1}
        )

    async def serve(self, request):
        socket = aiohttp.web.WebSocketResponse(protocols=["footlight.v1"])
        await socket.prepare(request)
        async for frame in socket:
            self.hellos.append(frame.data)
        return socket

    async def stop(self):
        await self.runner.cleanup()


def session(context: ssl.SSLContext) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context))


def url(port, path):
    return f"https://127.0.0.1:{port}{path}"


async def answer(port, context, offer):
    async with session(context) as client, client.ws_connect(url(port, "/ws")) as link:
        await link.send_str(encode(Hello(name="desk", offer=offer)))
        return await link.receive_json(timeout=5)
