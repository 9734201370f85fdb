"""The command line of `footlight-player`."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from footlight_common import __version__
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_player.options import (
    EngineName,
    LogLevel,
    PlayerOptions,
    SimulationOptions,
    default_data_dir,
    parse_window,
)
from footlight_player.services.simulation import AREAS
from footlight_player.system.network import EVERYWHERE

_HOST = "Address of this machine to listen at; 127.0.0.1 lets nobody else in."


def _some_host(text: str) -> str:
    # As from a variable that is not set: a person who wanted one address must not get all of them.
    if not text.strip():
        msg = "no address is given. Give one of this machine, or leave --host out to listen at all of them."
        raise typer.BadParameter(msg)
    return text


Window = Annotated[str | None, typer.Option(metavar="WIDTHxHEIGHT", help="Play in a window of this size in pixels.")]
Host = Annotated[str, typer.Option(help=_HOST, callback=_some_host, show_default="all")]
DataDir = Annotated[Path | None, typer.Option(help="The data directory of the player.", show_default="per user")]
Level = Annotated[LogLevel, typer.Option(help="How much to say on stderr.")]


def build_cli(
    run_player: Callable[[PlayerOptions], int],
    run_simulation: Callable[[SimulationOptions], int],
    code_of: Callable[[Path], str],
    reset_player: Callable[[Path], None],
) -> typer.Typer:
    """The program with its options, calling back to do the work; what comes back is the exit code."""
    cli = typer.Typer(add_completion=False, context_settings={"help_option_names": ["-h", "--help"]})

    @cli.callback(invoke_without_command=True)
    def player(
        context: typer.Context,
        *,
        name: Annotated[str | None, typer.Option(help="What people call this player; kept for later starts.")] = None,
        area: Annotated[str | None, typer.Option(help="The place it stands in; kept for later starts.")] = None,
        data_dir: Annotated[
            Path | None, typer.Option(help="Where it keeps its identity and what it plays.", show_default="per user")
        ] = None,
        host: Host = EVERYWHERE,
        port: Annotated[
            int | None,
            typer.Option(
                min=0, max=65535, help="Port to listen on; 0 is any free one.", show_default="as before, 8470"
            ),
        ] = None,
        window: Window = None,
        fullscreen: Annotated[bool, typer.Option("--fullscreen", help="Use the whole screen (the default).")] = False,
        engine: Annotated[EngineName, typer.Option(help="What plays: mpv, or nothing that needs a screen.")] = (
            EngineName.MPV
        ),
        log_level: Level = LogLevel.INFO,
        version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    ) -> None:
        """A kiosk that plays video, announces itself on the network and obeys controllers."""
        if version:
            typer.echo(f"footlight-player {__version__}")
            raise typer.Exit
        if window is not None and fullscreen:
            msg = "--window and --fullscreen exclude each other"
            raise typer.BadParameter(msg)
        for option, text in (("--name", name), ("--area", area)):
            if text is not None and len(text) > MAX_NAME_LENGTH:
                msg = f"{option} takes at most {MAX_NAME_LENGTH} characters; this has {len(text)}"
                raise typer.BadParameter(msg)
        if context.invoked_subcommand is not None:
            context.obj = data_dir
            return
        _log_to_stderr(log_level)
        code = run_player(
            PlayerOptions(
                name=name,
                area=area,
                data_dir=data_dir or default_data_dir(),
                host=host,
                port=port,
                engine=engine,
                window_px=None if window is None else _window_px(window),
            )
        )
        raise typer.Exit(code)

    @cli.command()
    def code(context: typer.Context, *, data_dir: DataDir = None) -> None:
        """Print the code that pairs the player running here. A pause after wrong codes ends with it."""
        typer.echo(code_of(_folder(context, data_dir)))

    @cli.command()
    def reset(context: typer.Context, *, data_dir: DataDir = None) -> None:
        """Have the player here belong to no site any more, so that it can be paired anew. Works while it runs, too."""
        reset_player(_folder(context, data_dir))
        typer.echo("The player belongs to no site now.")

    @cli.command()
    def simulate(
        context: typer.Context,
        *,
        count: Annotated[int, typer.Option(min=1, max=10_000, help="How many players.")],
        rate: Annotated[float, typer.Option(min=0, max=20, help="Changes of item per second and player.")] = 0.1,
        host: Host = EVERYWHERE,
        name_prefix: Annotated[str, typer.Option(help="What their names begin with.")] = "Simulated",
        areas: Annotated[str, typer.Option(help="Areas to spread them over, with commas between.")] = ",".join(AREAS),
        data_dir: Annotated[
            Path | None, typer.Option(help="Keep the state of each in a directory below this one.", show_default="none")
        ] = None,
        site: Annotated[
            Path | None,
            typer.Option(help="A controller's data directory: all belong to its site.", show_default="unclaimed"),
        ] = None,
        log_level: Level = LogLevel.WARNING,
    ) -> None:
        """Run many simulated players in one process, with the real server code."""
        _log_to_stderr(log_level)
        code = run_simulation(
            SimulationOptions(
                count=count,
                rate_hz=rate,
                host=host,
                name_prefix=name_prefix,
                areas=tuple(area for area in areas.split(",") if area),
                data_dir=data_dir or context.obj,
                site=site,
            )
        )
        raise typer.Exit(code)

    return cli


def _folder(context: typer.Context, named: Path | None) -> Path:
    # People write it before the command too, as for the player itself.
    return named or context.obj or default_data_dir()


def _window_px(text: str) -> tuple[int, int]:
    # Not as typer's parser: it would take a pair for an option with two values.
    try:
        return parse_window(text)
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="--window") from err


def _log_to_stderr(level: LogLevel) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=level.upper(),
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )
