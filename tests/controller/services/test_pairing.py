"""A controller pairs players over real TLS, and gets nowhere with a wrong code or with somebody in between."""

import asyncio
import dataclasses
import datetime

import aiohttp
import pytest
from aiohttp import web
from controller.services.conftest import ScriptedPlayer
from controller.services.home import home, move_in, unclaimed_context
from controller.services.states import is_online, record

from footlight_common.errors import (
    FootlightError,
    LinkError,
    NoSite,
    OtherPlayer,
    PairingBusy,
    PairingClosed,
    PairingFailed,
    ProtocolError,
    RoleDenied,
    UnknownPlayer,
    WrongCode,
)
from footlight_common.protocol.base import encode
from footlight_common.protocol.session import Welcome
from footlight_common.ration import abort
from footlight_common.security import authority, tls
from footlight_common.security.certificates import Credential
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing import PlayerPairing
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.services.discovery import Sighting
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

PLAYER_ID, SECOND_ID = "ab12000000000000", "cd34000000000000"
CODE, WRONG = PairingCode("314159"), PairingCode("265358")


class NewPlayer(ScriptedPlayer):
    """Unclaimed, until somebody knows its code; then it listens with what it was given."""

    def __init__(self, player_id=PLAYER_ID, name="New box"):
        super().__init__(player_id, name)
        self.key = TLSKey.generate()
        self.context = unclaimed_context(player_id, self.key)
        self.about |= {"claimed": False, "site": ""}
        self.routes = [web.get("/pair", self._pair), web.post("/unpair", self._unpair)]
        self.claim = None
        self.refuse = ""
        self.asks_as = player_id
        self.silent_after_claim = False
        self.unpaired = 0
        self.turning = None

    async def _pair(self, request):
        socket = web.WebSocketResponse(protocols=("footlight.pair.v1",))
        await socket.prepare(request)
        code = self.refuse
        try:
            if not code:
                await self._converse(socket)
        except FootlightError as err:
            code = err.code
        except aiohttp.WSMessageTypeError:
            code = "pairing_failed"
        await socket.close(code=1008 if code else 1000, message=code.encode())
        self.turning = asyncio.ensure_future(self._turn())
        return socket

    async def _converse(self, socket):
        pairing = PlayerPairing(CODE, player=self.asks_as, key=self.key)
        await socket.send_str(pairing.reply((await socket.receive_str()).encode()).decode())
        await socket.send_str(pairing.request((await socket.receive_str()).encode()).decode())
        self.claim = pairing.claim((await socket.receive_str()).encode())
        self.about |= {"claimed": True, "site": self.claim.standing.site}
        if self.claim.name:
            self.identity = dataclasses.replace(self.identity, name=self.claim.name, area=self.claim.area)
        if self.silent_after_claim:
            abort(socket._req.transport)
            return
        await socket.send_str(pairing.done().decode())

    async def _unpair(self, request):
        assert tls.peer(request.transport.get_extra_info("ssl_object")).site == home().id
        self.unpaired += 1
        return web.Response(status=204)

    async def _turn(self):
        """Listen with what was granted on the same port, as the real one does a moment later."""
        if self.claim is not None:
            await super().stop()
            authority = self.claim.standing.authority_certificate
            self.context = tls.claimed_player(Credential(self.key, self.claim.certificate), authority)
            await self.start()

    async def stop(self):
        if self.turning is not None:
            await self.turning
        await super().stop()


@pytest.fixture
async def new_player():
    player = await NewPlayer().start()
    yield player
    await player.stop()


@pytest.fixture
async def relay(new_player):
    """Somebody in between: ends TLS towards both sides and hands every frame on."""

    async def pair(request):
        near = web.WebSocketResponse(protocols=("footlight.pair.v1",))
        await near.prepare(request)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                f"wss://{new_player.address}/pair", ssl=tls.stranger(), protocols=("footlight.pair.v1",)
            ) as far,
        ):
            await asyncio.gather(hand_on(near, far), hand_on(far, near))
        return near

    async def hand_on(one, other):
        async for frame in one:
            seen.append(frame.data)
            await other.send_str(frame.data)
        await other.close(code=1008, message=b"wrong_code")

    seen = []
    between = ScriptedPlayer(PLAYER_ID, "New box")
    between.context = unclaimed_context(PLAYER_ID)
    between.about |= {"claimed": False, "site": ""}
    between.routes = [web.get("/pair", pair)]
    between.seen = seen
    await between.start()
    yield between
    await between.stop()


