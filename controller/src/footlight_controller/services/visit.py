"""A short call on a player that is none of ours."""

import asyncio
from uuid import uuid4

from footlight_common.errors import CommandTimeout, FootlightError, Unreachable, error_from_code
from footlight_common.protocol.commands import AnyAction, Command, Result, name_of
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.services.connection import Connection, Ended
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.link_runner import COMMAND_DEADLINE_S


async def visit(dialer: Dialer, player: DiscoveredPlayer, action: AnyAction) -> None:
    """Dial a player, have it do one thing, and hang up. Every address is tried.

    Raises:
        Unreachable: nothing answers there, or the player does not announce itself now.
        OtherPlayer, TrustError: somebody else answers there, or the two do not trust each other.
        ProtocolError: what answers is no player, or of another version.
        CommandTimeout: no answer to the command.
        FootlightError: the player's own, by code.
    """
    failure: FootlightError | None = None
    for address in player.addresses:
        try:
            connection, _ = await dialer.open(address, player.id)
        except FootlightError as err:
            failure = err
            continue
        try:
            await _command(connection, action)
        finally:
            await connection.close()
        return
    raise failure or Unreachable(f"{player.name} does not announce itself now. Check that it is on.")


async def _command(connection: Connection, action: AnyAction) -> None:
    command = Command(id=uuid4().hex, action=action)
    try:
        async with asyncio.timeout(COMMAND_DEADLINE_S):
            await connection.send(command)
            while not (isinstance(answer := await connection.receive(), Result) and answer.id == command.id):
                pass
    except TimeoutError as err:
        msg = f"the player did not answer {name_of(action)} within {COMMAND_DEADLINE_S:.0f} s."
        raise CommandTimeout(msg) from err
    except Ended as err:
        raise error_from_code(err.goodbye.code, f"the player hung up: {err}") from err
    if not answer.ok:
        raise error_from_code(answer.code, answer.message or answer.code)
