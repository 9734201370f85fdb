"""`footlight pair`, `footlight unpair` and `footlight remove`."""

import asyncio
import time
from functools import partial
from typing import Annotated, Protocol

import typer
from rich.console import Console

from footlight_common.discovery import Address, showable
from footlight_common.errors import DirectoryInUse, NotLinked, PairingFailed, UnknownPlayer, Unreachable
from footlight_controller.cli.arguments import Json, name_of
from footlight_controller.cli.lines import player_line, print_line
from footlight_controller.cli.session import FIND_S, STRANGER_SETTLE_S, Session, complain, reach, remember
from footlight_controller.cli.typed_code import typed_code
from footlight_controller.core.selection import choose
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller

# For one that is to be replaced, and most likely is off, to come online.
OLD_S = 2.5


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
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Replace a player that is online too: it stays one of the site.")
    ] = False,
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
                    old = await _old(controller, replace, yes=yes)
                    played = old.playback.count > 0 or not old.online
                    played_is_known = controller.programmes.of(old.id) is not None
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
        if replace and played and not played_is_known:
            complain(f"what {old.name} played is not known here; play it again.")
        if replace and old.online and old.id != view.id:
            complain(
                f"the old box ({old.id}{_at(old)}) still belongs to {site.name}, and plays on. "
                f"Let it go with: footlight unpair {old.id}"
            )

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
                try:
                    view = await reach(controller, player)
                except NotLinked as err:
                    msg = f"{err} Only one that is online can be unpaired; forget it with: footlight remove {player}"
                    raise NotLinked(msg) from err
                await controller.unpair(view.id)
        except DirectoryInUse as err:
            raise session.in_use(instead="unpair the player") from err
        _say(f"{view.name} belongs to no site any more.")

    session.carry_out(work())


def remove(
    ctx: typer.Context,
    players: Annotated[
        list[str], typer.Argument(metavar="PLAYER...", help="Its id, the start of its id, its name, or its HOST:PORT.")
    ],
) -> None:
    """Forget players, also broken ones. One that still belongs to your site is found again when it is back."""
    session: Session = ctx.obj

    async def work() -> None:
        try:
            async with session.controller(own=True) as controller:
                # Nobody is forgotten when one of the names is wrong.
                known = list(controller.players().values())
                gone = {view.id: view for view in (choose(each, known) for each in players)}
                await controller.remove(*gone)
        except DirectoryInUse as err:
            raise session.in_use(instead="remove the player") from err
        for view in gone.values():
            _say(f"{view.name} ({view.id}) is forgotten here.")

    session.carry_out(work())


async def _old(controller: Controller, wanted: str, *, yes: bool) -> PlayerView:
    """The player that is to be replaced, with what it plays remembered if it can be reached.

    Raises UnknownPlayer, AmbiguousPlayer, or PairingFailed when it is online and nobody said that this is meant.
    """
    try:
        # Of the players that are known first: one that broke announces nothing.
        old = choose(wanted, controller.players().values())
    except UnknownPlayer:
        if (found := await _found(controller, wanted)) is None:
            raise
        old = found
    controller.link(old.id)

    def heard() -> PlayerView | None:
        now = controller.players()[old.id]
        return now if now.online else None

    if (now := await controller.wait_until(heard, OLD_S)) is None:
        return controller.players()[old.id]
    if not yes:
        msg = (
            f"{now.name} ({now.id}{_at(now)}) is online. Nothing was changed. With --yes the new one takes its "
            "place in the list, and the old box stays one of the site until it is unpaired."
        )
        raise PairingFailed(msg)
    await remember(controller, now.id)
    return controller.players()[old.id]


def _at(view: PlayerView) -> str:
    return f" at {view.addresses[0]}" if view.addresses else ""


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
