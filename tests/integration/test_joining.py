"""Two people with a data directory each, one site, and a real player between them."""

import asyncio
import contextlib
import json
import signal

import pytest
from integration.conftest import START_S, Program
from integration.invitations import Invitation, join

from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.site_file import SiteFile


@pytest.fixture
async def newcomer(tmp_path):
    """`footlight` of somebody who belongs to no site yet."""
    program = Program(tmp_path / "newcomer")
    yield program
    await program.close()


async def kept(program):
    """The site that the next run finds, if any. Raises when it is half a one."""
    program.data_dir.mkdir(exist_ok=True)
    return await asyncio.to_thread(SiteFile(program.data_dir, NoKeyring()).load)


async def test_who_joined_sees_the_player_may_what_the_role_may_and_nothing_after_a_removal(
    footlight, newcomer, player, clips
):
    member = await join(footlight, newcomer, "viewer")
    assert (member["name"], member["role"], member["by"]) == ("Reader", "viewer", "Desk")
    # On a busy machine Zeroconf may take longer than a command waits for it.
    assert [(await each("add", player.address))[0] for each in (footlight, newcomer)] == [0, 0]
    (mine,) = [line for line in await newcomer.lines("players", "--json") if line["id"] == player.id]
    assert (mine["link"]["state"], mine["role"]) == ("online", "viewer")
    code, _, err = await newcomer("play", player.id, clips[0])
    assert (code, "operator" in err) == (1, True)

    code, out, err = await footlight("site", "role", "Reader", "operator")
    assert (code, err) == (0, "")
    assert out.startswith("Reader is operator now.\n")
    assert "1 player has the new team." in out
    code, _, err = await newcomer("play", player.id, clips[0])
    assert (code, err) == (0, "")

    code, out, err = await footlight("site", "revoke", member["id"])
    assert (code, err) == (0, "")
    assert "Reader is no member any more." in out
    code, _, err = await newcomer("play", player.id, clips[0])
    assert (code, "taken back" in err) == (1, True)
    assert [line["name"] for line in await footlight.lines("site", "members", "--json")] == ["Desk"]


async def test_an_operator_may_not_invite(footlight, newcomer):
    await join(footlight, newcomer, "operator")
    code, out, err = await newcomer("site", "invite", "--role", "viewer")
    assert (code, out) == (1, "")
    assert "only admins of Museum can invite" in err


async def test_a_new_admin_invites_the_next(footlight, newcomer, tmp_path):
    await join(footlight, newcomer, "admin")
    third = Program(tmp_path / "third")
    member = await join(newcomer, third, "viewer", "Third")
    assert member["by"] == "Reader"
    await third.close()


async def test_ctrl_c_takes_the_invitation_back(footlight, newcomer):
    invitation = await Invitation.open(footlight, "viewer")
    invitation.process.send_signal(signal.SIGINT)
    status, lines, err = await invitation.end()
    assert (status, lines) == (130, [])
    assert "Traceback" not in err
    code, _, err = await newcomer("site", "join", invitation.address, "--code", invitation.code)
    assert (code, "nobody invites at" in err) == (1, True)


async def test_no_code_and_no_key_is_told_however_much_is_said(footlight, newcomer):
    invitation = await Invitation.open(footlight, "admin")
    code, out, err = await newcomer("-v", "site", "join", invitation.address, "--code", invitation.code)
    assert code == 0
    _, lines, admin_err = await invitation.end()
    site = await kept(newcomer)
    told = out + err + admin_err + json.dumps(lines)
    assert invitation.code not in told
    for pem in (site.authority_key.to_pem(), site.roster_key.to_pem(), site.credential.key.to_pem()):
        assert pem.decode().splitlines()[1] not in told


class Wire:
    """Between the two programs, which it does not understand: it counts what passes, and says when it was so much."""

    def __init__(self, address, last, then):
        self._host, _, self._port = address.rpartition(":")
        self._left, self._then = last, then
        self._tasks = []

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _connect(self, reader, writer):
        self._tasks.append(asyncio.current_task())
        far_reader, far_writer = await asyncio.open_connection(self._host, int(self._port))
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))

    async def _carry(self, reader, writer):
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(2**20):
                self._left -= 1
                writer.write(data)
                await writer.drain()
                if self._left == 0:
                    self._then()
        writer.close()


# TLS and HTTP go before in four or five; then opening, reply, confirmation, invitation, application, admission, done.
@pytest.mark.parametrize("last", [7, 10, 11, 12])
class TestPowerLost:
    """A program is killed in the middle: the newcomer is a member or is none, and never half of one."""

    async def test_of_the_newcomer(self, footlight, newcomer, last):
        invitation = await Invitation.open(footlight, "admin")
        async with Wire(invitation.address, last, lambda: joining.kill()) as wire:
            joining = await newcomer.start("site", "join", wire.address, "--code", invitation.code, "--as", "Reader")
            assert await ended(joining) == -signal.SIGKILL
            # It may wait for somebody else; nobody comes.
            with contextlib.suppress(ProcessLookupError):
                invitation.process.send_signal(signal.SIGINT)
            await ended(invitation.process)
        assert agree(await kept(footlight), await kept(newcomer))

    async def test_of_the_admin(self, footlight, newcomer, last):
        invitation = await Invitation.open(footlight, "admin")
        async with Wire(invitation.address, last, invitation.process.kill) as wire:
            joining = await newcomer.start("site", "join", wire.address, "--code", invitation.code, "--as", "Reader")
            assert await ended(invitation.process) == -signal.SIGKILL
            await ended(joining)
        mine = await kept(newcomer)
        assert agree(await kept(footlight), mine)
        # What the program said is so.
        assert joining.returncode == (1 if mine is None else 0)


async def ended(process):
    async with asyncio.timeout(START_S):
        await process.communicate()
    return process.returncode


def agree(admin, mine):
    """Whether the newcomer holds nothing, or a whole membership that stands on the admin's roster."""
    return mine is None or (
        admin.standing.roster.admit(mine.credential.certificate.holder).name == "Reader"
        and mine.roster_key.public == admin.standing.roster_key
    )
