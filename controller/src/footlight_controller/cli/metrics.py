"""`footlight metrics`: what a player measures, now or over some time."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from footlight_common.discovery import showable
from footlight_common.model.metrics import Metrics, Rollup
from footlight_controller.cli.lines import metrics_line, print_line, rollup_line
from footlight_controller.cli.session import Session, complain, reach, warn
from footlight_controller.cli.since import RULE, since_of
from footlight_controller.cli.texts import print_table
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller

# Whatever a player's clock is ahead: its newest minutes are wanted as well.
_AHEAD_S = 86_400.0
_TREND_CELLS = 24
_BARS = "▁▂▃▄▅▆▇█"
# What changes by less stands still.
_FLAT_PART = 0.002
_UNITS: Sequence[tuple[str, Callable[[float], str]]] = (
    ("_percent", lambda value: f"{value:.1f} %"),
    ("_c", lambda value: f"{value:.1f} °C"),
    ("_bytes", lambda value: _bytes(value)),
    ("_bytes_s", lambda value: f"{_bytes(value)}/s"),
    ("_fps", lambda value: f"{value:.1f} fps"),
    ("_frames", lambda value: f"{value:.0f}"),
    ("_files", lambda value: f"{value:.0f}"),
)


def metrics(
    ctx: typer.Context,
    player: Annotated[str, typer.Argument(metavar="PLAYER", help="Its id, the start of its id, or its name.")],
    since: Annotated[
        str, typer.Option(metavar="1h|DATE", help=f"Not now but since then, a month at most: {RULE}.")
    ] = "",
    figures: Annotated[
        str, typer.Option(metavar="A,B", help="Only these, by the names that --json has, as in cpu_percent.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show what a player measures: processor, memory, heat, disk, network, frames. What it cannot tell is left out."""
    session: Session = ctx.obj
    wanted = tuple(name.strip() for name in figures.split(",") if name.strip())
    try:
        since_s = since_of(since, time.time()) if since else None
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="--since") from err

    async def work() -> None:
        async with session.controller() as controller:
            try:
                view = await reach(controller, player)
            finally:
                warn(controller)
            if since_s is None:
                await _show_now(controller, view, wanted, json=json)
            else:
                await _show_past(controller, view, wanted, since_s, json=json)

    session.carry_out(work())


async def _show_now(controller: Controller, view: PlayerView, wanted: Sequence[str], *, json: bool) -> None:
    update = await controller.metrics.now(view.id)
    if json:
        fields = msgspec.to_builtins(update.metrics)
        fields = {name: value for name, value in fields.items() if not wanted or name in wanted}
        print_line(metrics_line(view.id, view.name, update.at_s, fields))
        return
    rows = [(name, text) for name, text in _told(update.metrics) if _is_wanted(name, wanted)]
    _print(view, ("FIGURE", "NOW"), rows, wanted)


async def _show_past(
    controller: Controller, view: PlayerView, wanted: Sequence[str], since_s: float, *, json: bool
) -> None:
    page = await controller.metrics.page(view.id, from_s=since_s, to_s=time.time() + _AHEAD_S, figures=wanted)
    if json:
        for name, rollups in page.figures.items():
            for rollup in rollups:
                print_line(rollup_line(view.id, view.name, name, page.step_s, rollup))
        return
    rows = [(name, *_over_time(name, rollups)) for name, rollups in page.figures.items() if rollups]
    _print(view, ("FIGURE", "LEAST", "MEAN", "MOST", "TREND"), rows, wanted)


def _print(view: PlayerView, head: Sequence[str], rows: Sequence[Sequence[str]], wanted: Sequence[str]) -> None:
    if rows:
        print_table(Console(), head, [[Text(showable(cell)) for cell in row] for row in rows])
    else:
        complain(f"{view.name} has none of these figures." if wanted else f"{view.name} has no figures of that time.")


def _is_wanted(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or name in wanted or name.partition(".")[0] in wanted


def _told(metrics: Metrics) -> Iterator[tuple[str, str]]:
    fields: Mapping[str, object] = msgspec.to_builtins(metrics)
    for name, value in fields.items():
        match value:
            case None | "" | [] | ():
                continue
            case list() | tuple():
                for number, each in enumerate(value):
                    yield f"{name}.{number}", _worded(name, each)
            case dict():
                for flag, on in value.items():
                    yield f"{name}.{flag}", "yes" if on else "no"
            case int() | float():
                yield name, _worded(name, value)
            case _:
                yield name, str(value)


def _over_time(name: str, rollups: Sequence[Rollup]) -> tuple[str, str, str, str]:
    means = [each.mean for each in rollups]
    least, mean, most = min(each.least for each in rollups), fmean(means), max(each.most for each in rollups)
    return _worded(name, least), _worded(name, mean), _worded(name, most), _trend(means)


def _trend(means: Sequence[float]) -> str:
    """The way it went, oldest first, in as many bars as fit a line."""
    cells = min(len(means), _TREND_CELLS)
    parts = [means[len(means) * cell // cells : len(means) * (cell + 1) // cells] for cell in range(cells)]
    heights = [fmean(part) for part in parts]
    low, high = min(heights), max(heights)
    if high - low <= _FLAT_PART * max(abs(low), abs(high)):
        return _BARS[0] * cells
    return "".join(_BARS[int((height - low) / (high - low) * (len(_BARS) - 1))] for height in heights)


def _worded(name: str, value: float) -> str:
    plain = name.partition(".")[0]
    if plain == "throttling":
        return f"{100 * value:.0f} %"
    return next((word(value) for ending, word in _UNITS if plain.endswith(ending)), f"{value:.2f}")


def _bytes(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if abs(size) < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
