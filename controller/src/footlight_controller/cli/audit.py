"""`footlight audit`: what was asked of the players, and by whom."""

import asyncio
import io
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.errors import FootlightError, NotLinked, NotPaired, OtherSite, RosterRefused
from footlight_common.model.audit import MAX_PAGE_ENTRIES
from footlight_controller.cli.arguments import checked, command_of
from footlight_controller.cli.lines import audit_line, print_line
from footlight_controller.cli.session import FIND_S, STRANGER_SETTLE_S, Session, complain, reach, warn
from footlight_controller.cli.since import RULE, since_of
from footlight_controller.cli.texts import print_audit
from footlight_controller.cli.whole_file import write_whole
from footlight_controller.core.audit_csv import write_csv
from footlight_controller.core.audit_trail import Audited, AuditTrail
from footlight_controller.core.selection import distinct_names
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.services.controller import Controller

MAX_LINES = 100_000
# Each asks over a connection of its own.
_AT_ONCE = 8
_LISTED = 5
_NOT_OURS = frozenset({NotPaired.code, OtherSite.code})


def audit(
    ctx: typer.Context,
    players: Annotated[
        list[str] | None, typer.Argument(metavar="PLAYER...", help="Only these; else all that are online.")
    ] = None,
    member: Annotated[str, typer.Option(metavar="MEMBER", help="Only of this member: the whole name, or the id.")] = "",
    command: Annotated[
        str | None,
        typer.Option(
            parser=checked(command_of), metavar="COMMAND", help="Only this command, as in play, restart or paired."
        ),
    ] = None,
    since: Annotated[str, typer.Option(metavar="24h|DATE", help=f"Nothing older: {RULE}.")] = "",
    limit: Annotated[
        int, typer.Option(min=1, max=MAX_LINES, metavar="N", help="At most so many lines, the newest.")
    ] = 200,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Save it as a table for spreadsheets.")] = None,
) -> None:
    """Show what was asked of the players, by whom, and what came of it; newest first. For technicians and admins."""
    session: Session = ctx.obj
    try:
        since_s = since_of(since, time.time()) if since else float("-inf")
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="--since") from err

    async def work() -> None:
        async with session.controller(dial_everybody=not players) as controller:
            controller.site()
            views = await (_named(controller, players) if players else _everybody(controller))
            asked = command or ""
            lines = await _read(controller, views, member=member, command=asked, since_s=since_s, limit=limit)
            if member and not lines and not _is_member(controller, member):
                msg = f"no member is called {member!r}. See who there is with: footlight site members"
                raise RosterRefused(msg)
        if csv is not None:
            count = await _save(csv, lines)
            Console().print(
                f"Saved {count} {'line' if count == 1 else 'lines'} as {csv}.",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        elif json:
            for line in lines:
                print_line(audit_line(line))
        else:
            print_audit(Console(), lines)

    session.carry_out(work())


async def _named(controller: Controller, wanted: Sequence[str]) -> list[PlayerView]:
    views: dict[str, PlayerView] = {}
    for each in wanted:
        try:
            view = await reach(controller, each)
        except NotLinked as err:
            complain(str(err))
        else:
            views[view.id] = view
    if not views:
        msg = "none of these players can be asked."
        raise NotLinked(msg)
    return [*views.values()]


async def _everybody(controller: Controller) -> list[PlayerView]:
    def settled() -> bool | None:
        return all(view.link.state is not LinkState.CONNECTING for view in controller.players().values()) or None

    await asyncio.sleep(STRANGER_SETTLE_S)
    await controller.wait_until(settled, FIND_S - STRANGER_SETTLE_S)
    warn(controller)
    # Neighbours and new boxes are none of the site's.
    views = [view for view in controller.players().values() if view.link.code not in _NOT_OURS]
    online = [view for view in views if view.online]
    if not online:
        msg = "no player is online here, and each keeps its own audit. Look at `footlight players`."
        raise NotLinked(msg)
    if len(online) < len(views):
        names = distinct_names({view.id: view.name for view in views})
        complain(f"offline, and not in the list: {_listed(names[view.id] for view in views if not view.online)}.")
    return online


async def _read(
    controller: Controller, views: Sequence[PlayerView], *, member: str, command: str, since_s: float, limit: int
) -> Sequence[Audited]:
    trail = AuditTrail((view.id, view.name) for view in views)
    page_limit = min(limit, MAX_PAGE_ENTRIES)

    async def ask(player_id: str, before: int | None) -> None:
        try:
            page = await controller.audit(player_id, before=before, limit=page_limit, member=member, command=command)
        except FootlightError as err:
            trail.fail(player_id, err)
        else:
            trail.take(player_id, page)

    def enough() -> bool:
        lines = trail.lines
        return len(lines) >= limit or bool(lines and lines[-1].entry.at_s < since_s)

    while not enough() and (wanted := trail.wanted(_AT_ONCE)):
        await asyncio.gather(*(ask(player_id, before) for player_id, before in wanted))
    names = distinct_names({view.id: view.name for view in views})
    for player_id, why in trail.failures.items():
        complain(f"{names[player_id]}: {why}")
    if len(trail.failures) == len(views) and not trail.size:
        msg = "no player gave out its audit."
        raise NotLinked(msg)
    return [line for line in trail.lines[:limit] if line.entry.at_s >= since_s]


def _is_member(controller: Controller, wanted: str) -> bool:
    members = controller.site().standing.roster.members
    return any(member.id == wanted or member.name.casefold() == wanted.casefold() for member in members)


async def _save(path: Path, lines: Iterable[Audited]) -> int:
    out = io.StringIO(newline="")
    count = write_csv(lines, out)
    # With the mark that makes a spreadsheet read names as UTF-8.
    await write_whole(path, out.getvalue().encode("utf-8-sig"), option="--csv")
    return count


def _listed(names: Iterable[str]) -> str:
    first = [*names]
    return ", ".join(first[:_LISTED]) + (f" and {len(first) - _LISTED} more" if len(first) > _LISTED else "")
