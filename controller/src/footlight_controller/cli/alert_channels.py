"""`footlight alerts email`, `webhook` and `test`: who is told that does not look at the screen."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.errors import FootlightError, InvalidArgument
from footlight_common.model.alerts import Severity
from footlight_controller.cli.account import account_name
from footlight_controller.cli.alert_desk import change, rules_of, say, site_of
from footlight_controller.cli.alert_rules import severity_of
from footlight_controller.cli.arguments import Json, checked
from footlight_controller.cli.lines import print_line
from footlight_controller.cli.secret import asked
from footlight_controller.cli.session import Session, complain
from footlight_controller.core.alerting.board import EmailSettings, MailSecurity
from footlight_controller.core.alerting.objects import email_object, webhook_object
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.services.alert_rules import FILE_NAME, WebhookSecret
from footlight_controller.services.alerts import Alerts
from footlight_controller.services.sending.mail import PORTS

Least = Annotated[
    Severity | None,
    typer.Option(
        parser=checked(severity_of), metavar="|".join(Severity), help="Send alerts that matter so much or more."
    ),
]


def _security_of(text: str) -> MailSecurity:
    try:
        return MailSecurity(text.lower())
    except ValueError as err:
        msg = f"there is no {text!r} here. There are {', '.join(MailSecurity)}."
        raise ValueError(msg) from err


def email(
    ctx: typer.Context,
    server: Annotated[
        str | None, typer.Option(metavar="HOST[:PORT]", help="The mail server; the port goes with the security.")
    ] = None,
    security: Annotated[
        MailSecurity | None,
        typer.Option(
            parser=checked(_security_of), metavar="|".join(MailSecurity), help="How the line is kept private."
        ),
    ] = None,
    user: Annotated[str | None, typer.Option(metavar="NAME", help="'' for a server that lets everybody send.")] = None,
    sender: Annotated[str | None, typer.Option("--from", metavar="ADDRESS", help="Who writes.")] = None,
    to: Annotated[list[str] | None, typer.Option(metavar="ADDRESS", help="Who gets them; may be repeated.")] = None,
    severity: Least = None,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for the password again. Without a terminal it is read from stdin.")
    ] = False,
    off: Annotated[bool, typer.Option("--off", help="Send no e-mails, and forget the password.")] = False,
    json: Json = False,
) -> None:
    """Send alerts by e-mail; without options, show how they are sent."""
    session: Session = ctx.obj
    if off:
        change(session, "set it", _no_email)
        return
    if not (server or security or sender or to or severity or password or user is not None):
        _show(session, Channel.EMAIL, json=json)
        return

    async def work(alerts: Alerts) -> str:
        before = alerts.board.email
        settings = _email(before, server, security, user, sender, tuple(to or ()), severity)
        fresh = before is None or (before.server, before.user) != (settings.server, settings.user)
        typed = asked(f"Password of {settings.user}") if settings.user and (fresh or password) else None
        await alerts.set_email(settings, typed)
        if typed is not None:
            _say_where(session, alerts)
        return f"Alerts go by e-mail to {', '.join(settings.to)}. Try it with: footlight alerts test email"

    change(session, "set it", work)


async def _no_email(alerts: Alerts) -> str:
    await alerts.set_email(None)
    return "Alerts are not sent by e-mail."


def _email(
    before: EmailSettings | None,
    server: str | None,
    security: MailSecurity | None,
    user: str | None,
    sender: str | None,
    to: tuple[str, ...],
    least: Severity | None,
) -> EmailSettings:
    if before is None and not (server and sender and to):
        msg = "e-mails need --server, --from and --to."
        raise InvalidArgument(msg)
    kept = security or (before.security if before is not None else MailSecurity.STARTTLS)
    host, port = (before.server, before.port) if before is not None else ("", 0)
    if server is not None:
        try:
            address = Address.parse(server, default_port=PORTS[kept])
        except ValueError as err:
            raise InvalidArgument(str(err)) from err
        host, port = address.host, address.port
    elif security is not None and before is not None and before.port == PORTS[before.security]:
        port = PORTS[kept]
    return EmailSettings(
        server=host,
        port=port,
        security=kept,
        user=user if user is not None else before.user if before is not None else "",
        sender=sender or (before.sender if before is not None else ""),
        to=to or (before.to if before is not None else ()),
        least=least or (before.least if before is not None else Severity.WARNING),
    )


def webhook(
    ctx: typer.Context,
    ask: Annotated[
        bool, typer.Option("--set", help="Ask for the address. Without a terminal it is read from stdin.")
    ] = False,
    token: Annotated[
        bool, typer.Option("--token", help="Ask for a token as well, which is sent as `Authorization: Bearer`.")
    ] = False,
    severity: Least = None,
    off: Annotated[bool, typer.Option("--off", help="Post nothing, and forget the address.")] = False,
    json: Json = False,
) -> None:
    """Post alerts to a webhook, as JSON; without options, show where to."""
    session: Session = ctx.obj
    if not (ask or token or severity or off):
        _show(session, Channel.WEBHOOK, json=json)
        return

    async def work(alerts: Alerts) -> str:
        if off:
            await alerts.set_webhook(off=True)
            return "Alerts are not posted to a webhook."
        secret = None
        if ask or token:
            url = asked("Address of the webhook").strip()
            secret = WebhookSecret(url=url, token=asked("Token").strip() if token else "")
        await alerts.set_webhook(secret, least=severity)
        if secret is not None:
            _say_where(session, alerts)
        settings = alerts.board.webhook
        host = "" if settings is None else settings.host
        return f"Alerts are posted to {host}. Try it with: footlight alerts test webhook"

    change(session, "set it", work)


def _say_where(session: Session, alerts: Alerts) -> None:
    if alerts.open_to_account:
        file = session.data_dir / FILE_NAME
        say(f"There is no keyring here: what is secret is in {file}, which your account alone can read.")


def _show(session: Session, channel: Channel, *, json: bool) -> None:
    async def work() -> None:
        rules = await asyncio.to_thread(rules_of, session)
        if channel is Channel.EMAIL:
            line = None if rules.email is None else email_object(rules.email)
        else:
            line = None if rules.webhook is None else webhook_object(rules.webhook)
        if json:
            print_line(line or {"channel": channel.value, "on": False})
        elif line is None:
            say(f"Alerts are not sent by {channel}.")
        else:
            say(", ".join(f"{key}: {_plain(value)}" for key, value in line.items() if value not in ("", None)))

    session.carry_out(work())


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def try_out(
    ctx: typer.Context,
    channel: Annotated[
        Channel | None, typer.Argument(metavar="email|webhook", help="Only this one; else all that are set up.")
    ] = None,
) -> None:
    """Send a test by e-mail, webhook or both, now."""
    session: Session = ctx.obj

    async def work() -> None:
        rules = await asyncio.to_thread(rules_of, session)
        # A copy: what is set up can be tried while the desktop app owns the directory.
        alerts = Alerts(SystemClock(), rules=rules)
        channels = [channel] if channel is not None else list(rules.plan.channels)
        if not channels:
            msg = "nothing is set up: see footlight alerts email --help, and footlight alerts webhook --help"
            raise InvalidArgument(msg)
        try:
            site = await site_of(session)
            await alerts.start(site=lambda: site, account=account_name())
            failed = [each for each in channels if not await _tried(alerts, each)]
        finally:
            await alerts.close()
        if failed:
            raise typer.Exit(1)

    session.carry_out(work())


async def _tried(alerts: Alerts, channel: Channel) -> bool:
    try:
        trouble = await alerts.test(channel)
    except FootlightError as err:
        complain(str(err))
        return False
    if trouble:
        complain(f"warning: {trouble}")
    say(f"A test went out by {channel}.")
    return True


COMMANDS: Mapping[str, Callable[..., None]] = {"email": email, "webhook": webhook, "test": try_out}
