"""Has a new box show what the one before it did."""

from collections.abc import Awaitable, Callable

from footlight_common.discovery import showable
from footlight_common.errors import FootlightError
from footlight_common.protocol.commands import AnyAction, Play, SetMute, SetVolume
from footlight_controller.core.programme import Programme

# From the pairing to the first hello.
ONLINE_S = 15.0


async def hand_over(programme: Programme, name: str, command: Callable[[AnyAction], Awaitable[None]]) -> None:
    """Play the list from its beginning, as loud as before, on the player called `name`, which takes `command`.

    Raises FootlightError: it is paired and does not do that, and why.
    """
    playlist = programme.playlist
    try:
        # In this order, for nobody wants to hear a silent screen for a second.
        await command(SetVolume(level=programme.volume))
        await command(SetMute(muted=programme.muted))
        await command(Play(items=playlist.items, loop=playlist.loop))
    except FootlightError as err:
        msg = (
            f"{showable(name)} is paired, and does not show what the old box did: {err} "
            "Play its files anew from the player's page."
        )
        raise FootlightError(msg) from err
