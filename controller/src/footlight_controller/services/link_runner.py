"""Carries out what a link decides: sockets, timers, and the commands that wait for an answer."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Sequence
from typing import Never, Protocol
from uuid import uuid4

from footlight_common.clock import Clock
from footlight_common.discovery import Address, showable
from footlight_common.errors import (
    CommandTimeout,
    FootlightError,
    HelloTimeout,
    LinkError,
    NotLinked,
    OtherPlayer,
    ProtocolError,
    RosterRefused,
    error_from_code,
)
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol import ToController
from footlight_common.protocol.base import HELLO_DEADLINE_S
from footlight_common.protocol.commands import AnyAction, Command, Result, name_of
from footlight_common.protocol.events import AnyEvent, DeviceStatusChanged
from footlight_common.protocol.session import (
    Cursor,
    Goodbye,
    Pong,
    Refusal,
    RosterChanged,
    RosterOffer,
    Snapshot,
    Subscribe,
    Welcome,
)
from footlight_common.protocol.topics import Topic
from footlight_controller.core.link import (
    Broken,
    Dial,
    Drop,
    Effect,
    Input,
    Link,
    Reached,
    Sighted,
    Start,
    Stop,
    Wait,
    WaitOver,
    Welcomed,
)
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import RESTART, SHUTDOWN, LinkState, LinkStatus
from footlight_controller.services.connection import Connection, Ended
from footlight_controller.services.dialer import Dialer

_log = logging.getLogger(__name__)

COMMAND_DEADLINE_S = 10.0
MAX_REASON_LENGTH = 300
_GOODBYES = {RESTART: "the player restarts.", SHUTDOWN: "the player was shut down."}


class LinkListener(Protocol):
    """Who hears what a link brings. Called on the core thread."""

    def link_changed(self, player_id: str, status: LinkStatus, addresses: tuple[Address, ...]) -> None:
        """The link, or what is known of the player's addresses, is now like this."""
        ...

    def link_welcomed(self, player_id: str, welcome: Welcome) -> Cursor | None:
        """The player opened a session. Returns from where its numbered events are wanted."""
        ...

    def link_roster(self, player_id: str, message: RosterChanged) -> None:
        """Another roster is in force at the player."""
        ...

    def link_roster_refused(self, player_id: str, why: str) -> None:
        """The player did not take the roster that it was offered."""
        ...

    def link_heard(self, player_id: str, message: Snapshot | AnyEvent) -> None:
        """The player sent its state or an event."""
        ...

    def link_strayed(self, identity: PlayerIdentity, address: Address) -> None:
        """Another player answered at an address of this one."""
        ...


