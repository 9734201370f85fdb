"""Calls players: as a member of the site, and as a stranger where nobody is trusted yet."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TypeVar

import aiohttp
import msgspec

from footlight_common.discovery import Address, showable
from footlight_common.errors import (
    FootlightError,
    HelloTimeout,
    LinkError,
    NoSite,
    NotMember,
    OtherSite,
    PairingFailed,
    ProtocolError,
    TrustError,
    Unreachable,
    error_from_code,
)
from footlight_common.protocol.base import CONTROLLER_HEARTBEAT_S, HELLO_DEADLINE_S, SUBPROTOCOL
from footlight_common.protocol.session import Hello, Welcome
from footlight_common.security import tls
from footlight_common.security.exchange import MAX_SEALED_BYTES
from footlight_controller.core.link import Stage
from footlight_controller.services.about import MAX_ABOUT_BYTES, PATH, About, read_about
from footlight_controller.services.carrier import Answer, Carrier, Question, within
from footlight_controller.services.connection import Connection, Ended
from footlight_controller.services.explaining import (
    backup_too_old,
    explain,
    may_be_distrust,
    never_connected,
    no_player,
    not_taken,
    unreachable,
)
from footlight_controller.services.identities import Acquaintance, Identities
from footlight_controller.services.join_listener import JOIN_PATH, JOIN_SUBPROTOCOL
from footlight_controller.services.reach import Reach
from footlight_controller.services.refusal import MAX_REFUSAL_BYTES, read_refusal
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import NO_SITE

TCP_DEADLINE_S = 10.0
PAIRING_SUBPROTOCOL = "footlight.pair.v1"
# An admission is a JSON text in a JSON text: escapes may make it longer.
MAX_JOIN_BYTES = 2 * MAX_SEALED_BYTES
_ABOUT = Question("GET", PATH, {}, MAX_ABOUT_BYTES)

T = TypeVar("T")


class Dialer:
    """Opens connections to players of the site, and to nothing that is out of reach."""

    def __init__(self, reach: Reach, hello: Hello, *, heartbeat_s: float = CONTROLLER_HEARTBEAT_S) -> None:
        self.reach = reach
        """How far it may go."""
        self.no_site = NO_SITE
        """What is said while there is no site to dial for."""
        self._carrier = Carrier(reach)
        self._hello = hello
        self._heartbeat_s = heartbeat_s
        self._identities: Identities | None = None
        self._met: dict[str, Acquaintance] = {}
        self._stranger = tls.stranger()

    async def start(self) -> None:
        """Get ready to dial, in the running loop."""
        await self._carrier.start()

    async def use(self, site: Site | None) -> None:
        """Dial as the member of this site from now on; with none, only `about` and `pairing` work."""
        self._identities = None if site is None else await Identities.of(site)

    async def close(self) -> None:
        """Let go of every socket that is left."""
        await self._carrier.close()

    @property
    def closed(self) -> bool:
        """Whether no socket can be open."""
        return self._carrier.closed

    @property
    def site(self) -> Site | None:
        """As whose member it dials."""
        return None if self._identities is None else self._identities.site

    @property
    def place(self) -> tuple[int, int, str]:
        """Of the site's roster, as in `Standing.place`."""
        return (0, 0, "") if self._identities is None else self._identities.place

    def remember(self, player_id: str, epoch: int, key: str) -> None:
        """What is known of a player from before: the epoch of the site's keys and its own key, as a fingerprint."""
        self._met[player_id] = Acquaintance(epoch, key)

    def key_of(self, player_id: str) -> str:
        """Fingerprint of the key that the player showed when it was last welcomed; empty when it never was."""
        met = self._met.get(player_id)
        return "" if met is None else met.key

    async def about(self, address: Address) -> About:
        """What a player says of itself, asked as a stranger.

        Raises:
            NotOnThisMachine: the address is out of reach.
            Unreachable: nothing answers there.
            ProtocolError: what answers is no player.
        """
        return await self._each(address, lambda peer: self._about(peer, address))

    async def open(
        self, address: Address, player_id: str, reached: Callable[[Stage], None] = lambda _: None
    ) -> tuple[Connection, Welcome]:
        """Dial the player with this id, say hello, and wait for the welcome.

        Raises:
            NoSite: this controller has none yet.
            NotOnThisMachine: the address is out of reach.
            Unreachable: nothing answers there.
            OtherPlayer, NotPaired, OtherSite, Revoked, CredentialRefused: one of the two does not trust the other.
            VersionMismatch, ProtocolError: what answers is no player, or speaks no version that we do.
        """
        site = self._member().site
        reached(Stage.RESOLVE)
        peers = await self._carrier.find(address)
        reached(Stage.TCP)
        connection = await self._first(peers, address, lambda peer: self._upgrade(peer, address, player_id))
        try:
            reached(Stage.HELLO)
            welcome = await self._introduce(connection, site, player_id)
        except BaseException as err:
            await connection.close()
            if isinstance(err, NotMember) and site.from_backup:
                raise NotMember(backup_too_old(site)) from err
            raise
        self.remember(player_id, welcome.roster_epoch, connection.shown.holder.fingerprint)
        return connection, welcome

    async def get(
        self, peer: Address, player_id: str, path: str, query: Mapping[str, str], *, limit_bytes: int
    ) -> Answer:
        """Ask the player that is connected at `peer` for something, within FETCH_DEADLINE_S.

        Raises:
            Unreachable: no whole answer came in time.
            MessageTooLarge: it is over `limit_bytes`, of which no more than that is read.
            TrustError, OtherPlayer: as `open` does; RoleDenied for what the member may not ask.
        """
        return await self._ask(peer, player_id, Question("GET", path, query, limit_bytes))

    async def download(
        self,
        peer: Address,
        player_id: str,
        path: str,
        take: Callable[[bytes], Awaitable[None]],
        *,
        limit_bytes: int,
    ) -> Answer:
        """Ask for something large: what is good of it goes to `take` piece by piece, and is not in the answer.

        Raises as `get` does, without its deadline; Unreachable when it breaks off; what `take` raises.
        """
        question = Question("GET", path, {}, limit_bytes)

        async def ask(context: ssl.SSLContext) -> Answer:
            return await self._carrier.download(peer, question, context, player_id, take)

        return await self._as_member(peer, player_id, ask)

    async def post(self, peer: Address, player_id: str, path: str) -> Answer:
        """Have the player that is connected at `peer` do what the path says. Raises as `get` does."""
        return await self._ask(peer, player_id, Question("POST", path, {}, MAX_REFUSAL_BYTES))

    async def pairing(self, address: Address) -> tuple[aiohttp.ClientWebSocketResponse, str]:
        """A conversation with an unclaimed player, and the fingerprint of the key it showed.

        Raises NotOnThisMachine, Unreachable, PairingFailed when the player does not pair now, ProtocolError.
        """
        return await self._each(address, lambda peer: self._pairing(peer, address))

    async def joining(self, address: Address) -> tuple[aiohttp.ClientWebSocketResponse, str]:
        """A conversation with a controller that invites, and the fingerprint of the key it showed.

        Raises NotOnThisMachine, Unreachable, ProtocolError.
        """
        return await self._each(address, lambda peer: self._joining(peer, address))

    async def _each(self, address: Address, dial: Callable[[Address], Awaitable[T]]) -> T:
        return await self._first(await self._carrier.find(address), address, dial)

    async def _first(self, peers: list[Address], address: Address, dial: Callable[[Address], Awaitable[T]]) -> T:
        """What the first of them that serves gives."""
        failure: FootlightError | None = None
        for peer in peers:
            try:
                return await within(TCP_DEADLINE_S, dial(peer), f"{address} does not answer.")
            except (LinkError, ProtocolError, TrustError) as err:
                failure = err
        raise failure or Unreachable(f"the name {address.host} has no address.")

    async def _about(self, peer: Address, address: Address) -> About:
        try:
            answer = await self._carrier.ask(peer, _ABOUT, self._stranger, None)
        except (aiohttp.ClientError, OSError) as err:
            raise unreachable(address, err) from err
        if answer.status != HTTPStatus.OK:
            raise ProtocolError(no_player(address))
        return read_about(answer.body)

    async def _ask(self, peer: Address, player_id: str, question: Question) -> Answer:
        async def ask(context: ssl.SSLContext) -> Answer:
            return await self._carrier.ask(peer, question, context, player_id)

        return await self._as_member(peer, player_id, ask)

    async def _as_member(
        self, peer: Address, player_id: str, ask: Callable[[ssl.SSLContext], Awaitable[Answer]]
    ) -> Answer:
        self._carrier.check(peer)
        answer = await self._trusted(peer, peer, player_id, ask, lambda err: unreachable(peer, err))
        if answer.status == HTTPStatus.FORBIDDEN:
            raise read_refusal(answer.body)
        return answer

    async def _upgrade(self, peer: Address, address: Address, player_id: str) -> Connection:
        async def once(context: ssl.SSLContext) -> aiohttp.ClientWebSocketResponse:
            return await self._carrier.socket(
                peer, "/ws", SUBPROTOCOL, context, player_id=player_id, heartbeat_s=self._heartbeat_s
            )

        async def dial(context: ssl.SSLContext) -> aiohttp.ClientWebSocketResponse:
            try:
                return await once(context)
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as err:
                if isinstance(err, aiohttp.ClientConnectorError):
                    raise
                # Once may be bad luck; a certificate that is not taken is not taken twice.
                return await once(context)

        site = self._member().site
        socket = await self._trusted(peer, address, player_id, dial, lambda _: not_taken(address, site))
        if socket.protocol != SUBPROTOCOL:
            await socket.close()
            msg = f"what listens at {address} does not speak {SUBPROTOCOL}. Update the older of the two programs."
            raise ProtocolError(msg)
        return Connection(socket, address, peer, tls.shown(socket.get_extra_info("ssl_object")))

    async def _trusted(
        self,
        peer: Address,
        address: Address,
        player_id: str,
        call: Callable[[ssl.SSLContext], Awaitable[T]],
        otherwise: Callable[[aiohttp.ClientError | OSError], FootlightError],
    ) -> T:
        """What `call` gives, as whom the player knows us. `otherwise` is what is said when it gives no reason."""
        identities = self._member()
        failure: aiohttp.ClientError | OSError
        try:
            return await call(identities.context)
        except (aiohttp.ClientError, OSError) as err:
            if not may_be_distrust(err):
                raise never_connected(address, err) or otherwise(err) from err
            about = await self._about(peer, address)
            other = await identities.toward(about, self._met.get(player_id)) if about.id == player_id else None
            failure = err
        if other is not None:
            try:
                return await call(other)
            except (aiohttp.ClientError, OSError) as err:
                failure = err
        raise explain(failure, about, player_id, identities.site, address) or otherwise(failure) from failure

    async def _pairing(self, peer: Address, address: Address) -> tuple[aiohttp.ClientWebSocketResponse, str]:
        try:
            socket = await self._carrier.socket(peer, "/pair", PAIRING_SUBPROTOCOL, self._stranger)
        except aiohttp.WSServerHandshakeError as err:
            msg = f"the player at {address} does not pair now. Look at its screen, and try again in a moment."
            raise PairingFailed(msg) from err
        except (aiohttp.ClientError, OSError) as err:
            raise unreachable(address, err) from err
        return socket, tls.server_key(socket.get_extra_info("ssl_object"))

    async def _joining(self, peer: Address, address: Address) -> tuple[aiohttp.ClientWebSocketResponse, str]:
        try:
            socket = await self._carrier.socket(
                peer, JOIN_PATH, JOIN_SUBPROTOCOL, self._stranger, limit_bytes=MAX_JOIN_BYTES
            )
        except (aiohttp.WSServerHandshakeError, aiohttp.ClientSSLError) as err:
            msg = f"what answers at {address} is no controller that invites. Check the address and the port."
            raise ProtocolError(msg) from err
        except (aiohttp.ClientError, OSError) as err:
            msg = f"nobody invites at {address}. Check the address, and whether the invitation is still open there."
            raise Unreachable(msg) from err
        return socket, tls.server_key(socket.get_extra_info("ssl_object"))

    def _member(self) -> Identities:
        if self._identities is None:
            raise NoSite(self.no_site)
        return self._identities

    async def _introduce(self, connection: Connection, site: Site, player_id: str) -> Welcome:
        certificate = None
        try:
            connection.shown.require_issued_by(site.authority_certificate)
        except OtherSite:
            # It missed a change of the keys, or knows of one that this controller missed.
            certificate = site.certificate_for(connection.shown, player_id)
        hello = msgspec.structs.replace(self._hello, offer=site.standing.offer, certificate=certificate)
        try:
            async with asyncio.timeout(HELLO_DEADLINE_S):
                await connection.send(hello)
                welcome = await connection.receive()
        except TimeoutError as err:
            msg = f"the player took the call and said nothing for {HELLO_DEADLINE_S:.0f} s. Restart it if that goes on."
            raise HelloTimeout(msg) from err
        except Ended as err:
            raise error_from_code(err.goodbye.code, str(err)) from err
        if not isinstance(welcome, Welcome):
            msg = f"the player answered the hello with {type(welcome).__name__}."
            raise ProtocolError(msg)
        if welcome.identity.id != player_id:
            msg = f"the player says that it is {showable(welcome.identity.id[:40])!r}, against its certificate."
            raise ProtocolError(msg)
        return welcome
