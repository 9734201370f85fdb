"""One side is gone in the middle of an invitation: a newcomer is a member or is none, and never half of one."""

import asyncio

import pytest
from controller.services.invitations import RawCaller

from footlight_common.errors import FootlightError, PairingFailed
from footlight_common.ration import abort
from footlight_common.security.roles import Role
from footlight_controller.services.join_listener import Caller, HungUp


async def on_disk(desk):
    """The names on the roster that the next run of the admin's controller finds."""
    site = await asyncio.to_thread(desk.file.require)
    return [member.name for member in site.standing.roster.members]


class TestNewMemberVanishes:
    @pytest.mark.parametrize("said", [0, 1, 2])
    async def test_before_it_applied_nothing_has_changed_and_the_invitation_stays_open(
        self, admin, newcomer, said, eventually
    ):
        invitation = await admin.invite()
        async with RawCaller(invitation.addresses[0], invitation.code) as caller:
            await caller.go(said)
            caller.vanish()
            await eventually(lambda: not admin.busy)
        assert await on_disk(admin) == ["Desk"]
        await newcomer.join(invitation.addresses[0], invitation.code)
        assert await on_disk(admin) == ["Desk", "Reader"]

    async def test_with_the_membership_in_hand_it_stands_on_the_roster_and_the_admin_is_told(self, admin):
        invitation = await admin.invite(Role.ADMIN)
        async with RawCaller(invitation.addresses[0], invitation.code) as caller:
            await caller.go(3)
            caller.done()
            caller.vanish()
        with pytest.raises(PairingFailed, match="Reader is on the team now, but the connection broke"):
            await admin.invitations.joined()
        # It may have been kept or not: whoever may hold it is on the list.
        assert await on_disk(admin) == ["Desk", "Reader"]
        assert admin.site.standing.roster.admit(caller.membership.certificate.holder).name == "Reader"

    async def test_after_its_last_word_it_is_a_member(self, admin):
        invitation = await admin.invite()
        async with RawCaller(invitation.addresses[0], invitation.code) as caller:
            await caller.go(3)
            await caller.say(caller.done())
            caller.vanish()
        assert (await admin.invitations.joined()).name == "Reader"
        assert await on_disk(admin) == ["Desk", "Reader"]


class TestAdminVanishes:
    @pytest.fixture
    def dies(self, monkeypatch):
        """The admin's side is cut at one of its messages: before it is sent, or right after."""

        def arrange(at, *, sent):
            said = []
            say = Caller.say

            async def cut(caller, data):
                said.append(data)
                if len(said) < at:
                    return await say(caller, data)
                if sent:
                    await say(caller, data)
                abort(caller._socket._req.transport) if not sent else caller._socket._req.transport.close()
                raise HungUp

            monkeypatch.setattr(Caller, "say", cut)

        return arrange

    @pytest.mark.parametrize(("at", "sent"), [(1, False), (1, True), (2, False), (2, True)])
    async def test_before_the_roster_was_kept_nothing_has_changed(self, admin, newcomer, dies, at, sent):
        dies(at, sent=sent)
        invitation = await admin.invite()
        with pytest.raises(FootlightError):
            await newcomer.join(invitation.addresses[0], invitation.code)
        assert await on_disk(admin) == ["Desk"]
        assert await newcomer.kept() is None

    async def test_with_the_roster_kept_and_nothing_sent_nobody_holds_it_and_the_newcomer_may_try_again(
        self, admin, newcomer, dies, monkeypatch
    ):
        dies(3, sent=False)
        invitation = await admin.invite()
        with pytest.raises(FootlightError, match="Nothing has changed here"):
            await newcomer.join(invitation.addresses[0], invitation.code)
        assert await newcomer.kept() is None
        assert await on_disk(admin) == ["Desk", "Reader"]
        monkeypatch.undo()
        await admin.invitations.cancel()
        invitation = await admin.invite()
        await newcomer.join(invitation.addresses[0], invitation.code)
        kept = await newcomer.kept()
        assert admin.site.standing.roster.admit(kept.credential.certificate.holder) == kept.member

    async def test_with_the_membership_sent_the_newcomer_keeps_it_and_is_on_the_roster(self, admin, newcomer, dies):
        dies(3, sent=True)
        invitation = await admin.invite()
        await newcomer.join(invitation.addresses[0], invitation.code)
        kept = await newcomer.kept()
        assert await on_disk(admin) == ["Desk", "Reader"]
        assert admin.site.standing.roster.admit(kept.credential.certificate.holder) == kept.member

    async def test_a_window_that_is_closed_meanwhile_leaves_memory_and_disk_agreed(self, admin, newcomer, monkeypatch):
        at, go = asyncio.Event(), asyncio.Event()
        publish = admin.publish

        async def slow(change):
            at.set()
            await go.wait()
            return await publish(change)

        monkeypatch.setattr(admin.invitations, "_publish", slow)
        invitation = await admin.invite()
        joining = asyncio.create_task(newcomer.join(invitation.addresses[0], invitation.code))
        await at.wait()
        closing = asyncio.create_task(admin.invitations.cancel())
        await asyncio.sleep(0)
        go.set()
        await closing
        await asyncio.gather(joining, return_exceptions=True)
        assert await on_disk(admin) == admin.names == ["Desk", "Reader"]
