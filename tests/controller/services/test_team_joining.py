"""Two controllers that run: one lets a person join, the other finds it on the network and joins."""

import asyncio

import pytest
from controller.services.home import home, move_in

from footlight_common.clock import SystemClock
from footlight_common.errors import InvalidCode, NoSite, PairingFailed, TrustError, Unreachable
from footlight_common.protocol.session import Hello
from footlight_common.security.roles import Role
from footlight_controller.services.controller import Controller
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.discovery import Discovery
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.reach import Reach
from footlight_controller.services.registry import Registry
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile


@pytest.fixture
async def start(tmp_path):
    """Controllers, each with a data directory of its own; with a site in it when one is given."""
    started = []

    async def start_one(name, site=None):
        folder, clock, reach = tmp_path / name, SystemClock(), Reach("127.0.0.1")
        folder.mkdir(exist_ok=True)
        file = SiteFile(folder, NoKeyring()) if site is None else await asyncio.to_thread(move_in, folder, site)
        controller = Controller(
            registry=Registry.own(folder, clock),
            site_file=file,
            discovery=Discovery(reach, clock),
            dialer=Dialer(reach, Hello(name=name)),
            clock=clock,
            chance=lambda: 0.0,
            dial_everybody=False,
        )
        await controller.start()
        started.append(controller)
        return controller

    yield start_one
    for controller in started:
        await controller.close()


class Told:
    """What a controller tells its listeners."""

    def __init__(self, controller):
        self.now = None
        controller.subscribe(self._take)

    def _take(self, changes):
        self.now = changes

    def port(self, number):
        """Whoever invites at this port of this machine."""
        return [inviter for inviter in self.now.inviters if inviter.addresses[0].port == number]


async def test_a_person_joins_whoever_invites_on_the_network(start, eventually):
    admin, newcomer = await start("admin", home()), await start("newcomer")
    told = Told(newcomer)
    invitation = await admin.team.invite(Role.OPERATOR)
    (inviter,) = await eventually(lambda: told.port(invitation.addresses[0].port))
    joined = await newcomer.team.join(inviter.addresses[0], invitation.code, "Reader")
    member = await admin.team.invited()
    assert (member.name, member.role, member.added_by) == ("Reader", Role.OPERATOR, "Desk")
    assert (joined.name, joined.me, joined.signs_players, joined.signs_roster) == ("Museum", member, False, False)
    assert joined.members == (*[each for each in joined.members if each.name == "Desk"], member)
    await eventually(lambda: told.now.site == joined)
    assert newcomer.site().standing == admin.site().standing
    await eventually(lambda: not told.port(inviter.addresses[0].port))
    assert admin.team.invitation is None


async def test_the_role_can_be_raised_later_and_the_keys_come_with_the_roster(start):
    admin, newcomer = await start("admin", home()), await start("newcomer")
    invitation = await admin.team.invite(Role.VIEWER)
    await newcomer.team.join(invitation.addresses[0], invitation.code, "Reader")
    member = await admin.team.invited()
    await admin.team.set_role(member.id, Role.ADMIN)
    await newcomer._membership.offered(admin.site().standing.offer)
    assert newcomer.site().member.role is Role.ADMIN
    assert newcomer.site().roster_key.public == admin.site().standing.roster_key


async def test_who_was_invited_goes_on_after_the_keys_were_changed(start):
    admin, newcomer = await start("admin", home()), await start("newcomer")
    invitation = await admin.team.invite(Role.TECHNICIAN)
    await newcomer.team.join(invitation.addresses[0], invitation.code, "Reader")
    await admin.team.rotate()
    await newcomer._membership.offered(admin.site().standing.offer)
    assert newcomer.site().authority_key is not None
    await admin.team.cancel_invitation()
    third = await start("third")
    invitation = await admin.team.invite(Role.VIEWER)
    joined = await third.team.join(invitation.addresses[0], invitation.code, "Third")
    assert (joined.epoch, [each.name for each in joined.members]) == (2, ["Desk", "Reader", "Third"])


async def test_without_a_site_nobody_is_invited(start):
    controller = await start("nobody")
    with pytest.raises(NoSite):
        await controller.team.invite(Role.VIEWER)
    with pytest.raises(PairingFailed, match="no invitation is open"):
        await controller.team.invited()
    await controller.team.cancel_invitation()


async def test_a_controller_of_another_site_stays_what_it_is(start):
    other = await asyncio.to_thread(Site.create, "Theatre", "Reader", at_s=1.0)
    admin, newcomer = await start("admin", home()), await start("newcomer", other)
    invitation = await admin.team.invite(Role.VIEWER)
    with pytest.raises(TrustError, match="belongs to the site Theatre already"):
        await newcomer.team.join(invitation.addresses[0], invitation.code, "Reader")
    assert newcomer.site().name == "Theatre"


async def test_a_site_that_cannot_be_read_now_is_not_lost_by_joining_another(start, tmp_path):
    admin = await start("admin", home())
    (tmp_path / "newcomer").mkdir()
    (tmp_path / "newcomer" / "site.json").write_text("{damaged")
    newcomer = await start("newcomer")
    invitation = await admin.team.invite(Role.VIEWER)
    with pytest.raises(TrustError, match="belongs to a site already"):
        await newcomer.team.join(invitation.addresses[0], invitation.code, "Reader")
    assert (tmp_path / "newcomer" / "site.json").read_text() == "{damaged"
    assert [member.name for member in admin.site().standing.roster.members] == ["Desk"]


async def test_what_is_no_code_dials_nobody(start):
    newcomer = await start("newcomer")
    with pytest.raises(InvalidCode):
        await newcomer.team.join(None, "12345", "Reader")


async def test_a_controller_that_closes_takes_its_invitation_back(start):
    admin, newcomer = await start("admin", home()), await start("newcomer")
    invitation = await admin.team.invite(Role.VIEWER)
    waiting = asyncio.create_task(admin.team.invited())
    watching = asyncio.create_task(admin.team.invitation_after(invitation))
    await asyncio.sleep(0)
    await admin.close()
    with pytest.raises(PairingFailed, match="cancelled"):
        await waiting
    assert await watching is None
    with pytest.raises(Unreachable):
        await newcomer.team.join(invitation.addresses[0], invitation.code, "Reader")