async def test_a_new_player_becomes_one_of_the_site_and_is_linked(controller, new_player, eventually):
    view = await controller.pair(new_player.address, CODE, name="Lobby", area="Foyer")
    assert (view.id, view.name, view.identity.area) == (PLAYER_ID, "Lobby", "Foyer")
    claim = new_player.claim
    assert (claim.name, claim.area, claim.standing.site) == ("Lobby", "Foyer", home().id)
    claim.certificate.require_issued_by(home().authority_certificate)
    await eventually(is_online(controller, PLAYER_ID))


async def test_a_player_keeps_its_own_name_unless_another_is_given(controller, new_player):
    assert (await controller.pair(new_player.address, CODE)).name == "New box"


async def test_a_paired_player_is_remembered(controller, new_player, make_controller):
    await controller.pair(new_player.address, CODE, name="Lobby")
    await controller.close()
    again = make_controller()
    await again.start()
    assert again.players()[PLAYER_ID].name == "Lobby"
    await again.close()


async def test_a_wrong_code_pairs_nothing_and_says_what_to_do(controller, new_player):
    with pytest.raises(WrongCode, match="Read the code on the screen again"):
        await controller.pair(new_player.address, WRONG)
    assert new_player.claim is None
    assert not controller.players()


async def test_somebody_in_between_pairs_nothing_even_with_the_right_code(controller, relay, new_player):
    with pytest.raises(WrongCode, match="somebody stands between"):
        await controller.pair(relay.address, CODE)
    assert new_player.claim is None
    assert not controller.players()
    # Opening, reply and confirmation alone went through: neither a request nor a certificate.
    assert len(relay.seen) == 3


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("pairing_busy", PairingBusy, "Try again in a moment"),
        ("pairing_busy 286", PairingBusy, "Try again in 286 seconds"),
        ("pairing_busy 99999", PairingBusy, "Try again in a moment"),
        ("pairing_closed", PairingClosed, "no codes any more"),
        ("pairing_failed", PairingFailed, "broke it off"),
        ("never heard of", PairingFailed, "broke it off"),
    ],
)
async def test_what_the_player_closes_with_is_told_in_words(controller, new_player, code, kind, words):
    new_player.refuse = code
    with pytest.raises(kind, match=words):
        await controller.pair(new_player.address, CODE)


async def test_a_player_that_cannot_keep_it_has_somebody_look_at_its_disk(controller, new_player):
    new_player.refuse = "storage_failed"
    with pytest.raises(PairingFailed, match=r"its disk is full or damaged\. Look at the player"):
        await controller.pair(new_player.address, CODE)


async def test_a_player_whose_last_word_is_lost_is_paired(controller, new_player):
    new_player.silent_after_claim = True
    assert (await controller.pair(new_player.address, CODE)).id == PLAYER_ID


async def test_a_player_that_says_nothing_is_given_up(controller, new_player, monkeypatch):
    monkeypatch.setattr("footlight_controller.services.talk.ANSWER_DEADLINE_S", 0.1)

    async def say_nothing(socket):
        await socket.receive_str()
        await socket.receive()

    new_player._converse = say_nothing
    with pytest.raises(LinkError, match="said nothing"):
        await controller.pair(new_player.address, CODE)


async def test_a_player_that_asks_for_the_certificate_of_another_gets_none(controller, new_player):
    new_player.asks_as = SECOND_ID
    with pytest.raises(OtherPlayer):
        await controller.pair(new_player.address, CODE)
    assert new_player.claim is None


async def test_another_player_than_the_one_meant_is_not_paired(controller, new_player):
    with pytest.raises(OtherPlayer):
        await controller.pair(new_player.address, CODE, player_id=SECOND_ID)
    assert new_player.claim is None


@pytest.mark.parametrize(
    ("site", "whose"), [(home().id, "Museum already"), ("07e4" * 4, "another site")], ids=["ours", "theirs"]
)
async def test_a_player_that_belongs_to_somebody_is_not_paired_again(controller, new_player, site, whose):
    new_player.about |= {"claimed": True, "site": site}
    with pytest.raises(PairingFailed, match=f"belongs to {whose}"):
        await controller.pair(new_player.address, CODE)


