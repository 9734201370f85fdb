"""Alerts as the user interface sees them, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.plan import Channel, Plan


class MailSecurity(StrEnum):
    """How the line to the mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSettings:
    """How e-mails are sent. Without the password."""

    server: str
    port: int
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    """Empty for a server that lets everybody send."""
    sender: str
    to: tuple[str, ...]
    least: Severity = Severity.WARNING
    """Alerts that matter less are not sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """Where JSON is posted to. Without what is secret: the way behind the host, and the token."""

    host: str
    """With scheme and port, such as `https://hooks.example.org`."""
    token: bool = False
    """Whether a token goes with it."""
    least: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a channel stands."""

    waiting: int = 0
    """Notices that are not sent yet."""
    untold: frozenset[int] = frozenset()
    """Ids of the alerts whose beginning is among them."""
    given_up: frozenset[int] = frozenset()
    """Ids of the alerts whose beginning was told to nobody by it, in this run, and will not be."""
    trouble: str = ""
    """Why the last attempt failed, for a person; empty when it went well."""
    sent_s: float | None = None
    """Wall time of the controller at which something last went out; None for not in this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertBoard:
    """All there is to show of alerts; the same object while nothing changed."""

    open: tuple[AlertView, ...] = ()
    """Newest first."""
    plan: Plan = field(default_factory=Plan)
    email: EmailSettings | None = None
    """None for no e-mails."""
    webhook: WebhookSettings | None = None
    sending: Mapping[Channel, Sending] = field(default_factory=dict)
    """Of the channels in use."""
    watching: bool = False
    """Whether this controller raises alerts now."""
