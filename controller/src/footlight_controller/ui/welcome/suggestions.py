"""What stands in the fields of the first start before anybody types."""

import getpass
import socket
import sys

from footlight_common.discovery import showable
from footlight_common.protocol.base import MAX_NAME_LENGTH


def person() -> str:
    """The full name of the account where the system knows it, else its short one; empty where there is none."""
    try:
        account = getpass.getuser()
    except (OSError, KeyError):
        return ""
    return showable(_full_name(account) or account)[:MAX_NAME_LENGTH]


def place() -> str:
    """The name of this computer, without the domain."""
    return showable(socket.gethostname().partition(".")[0])[:MAX_NAME_LENGTH]


def _full_name(account: str) -> str:
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return pwd.getpwnam(account).pw_gecos.partition(",")[0]
    except KeyError:
        return ""