async def test_who_does_not_hold_the_key_of_the_site_pairs_nothing(controller, new_player):
    await controller.use_site(Site(standing=home().standing, credential=home().credential))
    with pytest.raises(RoleDenied, match="technician or admin in Museum"):
        await controller.pair(new_player.address, CODE)


async def test_without_a_site_nothing_is_paired(make_controller, new_player, tmp_path):
    controller = make_controller(site_file=SiteFile(tmp_path / "none", NoKeyring()))
    await controller.start()
    with pytest.raises(NoSite, match="footlight site create NAME"):
        await controller.pair(new_player.address, CODE)
    await controller.close()


@pytest.fixture
def site_of_the_far_future(monkeypatch, tmp_path):
    """As a clock in 1970 sees every certificate: it is not valid for a long time yet."""
    monkeypatch.setattr(authority, "NOT_BEFORE", datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC))
    return move_in(tmp_path / "far", Site.create("Museum", "Desk", at_s=0.0))


async def test_no_clock_matters(make_controller, site_of_the_far_future, new_player, eventually):
    controller = make_controller(site_file=site_of_the_far_future)
    await controller.start()
    await controller.pair(new_player.address, CODE)
    await eventually(is_online(controller, PLAYER_ID))
    await controller.close()


async def test_a_player_goes_when_it_is_unpaired(controller, new_player, eventually):
    await controller.pair(new_player.address, CODE)
    await eventually(is_online(controller, PLAYER_ID))
    await controller.unpair(PLAYER_ID)
    assert new_player.unpaired == 1
    assert not controller.players()


async def test_a_player_that_cannot_be_unpaired_stays(online):
    with pytest.raises(ProtocolError, match="footlight-player reset"):
        await online.unpair(PLAYER_ID)
    assert PLAYER_ID in online.players()


async def test_a_new_box_takes_the_place_of_a_broken_one(online, player, eventually):
    await player.stop()
    box = await NewPlayer(SECOND_ID, "Fresh").start()
    view = await online.replace(PLAYER_ID, box.address, CODE)
    assert (view.id, view.name, view.identity.area) == (SECOND_ID, "Lobby", "Foyer")
    assert list(online.players()) == [SECOND_ID]
    await eventually(is_online(online, SECOND_ID))
    await box.stop()


async def test_only_a_player_of_the_list_is_replaced(controller, new_player):
    with pytest.raises(UnknownPlayer):
        await controller.replace(SECOND_ID, new_player.address, CODE)
    assert new_player.claim is None


@pytest.mark.parametrize(("version", "behind"), [(0, True), (1, False), (2, False)])
async def test_who_has_an_old_roster_is_known(controller, player, eventually, version, behind):
    player.answer_hello = lambda _: encode(
        Welcome(identity=player.identity, cursor=player.cursor, roster_epoch=1, roster_version=version)
    )
    await controller.add(player.address)
    await eventually(is_online(controller))
    assert controller.players()[PLAYER_ID].roster_behind is behind


async def test_a_controller_without_a_site_says_so_at_each_player_and_dials_once_it_has_one(
    make_controller, player, eventually, tmp_path
):
    controller = make_controller(site_file=SiteFile(tmp_path, NoKeyring()))
    await controller.start()
    controller._discovery.on_sighting(Sighting(record=record(PLAYER_ID), addresses=(player.address,)))
    await eventually(lambda: controller.players()[PLAYER_ID].link.code == "no_site")
    assert not player.hellos
    await controller.use_site(home())
    await eventually(is_online(controller, PLAYER_ID))
    await controller.close()


@pytest.mark.parametrize(("site", "code"), [("", "not_paired"), ("07e4" * 4, "other_site")])
async def test_a_card_tells_why_a_player_that_was_ours_is_so_no_longer(online, player, eventually, site, code):
    await player.stop()
    player.context = unclaimed_context(PLAYER_ID)
    player.about |= {"claimed": bool(site), "site": site}
    await player.start()
    await eventually(lambda: online.players()[PLAYER_ID].link.code == code)
