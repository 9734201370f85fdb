"""`footlight pair` and `footlight unpair`."""

import asyncio
import time
from functools import partial
from typing import Annotated, Protocol

import typer
from rich.console import Console

from footlight_common.discovery import Address, showable
from footlight_common.errors import DirectoryInUse, NotLinked, UnknownPlayer, Unreachable
from footlight_controller.cli.arguments import name_of
from footlight_controller.cli.lines import player_line, print_line
from footlight_controller.cli.session import FIND_S, STRANGER_SETTLE_S, Session, reach
from footlight_controller.cli.typed_code import typed_code
from footlight_controller.core.selection import choose
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def pair(
    ctx: typer.Context,
    player: Annotated[
        str, typer.Argument(metavar="PLAYER", help="Its id, the start of its id, its name, or its HOST:PORT.")
    ],
    code: Annotated[
        str | None, typer.Option(metavar="123456", help="The digits on its screen; it asks when they are not given.")
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it; else it keeps its name.")] = "",
    area: Annotated[str, typer.Option(metavar="AREA", help="Where it stands.")] = "",
    replace: Annotated[
        str,
        typer.Option(
            metavar="OLD", help="The player whose box broke: the new one takes its name, its area and what it played."
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Make a new player one of your site, with the code on its screen."""
    session: Session = ctx.obj
    if replace and (name or area):
        msg = "the new player takes the name and area of the old one; rename it afterwards"
        raise typer.BadParameter(msg, param_hint="--replace")
    try:
        called, placed = name_of(name), name_of(area)
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="--name / --area") from err
    typed = typed_code(code, "Code on the player's screen")

    async def work() -> None:
        try:
            async with session.controller(own=True) as controller:
                site = controller.site()
                if replace:
                    # Of the players that are known: one that broke announces nothing.
                    old = choose(replace, controller.players().values())
                    view = await _tried(controller, player, partial(controller.replace, old.id, code=typed))
                else:
                    pair_at = partial(controller.pair, code=typed, name=called, area=placed)
                    view = await _tried(controller, player, pair_at)
        except DirectoryInUse as err:
            raise session.in_use(instead="pair the player") from err
        if json:
            print_line(player_line(view, time.monotonic()))
        else:
            _say(f"Paired {view.name} ({view.id}) with {site.name}.")

    session.carry_out(work())


def unpair(
    ctx: typer.Context,
    player: Annotated[str, typer.Argument(metavar="PLAYER", help="Its id, the start of its id, or its name.")],
) -> None:
    """Take a player out of your site: it shows its pairing screen again. Only admins may."""
    session: Session = ctx.obj

    async def work() -> None:
        try:
            async with session.controller(own=True) as controller:
                controller.site()
                view = await reach(controller, player)
                await controller.unpair(view.id)
        except DirectoryInUse as err:
            raise session.in_use(instead="unpair the player") from err
        _say(f"{view.name} belongs to no site any more.")

    session.carry_out(work())


class _Pair(Protocol):
    async def __call__(self, address: Address, *, player_id: str = "") -> PlayerView: ...


async def _tried(controller: Controller, wanted: str, pair_at: _Pair) -> PlayerView:
    """What it comes to at the first address of the wanted player that answers."""
    view = await _found(controller, wanted)
    if view is None:
        return await pair_at(_address(wanted))
    failure: Exception | None = None
    for address in view.addresses:
        try:
            return await pair_at(address, player_id=view.id)
        except Unreachable as err:
            failure = err
    raise failure or NotLinked(f"no address of {view.name} is known. Name its HOST:PORT instead.")


async def _found(controller: Controller, wanted: str) -> PlayerView | None:
    """The player that is meant, known or announced; None when an address is meant."""

    def chosen() -> PlayerView | None:
        try:
            return choose(wanted, controller.players().values())
        except UnknownPlayer:
            return None

    if ":" in wanted or (wanted.count(".") == 3 and wanted.replace(".", "").isdigit()):
        return None
    view = await controller.wait_until(chosen, FIND_S)
    if view is None or view.id != wanted:
        # Namesakes have the time to turn up.
        await asyncio.sleep(STRANGER_SETTLE_S if view else 0)
        return choose(wanted, controller.players().values())
    return view


def _address(text: str) -> Address:
    try:
        return Address.parse(text)
    except ValueError as err:
        raise UnknownPlayer(str(err)) from err


def _say(text: str) -> None:
    Console().print(showable(text), markup=False, highlight=False, soft_wrap=True)
