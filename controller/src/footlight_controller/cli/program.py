"""The command `footlight` and its subcommands."""

import asyncio
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
from footlight_controller.cli.arguments import (
    checked,
    duration_of,
    host_of,
    item_of,
    name_of,
    seconds_of,
    topic_of,
    volume_of,
)
from footlight_controller.cli.audit import audit
from footlight_controller.cli.flags import Command, Group
from footlight_controller.cli.lines import event_line, player_line, print_line, sighting_line
from footlight_controller.cli.opening import play as play_and_wait
from footlight_controller.cli.pairing import pair, remove, unpair
from footlight_controller.cli.picture_file import kind_of, write_picture
from footlight_controller.cli.session import MakeController, Session, complain, set_up_logging, warn
from footlight_controller.cli.site import build_site
from footlight_controller.cli.stories import event_text
from footlight_controller.cli.texts import clock_of, print_players, print_sightings
from footlight_controller.core.changes import Changes, FleetEvent
from footlight_controller.core.images import image_type
from footlight_controller.core.view import LinkState, PlayerView
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


PLAYERS_SETTLE_S = 1.2
PLAYERS_DEADLINE_S = 3.0

Player = Annotated[
    str,
    typer.Argument(metavar="PLAYER", help="Its id, the start of its id, its name, or the HOST:PORT of a known one."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Duration = Annotated[
    float, typer.Option(parser=checked(duration_of), metavar="SECONDS", help="For how long; 0.1 to 60.")
]


def build_cli(
    make_controller: MakeController,
    run_desktop: RunDesktop,
    run: Callable[[Coroutine[None, None, None]], None],
    default_data_dir: Path,
    open_site: Callable[[Path], SiteFile] = SiteFile,
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
        ctx.obj = Session(data_dir=data_dir, host=host, make_controller=make_controller, run=run, open_site=open_site)
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


def discover(
    ctx: typer.Context,
    timeout: Duration = 3.0,
    json: Json = False,
) -> None:
    """List the players that announce themselves on the network."""
    session: Session = ctx.obj

    async def work() -> None:
        async with session.controller() as controller:
            await asyncio.sleep(timeout)
            sightings = sorted(controller.sightings(), key=lambda sighting: (sighting.record.name, sighting.record.id))
            warn(controller)
        if not json:
            print_sightings(Console(), sightings)
            return
        for sighting in sightings:
            print_line(sighting_line(sighting))

    session.carry_out(work())


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


def players(ctx: typer.Context, json: Json = False) -> None:
    """List the players that are known or found now, and how they are.

    Remembered are only those that were paired or added, here or in the app. All others are found anew each time.
    """
    session: Session = ctx.obj

    async def work() -> None:
        async with session.controller(topics=tuple(Topic), dial_everybody=True) as controller:
            await asyncio.sleep(PLAYERS_SETTLE_S)

            def settled() -> bool | None:
                return (
                    all(view.link.state is not LinkState.CONNECTING for view in controller.players().values()) or None
                )

            await controller.wait_until(settled, PLAYERS_DEADLINE_S - PLAYERS_SETTLE_S)
            views = sorted(controller.players().values(), key=lambda view: (view.name.casefold(), view.id))
            said = warn(controller)
        if not json:
            print_players(Console(), views, time.time(), time.monotonic(), said=said)
            return
        for view in views:
            print_line(player_line(view, time.monotonic()))

    session.carry_out(work())


def watch(
    ctx: typer.Context,
    topic: Annotated[
        list[Topic] | None,
        typer.Option(parser=checked(topic_of), metavar="|".join(Topic), help="Only this topic; may be repeated."),
    ] = None,
    json: Json = False,
) -> None:
    """Show every event as it happens, until Ctrl+C.

    The figures that each player sends every second are shown with --json and with --topic dashboard.
    """
    session: Session = ctx.obj
    console = Console(soft_wrap=True, highlight=False)
    events: asyncio.Queue[FleetEvent] = asyncio.Queue()

    def take(changes: Changes) -> None:
        for event in changes.events:
            events.put_nowait(event)

    told = tuple(topic or (each for each in Topic if json or each is not Topic.DASHBOARD))

    async def work() -> None:
        async with session.controller(topics=told, dial_everybody=True) as controller:
            # Without a site nobody would ever answer.
            controller.site()
            controller.subscribe(take)
            warn(controller)
            while True:
                event = await events.get()
                if json:
                    print_line(event_line(event))
                else:
                    console.print(event_text(event, controller.players().values()))

    try:
        session.carry_out(work())
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


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
