"""`footlight alerts rules`, `set` and `hours`: what alerts are raised for, and when."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from footlight_common.errors import InvalidArgument
from footlight_common.model.alerts import Severity
from footlight_controller.cli.alert_desk import change, players_of, rules_of, target_of
from footlight_controller.cli.alert_texts import named, print_hours, print_rules, print_silences
from footlight_controller.cli.arguments import Json, checked
from footlight_controller.cli.lines import print_line
from footlight_controller.cli.session import Session
from footlight_controller.cli.spans import RULE, hours_span_of, hours_text, length_of
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.alerting.objects import hours_object, mute_object, off_object, rule_object
from footlight_controller.core.alerting.rules import DEFAULTS, RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.services.alerts import Alerts


def rule_name_of(text: str) -> RuleName:
    """One of the rules. Raises ValueError listing them."""
    try:
        return RuleName(text.lower().replace("-", "_"))
    except ValueError as err:
        msg = f"there is no rule {text!r}. There are {', '.join(RuleName)}."
        raise ValueError(msg) from err


def severity_of(text: str) -> Severity:
    """One of the severities. Raises ValueError listing them."""
    try:
        return Severity(text.lower())
    except ValueError as err:
        msg = f"there is no severity {text!r}. There are {', '.join(Severity)}."
        raise ValueError(msg) from err


def _rule_severity_of(text: str) -> Severity | str:
    return "" if text.lower() == "player" else severity_of(text)


def rules(ctx: typer.Context, json: Json = False) -> None:
    """List the rules, and what is muted or off on purpose."""
    session: Session = ctx.obj

    async def work() -> None:
        plan = (await asyncio.to_thread(rules_of, session)).plan
        names = named(await asyncio.to_thread(players_of, session))
        if json:
            for name in RuleName:
                print_line(rule_object(name, plan.rules[name]))
            for line in (*map(mute_object, plan.mutes), *map(off_object, plan.off), *map(hours_object, plan.hours)):
                print_line(line)
            return
        print_rules(Console(), plan)
        print_hours(Console(), plan, names)
        print_silences(Console(), plan, names, time.time())

    session.carry_out(work())


def change_rule(
    ctx: typer.Context,
    name: Annotated[RuleName, typer.Argument(parser=checked(rule_name_of), metavar="RULE")],
    on: Annotated[bool | None, typer.Option("--on/--off", help="Whether it raises alerts.")] = None,
    after_s: Annotated[
        float | None,
        typer.Option("--after", parser=checked(length_of), metavar="60s", help="How long the cause has to last."),
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(metavar="N", help="Degrees, MB or seconds, for rules that have one.")
    ] = None,
    severity: Annotated[
        str | None,
        typer.Option(
            parser=checked(_rule_severity_of),
            metavar="|".join([*Severity, "player"]),
            help="How much it matters; `player` leaves that to the player.",
        ),
    ] = None,
    recovery: Annotated[
        bool | None, typer.Option("--recovery/--no-recovery", help="Whether people are told that it is over.")
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="As it was at first, but for what else is said here.")] = False,
) -> None:
    """Change a rule."""
    given = {"on": on, "after_s": after_s, "threshold": threshold, "recovery": recovery}
    wanted: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    if severity is not None:
        wanted["severity"] = severity or None
    if not wanted and not reset:
        msg = "say what to change, for example with --after 2m"
        raise typer.BadParameter(msg, param_hint="RULE")

    async def work(alerts: Alerts) -> str:
        before = DEFAULTS[name] if reset else alerts.board.plan.rules[name]
        rule = replace(before, **wanted)  # type: ignore[arg-type]
        await alerts.set_rule(name, rule)
        return f"The rule {name} is set." if rule.on else f"The rule {name} is off."

    change(ctx.obj, "change the rule", work)


def hours(
    ctx: typer.Context,
    where: Annotated[
        str | None, typer.Argument(metavar="PLAYER|AREA", help="A player's id, the start of it, its name, or an area.")
    ] = None,
    spans: Annotated[
        list[str] | None, typer.Argument(metavar="'mon-fri 08:00-18:00'...", help="In the time of this computer.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Of all players without hours of their own.")] = False,
    always: Annotated[bool, typer.Option("--always", help="No hours of their own.")] = False,
    never: Annotated[bool, typer.Option("--never", help="Raise nothing at any time.")] = False,
) -> None:
    """Mind a player, an area or all at some hours alone. Outside them nothing is raised."""
    session: Session = ctx.obj
    # With --all there is no name before the hours.
    texts = [*([where] if everything and where is not None else []), *(spans or [])]
    if where is None and not everything:
        msg = "name a player, an area or --all. What is set: footlight alerts rules"
        raise typer.BadParameter(msg, param_hint="PLAYER|AREA")
    if (bool(texts) + always + never) != 1:
        msg = f"{RULE}, or --always, or --never"
        raise typer.BadParameter(msg, param_hint="HOURS")
    try:
        wanted = None if always else Hours(spans=tuple(hours_span_of(text) for text in texts))
    except (ValueError, InvalidArgument) as err:
        raise typer.BadParameter(str(err), param_hint="HOURS") from err

    async def work(alerts: Alerts) -> str:
        target, name = Target.everything(), "everything"
        if not everything and where is not None:
            target, name = target_of(session, where)
        await alerts.set_hours(target, wanted)
        return f"Hours of {name}: {'as of all others' if wanted is None else hours_text(wanted)}."

    change(session, "set them", work)


COMMANDS: Mapping[str, Callable[..., None]] = {"rules": rules, "set": change_rule, "hours": hours}
