"""`footlight history`: what happened at players, whoever watched."""

import heapq
import time
from collections.abc import Collection, Iterable
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from footlight_common.protocol.topics import Topic
from footlight_controller.cli.lines import Object, event_line, print_line
from footlight_controller.cli.recalling import recall
from footlight_controller.cli.session import Session
from footlight_controller.cli.since import RULE, since_of
from footlight_controller.cli.stories import label_of, words_of
from footlight_controller.cli.texts import moment, plain
from footlight_controller.core.changes import FleetEvent
from footlight_controller.core.story import Happened
from footlight_controller.core.timeline import Gap, Unknown
from footlight_controller.core.view import PlayerView

_WHY = {
    Unknown.NOT_FETCHED: "it was not fetched",
    Unknown.NOT_HEARD: "the player is out of reach since",
    Unknown.LOST: "the player lost it",
    Unknown.FORGOTTEN: "the player keeps it no more",
    Unknown.BEFORE: "the player remembers nothing before",
}

_Entry = tuple[PlayerView, Happened | Gap]


def history(
    ctx: typer.Context,
    players: Annotated[list[str], typer.Argument(metavar="PLAYER...", help="An id, the start of an id, or a name.")],
    since: Annotated[str, typer.Option(metavar="24h|DATE", help=f"Nothing before: {RULE}.")] = "24h",
    until: Annotated[str, typer.Option(metavar="1h|DATE", help="Nothing from then on, written in the same way.")] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show what happened at players, oldest first, also while no controller was there.

    A time with a ~ before it is a guess: the player's clock was wrong then, and never set.
    """
    session: Session = ctx.obj
    now_s = time.time()
    from_s, until_s = _time(since, now_s, "--since"), _time(until, now_s, "--until") if until else now_s

    async def work() -> None:
        entries: list[list[_Entry]] = []
        async with session.controller(topics=(Topic.DEVICES, Topic.MONITORING)) as controller:
            views = await recall(controller, players, from_s, until_s)
            for view in views:
                story = await controller.history(view.id, from_s, until_s)
                entries.append([(view, entry) for entry in story.entries])
        # Each player's in its own order, whatever its clock said.
        _print(heapq.merge(*entries, key=_at_s), views, json=json)

    session.carry_out(work())


def _time(text: str, now_s: float, option: str) -> float:
    try:
        return max(0.0, since_of(text, now_s))
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint=option) from err


def _print(entries: Iterable[_Entry], views: Collection[PlayerView], *, json: bool) -> None:
    console = Console(soft_wrap=True, highlight=False)
    count = 0
    for view, entry in entries:
        count += 1
        if json:
            print_line(_line(view, entry))
        else:
            console.print(_text(view, entry, views))
    if not count and not json:
        console.print("Nothing happened in that time.")


def _at_s(entry: _Entry) -> float:
    return entry[1].started_s if isinstance(entry[1], Gap) else entry[1].at_s


def _line(view: PlayerView, entry: Happened | Gap) -> Object:
    player = {"id": view.id, "name": view.name}
    if isinstance(entry, Gap):
        return {
            "event": "unknown",
            "player": player,
            "at": entry.started_s,
            "until": entry.ended_s,
            "why": entry.why.value,
        }
    line = event_line(_event(view, entry))
    # By the best clock that is known by now; the player's own of that time may have been wrong.
    return line | {"at": entry.at_s, "clock": entry.event.at_s, "estimated": entry.estimated, "stream": entry.stream}


def _text(view: PlayerView, entry: Happened | Gap, views: Collection[PlayerView]) -> Text:
    label = label_of(view, views)
    if isinstance(entry, Gap):
        until = moment(entry.ended_s)
        told = plain(f"nothing is known until {until}: {_WHY[entry.why]}", "yellow")
        return Text("  ").join([Text(f" {moment(entry.started_s)}", "dim"), label, told])
    at = f"{'~' if entry.estimated else ' '}{moment(entry.at_s)}"
    return Text("  ").join([Text(at, "dim"), label, plain(*words_of(_event(view, entry)))])


def _event(view: PlayerView, entry: Happened) -> FleetEvent:
    return FleetEvent(player_id=view.id, player_name=view.name, event=entry.event)
