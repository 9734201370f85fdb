"""The code that pairs or invites: given with --code, or asked for."""

import typer

from footlight_common.errors import InvalidCode
from footlight_common.security.pairing_code import PairingCode


def typed_code(given: str | None, question: str) -> PairingCode:
    """The code that was given, else what the person answers. Raises BadParameter for what is no code."""
    text = str(typer.prompt(question, err=True)) if given is None else given
    try:
        return PairingCode.parse(text)
    except InvalidCode as err:
        raise typer.BadParameter(str(err), param_hint="--code") from err
