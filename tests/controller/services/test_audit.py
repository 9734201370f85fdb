"""The audit and who was seen, asked of a real player and of one that answers what it should not."""

import pytest
from aiohttp import web
from controller.services.boxes import Box
from controller.services.colleagues import colleague
from controller.services.home import home, move_in
from controller.services.states import PLAYER_ID, SECOND_ID, is_online

from footlight_common.errors import NotLinked, ProtocolError, RoleDenied, StorageError
from footlight_common.protocol.commands import SetVolume
from footlight_common.security.roles import Role
from footlight_controller.core.changes import ControlTaken


@pytest.fixture
async def lobby():
    """The address of the real server of a player."""
    box = await Box(PLAYER_ID).start(home())
    yield box.address
    await box.stop()


@pytest.fixture
def bo():
    return colleague("Stage", Role.OPERATOR)


@pytest.fixture
def bos_file(tmp_path, bo):
    return move_in(tmp_path / "bo", bo)


@pytest.fixture
async def both(make_controller, bos_file, lobby, eventually):
    """The controllers of the admin and of Bo, an operator, with the player online."""
    controllers = [make_controller(own=False), make_controller(own=False, site_file=bos_file)]
    for controller in controllers:
        await controller.start()
        await controller.add(lobby)
        await eventually(is_online(controller))
    yield controllers
    for controller in controllers:
        await controller.close()


class TestAudit:
    async def test_what_both_did_is_read_page_by_page(self, both):
        admin, operator = both
        await admin.command(PLAYER_ID, SetVolume(level=10))
        await operator.command(PLAYER_ID, SetVolume(level=20))
        first = await admin.audit(PLAYER_ID, limit=1)
        second = await admin.audit(PLAYER_ID, before=first.next_before)
        assert [(entry.name, entry.detail) for page in (first, second) for entry in page.entries] == [
            ("Stage", "20"),
            ("Desk", "10"),
        ]
        assert second.next_before is None

    async def test_it_is_asked_by_member_and_command(self, both):
        admin, operator = both
        await admin.command(PLAYER_ID, SetVolume(level=10))
        await operator.command(PLAYER_ID, SetVolume(level=20))
        (entry,) = (await admin.audit(PLAYER_ID, member="stage", command="volume")).entries
        assert entry.role is Role.OPERATOR
        assert (await admin.audit(PLAYER_ID, member="bo", command="stop")).entries == ()

    async def test_an_operator_is_refused_in_the_players_words(self, both):
        with pytest.raises(RoleDenied, match="audit needs the role technician or above, and yours is operator"):
            await both[1].audit(PLAYER_ID)

    async def test_nobody_asks_a_player_that_is_none_of_ours(self, controller):
        with pytest.raises(NotLinked):
            await controller.audit(SECOND_ID)


class TestSeen:
    async def test_everybody_who_was_there_has_a_time(self, both, bo):
        seen = await both[0].seen()
        assert set(seen) == {home().member.id, bo.member.id}

    async def test_who_is_no_admin_is_told_so(self, both):
        with pytest.raises(RoleDenied, match="admin"):
            await both[1].seen()

    async def test_with_nobody_online_nobody_was_seen(self, controller):
        assert await controller.seen() == {}


class TestPresence:
    async def test_each_sees_both_and_who_controls(self, both, bo, eventually):
        admin, operator = both

        def seen(controller):
            return {one.name: one.command for one in controller.players()[PLAYER_ID].present}

        await eventually(lambda: seen(admin) == seen(operator) == {"Desk": "", "Stage": ""})
        await operator.command(PLAYER_ID, SetVolume(level=20))
        await eventually(lambda: seen(admin) == seen(operator) == {"Desk": "", "Stage": "volume"})
        assert {one.session for one in admin.players()[PLAYER_ID].present} == {
            each.players()[PLAYER_ID].session for each in both
        }

    async def test_who_has_the_player_open_is_told_once_that_another_begins(self, both, listen, eventually):
        admin, operator = both
        ears = [listen(each) for each in both]
        await admin.look_at(PLAYER_ID)
        for level in range(3):
            await operator.command(PLAYER_ID, SetVolume(level=level))
        await eventually(lambda: "ControlTaken" in ears[0].kinds())
        (taken,) = [event for event in ears[0].events if isinstance(event, ControlTaken)]
        assert (taken.name, taken.controller) == ("Stage", "desk")
        assert "ControlTaken" not in ears[1].kinds()

    async def test_who_leaves_is_gone(self, both, eventually):
        admin, operator = both
        await operator.close()
        await eventually(lambda: [one.name for one in admin.players()[PLAYER_ID].present] == ["Desk"])


class TestBadAnswers:
    """A player that answers what it should not."""

    @pytest.fixture
    async def online_with(self, make_player, controller, eventually):
        async def start(path, status, body, player_id=PLAYER_ID):
            async def answer(_: web.Request) -> web.Response:
                return web.Response(status=status, body=body)

            player = await make_player(player_id)
            await player.stop()
            player.routes = [web.get(path, answer)]
            await player.start()
            await controller.add(player.address)
            await eventually(is_online(controller, player_id))
            return controller

        return start

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"\xff\xfe",
            b'{"entries": [{"seq": 0, "at_s": 1, "command": "x"}]}',
            b'{"entries": [{"seq": 1, "at_s": 1, "command": "x", "role": "king"}]}',
            b'{"next_before": -1}',
        ],
    )
    async def test_a_page_that_is_none_is_an_error(self, online_with, body):
        controller = await online_with("/audit", 200, body)
        with pytest.raises(ProtocolError, match="an audit that cannot be read"):
            await controller.audit(PLAYER_ID)

    async def test_a_disk_that_does_not_answer_is_told_in_the_players_words(self, online_with):
        controller = await online_with("/audit", 503, b"the audit cannot be kept: disk I/O error")
        with pytest.raises(StorageError, match="disk I/O error"):
            await controller.audit(PLAYER_ID)

    async def test_a_player_without_an_audit_is_too_old(self, online_with):
        controller = await online_with("/other", 200, b"")
        with pytest.raises(ProtocolError, match="too old to give out its audit"):
            await controller.audit(PLAYER_ID)
        with pytest.raises(ProtocolError, match="too old to give out whom it saw"):
            await controller.seen()

    async def test_one_bad_answer_hides_nobody_that_others_saw(self, online_with):
        await online_with("/seen", 200, b'{"aa": 5.0, "bb": 7.0}')
        controller = await online_with("/seen", 200, b"nonsense", SECOND_ID)
        assert await controller.seen() == {"aa": 5.0, "bb": 7.0}
