"""Somebody joins a site with the code that its admin reads out, over real TLS between two controllers."""

import asyncio

import pytest
from controller.services.invitations import RawCaller, other_than

from footlight_common.clock import ManualClock
from footlight_common.discovery import Address
from footlight_common.errors import (
    ListenError,
    PairingBusy,
    PairingClosed,
    PairingFailed,
    RoleDenied,
    StorageError,
    TrustError,
    Unreachable,
    WrongCode,
)
from footlight_common.security.roles import Role
from footlight_controller.services.reach import Reach
from footlight_controller.services.site import Site


class TestJoining:
    async def test_who_knows_the_code_is_a_member_on_both_sides(self, admin, newcomer):
        invitation = await admin.invite(Role.OPERATOR)
        site = await newcomer.join(invitation.addresses[0], invitation.code)
        member = await admin.invitations.joined()
        assert (member.name, member.role, member.added_by) == ("Reader", Role.OPERATOR, "Desk")
        assert site.member == member
        kept = await newcomer.kept()
        assert (kept.standing, kept.credential.certificate) == (site.standing, site.credential.certificate)
        assert site.standing == admin.site.standing == admin.file.require().standing
        assert site.standing.roster.admit(site.credential.certificate.holder) == member
        assert admin.invitations.current is None

    @pytest.mark.parametrize(
        ("role", "signs_players", "signs_roster"),
        [
            (Role.VIEWER, False, False),
            (Role.OPERATOR, False, False),
            (Role.TECHNICIAN, True, False),
            (Role.ADMIN, True, True),
        ],
    )
    async def test_the_role_decides_which_keys_come_along(self, admin, newcomer, role, signs_players, signs_roster):
        invitation = await admin.invite(role)
        await newcomer.join(invitation.addresses[0], invitation.code)
        kept = await newcomer.kept()
        assert kept.member.role is role
        assert (kept.authority_key is not None, kept.roster_key is not None) == (signs_players, signs_roster)

    async def test_an_invitation_is_good_once(self, admin, newcomer):
        invitation = await admin.invite()
        await newcomer.join(invitation.addresses[0], invitation.code)
        await admin.invitations.joined()
        await admin.invitations.cancel()
        with pytest.raises(Unreachable, match="nobody invites"):
            await newcomer.join(invitation.addresses[0], invitation.code)
        assert admin.names == ["Desk", "Reader"]

    async def test_it_is_on_the_admins_disk_before_the_new_member_keeps_anything(self, admin, newcomer):
        invitation = await admin.invite()

        async def keep(site):
            assert [each.name for each in admin.file.require().standing.roster.members] == ["Desk", "Reader"]

        await newcomer.join(invitation.addresses[0], invitation.code, keep=keep)

    async def test_the_last_word_is_the_admins(self, admin):
        invitation = await admin.invite()
        async with RawCaller(invitation.addresses[0], invitation.code) as caller:
            await caller.go(3)
            await caller.say(caller.done())
            assert await caller.end() == (1000, "")

    async def test_who_has_the_code_may_take_longer_than_a_stranger(self, admin, newcomer, monkeypatch):
        monkeypatch.setattr("footlight_common.door.STRANGER_S", 0.1)

        async def slow(site):
            # As a keyring that asks for a password.
            await asyncio.sleep(0.3)
            await newcomer.keep(site)

        invitation = await admin.invite()
        await newcomer.join(invitation.addresses[0], invitation.code, keep=slow)
        assert (await admin.invitations.joined()).name == "Reader"

    async def test_it_is_announced_while_it_is_open_and_says_nothing_of_the_site(self, admin, newcomer):
        invitation = await admin.invite()
        ((record, port, hosts),) = admin.announcer.said
        assert [str(address) for address in invitation.addresses] == [f"127.0.0.1:{port}"]
        assert hosts == ("127.0.0.1",)
        assert admin.site.id not in f"{record}"
        await admin.invitations.cancel()
        assert not admin.announcer.said

    async def test_two_people_join_one_after_the_other(self, admin, newcomer):
        for name in ("Reader", "Writer"):
            invitation = await admin.invite()
            await newcomer.join(invitation.addresses[0], invitation.code, name)
            assert (await admin.invitations.joined()).name == name
            assert admin.invitations.current is None
        invitation = await admin.invite()
        ((_, port, _),) = admin.announcer.said
        assert port == invitation.addresses[0].port
        assert admin.names == ["Desk", "Reader", "Writer"]


