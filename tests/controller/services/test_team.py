"""The site and its members, changed through a controller that is running."""

import asyncio

import pytest
from controller.no_discovery import NoDiscovery
from controller.services.home import home, move_in

from footlight_common.clock import SystemClock
from footlight_common.errors import BackupFailed, NoSite, RoleDenied, RosterRefused, TrustError
from footlight_common.protocol.session import Hello
from footlight_common.security.authority import Authority
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_controller.services.controller import Controller
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.reach import Reach
from footlight_controller.services.registry import Registry
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

PASSPHRASE = "wooden horse staple"


@pytest.fixture
async def start(tmp_path):
    """Controllers, each with a data directory of its own; with a site in it when one is given."""
    started = []

    async def start_one(name="desk", site=None):
        folder, clock = tmp_path / name, SystemClock()
        folder.mkdir(exist_ok=True)
        file = SiteFile(folder, NoKeyring()) if site is None else await asyncio.to_thread(move_in, folder, site)
        reach = Reach("127.0.0.1")
        controller = Controller(
            registry=Registry.own(folder, clock),
            site_file=file,
            discovery=NoDiscovery(),
            dialer=Dialer(reach, Hello(name=name)),
            clock=clock,
            chance=lambda: 0.0,
        )
        await controller.start()
        started.append(controller)
        return controller

    yield start_one
    for controller in started:
        await controller.close()


def with_operator(site):
    """The site with another member, an operator called Bar."""
    certificate = Authority(site.authority().credential).issue_for_member(spki(TLSKey.generate().public), "0b" * 8)
    member = Member.of(certificate, name="Bar", role=Role.OPERATOR, added_at_s=2.0, added_by="Desk")
    return site.published(site.standing.roster.with_member(member))


def site_now(controller):
    told = []
    controller.subscribe(told.append)()
    return told[-1].site


async def test_a_site_that_is_made_is_told_to_all_and_is_there_in_the_next_run(start, tmp_path):
    controller = await start()
    assert site_now(controller) is None
    made = await controller.team.create("Town\nhall", "Ada")
    assert (made.name, made.me.name, made.me.role) == ("Town hall", "Ada", Role.ADMIN)
    assert (made.signs_players, made.signs_roster) == (True, True)
    assert site_now(controller) == made
    assert (await asyncio.to_thread(SiteFile(tmp_path / "desk", NoKeyring()).require)).id == made.id


async def test_a_second_site_is_refused_and_the_first_stays(start):
    controller = await start(site=home())
    with pytest.raises(TrustError, match="already"):
        await controller.team.create("Another", "Ada")
    assert site_now(controller).id == home().id


async def test_of_two_sites_made_at_once_one_is_made(start):
    controller = await start()
    made = await asyncio.gather(
        controller.team.create("One", "Ada"), controller.team.create("Two", "Ada"), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in made) == ["SiteView", "TrustError"]


@pytest.mark.parametrize("name", ["", "x" * 65])
async def test_a_site_needs_a_name_that_fits(start, name):
    controller = await start()
    with pytest.raises(RosterRefused):
        await controller.team.create(name, "Ada")
    assert site_now(controller) is None


async def test_another_role_is_in_force_at_once_and_stays(start, tmp_path):
    controller = await start(site=with_operator(home()))
    before = site_now(controller)
    after = await controller.team.set_role("0b" * 8, Role.TECHNICIAN)
    assert [member.role for member in after.members] == [Role.ADMIN, Role.TECHNICIAN]
    assert (after.version, site_now(controller)) == (before.version + 1, after)
    kept = await asyncio.to_thread(SiteFile(tmp_path / "desk", NoKeyring()).require)
    assert kept.standing.roster.member("0b" * 8).role is Role.TECHNICIAN


async def test_changes_at_once_are_all_made(start):
    controller = await start(site=with_operator(home()))
    await asyncio.gather(
        controller.team.set_role("0b" * 8, Role.VIEWER), controller.team.set_role("0b" * 8, Role.TECHNICIAN)
    )
    assert site_now(controller).version == home().standing.roster.version + 3


async def test_a_removed_member_is_revoked(start, tmp_path):
    controller = await start(site=with_operator(home()))
    after = await controller.team.revoke("0b" * 8)
    assert [member.name for member in after.members] == ["Desk"]
    roster = (await asyncio.to_thread(SiteFile(tmp_path / "desk", NoKeyring()).require)).standing.roster
    assert [entry.by for entry in roster.revoked] == ["Desk"]


async def test_the_last_admin_stays(start):
    controller = await start(site=with_operator(home()))
    with pytest.raises(RosterRefused, match="needs an admin"):
        await controller.team.revoke(site_now(controller).me.id)


async def test_whoever_holds_no_key_of_the_roster_changes_no_team(start):
    site = with_operator(home())
    without_key = Site(standing=site.standing, credential=site.credential, authority_key=site.authority_key)
    controller = await start(site=without_key)
    with pytest.raises(RoleDenied):
        await controller.team.set_role("0b" * 8, Role.ADMIN)


async def test_without_a_site_there_is_no_team(start):
    controller = await start()
    with pytest.raises(NoSite):
        await controller.team.revoke("0b" * 8)


async def test_a_backup_makes_another_controller_an_admin(start):
    saved = await (await start(site=home())).team.backup(PASSPHRASE)
    other = await start("other")
    restored = await other.team.restore(saved, PASSPHRASE, "Balcony")
    assert (restored.id, restored.me.name, restored.me.role) == (home().id, "Balcony", Role.ADMIN)
    assert site_now(other) == restored


async def test_a_wrong_passphrase_restores_nothing(start):
    saved = await (await start(site=home())).team.backup(PASSPHRASE)
    other = await start("other")
    with pytest.raises(BackupFailed, match="passphrase"):
        await other.team.restore(saved, "paper horse staple", "Balcony")
    assert site_now(other) is None
