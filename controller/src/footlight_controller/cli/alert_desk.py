"""What the commands about alerts share: the alerts of this controller to change, or to look at."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from rich.console import Console

from footlight_common.clock import SystemClock
from footlight_common.discovery import showable
from footlight_common.errors import DirectoryInUse, FootlightError, UnknownPlayer
from footlight_common.storage import DataDirectory
from footlight_controller.cli.account import account_name
from footlight_controller.cli.session import Session
from footlight_controller.core.alerting.target import Target
from footlight_controller.core.selection import choose
from footlight_controller.core.view import PlayerView
from footlight_controller.services.alert_rules import AlertRules
from footlight_controller.services.alerts import Alerts
from footlight_controller.services.registry import Registry
from footlight_controller.services.site import Site


def change(session: Session, instead: str, work: Callable[[Alerts], Awaitable[str]]) -> None:
    """Run a command that changes something; `work` returns what to tell the user."""

    async def do() -> None:
        async with owned(session, instead) as alerts:
            said = await work(alerts)
        say(said)

    session.carry_out(do())


@asynccontextmanager
async def owned(session: Session, instead: str) -> AsyncIterator[Alerts]:
    """The alerts in a directory that is this process's as long. Raises DirectoryInUse: `instead` is the way out."""
    try:
        directory = DataDirectory(session.data_dir)
    except DirectoryInUse as err:
        raise session.in_use(instead=instead) from err
    with directory:
        alerts = Alerts.own(session.data_dir, SystemClock(), session.site_file().lock)
        site = await site_of(session)
        try:
            await alerts.start(site=lambda: site, account=account_name())
            yield alerts
        finally:
            await alerts.close()


def rules_of(session: Session) -> AlertRules:
    """What is set, whoever owns the directory."""
    return AlertRules.copy(session.data_dir, session.site_file().lock)


def players_of(session: Session) -> list[PlayerView]:
    """Everybody this controller remembers."""
    return [
        PlayerView(identity=known.identity, last_seen_s=known.last_seen_s)
        for known in Registry.copy(session.data_dir).players()
    ]


def target_of(session: Session, wanted: str) -> tuple[Target, str]:
    """The player or else the area of this name, and what to call it. Raises UnknownPlayer, AmbiguousPlayer."""
    views = players_of(session)
    try:
        view = choose(wanted, views)
    except UnknownPlayer as err:
        areas = {view.identity.area.casefold(): view.identity.area for view in views if view.identity.area}
        area = areas.get(wanted.strip().casefold())
        if area is None:
            there = f" There are the areas {', '.join(sorted(areas.values()))}." if areas else ""
            msg = f"{err}{there}"
            raise UnknownPlayer(msg) from err
        return Target.area(area), f"everything in {area}"
    return Target.player(view.id), view.name


def say(text: str) -> None:
    """Print one line."""
    Console().print(showable(text), markup=False, highlight=False, soft_wrap=True)


async def site_of(session: Session) -> Site | None:
    """The site of this controller; None without one, or when it does not open."""
    try:
        return await asyncio.to_thread(session.site_file().load)
    except FootlightError:
        return None
