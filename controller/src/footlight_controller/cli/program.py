"""The command `footlight` and its subcommands."""

import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console

from footlight_common import __version__
from footlight_common.discovery import Address, showable
from footlight_common.errors import DirectoryInUse
from footlight_common.protocol.commands import (
    AnyAction,
    Identify,
    Next,
    Pause,
    Previous,
    Rename,
    Restart,
    Resume,
    Seek,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_common.protocol.topics import Topic
from footlight_controller.cli.alerts import build_alerts
from footlight_controller.cli.arguments import (
    Duration,
    Json,
    Player,
    checked,
    host_of,
    item_of,
    name_of,
    seconds_of,
    volume_of,
)
from footlight_controller.cli.audit import audit
from footlight_controller.cli.availability import availability
from footlight_controller.cli.flags import Command, Group
from footlight_controller.cli.history import history
from footlight_controller.cli.lines import player_line, print_line
from footlight_controller.cli.logs import logs
from footlight_controller.cli.looking import discover, players, watch
from footlight_controller.cli.metrics import metrics
from footlight_controller.cli.opening import play as play_and_wait
from footlight_controller.cli.pairing import pair, remove, unpair
from footlight_controller.cli.picture_file import kind_of, write_picture
from footlight_controller.cli.report import report
from footlight_controller.cli.session import MakeController, Session, complain, no_printer, set_up_logging
from footlight_controller.cli.site import build_site
from footlight_controller.cli.texts import clock_of
from footlight_controller.core.images import image_type
from footlight_controller.core.printed_table import PrintedTable
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller
from footlight_controller.services.site_file import SiteFile


class RunDesktop(Protocol):
    """Runs the desktop app until it is closed, or for `run_seconds` and into `screenshot`; the exit code.

    With `gallery` it shows the parts of its design instead.
    """

    def __call__(
        self,
        data_dir: Path,
        host: str | None,
        *,
        screenshot: Path | None,
        run_seconds: float | None,
        gallery: bool = False,
    ) -> int: ...


def build_cli(
    make_controller: MakeController,
    run_desktop: RunDesktop,
    run: Callable[[Coroutine[None, None, None]], None],
    default_data_dir: Path,
    open_site: Callable[[Path], SiteFile] = SiteFile,
    print_table: Callable[[PrintedTable], bytes] = no_printer,
) -> typer.Typer:
    """The command line over these parts. Exit codes: 0 done, 1 refused or failed, 2 wrong usage."""
    cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=False, cls=Group)

    @cli.callback(invoke_without_command=True)
    def footlight(
        ctx: typer.Context,
        data_dir: Annotated[Path, typer.Option(help="Everything this controller keeps.")] = default_data_dir,
        host: Annotated[
            str | None,
            typer.Option(
                parser=checked(host_of),
                help="Look for players at this address of this machine alone; 127.0.0.1 reaches no other machine.",
                show_default="all",
            ),
        ] = None,
        verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what happens.")] = False,
        version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
        screenshot: Annotated[
            Path | None, typer.Option(hidden=True, help="Draw the desktop app into this PNG at the end of its time.")
        ] = None,
        run_seconds: Annotated[float | None, typer.Option(hidden=True, min=0, help="The desktop app's time.")] = None,
        gallery: Annotated[bool, typer.Option("--gallery", hidden=True, help="Show the parts of the design.")] = False,
    ) -> None:
        """Find, watch and command Footlight players. Without a command: the desktop app."""
        if version:
            typer.echo(f"footlight {__version__}")
            raise typer.Exit
        set_up_logging(verbose=verbose)
        ctx.obj = Session(
            data_dir=data_dir,
            host=host,
            make_controller=make_controller,
            run=run,
            open_site=open_site,
            print_table=print_table,
        )
        if gallery:
            raise typer.Exit(run_desktop(data_dir, host, screenshot=None, run_seconds=None, gallery=True))
        if ctx.invoked_subcommand is None:
            raise typer.Exit(run_desktop(data_dir, host, screenshot=screenshot, run_seconds=run_seconds))

    for command in (
        discover,
        add,
        pair,
        unpair,
        remove,
        players,
        watch,
        audit,
        history,
        report,
        availability,
        logs,
        metrics,
        play,
        seek,
        volume,
        mute,
        identify,
        screenshot,
        rename,
    ):
        cli.command(cls=Command)(command)
    for name, action, said in (
        ("pause", Pause(), "holds its picture"),
        ("resume", Resume(), "goes on"),
        ("stop", Stop(), "stopped"),
        ("next", Next(), "went to the next item"),
        ("previous", Previous(), "went to the item before"),
        ("restart", Restart(), "starts anew"),
    ):
        cli.command(name, cls=Command, help=action.__doc__)(_simple(action, said))
    cli.add_typer(build_site(), name="site")
    cli.add_typer(build_alerts(), name="alerts")
    return cli


