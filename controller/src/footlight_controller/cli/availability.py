"""`footlight availability`: how much of a day, a week or a month players ran and played."""

import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from footlight_common.discovery import showable
from footlight_common.protocol.topics import Topic
from footlight_controller.cli.lines import availability_line, print_line
from footlight_controller.cli.recalling import recall
from footlight_controller.cli.session import Session
from footlight_controller.cli.since import RULE, since_of
from footlight_controller.cli.texts import clock_of, plain, print_table
from footlight_controller.cli.whole_file import write_whole
from footlight_controller.core.availability import Availability, of_areas
from footlight_controller.core.availability_table import Measured, write_areas_csv, write_csv
from footlight_controller.core.periods import Length, period
from footlight_controller.core.proof_of_play import Whose
from footlight_controller.core.shares import per_mille
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller
from footlight_controller.services.reckoning import Measures


def availability(
    ctx: typer.Context,
    players: Annotated[
        list[str] | None, typer.Argument(metavar="PLAYER...", help="Only these; else all that are known or found.")
    ] = None,
    length: Annotated[
        Length, typer.Option(help="How much time: from midnight, from Monday or from the first on.")
    ] = Length.DAY,
    at: Annotated[
        str, typer.Option(metavar="DATE|7d", help=f"The day, week or month of this moment, else the present: {RULE}.")
    ] = "",
    area: Annotated[bool, typer.Option("--area", help="A line for each area, not for each player.")] = False,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Save it as a table for spreadsheets.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, the total last.")] = False,
) -> None:
    """Show how much of the time players ran and showed something.

    The shares are of the time that is known: time of which nobody here knows anything counts for nothing.
    """
    session: Session = ctx.obj
    now_s = time.time()
    try:
        at_s = max(0.0, since_of(at, now_s)) if at else now_s
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="--at") from err
    if at_s > now_s:
        msg = "that is in the future"
        raise typer.BadParameter(msg, param_hint="--at")
    from_s, until_s = period(length, at_s)
    until_s = min(until_s, now_s)

    async def work() -> None:
        async with session.controller(
            topics=(Topic.DEVICES, Topic.MONITORING), dial_everybody=not players
        ) as controller:
            views = await recall(controller, players or [], from_s, until_s)
            measured = [await _measure(controller, view, from_s, until_s) for view in views]
        areas = sorted(of_areas((each.whose.area, each.found) for each in measured).items()) if area else None
        if csv is not None:
            out = io.StringIO(newline="")
            count = write_csv(measured, out) if areas is None else write_areas_csv(areas, out)
            # With the mark that makes a spreadsheet read names as UTF-8.
            await write_whole(csv, out.getvalue().encode("utf-8-sig"), option="--csv")
            if not json:
                told = f"Saved {count} {'line' if count == 1 else 'lines'} as {csv}."
                Console().print(showable(told), markup=False, highlight=False, soft_wrap=True)
        total = sum((each.found for each in measured), Availability())
        if json:
            for each in measured if areas is None else ():
                whose = each.whose
                player = {"id": whose.player_id, "name": whose.name}
                print_line({"player": player, "area": whose.area} | availability_line(each.found))
            for name, found in areas or ():
                print_line({"area": name} | availability_line(found))
            print_line({"total": availability_line(total), "from": from_s, "until": until_s})
        elif csv is None:
            rows = (
                [(each.whose.name, each.found) for each in measured]
                if areas is None
                else [(name or "(no area)", found) for name, found in areas]
            )
            _print(Console(), "PLAYER" if areas is None else "AREA", rows, total)
            players_told = "1 player" if len(measured) == 1 else f"{len(measured)} players"
            note = f"{_moment(from_s)} to {_moment(until_s)}, {players_told}."
            Console().print(plain(note), style="dim", soft_wrap=True, highlight=False)

    session.carry_out(work())


async def _measure(controller: Controller, view: PlayerView, from_s: float, until_s: float) -> Measured:
    found = await Measures().measure(controller.histories, view.id, from_s, until_s)
    return Measured(whose=Whose(player_id=view.id, name=view.name, area=view.identity.area), found=found)


def _print(console: Console, head: str, rows: Sequence[tuple[str, Availability]], total: Availability) -> None:
    header = (head, "AVAILABLE", "PLAYING", "IDLE", "CLOSED", "CUT", "UNKNOWN")
    cells = [[plain(name), *map(plain, _cells(found))] for name, found in rows]
    print_table(console, header, [*cells, [Text(cell, "bold") for cell in ("Total", *_cells(total))]])


def _cells(found: Availability) -> tuple[str, ...]:
    lengths = (found.idle_s, found.closed_s, found.cut_s, found.missing_s)
    return _share(found.running), _share(found.playing), *(clock_of(length_s) for length_s in lengths)


def _share(share: float | None) -> str:
    return "" if share is None else f"{per_mille(share) / 10:.1f} %"


def _moment(at_s: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at_s))
