"""Makes a player one of the site's, with the code on its screen, and lets one go."""

import asyncio
import contextlib
from http import HTTPStatus

from footlight_common.discovery import Address, showable
from footlight_common.errors import (
    FootlightError,
    LinkError,
    OtherPlayer,
    PairingBusy,
    PairingClosed,
    PairingFailed,
    ProtocolError,
    StorageError,
    TrustError,
    WrongCode,
)
from footlight_common.model.player import PlayerIdentity
from footlight_common.security.exchange import MAX_STRANGER_BYTES
from footlight_common.security.pairing import ControllerPairing
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.site import Site
from footlight_controller.services.talk import Talk, Words

# Until it listens with the certificate that it was given.
TURN_S = 5.0
_TURN_STEP_S = 0.1

_REASONS: dict[str, tuple[type[FootlightError], str]] = {
    WrongCode.code: (
        WrongCode,
        "the code is wrong, or somebody stands between this controller and the player. Read the code on the screen "
        "again: it changes after a few tries.",
    ),
    PairingBusy.code: (
        PairingBusy,
        "the player takes no code right now: somebody else is pairing it, or there were wrong codes. Try again "
        "in {wait}.",
    ),
    PairingClosed.code: (
        PairingClosed,
        "the player takes no codes any more, for too many were wrong. Somebody has to allow it at the player: "
        "footlight-player reset",
    ),
    StorageError.code: (
        PairingFailed,
        "the player could not keep it: its disk is full or damaged. Look at the player, then try again.",
    ),
}
_WORDS = Words(
    other="the player",
    broke="the connection to the player broke off during the pairing. Look at its screen, and try again with its code.",
    reasons=_REASONS,
)


async def pair(
    dialer: Dialer, site: Site, address: Address, code: PairingCode, *, name: str = "", area: str = "", player: str = ""
) -> PlayerIdentity:
    """Pair the player at `address`; who it is now. Without a `name` it keeps its own.

    `player` is the id that it should have. Raises:
        RoleDenied: this member may not pair.
        WrongCode, PairingBusy, PairingClosed, PairingFailed: the player did not agree; nothing has changed.
        OtherPlayer: another one than `player` is there.
        NotOnThisMachine, Unreachable, ProtocolError: nothing there that pairs.
    """
    authority = site.authority()
    about = await dialer.about(address)
    if player and about.id != player:
        raise OtherPlayer(_OTHER)
    if about.claimed:
        whose = f"{site.name} already" if about.site == site.id else "another site"
        msg = f"{about.title} belongs to {whose}. To pair it anew, run `footlight-player reset` on the player first."
        raise PairingFailed(msg)
    socket, player_key = await dialer.pairing(address)
    talk = Talk(socket, _WORDS)
    granted = False
    try:
        # The arithmetic of the exchange takes some 20 ms.
        pairing = await asyncio.to_thread(
            ControllerPairing, code, own_key=site.credential.key.fingerprint, player_key=player_key
        )
        await talk.say(pairing.open())
        reply = await talk.hear(MAX_STRANGER_BYTES)
        await talk.say(await asyncio.to_thread(pairing.confirm, reply))
        request = pairing.request(await talk.hear())
        if request.player != about.id:
            raise OtherPlayer(_OTHER)
        certificate = authority.issue_for_player(request.csr, request.player)
        name = name or about.title
        grant = pairing.grant(certificate, site.standing, name=name, area=area)
        granted = True
        await talk.say(grant)
        pairing.finish(await talk.hear())
    except LinkError:
        # Its last word may have been lost when all was done already.
        if not granted or not await _belongs(dialer, address, about.id, site):
            raise
    finally:
        await talk.close()
    await _turned(dialer, address, about.id)
    return PlayerIdentity(id=about.id, name=name, area=area, version=showable(about.version))


async def unpair(dialer: Dialer, peer: Address, player_id: str) -> None:
    """Have the player at `peer` forget the site. Raises RoleDenied unless an admin asks, and as `Dialer.get` does."""
    answer = await dialer.post(peer, player_id, "/unpair")
    if answer.status in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}:
        return
    msg = "the player cannot be unpaired from here. Run `footlight-player reset` on the player."
    raise ProtocolError(msg)


async def _belongs(dialer: Dialer, address: Address, player_id: str, site: Site) -> bool:
    """Only says what to do next: the certificate has to prove it as soon as the player is dialled."""
    try:
        about = await dialer.about(address)
    except FootlightError:
        return False
    return (about.id, about.claimed, about.site) == (player_id, True, site.id)


async def _turned(dialer: Dialer, address: Address, player_id: str) -> None:
    """Wait until the player shows its new certificate, so that the first call of its link is not refused."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(TURN_S):
            while True:
                with contextlib.suppress(LinkError, TrustError):
                    connection, _ = await dialer.open(address, player_id)
                    await connection.close()
                    return
                await asyncio.sleep(_TURN_STEP_S)


_OTHER = "another player answers at this address. Search the network again, or correct the address."