def _simple(action: AnyAction, said: str) -> Callable[[typer.Context, str], None]:
    def command(ctx: typer.Context, player: Player) -> None:
        _act(ctx, player, action, said)

    return command


def _act(ctx: typer.Context, player: str, action: AnyAction, said: str) -> None:
    async def do(controller: Controller, view: PlayerView) -> str:
        await controller.command(view.id, action)
        return f"{view.name} {said}."

    session: Session = ctx.obj
    session.act(player, do)


def add(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(metavar="HOST[:PORT]")],
    json: Json = False,
) -> None:
    """Add a player by its address."""
    session: Session = ctx.obj
    try:
        parsed = Address.parse(address)
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="HOST[:PORT]") from err

    async def work() -> None:
        try:
            async with session.controller(own=True) as controller:
                view = await controller.add(parsed)
        except DirectoryInUse as err:
            raise session.in_use(instead="add the player") from err
        if json:
            print_line(player_line(view, time.monotonic()))
        else:
            Console().print(f"Added {showable(view.name)} ({view.id}) at {parsed}.", markup=False, highlight=False)

    session.carry_out(work())


def play(
    ctx: typer.Context,
    player: Player,
    items: Annotated[list[str], typer.Argument(metavar="FILE|URL...")],
    loop: Annotated[bool, typer.Option("--loop", help="Start again after the last item.")] = False,
) -> None:
    """Play these files or URLs, in place of whatever plays."""
    session: Session = ctx.obj

    async def do(controller: Controller, view: PlayerView) -> str:
        playlist = tuple(item_of(item) for item in items)
        return await play_and_wait(controller, view, playlist, loop=loop)

    session.act(player, do, topics=(Topic.DEVICES, Topic.MONITORING))


def seek(
    ctx: typer.Context,
    player: Player,
    position: Annotated[str, typer.Argument(metavar="SECONDS|MM:SS")],
) -> None:
    """Go to a place in the current item."""
    try:
        position_s = seconds_of(position)
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="SECONDS|MM:SS") from err
    _act(ctx, player, Seek(position_s=position_s), f"went to {clock_of(position_s)}")


def volume(
    ctx: typer.Context,
    player: Player,
    level: Annotated[int, typer.Argument(parser=checked(volume_of), metavar="0..100")],
) -> None:
    """Set the loudness."""
    _act(ctx, player, SetVolume(level=level), f"plays at volume {level}")


def mute(
    ctx: typer.Context,
    player: Player,
    off: Annotated[bool, typer.Option("--off", help="Bring the sound back.")] = False,
) -> None:
    """Silence the sound, or bring it back."""
    _act(ctx, player, SetMute(muted=not off), "has its sound back" if off else "is muted")


def identify(
    ctx: typer.Context,
    player: Player,
    seconds: Duration = 5.0,
) -> None:
    """Show the player's name large on its screen."""
    _act(ctx, player, Identify(duration_s=seconds), "shows its name")


def screenshot(
    ctx: typer.Context,
    player: Player,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to; its name ends in .png, .jpg or .webp.")
    ],
    width: Annotated[int, typer.Option(min=16, max=1280, metavar="16..1280", help="In pixels.")] = 1280,
) -> None:
    """Save what is on the player's screen now as a picture."""
    try:
        kind = kind_of(output)
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="--output") from err

    async def do(controller: Controller, view: PlayerView) -> str:
        picture = await controller.screenshot(view.id, width, kind)
        await write_picture(output, picture)
        if (made := image_type(picture)) != kind:
            complain(f"warning: {view.name} sent a {made.upper()} picture, whatever the name {output.name} says.")
        return f"Saved the screen of {view.name} as {output} ({len(picture) / 1024:.0f} KiB)."

    session: Session = ctx.obj
    session.act(player, do)


def rename(
    ctx: typer.Context,
    player: Player,
    name: Annotated[str | None, typer.Option(parser=checked(name_of), metavar="NAME", help="Its new name.")] = None,
    area: Annotated[
        str | None, typer.Option(parser=checked(name_of), metavar="AREA", help="Where it stands; '' for nowhere.")
    ] = None,
) -> None:
    """Give the player another name, another area, or both."""
    if name is None and area is None:
        msg = "say what to change with --name, --area or both"
        raise typer.BadParameter(msg, param_hint="--name / --area")
    if name == "":
        msg = "a player needs a name of at least one character"
        raise typer.BadParameter(msg, param_hint="--name")
    changes = [] if name is None else [f"is called {name}"]
    changes += [] if area is None else [f"stands in {area}" if area else "stands in no area"]
    _act(ctx, player, Rename(name=name, area=area), f"{' and '.join(changes)} now")
