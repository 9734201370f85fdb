"""A change of the team reaches whoever is connected at once, and everybody else when they next meet."""

import asyncio
import time

import pytest
from controller.services.states import is_online
from controller.services.town import PLAYERS, Town, with_member

from footlight_common.protocol.commands import Identify
from footlight_common.security.roles import Role
from footlight_controller.services.site import Site

OPERATOR, VIEWER, TECHNICIAN = "0b" * 8, "0c" * 8, "0d" * 8
ONE, TWO, _ = PLAYERS


@pytest.fixture
async def town(tmp_path):
    town = Town(tmp_path)
    yield town
    await town.close()


@pytest.fixture
def museum():
    return Site.create("Museum", "Desk", at_s=1.0)


async def online(desk, *boxes):
    for box in boxes:
        await desk.add(box.address)


def view(desk, player_id=ONE):
    return desk.players()[player_id]


async def test_a_removed_member_is_out_of_every_reached_player_within_a_second(town, museum, eventually):
    admin, operator = with_member(museum, OPERATOR, Role.OPERATOR)
    boxes = [await town.box(player_id, admin) for player_id in (ONE, TWO)]
    desk, other = await town.desk("admin", admin), await town.desk("operator", operator)
    for controller in (desk, other):
        await online(controller, *boxes)
        await eventually(lambda controller=controller: all(view(controller, box.id).online for box in boxes))
    began_s = time.monotonic()
    await desk.team.revoke(OPERATOR)
    await eventually(lambda: all(view(other, box.id).link.code == "revoked" for box in boxes), 3.0)
    assert time.monotonic() - began_s < 1.0
    assert all(view(desk, box.id).online for box in boxes)


async def test_the_admin_sees_which_players_have_the_new_roster(town, museum, eventually):
    one, two = [await town.box(player_id, museum) for player_id in (ONE, TWO)]
    desk = await town.desk("admin", museum)
    await online(desk, one, two)
    await eventually(lambda: all(view(desk, box.id).online for box in (one, two)))
    await two.stop()
    await eventually(lambda: not view(desk, TWO).online)
    admin, _ = with_member(museum, VIEWER, Role.VIEWER)
    await desk.use_site(admin)
    await eventually(lambda: view(desk).roster == (1, 2))
    assert not view(desk).roster_behind
    assert (view(desk, TWO).roster, view(desk, TWO).roster_behind) == ((1, 1), True)
    await two.start()
    desk.link(TWO)
    await desk.add(two.address)
    await eventually(lambda: view(desk, TWO).online, 15.0)
    assert (view(desk, TWO).roster, view(desk, TWO).roster_behind) == ((1, 2), False)


async def test_a_controller_learns_from_a_player_and_carries_it_to_another(town, museum, eventually):
    admin, viewer = with_member(museum, VIEWER, Role.VIEWER)
    later, _ = with_member(admin, OPERATOR, Role.OPERATOR)
    one, two = await town.box(ONE, later), await town.box(TWO, admin)
    desk = await town.desk("viewer", viewer)
    await online(desk, two)
    await eventually(is_online(desk, TWO))
    assert two.place == (1, 2)
    await online(desk, one)
    await eventually(lambda: desk.site().standing.place[:2] == (1, 3))
    await eventually(lambda: two.place == (1, 3))
    await eventually(lambda: view(desk, TWO).roster == (1, 3))
    assert town.file("viewer").require().standing.place[:2] == (1, 3)


async def test_a_guest_in_the_directory_of_another_program_writes_nothing_there(town, museum, eventually):
    admin, viewer = with_member(museum, VIEWER, Role.VIEWER)
    later, _ = with_member(admin, OPERATOR, Role.OPERATOR)
    box = await town.box(ONE, later)
    desk = await town.desk("viewer", viewer, own=False)
    await online(desk, box)
    await eventually(lambda: desk.site().standing.place[:2] == (1, 3))
    assert town.file("viewer").require().standing.place[:2] == (1, 2)


async def test_a_player_tells_its_other_controllers(town, museum, eventually):
    admin, viewer = with_member(museum, VIEWER, Role.VIEWER)
    box = await town.box(ONE, admin)
    desk, other = await town.desk("admin", admin), await town.desk("viewer", viewer)
    await online(desk, box)
    await online(other, box)
    await eventually(lambda: view(desk).online and view(other).online)
    await desk.team.set_role(VIEWER, Role.OPERATOR)
    await eventually(lambda: other.site().member.role is Role.OPERATOR)
    await eventually(lambda: view(other).roster == (1, 3))
    assert not view(other).roster_behind
    await other.command(ONE, Identify())


