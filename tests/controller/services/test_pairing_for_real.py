"""The controller and the server of a real player pair over real sockets, and then trust each other."""

import pytest
from controller.services.boxes import Box
from controller.services.home import home
from controller.services.states import is_online

from footlight_common.discovery import PlayerRecord
from footlight_common.errors import NotPaired, PairingBusy, WrongCode
from footlight_common.protocol.commands import Identify
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.services.discovery import Sighting

REAL_ID = "0123456789abcdef"


def other_than(code):
    return PairingCode(f"{(int(code.secret) + 1) % 10**6:06}")


@pytest.fixture
async def box():
    """A real, unclaimed player."""
    box = await Box(REAL_ID, name="New box").start()
    yield box
    await box.stop()


@pytest.fixture
def trust(box):
    return box.trust


@pytest.fixture
def address(box):
    return box.address


async def test_the_code_on_the_screen_makes_the_player_one_of_the_site(controller, trust, address, eventually):
    await controller.pair(address, trust.code, name="Lobby", area="Foyer")
    assert trust.site == home().id
    await eventually(is_online(controller, REAL_ID))
    view = controller.players()[REAL_ID]
    assert (view.member.name, view.roster, view.roster_behind) == ("Desk", (1, 1), False)
    await controller.command(REAL_ID, Identify())


async def test_a_player_that_was_known_before_has_its_new_name_at_once(controller, trust, address):
    controller.finds.sighted(Sighting(record=PlayerRecord(id=REAL_ID, name="New box"), addresses=(address,)))
    view = await controller.pair(address, trust.code, name="Lobby", area="Foyer")
    assert (view.name, view.identity.area) == ("Lobby", "Foyer")


async def test_another_code_does_not(controller, trust, address):
    with pytest.raises(WrongCode):
        await controller.pair(address, other_than(trust.code))
    assert not trust.claimed
    with pytest.raises(NotPaired, match="not paired"):
        await controller.add(address)


async def test_after_three_wrong_codes_there_is_a_pause_in_words(controller, trust, address):
    for _ in range(3):
        with pytest.raises(WrongCode):
            await controller.pair(address, other_than(trust.code))
    with pytest.raises(PairingBusy, match=r"Try again in . second"):
        await controller.pair(address, trust.code)


async def test_a_removed_member_loses_a_link_that_is_up_and_is_told_why(controller, trust, address, eventually):
    await controller.pair(address, trust.code)
    await eventually(is_online(controller, REAL_ID))
    site = home()
    member = site.member
    other = site.__class__.create("Museum", "Other", at_s=1.0).member
    roster = site.standing.roster.with_member(other).without(member.id, at_s=2.0, by="Other")
    await trust.take(site.published(roster).standing.offer)
    await eventually(lambda: controller.players()[REAL_ID].link.code == "revoked", 3.0)
