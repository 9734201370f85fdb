"""A restored backup brings nobody back who had been removed."""

import pytest
from controller.services.town import PLAYERS, Town, with_member

from footlight_common.errors import NotMember
from footlight_common.security.roles import Role
from footlight_common.security.site_backup import SiteSecrets
from footlight_controller.services.site import Site

OPERATOR, ADMIN = "0b" * 8, "0c" * 8
ONE, TWO, _ = PLAYERS


@pytest.fixture
async def town(tmp_path):
    town = Town(tmp_path)
    yield town
    await town.close()


class Museum:
    """A site whose backup is older than the removal of an operator."""

    def __init__(self):
        site = Site.create("Museum", "Desk", at_s=1.0)
        site, self.second = with_member(site, ADMIN, Role.ADMIN)
        site, self.operator = with_member(site, OPERATOR, Role.OPERATOR)
        self.backup: SiteSecrets = site.secrets()
        self.now = site.published(site.standing.roster.without(OPERATOR, at_s=3.0, by="Desk"))
        self.second = self.second.after(self.now.standing.offer)
        self.restored = Site.restored(self.backup, "Desk again", at_s=9.0)


@pytest.fixture
def museum():
    return Museum()


def members(site):
    return {member.id for member in site.standing.roster.members}


def test_the_backup_has_whom_it_had(museum):
    assert OPERATOR in members(museum.restored)
    assert museum.restored.without_removed() is museum.restored


async def test_a_player_remembers_and_the_restored_controller_removes_them_again(town, museum, eventually):
    box = await town.box(ONE, museum.now)
    desk = await town.desk("restored", museum.restored)
    await desk.add(box.address)
    await eventually(lambda: OPERATOR not in members(desk.site()))
    await eventually(lambda: box.place == (1, desk.site().standing.roster.version))
    assert box.trust.standing.also_revoked == ()
    fingerprint = museum.operator.credential.key.fingerprint
    assert fingerprint in {entry.fingerprint for entry in box.trust.roster.revoked}


async def test_who_was_removed_stays_out_from_the_first_moment(town, museum, eventually):
    box = await town.box(ONE, museum.now)
    other = await town.desk("operator", museum.operator)
    await box.trust.take(museum.restored.standing.offer)
    assert OPERATOR in {member.id for member in box.trust.roster.members}
    with pytest.raises(Exception, match="was taken back") as refused:
        await other.add(box.address)
    assert refused.value.code == "revoked"


async def test_another_admin_who_remembers_removes_them_when_no_player_does(town, museum, eventually):
    box = await town.box(ONE, museum.restored)
    assert box.trust.standing.also_revoked == ()
    desk = await town.desk("second", museum.second)
    await desk.add(box.address)
    await eventually(lambda: OPERATOR not in {member.id for member in box.trust.roster.members})
    assert box.place[1] == museum.restored.standing.roster.version + 1


async def test_two_admins_who_notice_at_once_make_the_same_roster(museum):
    told = (museum.operator.credential.key.fingerprint,)
    one = museum.restored.without_removed(told)
    two = museum.second.after(museum.restored.standing.offer).without_removed()
    assert one.standing.signed == two.standing.signed
    assert one.after(two.standing.offer) is one


async def test_a_players_word_removes_nobody_who_did_not_come_out_of_a_backup(museum):
    told = [member.fingerprint for member in museum.now.standing.roster.members]
    assert museum.now.without_removed(told) is museum.now
    again = museum.restored.without_removed([museum.restored.credential.key.fingerprint])
    assert again is museum.restored


async def test_a_backup_from_before_a_change_of_the_keys_says_so_at_every_player(town, museum):
    box = await town.box(ONE, museum.now.rotated())
    desk = await town.desk("restored", museum.restored)
    with pytest.raises(NotMember, match="older than the keys of Museum"):
        await desk.add(box.address)