async def test_a_member_who_is_raised_gets_the_keys_by_the_roster(town, museum, eventually):
    admin, viewer = with_member(museum, VIEWER, Role.VIEWER)
    box = await town.box(ONE, admin)
    desk, other = await town.desk("admin", admin), await town.desk("viewer", viewer)
    await online(desk, box)
    await online(other, box)
    await eventually(lambda: view(desk).online and view(other).online)
    assert other.site().authority_key is None
    await desk.team.set_role(VIEWER, Role.TECHNICIAN)
    await eventually(lambda: other.site().authority_key is not None)
    assert other.site().roster_key is None
    new = await town.box(TWO)
    await other.pair(new.address, new.trust.code)
    await desk.team.set_role(VIEWER, Role.ADMIN)
    await eventually(lambda: other.site().roster_key is not None)
    await other.team.set_role(museum.member.id, Role.TECHNICIAN)
    await eventually(lambda: desk.site().roster_key is None)
    assert desk.site().authority_key is not None


async def test_a_roster_that_does_not_fit_is_logged_and_the_link_goes_on(town, museum, eventually, caplog):
    caplog.set_level("INFO")
    admin, viewer = with_member(museum, VIEWER, Role.VIEWER)
    box = await town.box(ONE, admin)
    desk = await town.desk("viewer", viewer)
    await online(desk, box)
    await eventually(is_online(desk, ONE))
    desk._membership.hear(museum.standing.offer)
    await eventually(lambda: "was not taken" in caplog.text)
    assert view(desk).online
    assert desk.site().standing.place[:2] == (1, 2)


class TestTwoAdminsAtOnce:
    """Each changes the team before hearing of the other's change."""

    @pytest.fixture
    async def desks(self, town, museum, eventually):
        admin, second = with_member(museum, OPERATOR, Role.ADMIN)
        admin, _ = with_member(admin, VIEWER, Role.VIEWER)
        admin, _ = with_member(admin, TECHNICIAN, Role.TECHNICIAN)
        boxes = [await town.box(player_id, admin) for player_id in (ONE, TWO)]
        desks = [await town.desk("one", admin), await town.desk("two", second.after(admin.standing.offer))]
        for desk in desks:
            await online(desk, *boxes)
            await eventually(lambda desk=desk: all(view(desk, box.id).online for box in boxes))
        return desks, boxes

    async def agreed(self, desks, boxes, eventually):
        def same():
            places = {desk.site().standing.place for desk in desks}
            places |= {box.trust.standing.place for box in boxes}
            behind = [each for desk in desks for each in desk.players().values() if each.roster_behind]
            settled = all(desk.team_settled for desk in desks)
            return len(places) == 1 and not behind and settled

        await eventually(same)
        return {member.id: member.role for member in desks[0].site().standing.roster.members}

    async def test_both_changes_hold_everywhere(self, desks, eventually):
        (one, two), boxes = desks
        await asyncio.gather(one.team.revoke(TECHNICIAN), two.team.set_role(VIEWER, Role.OPERATOR))
        members = await self.agreed([one, two], boxes, eventually)
        assert TECHNICIAN not in members
        assert members[VIEWER] is Role.OPERATOR

    async def test_a_removal_wins_over_a_new_role_of_the_same_member(self, desks, eventually):
        (one, two), boxes = desks
        await asyncio.gather(one.team.revoke(VIEWER), two.team.set_role(VIEWER, Role.ADMIN))
        assert VIEWER not in await self.agreed([one, two], boxes, eventually)

    async def test_a_change_that_cannot_be_made_again_is_told(self, desks, eventually):
        (one, two), boxes = desks
        notices = []
        for desk in (one, two):
            desk.subscribe(lambda changes: notices.extend(changes.notices))
        first = one.site().member.id
        await asyncio.gather(one.team.set_role(OPERATOR, Role.VIEWER), two.team.set_role(first, Role.VIEWER))
        members = await self.agreed([one, two], boxes, eventually)
        assert {members[first], members[OPERATOR]} == {Role.ADMIN, Role.VIEWER}
        await eventually(lambda: any("your change was not kept" in str(notice) for notice in notices))


class TestUnpairing:
    async def test_an_admin_has_a_player_forget_the_site(self, town, museum, eventually):
        admin, viewer = with_member(museum, VIEWER, Role.VIEWER)
        box = await town.box(ONE, admin)
        desk, other = await town.desk("admin", admin), await town.desk("viewer", viewer)
        await online(desk, box)
        await online(other, box)
        await eventually(lambda: view(desk).online and view(other).online)
        key = box.trust.key.fingerprint
        await desk.unpair(ONE)
        assert not box.trust.claimed
        assert box.trust.key.fingerprint != key
        assert box.trust.code is not None
        assert ONE not in desk.players()
        await eventually(lambda: view(other).link.code == "not_paired")
        about = await desk._dialer.about(box.address)
        assert (about.claimed, about.site, about.epoch) == (False, "", 0)
        await desk.pair(box.address, box.trust.code)
        await eventually(is_online(desk, ONE))

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR, Role.TECHNICIAN])
    async def test_nobody_else_does(self, town, museum, eventually, role):
        admin, member = with_member(museum, VIEWER, role)
        box = await town.box(ONE, admin)
        desk = await town.desk("member", member)
        await online(desk, box)
        await eventually(is_online(desk, ONE))
        with pytest.raises(Exception, match="needs the role admin") as refused:
            await desk.unpair(ONE)
        assert refused.value.code == "role_denied"
        assert box.trust.claimed
