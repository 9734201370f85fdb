"""GET /audit and GET /seen over real sockets: who may read what, and what is asked wrongly."""

import asyncio
import time

import msgspec
import pytest
import pytest_asyncio
from player.house import MEMBERS
from player.program import command, join
from player.server.newcomer import PLAYER, Newcomer

from footlight_common.errors import StorageError
from footlight_common.security.roles import Role
from footlight_common.security.standing import publish
from footlight_player.server.session import COALESCE_S
from footlight_player.server.ws import MAX_CONTROLLERS
from footlight_player.services.audit_store import AuditStore
from footlight_player.services.trust_audit import TrustAudit


@pytest_asyncio.fixture
async def claimed(newcomer, house) -> Newcomer:
    TrustAudit(newcomer.trust, newcomer.player.audit)
    await newcomer.trust.adopt(house.claim(PLAYER, newcomer.trust.key))
    return newcomer


async def get(claimed, house, path, role=Role.ADMIN):
    async with house.client(role) as client, client.get(claimed.url(path)) as answer:
        return answer.status, await (answer.json() if answer.content_type == "application/json" else answer.text())


class TestAudit:
    async def test_an_operators_restart_is_refused_and_stands_in_it_with_role_and_code(self, claimed, house):
        async with house.client(Role.OPERATOR) as operator:
            link = await join(operator, claimed.port)
            result = await command(link, do="restart")
        status, page = await get(claimed, house, "/audit", Role.TECHNICIAN)
        assert status == 200
        (entry, *_) = page["entries"]
        assert (entry["member"], entry["role"]) == (MEMBERS[Role.OPERATOR], "operator")
        assert (entry["command"], entry["ok"], entry["code"]) == ("restart", False, "role_denied")
        assert entry["message"] == result["message"]
        assert entry["controller"] == "desk"

    async def test_that_it_was_paired_and_got_another_team_stands_in_it(self, claimed, house):
        standing, admin = house.standing, house.members[Role.ADMIN]
        gone = house.members[Role.OPERATOR]
        roster = standing.roster.without(gone.id, at_s=2.0, by=admin.name).with_role(MEMBERS[Role.VIEWER], Role.ADMIN)
        roster = msgspec.structs.replace(roster, changed_by=admin.name)
        await claimed.trust.take(publish(standing, roster, house.site.roster_key).offer)
        _, page = await get(claimed, house, "/audit")
        changed, paired = page["entries"]
        assert (changed["command"], changed["name"], changed["role"]) == ("roster", admin.name, "admin")
        viewer = house.members[Role.VIEWER].name
        assert changed["detail"] == f"{viewer} is admin instead of viewer; {gone.name} was removed"
        assert (paired["command"], paired["detail"]) == ("paired", "Museum")

    async def test_after_a_reset_and_the_same_site_the_reset_stands_in_it(self, claimed, house):
        await claimed.trust.reset()
        await claimed.trust.adopt(house.claim(PLAYER, claimed.trust.key))
        _, page = await get(claimed, house, "/audit")
        assert [entry["command"] for entry in page["entries"]] == ["paired", "reset", "paired"]

    async def test_an_unpairing_stands_in_it_with_who_asked_once_the_site_is_back(self, claimed, house):
        for role, status in ((Role.TECHNICIAN, 403), (Role.ADMIN, 204)):
            async with house.client(role) as client, client.post(claimed.url("/unpair")) as answer:
                assert answer.status == status
        await claimed.trust.adopt(house.claim(PLAYER, claimed.trust.key))
        _, page = await get(claimed, house, "/audit")
        told = [(entry["command"], entry["role"], entry["code"]) for entry in page["entries"]]
        assert told == [
            ("paired", None, ""),
            ("unpair", "admin", ""),
            ("reset", None, ""),
            ("unpair", "technician", "role_denied"),
            ("paired", None, ""),
        ]

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.OPERATOR])
    async def test_who_is_no_technician_does_not_read_it(self, claimed, house, role):
        status, refused = await get(claimed, house, "/audit", role)
        assert (status, refused["code"]) == (403, "role_denied")
        assert "technician" in refused["message"]
        _, page = await get(claimed, house, "/audit?command=audit")
        assert [(entry["role"], entry["code"]) for entry in page["entries"]] == [(role.word, "role_denied")]

    async def test_it_is_asked_page_by_page_and_by_word(self, claimed, house):
        async with house.client(Role.OPERATOR) as operator:
            link = await join(operator, claimed.port)
            for level in range(3):
                await command(link, do="volume", level=level)
        _, page = await get(claimed, house, "/audit?command=volume&limit=2")
        assert [entry["detail"] for entry in page["entries"]] == ["2", "1"]
        _, rest = await get(claimed, house, f"/audit?command=volume&before={page['next_before']}")
        assert [entry["detail"] for entry in rest["entries"]] == ["0"]
        _, none = await get(claimed, house, f"/audit?member={MEMBERS[Role.VIEWER]}")
        assert none["entries"] == []

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=501", "limit=x", "before=0", "before=-1", f"before={2**53}", f"member={'x' * 65}"]
    )
    async def test_a_query_that_is_none_is_refused_in_words(self, claimed, house, query):
        status, text = await get(claimed, house, f"/audit?{query}")
        assert status == 400
        assert "limit one from 1 to 500" in text

    async def test_words_of_sql_are_words(self, claimed, house):
        status, page = await get(claimed, house, "/audit?member='+OR+1=1--&command=x'")
        assert (status, page["entries"]) == (200, [])

    @pytest.mark.parametrize("path", ["/audit", "/seen"])
    async def test_a_disk_that_does_not_answer_is_told(self, claimed, house, path, monkeypatch):
        def fail(*_, **__):
            msg = "the audit cannot be kept: disk I/O error"
            raise StorageError(msg)

        monkeypatch.setattr(AuditStore, "page", fail)
        monkeypatch.setattr(AuditStore, "seen", fail)
        assert await get(claimed, house, path) == (503, "the audit cannot be kept: disk I/O error")


