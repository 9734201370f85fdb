"""`footlight report`: proof of play, from what the players remember."""

import io
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.discovery import showable
from footlight_common.protocol.topics import Topic
from footlight_controller.cli.arguments import by_of, checked
from footlight_controller.cli.lines import print_line, report_line
from footlight_controller.cli.recalling import recall
from footlight_controller.cli.report_texts import HEADERS, cells, notes, print_report, totals
from footlight_controller.cli.session import Session
from footlight_controller.cli.since import RULE, since_of
from footlight_controller.cli.whole_file import write_whole
from footlight_controller.core.periods import midnight
from footlight_controller.core.printed_table import PrintedTable
from footlight_controller.core.proof_of_play import By, ProofOfPlay, Report, Whose
from footlight_controller.core.report_table import write_csv
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller
from footlight_controller.services.reckoning import count

_USUAL_DAYS = 7


def report(
    ctx: typer.Context,
    players: Annotated[
        list[str] | None, typer.Argument(metavar="PLAYER...", help="Only these; else all that are known or found.")
    ] = None,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE|7d", help=f"Nothing before: {RULE}. Else the last seven days.")
    ] = "",
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Nothing after this day, or from this moment on.")
    ] = "",
    by: Annotated[
        list[By] | None,
        typer.Option(
            parser=checked(by_of), metavar="|".join(By), help="A line for each of these; may be repeated. Else item."
        ),
    ] = None,
    item: Annotated[str, typer.Option(metavar="ITEM", help="Only this item: its name, or its address in full.")] = "",
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Save it as a table for spreadsheets.")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Save it for printing.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line, the total last.")] = False,
) -> None:
    """Show what was on screen: how often, for how long, and how much of it to its end.

    A play counts where it began; its seconds count where they were shown.
    """
    session: Session = ctx.obj
    now_s = time.time()
    from_s = _from(since, now_s)
    until_s = min(_until(until, now_s), now_s) if until else now_s
    if from_s >= until_s:
        msg = "the time begins after it ends, or in the future"
        raise typer.BadParameter(msg, param_hint="--from / --to")

    async def work() -> None:
        async with session.controller(
            topics=(Topic.DEVICES, Topic.MONITORING), dial_everybody=not players
        ) as controller:
            views = await recall(controller, players or [], from_s, until_s)
            found = await _count(controller, views, by or [By.ITEM], item, from_s, until_s)
        if csv is not None:
            await _save_csv(csv, found)
        if pdf is not None:
            # Qt makes it, and wants the main thread, in which nothing else is left to do.
            await write_whole(pdf, session.print_table(_printed(found)), option="--pdf")
        if json:
            for line in found.lines:
                print_line(report_line(line, found.by))
            print_line({"total": report_line(None, (), found.total), "unknown_s": round(found.unknown_s, 3)})
        elif csv is None and pdf is None:
            print_report(Console(), found)
        for path in (csv, pdf):
            if path is not None and not json:
                told = f"Saved {len(found.lines)} {'line' if len(found.lines) == 1 else 'lines'} as {path}."
                Console().print(showable(told), markup=False, highlight=False, soft_wrap=True)

    session.carry_out(work())


async def _count(
    controller: Controller, views: Sequence[PlayerView], by: Sequence[By], item: str, from_s: float, until_s: float
) -> Report:
    proof = ProofOfPlay(by, item=item)
    for view in views:
        whose = Whose(player_id=view.id, name=view.name, area=view.identity.area)
        await count(controller.histories, proof, whose, from_s, until_s)
    return proof.report(from_s, until_s)


async def _save_csv(path: Path, found: Report) -> None:
    out = io.StringIO(newline="")
    write_csv(found, out)
    # With the mark that makes a spreadsheet read names as UTF-8.
    await write_whole(path, out.getvalue().encode("utf-8-sig"), option="--csv")


def _printed(found: Report) -> PrintedTable:
    return PrintedTable(
        title="Proof of play",
        notes=[showable(note) for note in notes(found)],
        header=[HEADERS[column] for column in cells(None, found)],
        rows=[[showable(cell) for cell in cells(line, found).values()] for line in found.lines],
        numbers=[column not in set(By) for column in cells(None, found)],
        total=[*totals(found).values()],
        page="Page {number} of {count}",
    )


def _from(text: str, now_s: float) -> float:
    if not text:
        return (midnight(now_s) - timedelta(days=_USUAL_DAYS - 1)).timestamp()
    return _moment(text, now_s, "--from")


def _until(text: str, now_s: float) -> float:
    found_s = _moment(text, now_s, "--to")
    try:
        whole_day = datetime.strptime(text.strip(), "%Y-%m-%d")  # noqa: DTZ007  asked for its form alone
    except ValueError:
        return found_s
    return (whole_day + timedelta(days=1)).astimezone().timestamp()


def _moment(text: str, now_s: float, option: str) -> float:
    try:
        return max(0.0, since_of(text, now_s))
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint=option) from err
