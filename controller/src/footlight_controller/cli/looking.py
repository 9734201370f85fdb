"""`footlight discover`, `players` and `watch`: who is there, and what happens."""

import asyncio
import time
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.protocol.topics import USUAL_TOPICS, Topic
from footlight_controller.cli.arguments import (
    Duration,
    Json,
    checked,
    topic_of,
)
from footlight_controller.cli.lines import event_line, player_line, print_line, sighting_line
from footlight_controller.cli.session import Session, warn
from footlight_controller.cli.stories import event_text
from footlight_controller.cli.texts import print_players, print_sightings
from footlight_controller.core.changes import Changes, FleetEvent
from footlight_controller.core.view import LinkState

PLAYERS_SETTLE_S = 1.2
PLAYERS_DEADLINE_S = 3.0


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


def players(ctx: typer.Context, json: Json = False) -> None:
    """List the players that are known or found now, and how they are.

    Remembered are only those that were paired or added, here or in the app. All others are found anew each time.
    """
    session: Session = ctx.obj

    async def work() -> None:
        async with session.controller(topics=USUAL_TOPICS, dial_everybody=True) as controller:
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

    told = tuple(topic or (each for each in USUAL_TOPICS if json or each is not Topic.DASHBOARD))

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