class LinkRunner:
    """The link to one player, held from `start` to `close`. Used on the core thread."""

    def __init__(
        self,
        player_id: str,
        link: Link,
        *,
        dialer: Dialer,
        clock: Clock,
        listener: LinkListener,
        topics: Sequence[Topic],
    ) -> None:
        self.player_id = player_id
        self._link = link
        self._dialer = dialer
        self._clock = clock
        self._listener = listener
        self._usual = tuple(topics)
        self._topics = self._usual
        self._attempt: asyncio.Task[None] | None = None
        self._timer: asyncio.Task[None] | None = None
        self._connection: Connection | None = None
        self._moved = asyncio.Event()
        self._closed = False
        self._failing = False
        self._pending: dict[str, asyncio.Future[Result | None]] = {}
        self._roster = (0, 0, "")
        self._telling: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to hold the link, unless it is held already or was closed."""
        if not self._closed:
            self._feed(Start())

    def sighted(self, addresses: tuple[Address, ...]) -> None:
        """The player is said to be at these addresses now, best first."""
        self._feed(Sighted(addresses))

    def offer(self) -> None:
        """Send the player the roster of this controller, if its own gives way to that. Only while online.

        New keys of the site go to it together with a certificate, and so only from who can make one.
        """
        site, connection = self._dialer.site, self._connection
        if site is None or connection is None or self._dialer.place <= self._roster:
            return
        certificate = None
        if site.standing.epoch != self._roster[0]:
            certificate = site.certificate_for(connection.shown, self.player_id)
            if certificate is None:
                return
        message = RosterOffer(offer=site.standing.offer, certificate=certificate)
        self._tell(connection, message)

    def _tell(self, connection: Connection, message: RosterOffer | Subscribe) -> None:
        task = asyncio.create_task(_send(connection, message), name=f"tell-{self.player_id[:4]}")
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    def stop(self) -> None:
        """Dial no more and begin to let go of the link, for good. Commands that wait are given up."""
        self._closed = True
        self._feed(Stop())
        self._moved.set()

    async def close(self) -> None:
        """`stop`, and wait until the link is gone."""
        tasks = [task for task in (self._attempt, self._timer, *self._telling) if task is not None]
        self.stop()
        await asyncio.gather(*tasks, return_exceptions=True)

    def also(self, topics: Iterable[Topic]) -> None:
        """Subscribe to these beside the usual ones from now on."""
        # In one order, and each once.
        before, wanted = self._topics, {*self._usual, *topics}
        self._topics = tuple(topic for topic in Topic if topic in wanted)
        if self._connection is not None and {*before} != wanted:
            self._tell(self._connection, Subscribe(topics=self._topics))

    @property
    def is_up(self) -> bool:
        """Whether the player is connected."""
        return self._connection is not None

    @property
    def peer(self) -> Address:
        """The numeric address at which the player is connected. Raises NotLinked when it is offline."""
        return self._connected().peer

    async def command(self, action: AnyAction) -> None:
        """Have the player do something; returns once it says that it did.

        A connection that breaks meanwhile is waited for, and the command sent again under the same key.

        Raises:
            NotLinked: the player is offline.
            CommandTimeout: no answer within COMMAND_DEADLINE_S.
            FootlightError: the player's own, by code.
        """
        self._connected()
        key = uuid4().hex
        try:
            async with asyncio.timeout(COMMAND_DEADLINE_S):
                while (result := await self._ask(Command(id=uuid4().hex, action=action, key=key))) is None:
                    await self._reconnected()
        except TimeoutError as err:
            msg = (
                f"the player did not answer {name_of(action)} within {COMMAND_DEADLINE_S:.0f} s. "
                "It may have done it all the same: look at its state before you try again."
            )
            raise CommandTimeout(msg) from err
        if not result.ok:
            raise error_from_code(result.code, result.message or result.code)

    def _connected(self) -> Connection:
        if self._connection is None:
            why = self._link.status.reason or "it is not connected"
            msg = f"the player is offline: {why}"
            raise NotLinked(msg)
        return self._connection

    async def _ask(self, command: Command) -> Result | None:
        """The player's answer; None when the connection went away before it came."""
        if self._connection is None:
            return None
        answer: asyncio.Future[Result | None] = asyncio.get_running_loop().create_future()
        self._pending[command.id] = answer
        try:
            await self._connection.send(command)
            return await answer
        except LinkError:
            return None
        finally:
            del self._pending[command.id]

    async def _reconnected(self) -> None:
        while self._connection is None:
            if self._closed:
                msg = "the connection was given up before the player answered."
                raise NotLinked(msg)
            self._moved.clear()
            await self._moved.wait()

    def _feed(self, what: Input) -> None:
        before = self._link.status, self._link.addresses
        effects = self._link.feed(what, Moment(self._clock.wall_s(), self._clock.monotonic_s()))
        if before != (self._link.status, self._link.addresses):
            self._log_change(before[0], self._link.status)
            self._listener.link_changed(self.player_id, self._link.status, self._link.addresses)
        for effect in effects:
            self._carry_out(effect)

    def _log_change(self, before: LinkStatus, now: LinkStatus) -> None:
        if now.state is LinkState.ONLINE:
            self._failing = False
            _log.info("player %s is online at %s", self.player_id, self._link.addresses[0])
        elif now.code and (now.code, now.reason) != (before.code, before.reason):
            # Once when it goes, and no more until it was back.
            _log.log(logging.DEBUG if self._failing else logging.INFO, "player %s: %s", self.player_id, now.reason)
            self._failing = True

    def _carry_out(self, effect: Effect) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        match effect:
            case Dial(address):
                self._attempt = asyncio.create_task(self._try(address), name=f"link-{self.player_id[:4]}")
                self._attempt.add_done_callback(self._check)
            case Wait(delay_s):
                self._timer = asyncio.create_task(self._sleep(delay_s), name=f"wait-{self.player_id[:4]}")
            case Drop() if self._attempt is not None:
                self._attempt.cancel()

    async def _sleep(self, delay_s: float) -> None:
        await self._clock.sleep(delay_s)
        # Not to be cancelled by what follows from it.
        self._timer = None
        self._feed(WaitOver())

    async def _try(self, address: Address) -> None:
        try:
            await self._hold(address)
        except Ended as err:
            code, reason = err.goodbye.code, err.goodbye.message or _GOODBYES.get(err.goodbye.code, "it said goodbye.")
        except FootlightError as err:
            code, reason = err.code, str(err)
        self._feed(Broken(code, showable(reason)[:MAX_REASON_LENGTH]))

    def _check(self, attempt: asyncio.Task[None]) -> None:
        if not attempt.cancelled() and (fault := attempt.exception()) is not None and not self._closed:
            _log.error("the link to player %s failed through a fault of this program", self.player_id, exc_info=fault)
            self._feed(Broken(FootlightError.code, f"a fault of this program: {fault!r}"))

    async def _hold(self, address: Address) -> Never:
        try:
            connection, welcome = await self._dialer.open(
                address, self.player_id, lambda stage: self._feed(Reached(stage))
            )
        except OtherPlayer:
            await self._look_who_is_there(address)
            raise
        self._roster = (welcome.roster_epoch, welcome.roster_version, welcome.roster_mark)
        try:
            since = self._listener.link_welcomed(self.player_id, welcome)
            topics = self._topics
            await connection.send(Subscribe(topics=topics, since=since))
            snapshot = await self._snapshot(connection)
            self._listener.link_heard(self.player_id, snapshot)
            self._connection = connection
            self._feed(Welcomed())
            self._moved.set()
            # The team may have changed since the hello.
            self.offer()
            if self._topics != topics:
                self._tell(connection, Subscribe(topics=self._topics))
            while True:
                self._take(await connection.receive())
        finally:
            self._connection = None
            for answer in self._pending.values():
                if not answer.done():
                    answer.set_result(None)
            await connection.close()

    async def _look_who_is_there(self, address: Address) -> None:
        with contextlib.suppress(FootlightError):
            about = await self._dialer.about(address)
            if about.id != self.player_id:
                self._listener.link_strayed(PlayerIdentity(id=about.id, name=about.title), address)

    async def _snapshot(self, connection: Connection) -> Snapshot:
        """The state that answers the subscription; what comes before it is taken as usual."""
        try:
            async with asyncio.timeout(HELLO_DEADLINE_S):
                while not isinstance(message := await connection.receive(), Snapshot):
                    if isinstance(message, Refusal):
                        raise error_from_code(message.code, message.message)
                    self._take(message)
        except TimeoutError as err:
            msg = f"the player did not send its state within {HELLO_DEADLINE_S:.0f} s."
            raise HelloTimeout(msg) from err
        self._check_identity(message.status.identity)
        return message

    def _take(self, message: ToController) -> None:
        match message:
            case Result():
                answer = self._pending.get(message.id)
                if answer is not None and not answer.done():
                    answer.set_result(message)
            case Pong():
                pass
            case RosterChanged():
                self._roster = (message.epoch, message.version, message.mark)
                self._listener.link_roster(self.player_id, message)
            case Refusal(code=code, message=text):
                _log.info("player %s refused a message: %s (%s)", self.player_id, showable(text), code)
                if code == RosterRefused.code:
                    self._listener.link_roster_refused(self.player_id, text)
            case Welcome() | Goodbye():
                msg = "the player sent a welcome in the middle of a session."
                raise ProtocolError(msg)
            case Snapshot(status=status) | DeviceStatusChanged(status=status):
                self._check_identity(status.identity)
                self._listener.link_heard(self.player_id, message)
            case _:
                self._listener.link_heard(self.player_id, message)

    def _check_identity(self, identity: PlayerIdentity) -> None:
        if identity.id != self.player_id:
            msg = "the player sent the state of another player."
            raise ProtocolError(msg)


async def _send(connection: Connection, message: RosterOffer | Subscribe) -> None:
    try:
        await connection.send(message)
    except FootlightError as err:
        # Whoever reads from it finds out as well.
        _log.info("%s was not sent: %s", type(message).__name__, err)
