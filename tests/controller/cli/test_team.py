"""`footlight site invite`, `join`, `members`, `role`, `revoke` and `rotate` as a person uses them."""

import asyncio
import dataclasses

import pytest
from controller.services.home import home, move_in

from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import (
    DirectoryInUse,
    PairingClosed,
    PairingFailed,
    RoleDenied,
    RosterRefused,
    Unreachable,
    WrongCode,
)
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_controller.cli.team import choose_member
from footlight_controller.core.site_view import Inviter, MemberView, OpenInvitation
from footlight_controller.core.view import LinkState, LinkStatus
from footlight_controller.services.discovery import Sighting
from footlight_controller.services.team import site_view

HERE = Address(host="192.168.1.5", port=8471)
OPEN = OpenInvitation(code="314-159", addresses=(HERE,), ends_s=1e9)
READER = MemberView(id="0b" * 8, name="Reader", role=Role.OPERATOR, added_at_s=2.0, added_by="Desk")


class ScriptedTeam:
    """Does what a test set, and notes what it was asked."""

    def __init__(self):
        self.asked = []
        self.codes = []
        self.refuse = None
        self.nobody_at = set()
        self.told = asyncio.Event()

    async def _do(self, *what):
        self.asked.append(what)
        if self.refuse is not None:
            raise self.refuse
        return site_view(home())

    async def invite(self, role):
        await self._do("invite", role)
        return OPEN

    async def invitation_after(self, seen):
        if self.codes:
            return self.codes.pop(0)
        self.told.set()
        return await asyncio.Event().wait()

    async def invited(self):
        await self.told.wait()
        return READER

    async def cancel_invitation(self):
        await self._do("cancel")

    async def join(self, address, code, member):
        if address in self.nobody_at:
            raise Unreachable("nobody invites there.")
        return await self._do("join", address, code, member)

    async def set_role(self, member_id, role):
        return await self._do("role", member_id, role)

    async def revoke(self, member_id):
        return await self._do("revoke", member_id)

    async def rotate(self):
        return await self._do("rotate")


@pytest.fixture
def site():
    """Ours, with an operator called Reader."""
    site = home()
    certificate = site.authority().issue_for_member(spki(TLSKey.generate().public), READER.id)
    member = Member.of(certificate, name="Reader", role=Role.OPERATOR, added_at_s=2.0, added_by="Desk")
    return site.published(site.standing.roster.with_member(member))


@pytest.fixture
def team(behind, site, monkeypatch):
    monkeypatch.setattr("footlight_controller.cli.carrying.SETTLE_S", 0.0)
    monkeypatch.setattr("footlight_controller.cli.joining.STRANGER_SETTLE_S", 0.0)
    behind.team = ScriptedTeam()
    behind.inviters = ()
    behind.site = lambda: site
    return behind.team


class TestInvite:
    def test_the_code_is_shown_and_then_who_joined_and_which_players_know(self, footlight, team):
        answer = footlight("site", "invite", "--role", "operator")
        assert (answer.code, answer.err) == (0, "")
        assert "Code 314-159: one person may join with it as operator" in answer.out
        # A code among the words of a command can be read by every account of that machine.
        assert "footlight site join 192.168.1.5:8471; it asks for the code" in answer.out
        assert "--code" not in answer.out
        assert answer.out.splitlines()[-2:] == ["Reader joined as operator.", "1 player has the new team."]
        assert team.asked == [("invite", Role.OPERATOR)]

    def test_for_programs_each_step_is_a_line(self, footlight, team):
        team.codes = [dataclasses.replace(OPEN, code="271-828")]
        opened, renewed, joined = footlight("site", "invite", "--role", "admin", "--json").lines
        assert (opened["event"], opened["code"], opened["addresses"]) == ("open", "314-159", ["192.168.1.5:8471"])
        assert renewed == {"event": "code", "code": "271-828"}
        assert (joined["event"], joined["member"]["name"]) == ("joined", "Reader")

    def test_a_new_code_after_wrong_ones_is_shown(self, footlight, team):
        team.codes = [dataclasses.replace(OPEN, code="271-828")]
        assert "The code is 271-828 now" in footlight("site", "invite", "--role", "viewer").out

    @pytest.mark.parametrize("role", ["king", ""])
    def test_another_role_is_wrong_usage(self, footlight, team, role):
        answer = footlight("site", "invite", "--role", role)
        assert (answer.code, team.asked) == (2, [])
        assert "operator, technician, admin." in " ".join(answer.err.split())

    def test_nobody_who_came_is_said(self, footlight, team, monkeypatch):
        async def none():
            raise PairingClosed("there were too many wrong codes.")

        monkeypatch.setattr(team, "invited", none)
        answer = footlight("site", "invite", "--role", "viewer")
        assert (answer.code, answer.err) == (1, "footlight: there were too many wrong codes.\n")

    def test_ctrl_c_takes_it_back(self, footlight, team, monkeypatch):
        async def interrupted():
            raise asyncio.CancelledError

        monkeypatch.setattr(team, "invited", interrupted)
        with pytest.raises(asyncio.CancelledError):
            footlight("site", "invite", "--role", "viewer")
        assert team.asked[-1] == ("cancel",)

    def test_while_the_desktop_app_runs_it_is_done_there(self, footlight, team, behind, monkeypatch):
        async def in_use():
            raise DirectoryInUse("x")

        monkeypatch.setattr(behind, "start", in_use)
        answer = footlight("site", "invite", "--role", "viewer")
        assert (answer.code, "Close that first, or invite in the app." in answer.err) == (1, True)


