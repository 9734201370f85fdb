"""Joins the site of whoever invites, at an address or found by Zeroconf."""

import asyncio

from footlight_common.discovery import Address
from footlight_common.errors import PairingFailed, Unreachable
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.cli.session import FIND_S, STRANGER_SETTLE_S
from footlight_controller.core.site_view import Inviter, SiteView
from footlight_controller.services.controller import Controller


async def join_found(controller: Controller, address: Address | None, code: PairingCode, name: str) -> SiteView:
    """Join at this address, or at the one controller that announces an open invitation.

    Raises as `Team.join` does, and PairingFailed when several announce one.
    """
    addresses = (address,) if address else (await _found(controller)).addresses
    failure: Exception | None = None
    for each in addresses:
        try:
            return await controller.team.join(each, code.shown, name)
        except Unreachable as err:
            failure = err
    raise failure or Unreachable(_NOBODY)


async def _found(controller: Controller) -> Inviter:
    await controller.wait_until(lambda: controller.inviters or None, FIND_S)
    if controller.inviters:
        # Others have the time to turn up.
        await asyncio.sleep(STRANGER_SETTLE_S)
    inviters = controller.inviters
    if not inviters:
        raise Unreachable(_NOBODY)
    if len(inviters) > 1:
        which = ", ".join(f"{inviter.name} at {inviter.addresses[0]}" for inviter in inviters)
        msg = f"several controllers invite now: {which}. Name the address of the one that is meant."
        raise PairingFailed(msg)
    return inviters[0]


_NOBODY = (
    "no controller announces an open invitation here. Ask whether it is still open, or name the address that is shown "
    "with the code: footlight site join HOST:PORT"
)