class TestWhoMay:
    async def test_only_admins_invite(self, admin):
        admin.site = Site(
            standing=admin.site.standing, credential=admin.site.credential, authority_key=admin.site.authority_key
        )
        with pytest.raises(RoleDenied, match="only admins of Museum"):
            await admin.invite()

    async def test_one_invitation_is_open_at_a_time(self, admin):
        await admin.invite()
        with pytest.raises(PairingBusy, match="open already"):
            await admin.invite()

    async def test_who_belongs_to_another_site_joins_nothing_and_the_team_stays(self, admin, newcomer):
        newcomer.present = await asyncio.to_thread(Site.create, "Theatre", "Reader", at_s=1.0)
        invitation = await admin.invite()
        with pytest.raises(TrustError, match="belongs to the site Theatre already"):
            await newcomer.join(invitation.addresses[0], invitation.code)
        assert admin.names == ["Desk"]
        assert await newcomer.kept() is None

    async def test_who_was_removed_may_join_the_same_site_again(self, admin, newcomer):
        invitation = await admin.invite()
        newcomer.present = await newcomer.join(invitation.addresses[0], invitation.code)
        member = await admin.invitations.joined()
        await admin.publish(lambda site: site.standing.roster.without(member.id, at_s=2.0, by="Desk"))
        await admin.invitations.cancel()
        invitation = await admin.invite(Role.VIEWER)
        await newcomer.join(invitation.addresses[0], invitation.code)
        assert (await newcomer.kept()).member.role is Role.VIEWER

    @pytest.mark.parametrize("name", ["", "\n\t", "\u202e"])
    async def test_somebody_without_a_name_is_nobody(self, admin, newcomer, name):
        invitation = await admin.invite()
        with pytest.raises(PairingFailed):
            await newcomer.join(invitation.addresses[0], invitation.code, name)
        assert admin.names == ["Desk"]


class TestWrongCodes:
    async def test_a_wrong_code_changes_nothing_and_the_right_one_still_works(self, admin, newcomer):
        invitation = await admin.invite()
        with pytest.raises(WrongCode, match="read out again"):
            await newcomer.join(invitation.addresses[0], other_than(invitation.code))
        assert admin.names == ["Desk"]
        assert await newcomer.kept() is None
        await newcomer.join(invitation.addresses[0], invitation.code)
        assert admin.names == ["Desk", "Reader"]

    async def test_after_three_the_code_changes_and_there_is_a_pause(self, admin, newcomer):
        invitation = await admin.invite()
        change = asyncio.create_task(admin.invitations.after(invitation))
        for _ in range(3):
            with pytest.raises(WrongCode):
                await newcomer.join(invitation.addresses[0], other_than(invitation.code))
        renewed = await change
        assert renewed.code != invitation.code
        assert (renewed.addresses, renewed.ends_s) == (invitation.addresses, invitation.ends_s)
        with pytest.raises(PairingBusy, match=r"Try again in . second"):
            await newcomer.join(invitation.addresses[0], renewed.code)

    class TestOverTime:
        @pytest.fixture
        async def invitation_clock(self):
            return ManualClock()

        async def test_the_pause_ends(self, admin, newcomer, invitation_clock):
            invitation = await admin.invite()
            for _ in range(3):
                with pytest.raises(WrongCode):
                    await newcomer.join(invitation.addresses[0], other_than(invitation.code))
            await invitation_clock.advance(5.1)
            await newcomer.join(invitation.addresses[0], admin.invitations.current.code)
            assert admin.names == ["Desk", "Reader"]

        async def test_one_person_joins_with_a_code_however_long_it_takes(self, admin, invitation_clock):
            invitation = await admin.invite()
            where = invitation.addresses[0]
            async with (
                RawCaller(where, invitation.code) as first,
                RawCaller(where, invitation.code, "Second") as second,
            ):
                await first.go(3)
                # The time of the first attempt is over, so another may begin.
                await invitation_clock.advance(121)
                await second.go(2)
                await second.say(second.turns()[2]())
                assert await second.end() == (1008, "pairing_closed")
                await first.say(first.done())
                assert await first.end() == (1000, "")
            assert (await admin.invitations.joined()).name == "Reader"
            assert admin.names == ["Desk", "Reader"]

        async def test_after_twenty_it_is_over(self, admin, newcomer, invitation_clock, monkeypatch):
            # Else the pauses would outlast the invitation.
            monkeypatch.setattr("footlight_common.security.attempts._LONGEST_PAUSE_S", 5.0)
            invitation = await admin.invite()
            for _ in range(20):
                with pytest.raises(WrongCode):
                    await newcomer.join(invitation.addresses[0], other_than(admin.invitations.current.code))
                await invitation_clock.advance(5.1)
            with pytest.raises(PairingClosed, match="too many wrong codes"):
                await admin.invitations.joined()
            assert admin.names == ["Desk"]

        async def test_nobody_joins_after_five_minutes(self, admin, newcomer, invitation_clock):
            invitation = await admin.invite()
            assert invitation.ends_s == invitation_clock.monotonic_s() + 300
            await invitation_clock.advance(300.1)
            with pytest.raises(PairingFailed, match="within 5 minutes"):
                await admin.invitations.joined()
            await admin.invitations.cancel()
            with pytest.raises(Unreachable):
                await newcomer.join(invitation.addresses[0], invitation.code)

    async def test_a_cancelled_invitation_is_over(self, admin, newcomer):
        invitation = await admin.invite()
        waiting = asyncio.create_task(admin.invitations.joined())
        await asyncio.sleep(0)
        await admin.invitations.cancel()
        with pytest.raises(PairingFailed, match="cancelled"):
            await waiting
        with pytest.raises(Unreachable):
            await newcomer.join(invitation.addresses[0], invitation.code)

    async def test_nothing_at_all_is_said_in_words(self, newcomer):
        with pytest.raises(Unreachable, match="nobody invites at 127"):
            await newcomer.join(Address(host="127.0.0.1", port=1), "314-159")