class TestJoin:
    def test_at_an_address_with_the_port_of_invitations(self, footlight, team):
        answer = footlight("site", "join", "10.0.0.9", "--code", "314 159", "--as", "Reader")
        assert (answer.code, answer.out) == (0, "You joined the site Museum as admin.\n")
        assert team.asked == [("join", Address(host="10.0.0.9", port=8471), "314-159", "Reader")]

    def test_without_an_address_the_one_who_invites_is_found(self, footlight, team, behind):
        behind.inviters = (Inviter(id="1a" * 8, name="desk", addresses=(Address(host="10.0.0.8", port=1), HERE)),)
        team.nobody_at = {Address(host="10.0.0.8", port=1)}
        assert footlight("site", "join", "--code", "314159", "--as", "Reader").code == 0
        assert team.asked == [("join", HERE, "314-159", "Reader")]

    def test_of_several_one_has_to_be_named(self, footlight, team, behind):
        behind.inviters = tuple(Inviter(id=f"{each}a" * 8, name=f"desk{each}", addresses=(HERE,)) for each in (1, 2))
        answer = footlight("site", "join", "--code", "314159")
        assert (answer.code, team.asked) == (1, [])
        assert "desk1 at 192.168.1.5:8471, desk2 at 192.168.1.5:8471" in answer.err

    def test_nobody_who_invites_is_said(self, footlight, team):
        answer = footlight("site", "join", "--code", "314159")
        assert (answer.code, "no controller announces an open invitation" in answer.err) == (1, True)

    @pytest.mark.parametrize("words", [("--code", "12345"), ("10.0.0.9:0", "--code", "314159")])
    def test_wrong_usage_dials_nobody(self, footlight, team, words):
        assert footlight("site", "join", *words).code == 2
        assert not team.asked

    def test_a_wrong_code_is_said(self, footlight, team):
        team.refuse = WrongCode("the code is wrong.")
        answer = footlight("site", "join", "10.0.0.9", "--code", "314159")
        assert (answer.code, answer.err) == (1, "footlight: the code is wrong.\n")


