"""`footlight alerts`: what needs a person, who looks after it, and what nobody wants to hear of now."""

import asyncio
import math
import time
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.errors import DirectoryInUse, InvalidArgument
from footlight_common.protocol.topics import USUAL_TOPICS
from footlight_controller.cli import alert_channels, alert_rules
from footlight_controller.cli.alert_desk import change, players_of, say, target_of
from footlight_controller.cli.alert_texts import print_alerts, until_text
from footlight_controller.cli.arguments import Json, checked
from footlight_controller.cli.flags import Command, Group
from footlight_controller.cli.lines import print_line
from footlight_controller.cli.session import Session, complain, warn
from footlight_controller.cli.since import since_of
from footlight_controller.cli.spans import length_of
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.objects import alert_object
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.core.alerting.words import told
from footlight_controller.core.changes import Changes
from footlight_controller.core.selection import choose
from footlight_controller.services.alert_store import FILE_NAME, peek_open, peek_past, peek_sending
from footlight_controller.services.alerts import Alerts

# More nobody reads; --json is for programs, which may want a year.
MOST_PAST = 10_000

Where = Annotated[
    str | None, typer.Argument(metavar="PLAYER|AREA", help="A player's id, the start of it, its name, or an area.")
]
OfRule = Annotated[
    RuleName | None,
    typer.Option(
        "--rule", parser=checked(alert_rules.rule_name_of), metavar="RULE", help="Alerts of this rule, at all players."
    ),
]
OfAll = Annotated[bool, typer.Option("--all", help="All alerts.")]


def build_alerts() -> typer.Typer:
    """`footlight alerts` and the commands under it."""
    group = typer.Typer(cls=Group, help="What needs a person, and who is told.", invoke_without_command=True)
    group.callback(invoke_without_command=True)(alerts)
    own: dict[str, Callable[..., None]] = {"watch": watch, "ack": ack, "mute": mute, "unmute": unmute}
    commands = {**own, "expect-off": expect_off, **alert_rules.COMMANDS, **alert_channels.COMMANDS}
    for name, command in commands.items():
        group.command(name, cls=Command)(command)
    return group


def alerts(
    ctx: typer.Context,
    json: Json = False,
    past: Annotated[
        str | None,
        typer.Option(metavar="24h|7d|DATE", help="Also those that are over, from this time on."),
    ] = None,
) -> None:
    """List the alerts that are open. They are raised while the desktop app runs, or `footlight alerts watch`."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    try:
        from_s = None if past is None else since_of(past, time.time())
    except ValueError as err:
        raise typer.BadParameter(str(err), param_hint="--past") from err
    path = session.data_dir / FILE_NAME

    def read() -> tuple[AlertView, ...]:
        return peek_open(path) if from_s is None else peek_past(path, from_s=from_s, to_s=math.inf, limit=MOST_PAST)

    async def work() -> None:
        found = await asyncio.to_thread(read)
        for channel, sending in (await asyncio.to_thread(peek_sending, path)).items():
            if sending.trouble:
                waiting = f" {sending.waiting} wait." if sending.waiting else ""
                complain(f"warning: alerts do not go out by {channel}: {sending.trouble}{waiting}")
        if not json:
            print_alerts(Console(), found, time.time())
            return
        for alert in found:
            print_line(alert_object(alert))

    session.carry_out(work())


def watch(ctx: typer.Context, json: Json = False) -> None:
    """Raise alerts and send them without the desktop app, until Ctrl+C."""
    session: Session = ctx.obj
    fresh: asyncio.Queue[AlertView] = asyncio.Queue()

    def take(changes: Changes) -> None:
        for alert in changes.alerted:
            fresh.put_nowait(alert)

    async def work() -> None:
        try:
            async with session.controller(own=True, topics=USUAL_TOPICS, dial_everybody=True) as controller:
                # Without a site nobody would ever answer.
                controller.site()
                controller.watch_alerts()
                controller.subscribe(take)
                warn(controller)
                while True:
                    alert = await fresh.get()
                    if json:
                        print_line(alert_object(alert))
                    else:
                        at_s = alert.raised_s if alert.ended_s is None else alert.ended_s
                        say(f"{time.strftime('%H:%M:%S', time.localtime(at_s))}  {alert.id}  {told(alert)}")
        except DirectoryInUse as err:
            raise session.in_use() from err

    try:
        session.carry_out(work())
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def ack(
    ctx: typer.Context,
    alert_ids: Annotated[list[int], typer.Argument(metavar="ID...", help="As `footlight alerts` shows them.")],
) -> None:
    """Say that you look after these alerts."""

    async def work(alerts: Alerts) -> str:
        await alerts.acknowledge(*alert_ids)
        return f"{len(alert_ids)} alert{'' if len(alert_ids) == 1 else 's'} acknowledged."

    change(ctx.obj, "acknowledge it", work)


def mute(
    ctx: typer.Context,
    where: Where = None,
    rule: OfRule = None,
    everything: OfAll = False,
    for_s: Annotated[
        float | None, typer.Option("--for", parser=checked(length_of), metavar="2h", help="How long; else for good.")
    ] = None,
) -> None:
    """Raise nothing for a player, an area or a rule. What is still wrong afterwards is raised then."""
    session: Session = ctx.obj

    async def work(alerts: Alerts) -> str:
        target, name = _target(session, where, rule, everything=everything)
        mute = await alerts.mute(target, for_s)
        return f"Alerts of {name} are muted {until_text(mute.until_s, time.time())}."

    change(session, "mute it", work)


def unmute(ctx: typer.Context, where: Where = None, rule: OfRule = None, everything: OfAll = False) -> None:
    """Take a mute away; without a name, all of them."""
    session: Session = ctx.obj

    async def work(alerts: Alerts) -> str:
        if where is None and rule is None and not everything:
            return "No mute is left." if await alerts.unmute() else "Nothing was muted."
        target, name = _target(session, where, rule, everything=everything)
        if not await alerts.unmute(target):
            msg = f"{name} was not muted by itself. See what is with: footlight alerts rules"
            raise InvalidArgument(msg)
        return f"Alerts of {name} are raised again."

    change(session, "unmute it", work)


def expect_off(
    ctx: typer.Context,
    player: Annotated[str, typer.Argument(metavar="PLAYER", help="Its id, the start of its id, or its name.")],
    undo: Annotated[bool, typer.Option("--undo", help="It is not off on purpose.")] = False,
) -> None:
    """Say that a player is off on purpose, now or soon: no offline alert until it was away and is back."""
    session: Session = ctx.obj

    async def work(alerts: Alerts) -> str:
        view = choose(player, players_of(session))
        if undo:
            there = await alerts.unmark_off(view.id)
            return f"{view.name} is {'no longer' if there else 'not'} off on purpose."
        await alerts.mark_off(view.id)
        return f"{view.name} is off on purpose until it is back."

    change(session, "mark it", work)


def _target(session: Session, where: str | None, rule: RuleName | None, *, everything: bool) -> tuple[Target, str]:
    if (where is not None) + (rule is not None) + everything != 1:
        msg = "name one of a player, an area, --rule or --all."
        raise InvalidArgument(msg)
    if rule is not None:
        return Target.rule(rule), f"the rule {rule}"
    return (Target.everything(), "everything") if where is None else target_of(session, where)
