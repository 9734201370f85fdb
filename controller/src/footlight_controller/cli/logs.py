"""`footlight logs`: what a player says, as it stands, as it comes, or all of it in a file."""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from footlight_common.discovery import showable
from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_common.protocol.commands import MAX_RAISED_S, SetLogLevel
from footlight_common.protocol.topics import Topic
from footlight_controller.cli.arguments import checked, log_level_of, span_of
from footlight_controller.cli.lines import log_line, print_line
from footlight_controller.cli.session import Session, complain, reach, warn
from footlight_controller.core.changes import Changes, DeviceOffline, DeviceOnline
from footlight_controller.core.log_tail import LogNews
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller

USUAL_LINES = 100
MAX_LINES = 100_000
USUAL_RAISED_S = 600.0

_LEVELS = "|".join(LogLevel)
_STYLES = {
    LogLevel.DEBUG: "dim",
    LogLevel.INFO: "",
    LogLevel.WARNING: "yellow",
    LogLevel.ERROR: "red",
    LogLevel.CRITICAL: "bold red",
}


def logs(
    ctx: typer.Context,
    player: Annotated[str, typer.Argument(metavar="PLAYER", help="Its id, the start of its id, or its name.")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with new lines, until Ctrl+C.")] = False,
    level: Annotated[
        LogLevel | None, typer.Option(parser=checked(log_level_of), metavar=_LEVELS, help="Only these and above.")
    ] = None,
    text: Annotated[str, typer.Option(metavar="TEXT", help="Only lines with this in them, in capitals or not.")] = "",
    logger: Annotated[str, typer.Option(metavar="PART", help="Only of this part, as in footlight_player.engine.")] = "",
    lines: Annotated[
        int | None,
        typer.Option(min=0, max=MAX_LINES, metavar="N", help="So many of the newest lines.", show_default="100"),
    ] = None,
    archive: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save all of it as a .tar.gz, to be passed on.")
    ] = None,
    raise_level: Annotated[
        LogLevel | None,
        typer.Option(
            parser=checked(log_level_of), metavar=_LEVELS, help="First have the player say more, for a while."
        ),
    ] = None,
    duration: Annotated[
        float | None,
        typer.Option("--for", parser=checked(span_of), metavar="10m", help="How long.", show_default="10m"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the log of a player. For technicians and admins.

    With -f it also waits for a player that starts anew, and misses nothing that the player has kept.
    """
    session: Session = ctx.obj
    wanted = LogFilter(level=level or LogLevel.DEBUG, text=text, logger=logger)
    if duration is not None and raise_level is None:
        msg = "it belongs to --raise-level"
        raise typer.BadParameter(msg, param_hint="--for")
    if archive is not None and (follow or json or lines is not None or wanted != LogFilter()):
        msg = "it holds everything: leave the other options out"
        raise typer.BadParameter(msg, param_hint="--archive")
    most = USUAL_LINES if lines is None else lines

    async def work() -> None:
        topics = (Topic.DEVICES, Topic.LOGS) if follow else (Topic.DEVICES,)
        async with session.controller(topics=topics) as controller:
            try:
                view = await reach(controller, player)
            finally:
                warn(controller)
            if raise_level is not None:
                await _raise(controller, view, raise_level, duration or USUAL_RAISED_S)
            if archive is not None:
                size_bytes = await controller.logs.save_archive(view.id, archive)
                said = f"Saved the log of {showable(view.name)} as {archive} ({size_bytes / 1024:.0f} KiB)."
                Console().print(said, markup=False, highlight=False, soft_wrap=True)
            elif follow:
                await _follow(controller, view, wanted, most=most, json=json)
            elif most:
                found = await controller.logs.newest(view.id, wanted, most=most)
                _show(view, found, json=json)
                if not found:
                    complain("no line fits." if wanted != LogFilter() else f"{view.name} has said nothing yet.")

    try:
        session.carry_out(work())
    except KeyboardInterrupt:
        if follow:
            raise typer.Exit(0) from None
        raise


async def _raise(controller: Controller, view: PlayerView, level: LogLevel, duration_s: float) -> None:
    await controller.command(view.id, SetLogLevel(level=level, duration_s=min(duration_s, MAX_RAISED_S)))
    until = time.strftime("%H:%M", time.localtime(time.time() + duration_s))
    complain(f"{view.name} keeps lines from {level} on until {until}, and then falls back by itself.")


async def _follow(controller: Controller, view: PlayerView, wanted: LogFilter, *, most: int, json: bool) -> None:
    def tell(news: LogNews) -> None:
        if news.dropped:
            complain(f"{news.dropped} lines came too fast for {view.name} to keep.")
        _show(view, news.lines, json=json)

    def hear(changes: Changes) -> None:
        for each in changes.events:
            if each.player_id != view.id:
                continue
            match each.event:
                case DeviceOffline(reason=reason):
                    complain(f"{view.name} is offline: {reason} Waiting for it.")
                case DeviceOnline():
                    complain(f"{view.name} is back.")

    end = controller.subscribe(hear)
    try:
        await controller.logs.follow(view.id, tell, wanted, most=most)
    finally:
        end()


def _show(view: PlayerView, lines: tuple[LogLine, ...], *, json: bool) -> None:
    if json:
        for line in lines:
            print_line(log_line(view.id, view.name, line))
        return
    console = Console(soft_wrap=True, highlight=False)
    for line in lines:
        console.print(_text(line))


def _text(line: LogLine) -> Text:
    """Nothing from a player reaches the terminal unchecked; a traceback keeps its shape."""
    clock = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(line.at_s))
    first, *others = line.text.splitlines() or [""]
    text = Text(f"{clock}.{int(line.at_s % 1 * 1000):03} ", "dim")
    text.append(f"{line.level.upper():<8} ", _STYLES[line.level])
    text.append(f"{showable(line.logger)}: ", "dim")
    text.append(showable(first), _STYLES[line.level])
    for other in others:
        depth = len(other) - len(other.lstrip(" "))
        text.append(f"\n    {' ' * min(depth, 40)}{showable(other)}")
    return text
