"""How this controller joins a site, with the code that an admin of it reads out."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from footlight_common.discovery import Address, showable
from footlight_common.errors import (
    LinkError,
    PairingBusy,
    PairingClosed,
    PairingFailed,
    RoleDenied,
    StorageError,
    TrustError,
    WrongCode,
)
from footlight_common.security.exchange import MAX_STRANGER_BYTES
from footlight_common.security.invitation import Joining
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.site import Site
from footlight_controller.services.talk import Talk, Words

_WORDS = Words(
    other="the other controller",
    broke="the connection to the other controller broke off. Nothing has changed here; ask for a new invitation.",
    reasons={
        WrongCode.code: (
            WrongCode,
            "the code is wrong, or somebody stands between the two controllers. Have it read out again: it changes "
            "after a few tries.",
        ),
        PairingBusy.code: (
            PairingBusy,
            "the other controller takes no code right now: somebody else is joining, or there were wrong codes. Try "
            "again in {wait}.",
        ),
        PairingClosed.code: (
            PairingClosed,
            "the invitation is over: somebody joined, it was cancelled, or there were too many wrong codes. Ask for a "
            "new one.",
        ),
        RoleDenied.code: (RoleDenied, "the other side may not invite any more. Ask another admin of the site."),
        StorageError.code: (
            PairingFailed,
            "the other controller could not save the team, so nothing has changed. Look at its disk, then try again.",
        ),
    },
)


async def join(
    dialer: Dialer,
    present: Site | None,
    address: Address,
    code: PairingCode,
    name: str,
    keep: Callable[[Site], Awaitable[None]],
) -> Site:
    """Join the site of the controller that invites at `address`, as a member called `name`; the site, kept.

    `present` is the site this controller has: it may join that one again, as after a removal. `keep` stores the site
    and raises StorageError. Raises:
        WrongCode, PairingBusy, PairingClosed, PairingFailed, RoleDenied: the other side did not agree.
        TrustError: it is another site than `present`.
        NotOnThisMachine, Unreachable, LinkError, ProtocolError: nothing there that invites, or it broke off.
        StorageError: the site cannot be kept here.
    Nothing has changed here after any of these.
    """
    own = TLSKey.generate()
    socket, admin_key = await dialer.joining(address)
    talk = Talk(socket, _WORDS)
    failure = ""
    try:
        # The arithmetic of the exchange takes some 20 ms.
        joining = await asyncio.to_thread(Joining, code, name=showable(name)[:64], key=own, admin_key=admin_key)
        await talk.say(joining.open())
        reply = await talk.hear(MAX_STRANGER_BYTES)
        await talk.say(await asyncio.to_thread(joining.confirm, reply))
        invitation = joining.invited(await talk.hear())
        _require_same(present, invitation.site)
        await talk.say(joining.apply())
        membership = await asyncio.to_thread(joining.membership, await talk.hear())
        site = Site.joined(membership, own)

        async def finish() -> None:
            await keep(site)
            with contextlib.suppress(LinkError):
                # The site is kept: from here on this controller is a member, whatever becomes of the connection.
                await talk.say(joining.done())
                await talk.heard_out()

        # Kept and said, or neither, also when the window is closed meanwhile.
        finishing = asyncio.ensure_future(finish())
        try:
            await asyncio.shield(finishing)
        except asyncio.CancelledError:
            await asyncio.gather(finishing, return_exceptions=True)
            raise
    except (StorageError, TrustError) as err:
        failure = err.code
        raise
    finally:
        await talk.close(failure)
    return site


def _require_same(present: Site | None, site: str) -> None:
    if present is not None and present.id != site:
        msg = f"this controller belongs to the site {present.name} already. To join another, use another --data-dir."
        raise TrustError(msg)
