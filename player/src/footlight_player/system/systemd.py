"""Tells systemd that the player is up, alive or going (sd_notify(3)); does nothing without systemd."""

import os
import re
import socket
from collections.abc import Mapping


class Systemd:
    """The notification socket named in the environment. A message that cannot be sent is lost: systemd will act."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        # A leading @ stands for the abstract namespace.
        self._path = re.sub("^@", "\0", environment.get("NOTIFY_SOCKET", ""))
        self._watched = "WATCHDOG_USEC" in environment

    def ready(self) -> None:
        """The player can be reached."""
        self._send("READY=1")

    def stopping(self) -> None:
        """The player goes."""
        self._send("STOPPING=1")

    def progress(self) -> None:
        """Core, window and decoder answered just now. Called once a second."""
        if self._watched:
            self._send("WATCHDOG=1")

    def _send(self, text: str) -> None:
        if not self._path:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK) as sender:
            try:
                sender.sendto(text.encode(), self._path)
            except OSError:
                return
