"""What a person is called where nobody said it."""

import getpass

from footlight_common.discovery import showable


def account_name() -> str:
    """The name of the account on this machine."""
    try:
        return showable(getpass.getuser())[:64] or "admin"
    except (OSError, KeyError):
        return "admin"
