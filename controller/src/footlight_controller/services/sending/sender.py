"""What carries notices to people."""

import ipaddress
from collections.abc import Sequence
from typing import Protocol

from footlight_controller.core.alerting.alert import AlertView

# A mail server may look its caller up before it greets.
DEADLINE_S = 30.0


class Sender(Protocol):
    """One way to tell of alerts."""

    async def send(self, alerts: Sequence[AlertView]) -> str:
        """Tell of these, oldest first, in one go. Returns what did not go well all the same; empty for nothing.

        Raises SendFailed, within about DEADLINE_S, or CredentialRefused. No text of theirs holds a secret.
        """
        ...


def on_this_machine(host: str) -> bool:
    """Whether what is sent there leaves this computer."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