class TestBadLuck:
    async def test_an_admin_who_cannot_keep_the_roster_sends_nothing(self, admin, newcomer, monkeypatch):
        def full(_):
            raise StorageError("the disk is full.")

        monkeypatch.setattr(admin.file, "save", full)
        invitation = await admin.invite()
        with pytest.raises(PairingFailed, match="could not save the team"):
            await newcomer.join(invitation.addresses[0], invitation.code)
        assert admin.names == ["Desk"]
        assert await newcomer.kept() is None
        with pytest.raises(StorageError, match="the disk is full"):
            await admin.invitations.joined()

    async def test_a_new_member_who_cannot_keep_it_is_taken_off_the_team_again(self, admin, newcomer):
        async def full(_):
            raise StorageError("the disk is full.")

        invitation = await admin.invite(Role.OPERATOR)
        with pytest.raises(StorageError):
            await newcomer.join(invitation.addresses[0], invitation.code, keep=full)
        with pytest.raises(PairingFailed, match="taken off the team again"):
            await admin.invitations.joined()
        assert admin.names == ["Desk"]
        assert len(admin.site.standing.roster.revoked) == 1

    async def test_whom_keys_were_sent_to_stays_on_the_team(self, admin, newcomer):
        async def full(_):
            raise StorageError("the disk is full.")

        invitation = await admin.invite(Role.TECHNICIAN)
        with pytest.raises(StorageError):
            await newcomer.join(invitation.addresses[0], invitation.code, keep=full)
        with pytest.raises(PairingFailed, match=r"on the team now.*changes the keys"):
            await admin.invitations.joined()
        assert admin.names == ["Desk", "Reader"]

    async def test_who_gives_up_while_it_is_kept_is_a_member_all_the_same(self, admin, newcomer):
        invitation = await admin.invite()
        at, go = asyncio.Event(), asyncio.Event()

        async def slow(site):
            at.set()
            await go.wait()
            await newcomer.keep(site)

        joining = asyncio.create_task(newcomer.join(invitation.addresses[0], invitation.code, keep=slow))
        await at.wait()
        joining.cancel()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await joining
        assert (await admin.invitations.joined()).name == "Reader"
        assert (await newcomer.kept()).member.name == "Reader"


class TestWhere:
    @pytest.mark.parametrize(
        ("on_the_lan", "said"), [(("192.0.2.5", "10.0.0.7"), ["192.0.2.5", "10.0.0.7"]), ((), ["127.0.0.1"])]
    )
    async def test_without_a_host_it_waits_on_every_address_and_names_those_of_the_lan(
        self, admin, newcomer, monkeypatch, on_the_lan, said
    ):
        monkeypatch.setattr("footlight_controller.services.inviting.lan_addresses", lambda: on_the_lan)
        monkeypatch.setattr(admin.invitations, "_reach", Reach())
        invitation = await admin.invite()
        assert [address.host for address in invitation.addresses] == said
        assert [list(hosts) for _, _, hosts in admin.announcer.said] == [said]
        await newcomer.join(Address(host="127.0.0.1", port=invitation.addresses[0].port), invitation.code)

    async def test_a_host_that_this_machine_does_not_have_is_said(self, admin, monkeypatch):
        monkeypatch.setattr(admin.invitations, "_reach", Reach("192.0.2.77"))
        with pytest.raises(ListenError, match="so nobody could join"):
            await admin.invite()
        monkeypatch.setattr(admin.invitations, "_reach", Reach("127.0.0.1"))
        assert (await admin.invite()).code
