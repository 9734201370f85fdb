"""What the desktop app needs of the alerts of its controller."""

from typing import Protocol

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import EmailSettings
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.alerting.plan import Channel, Mute
from footlight_controller.core.alerting.rules import Rule, RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.services.alert_rules import WebhookSecret


class AlertsPort(Protocol):
    """What people do with alerts, and what is set about them. Everything on the core thread.

    What is asked for is in force when it returns, and comes with the next `Changes.alerts`.
    """

    @property
    def open_to_account(self) -> bool:
        """Whether a password or address lies in a file as it is, for there is no keyring that keeps it."""
        ...

    async def past(
        self,
        *,
        from_s: float = 0.0,
        to_s: float = float("inf"),
        player_id: str = "",
        before: int | None = None,
        limit: int = 200,
    ) -> tuple[AlertView, ...]:
        """Alerts that were open at some time between `from_s` and `to_s` (wall time), newest first.

        Those of one player alone with its id; the next page with the number of the last as `before`. Raises
        StorageError.
        """
        ...

    async def acknowledge(self, *alert_ids: int) -> None:
        """Whoever asks looks after these. Raises UnknownAlert for one that is not open."""
        ...

    async def mute(self, target: Target, for_s: float | None = None) -> Mute:
        """Raise nothing for it, for so many seconds or for good."""
        ...

    async def unmute(self, target: Target | None = None) -> bool:
        """Take the mute for exactly this target away, or all; whether there was one."""
        ...

    async def set_rule(self, name: RuleName, rule: Rule) -> None:
        """Have this rule like this. Raises InvalidArgument for what cannot be."""
        ...

    async def reset_rule(self, name: RuleName) -> None:
        """Have this rule as it is out of the box."""
        ...

    async def set_hours(self, target: Target, hours: Hours | None) -> None:
        """Mind a player, an area or all within these hours alone; None for no hours of its own."""
        ...

    async def mark_off(self, player_id: str) -> None:
        """The player is off on purpose: no offline alert until it was away and is back."""
        ...

    async def unmark_off(self, player_id: str) -> bool:
        """The player is not off on purpose; whether it was thought to be."""
        ...

    async def set_email(self, settings: EmailSettings | None, password: str | None = None) -> None:
        """Send e-mails like this from now on; None for none. Without a `password` the one there is stays.

        Raises InvalidArgument for what cannot be sent with, or a user without a password.
        """
        ...

    async def set_webhook(
        self, secret: WebhookSecret | None = None, *, least: Severity | None = None, off: bool = False
    ) -> None:
        """Post to this address from now on, alerts from `least` on; without one to the same as before, or not at all.

        Raises InvalidArgument for no address of a webhook.
        """
        ...

    async def test(self, channel: Channel) -> str:
        """Send a test at once; what did not go well all the same, or an empty text.

        Raises SendFailed, CredentialRefused, or InvalidArgument when the channel is not in use.
        """
        ...
