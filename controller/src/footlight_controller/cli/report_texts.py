"""Proof of play in words: the same for the terminal and for paper."""

import time

from rich.console import Console
from rich.text import Text

from footlight_controller.cli.texts import clock_of, plain, print_table
from footlight_controller.core.proof_of_play import By, Line, Report, Tally

HEADERS = {
    By.DAY: "DAY",
    By.AREA: "AREA",
    By.PLAYER: "PLAYER",
    By.ITEM: "ITEM",
    "plays": "PLAYS",
    "screen": "ON SCREEN",
    "complete": "COMPLETE",
    "failed": "BROKEN",
    "dropped": "DROPPED",
}


def cells(line: Line | None, report: Report) -> dict[str, str]:
    """A line of a report by column, in their order; of no line, the columns alone."""
    key = line.key if line else None
    names = {
        By.DAY: key.day if key else "",
        By.AREA: (key.area or "(no area)") if key else "",
        By.PLAYER: line.player if line else "",
        By.ITEM: line.item if line else "",
    }
    told: dict[str, str] = {by.value: name for by, name in names.items() if by in report.by}
    return told | _tally(line.tally if line else Tally())


def totals(report: Report) -> dict[str, str]:
    """The last row."""
    row = cells(None, report) | _tally(report.total)
    return row | {next(iter(row)): "Total"} if report.by else row


def notes(report: Report) -> list[str]:
    """What the numbers are about, and what is missing in them."""
    players = "1 player" if report.players == 1 else f"{report.players} players"
    told = [f"{_moment(report.from_s)} to {_moment(report.until_s)}, {players}"]
    if report.unknown_s >= 1:
        told.append(f"Not known, and in none of the sums: {clock_of(report.unknown_s)} of all players together")
    return told


def print_report(console: Console, report: Report) -> None:
    """The table, its total and what it is about."""
    if not report.lines:
        console.print("Nothing was on screen in that time.")
    else:
        columns = [*cells(None, report)]
        rows = [[plain(cell) for cell in cells(line, report).values()] for line in report.lines]
        print_table(
            console,
            [HEADERS[column] for column in columns],
            [*rows, [Text(cell, "bold") for cell in totals(report).values()]],
        )
    for note in notes(report):
        console.print(plain(f"{note}."), style="dim", soft_wrap=True, highlight=False)


def _tally(tally: Tally) -> dict[str, str]:
    share = tally.completeness
    return {
        "plays": str(tally.plays),
        "screen": clock_of(tally.seconds),
        "complete": "" if share is None else f"{100 * share:.0f} %",
        "failed": str(tally.failed),
        "dropped": str(tally.dropped_frames),
    }


def _moment(at_s: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at_s))