class TestMembers:
    def test_they_are_listed(self, footlight, team, tmp_path, site):
        move_in(tmp_path / "default", site)
        shown = footlight("site", "members").out.splitlines()
        assert shown[0].split() == ["NAME", "ROLE", "ADDED", "BY", "SEEN", "ID"]
        assert [line.split()[:2] for line in shown[1:]] == [["Desk", "admin"], ["Reader", "operator"]]
        assert "never" in shown[2]

    def test_admins_see_which_players_have_an_old_team(self, footlight, team, behind, lobby, tmp_path, site):
        move_in(tmp_path / "default", site)
        behind.views[lobby.id] = dataclasses.replace(lobby, roster_behind=True)
        assert footlight("site", "members").out.splitlines()[-1] == f"Lobby ({lobby.id}) has an old team: online."

    def test_they_are_listed_for_programs(self, footlight, team, behind, lobby, tmp_path, site, monkeypatch):
        async def seen():
            return {READER.id: 7.5}

        monkeypatch.setattr(behind, "seen", seen)
        behind.views[lobby.id] = dataclasses.replace(lobby, roster_behind=True)
        move_in(tmp_path / "default", site)
        assert footlight("site", "members", "--json").lines[1] == {
            "id": READER.id,
            "name": "Reader",
            "role": "operator",
            "added": 2.0,
            "by": "Desk",
            "seen": 7.5,
            "players_behind": [{"id": lobby.id, "name": "Lobby"}],
        }

    def test_players_of_others_have_no_old_team(self, footlight, team, behind, lobby, tmp_path, site):
        move_in(tmp_path / "default", site)
        link = LinkStatus(state=LinkState.OFFLINE, since_s=5.0, code="other_site")
        identity = dataclasses.replace(lobby.identity, id="cd34000000000000")
        behind.views[identity.id] = dataclasses.replace(lobby, identity=identity, link=link, roster_behind=True)
        assert footlight("site", "members", "--json").lines[0]["players_behind"] == []

    def test_where_no_player_can_be_asked_nothing_is_made_up(self, footlight, team, behind, tmp_path, site):
        behind.views = {}
        move_in(tmp_path / "default", site)
        assert footlight("site", "members").out.splitlines()[0].split() == ["NAME", "ROLE", "ADDED", "BY", "ID"]
        assert "seen" not in footlight("site", "members", "--json").lines[0]

    def test_one_is_chosen_by_id_start_or_name(self):
        other = MemberView(id="0c" * 8, name="Writer", role=Role.VIEWER, added_at_s=2.0, added_by="Desk")
        for wanted in (READER.id, "0b", "reader", "READER"):
            assert choose_member(wanted, (READER, other)) == READER
        for wanted, why in (("0", "several"), ("nobody", "no member is called"), ("", "no member is called")):
            with pytest.raises(RosterRefused, match=why):
                choose_member(wanted, (READER, other))