class TestSeen:
    async def test_admins_read_when_each_member_was_here(self, claimed, house):
        async with house.client(Role.VIEWER) as viewer:
            await join(viewer, claimed.port)
            status, seen = await get(claimed, house, "/seen")
        assert status == 200
        assert list(seen) == [MEMBERS[Role.VIEWER]]
        assert seen[MEMBERS[Role.VIEWER]] > 1_700_000_000

    async def test_nobody_else_does(self, claimed, house):
        status, refused = await get(claimed, house, "/seen", Role.TECHNICIAN)
        assert (status, refused["code"]) == (403, "role_denied")


class TestPresence:
    """Who is told of whom."""

    async def present(self, link):
        while (message := await link.receive_json(timeout=5))["type"] != "presence_changed":
            pass
        return message["present"]

    async def commands(self, link):
        return {one["name"]: one["command"] for one in await self.present(link)}

    async def watch(self, client, claimed):
        link = await client.ws_connect(claimed.url("/ws"))
        await link.send_json({"type": "hello", "name": "desk"})
        welcome = await link.receive_json(timeout=5)
        await link.send_json({"type": "subscribe", "topics": ["devices"]})
        return link, welcome["session"], (await link.receive_json(timeout=5))["present"]

    async def test_a_controller_is_told_who_comes_commands_and_goes(self, claimed, house):
        name, other = MEMBERS[Role.ADMIN][:4], MEMBERS[Role.OPERATOR][:4]
        async with house.client(Role.ADMIN) as admin, house.client(Role.OPERATOR) as operator:
            link, session, present = await self.watch(admin, claimed)
            assert [(one["session"], one["controller"]) for one in present] == [(session, "desk")]
            second = await join(operator, claimed.port)
            assert await self.commands(link) == {name: "", other: ""}
            await command(second, do="volume", level=5)
            assert await self.commands(link) == {name: "", other: "volume"}
            await second.close()
            assert await self.commands(link) == {name: ""}

    async def test_who_is_refused_controls_nothing(self, claimed, house):
        async with house.client(Role.ADMIN) as admin, house.client(Role.VIEWER) as viewer:
            refused = await join(viewer, claimed.port)
            await command(refused, do="stop")
            _, _, present = await self.watch(admin, claimed)
            await refused.close()
        assert [one["commanded_s"] for one in present] == [None, None]

    async def test_many_who_come_at_once_flood_nobody(self, claimed, house):
        async with house.client(Role.ADMIN) as admin, house.client(Role.VIEWER) as viewer:
            link, _, _ = await self.watch(admin, claimed)
            began_s, told = time.monotonic(), 0
            crowd = await asyncio.gather(*(join(viewer, claimed.port) for _ in range(MAX_CONTROLLERS - 1)))
            size = 0
            while size < MAX_CONTROLLERS:
                size, told = len(await self.present(link)), told + 1
            assert told <= (time.monotonic() - began_s) / COALESCE_S + 2
            await asyncio.gather(*(each.close() for each in crowd))

    async def test_another_role_is_told_and_who_is_removed_is_gone(self, claimed, house):
        roster = house.standing.roster.with_role(MEMBERS[Role.VIEWER], Role.OPERATOR)
        changed = publish(house.standing, roster, house.site.roster_key)
        gone = publish(changed, roster.without(MEMBERS[Role.VIEWER], at_s=2.0, by="x"), house.site.roster_key)
        async with house.client(Role.ADMIN) as admin, house.client(Role.VIEWER) as viewer:
            link, _, _ = await self.watch(admin, claimed)
            second = await join(viewer, claimed.port)
            for standing, roles in ((changed, ["admin", "operator"]), (gone, ["admin"])):
                await claimed.trust.take(standing.offer)
                while [one["role"] for one in await self.present(link)] != roles:
                    pass
            await second.close()