class TestChanges:
    def test_a_role_is_changed_and_carried(self, footlight, team, behind):
        answer = footlight("site", "role", "Reader", "technician")
        assert answer.out.splitlines() == ["Reader is technician now.", "1 player has the new team."]
        assert team.asked == [("role", READER.id, Role.TECHNICIAN)]
        assert (behind.options["own"], behind.options["dial_everybody"]) == (True, True)

    def test_a_member_is_removed(self, footlight, team):
        answer = footlight("site", "revoke", "0b")
        assert answer.out.splitlines()[0] == "Reader is no member any more."
        assert team.asked == [("revoke", READER.id)]

    def test_who_held_keys_leaves_with_a_word_about_them(self, footlight, team):
        assert "footlight site rotate" in footlight("site", "revoke", "Desk", "--yes").out

    def test_nobody_removes_themselves_by_mistake(self, footlight, team):
        answer = footlight("site", "revoke", "Desk")
        assert (answer.code, team.asked) == (1, [])
        assert "that is you" in answer.err

    def test_nobody_lowers_their_own_role_by_mistake(self, footlight, team):
        answer = footlight("site", "role", "Desk", "viewer")
        assert (answer.code, answer.out, team.asked) == (1, "", [])
        assert "that is you" in answer.err
        assert footlight("site", "role", "Desk", "viewer", "--yes").code == 0
        assert [asked[2] for asked in team.asked] == [Role.VIEWER]

    @pytest.mark.parametrize("words", [("role", "Reader", "viewer"), ("invite", "--role", "viewer"), ("members",)])
    def test_who_was_removed_hears_it_from_the_players(self, footlight, team, behind, lobby, tmp_path, site, words):
        move_in(tmp_path / "default", site)
        gone = LinkStatus(state=LinkState.OFFLINE, code="revoked", reason="your access to Museum was taken back.")
        behind.views = {lobby.id: dataclasses.replace(lobby, link=gone)}
        answer = footlight("site", *words)
        assert (answer.code, answer.out, team.asked) == (1, "", [])
        assert "your access to Museum was taken back." in answer.err
        assert "footlight site leave" in answer.err

    def test_namesakes_are_told_apart_by_the_start_of_their_id(self, footlight, team, behind, lobby):
        away = LinkStatus(state=LinkState.OFFLINE, since_s=5.0)
        for player_id in ("cd34000000000000", "ef56000000000000"):
            identity = dataclasses.replace(lobby.identity, id=player_id, name="km")
            behind.views[player_id] = dataclasses.replace(lobby, identity=identity, link=away)
        assert "Not yet: km (cd34), km (ef56);" in footlight("site", "revoke", "Reader").out

    def test_nobody_waits_long_for_players_that_are_off(self, footlight, team, behind, lobby, monkeypatch):
        waits = []

        async def wait_until(found, timeout_s):
            waits.append((found(), timeout_s))
            return found()

        monkeypatch.setattr(behind, "wait_until", wait_until)
        dialling = LinkStatus(state=LinkState.CONNECTING)
        behind.views = {lobby.id: dataclasses.replace(lobby, link=dialling)}
        footlight("site", "role", "Reader", "viewer")
        assert sum(timeout_s for result, timeout_s in waits if result is None) <= 2.0
        behind.found = [Sighting(record=PlayerRecord(id=lobby.id, name="Lobby"), addresses=(HERE,))]
        waits.clear()
        footlight("site", "role", "Reader", "viewer")
        assert sum(timeout_s for result, timeout_s in waits if result is None) >= 8.0

    def test_players_that_do_not_know_yet_are_named(self, footlight, team, behind, lobby):
        away = LinkStatus(state=LinkState.OFFLINE, since_s=5.0)
        bar = dataclasses.replace(lobby.identity, id="cd34000000000000", name="Bar")
        behind.views[bar.id] = dataclasses.replace(lobby, identity=bar, link=away)
        assert "Not yet: Bar; they get it when they are seen next." in footlight("site", "revoke", "Reader").out

    @pytest.mark.parametrize(
        ("site_id", "named"), [("", False), ("07e4" * 4, False), (home().id, True)], ids=["nobody", "others", "ours"]
    )
    def test_of_those_who_are_found_and_cannot_be_reached_ours_are_named(
        self, footlight, team, behind, lobby, monkeypatch, site_id, named
    ):
        async def found(*_):
            away = LinkStatus(state=LinkState.OFFLINE, since_s=5.0)
            behind.views = {lobby.id: dataclasses.replace(lobby, link=away)}
            record = PlayerRecord(id=lobby.id, name="Lobby", claimed=bool(site_id), site=site_id)
            behind.found = [Sighting(record=record, addresses=(HERE,))]

        behind.views = {}
        monkeypatch.setattr(behind, "wait_until", found)
        assert ("Not yet: Lobby" in footlight("site", "revoke", "Reader").out) is named

    def test_players_of_others_are_none_of_ours(self, footlight, team, behind, lobby):
        link = LinkStatus(state=LinkState.OFFLINE, since_s=5.0, code="other_site")
        behind.views = {lobby.id: dataclasses.replace(lobby, link=link)}
        assert (
            footlight("site", "revoke", "Reader").out.splitlines()[-1]
            == "No player is here to be told; whoever is seen later gets it then."
        )

    def test_who_is_unknown_changes_nothing(self, footlight, team):
        answer = footlight("site", "revoke", "Nobody")
        assert (answer.code, team.asked) == (1, [])
        assert "footlight site members" in answer.err

    def test_who_may_not_is_told_so(self, footlight, team):
        team.refuse = RoleDenied("only admins of Museum can change its team. Ask one.")
        answer = footlight("site", "role", "Reader", "viewer")
        assert (answer.code, answer.out) == (1, "")

    def test_keys_are_changed_once_somebody_agrees(self, footlight, team):
        assert footlight("site", "rotate", typed="n\n").code == 1
        assert not team.asked
        assert "Museum has new keys" in footlight("site", "rotate", typed="y\n").out
        assert footlight("site", "rotate", "--yes").code == 0
        assert team.asked == [("rotate",), ("rotate",)]

    def test_a_failure_is_said(self, footlight, team):
        team.refuse = PairingFailed("no.")
        assert footlight("site", "rotate", "-y").err == "footlight: no.\n"
