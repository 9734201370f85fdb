"""One conversation with a controller, whatever carries it."""

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from footlight_common.clock import Clock
from footlight_common.errors import (
    FootlightError,
    HelloTimeout,
    ProtocolError,
    RoleDenied,
    RosterRefused,
    StorageError,
    TooSlow,
    VersionMismatch,
)
from footlight_common.protocol import ToPlayer, to_player
from footlight_common.protocol.base import (
    HELLO_DEADLINE_S,
    MIN_PROTOCOL_VERSION,
    PROTOCOL_VERSION,
    Message,
    encode,
    id_of,
)
from footlight_common.protocol.commands import Command, Result
from footlight_common.protocol.session import (
    Caller,
    Goodbye,
    Hello,
    Ping,
    Pong,
    Refusal,
    RequestDeviceStatus,
    RequestStats,
    RosterOffer,
    Subscribe,
    Welcome,
)
from footlight_common.protocol.topics import Topic
from footlight_common.security.permissions import require, require_topic
from footlight_common.security.roster import Member, Roster
from footlight_common.security.standing import Offer
from footlight_player.core.actor import Actor
from footlight_player.server.log_stream import LogStream
from footlight_player.services.identity import clean_name
from footlight_player.services.player import Player

QUEUE_LIMIT = 256
# More often than this nobody can see a state change.
COALESCE_S = 0.1
NAMELESS = "a member"
# For a last word to a reader who may be gone.
FAREWELL_S = 1.0
_STATES = frozenset({Topic.DEVICES, Topic.DASHBOARD, Topic.METRICS})


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened. So many may wait and no more."""

    text: str


@dataclass(frozen=True, slots=True)
class _State:
    """Something that is so. Only the newest message with this tag is sent."""

    tag: str


_Entry = _Event | _State | LogStream | Message


class Sender(Protocol):
    """Brings messages to the controller."""

    async def send(self, text: str) -> None:
        """Returns when there is room for more. Raises ConnectionError when the controller is gone."""
        ...


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who may come in, and by which roster."""

    member: Member
    roster: Roster
    roster_mark: str = ""
    offer: Offer | None = None
    """The roster, for a controller that has an older one."""
    revoked: tuple[str, ...] = ()
    """As in the welcome."""


# Takes the roster that the hello offers, and says who called. Raises FootlightError.
Admit = Callable[["Session", Hello], Awaitable[Admitted]]
# Takes a roster, with a certificate for this player. Raises RosterRefused, StorageError.
Offered = Callable[["Session", Offer, bytes | None], Awaitable[None]]


class Session:
    """Hello, subscriptions, commands and their results, and a bounded queue in front of one writer.

    `run` is its life; `receive` takes what comes in; `end` may be called by anybody, and the first reason counts.
    """

    def __init__(self, player: Player, clock: Clock, sender: Sender, *, admit: Admit, offered: Offered) -> None:
        self.member: Member | None = None
        """Who called, by the roster in force; None before the hello."""
        self.id = secrets.token_hex(8)
        """Tells it from others of the same member."""
        self.farewell: Goodbye | None = None
        """Why the session ended; None while it lasts, or when the controller just left."""
        self._controller = ""
        self._player = player
        self._clock = clock
        self._sender = sender
        self._admit = admit
        self._offered = offered
        self._queue: deque[_Entry] = deque()
        self._unsent_events = 0
        self._held: list[_Event] | None = None
        self._states: dict[_State, str] = {}
        self._state_sent_s: dict[_State, float] = {}
        self._coalescing: dict[_State, asyncio.Task[None]] = {}
        self._logs = LogStream(player.logs, clock, lambda: self._put(self._logs))
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._ended = asyncio.Event()

    @property
    def name(self) -> str:
        """Of the member, on one line; empty before the hello."""
        return "" if self.member is None else clean_name(self.member.name) or NAMELESS

    @property
    def welcomed(self) -> bool:
        """Whether the hello is done."""
        return self.member is not None

    async def run(self) -> None:
        """From the first message to the goodbye."""
        writer = asyncio.create_task(self._write(), name="session-writer")
        writer.add_done_callback(lambda _: self.leave())
        deadline = asyncio.create_task(self._await_hello(), name="session-hello")
        try:
            await self._ended.wait()
            self._player.feed.listen((), self._hear)
            self._logs.close()
            self._wake.set()
            done, _ = await asyncio.wait([writer], timeout=FAREWELL_S)
            for task in done:
                task.result()
        finally:
            self._player.feed.listen((), self._hear)
            self._logs.close()
            if self.member is not None:
                self._player.leave(self._actor(self.member))
            tasks = [writer, deadline, *self._coalescing.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def know_as(self, member: Member) -> None:
        """The roster says something else of the member now."""
        self.member = member
        self._player.presence.know(self._actor(member))
        if self._logs.is_open:
            self._follow_logs(member)

    def tell(self, message: Message) -> None:
        """Send a message that is no answer."""
        self._answer(message)

    def end(self, code: str, message: str) -> None:
        """Say why, and be done."""
        if not self._ended.is_set():
            self.farewell = Goodbye(code=code, message=message)
            self._ended.set()

    def leave(self) -> None:
        """The controller is gone."""
        self._ended.set()

    async def receive(self, text: str) -> None:
        """Take one message. Waits while the answers before it are not sent."""
        while len(self._queue) >= QUEUE_LIMIT // 2 and not self._ended.is_set():
            self._room.clear()
            await self._room.wait()
        try:
            await self._take(to_player.decode(text))
        except ProtocolError as err:
            if not self.welcomed or type(err) is not ProtocolError:
                self.end(err.code, str(err))
            else:
                self._answer(_refusal(text, err))
        except FootlightError as err:
            self.end(err.code, str(err))

    async def _take(self, message: ToPlayer) -> None:
        if isinstance(message, Hello):
            await self._greet(message)
        elif self.member is None:
            msg = "The first message must be a hello."
            raise ProtocolError(msg)
        else:
            match message:
                case Command():
                    self._answer(self._execute(message, self.member))
                case Subscribe():
                    await self._subscribe(message)
                case RequestDeviceStatus():
                    self._answer(self._player.snapshot())
                case RequestStats():
                    self._answer(self._player.stats_update())
                case RosterOffer():
                    await self._take_roster(message)
                case Ping():
                    self._answer(Pong(id=message.id, at_s=self._player.now_s()))

    async def _take_roster(self, message: RosterOffer) -> None:
        try:
            await self._offered(self, message.offer, message.certificate)
        except (RosterRefused, StorageError) as err:
            self._answer(Refusal(code=err.code, message=str(err)))

    def _execute(self, command: Command, member: Member) -> Result:
        actor = self._actor(member)
        try:
            require(member.role, command.action)
        except RoleDenied as err:
            return self._player.refuse(command, actor, err)
        return self._player.execute(command, actor)

    def _actor(self, member: Member) -> Actor:
        return Actor(session=self.id, member=member.id, name=self.name, role=member.role, controller=self._controller)

    async def _greet(self, hello: Hello) -> None:
        if self.member is not None:
            msg = "A session has one hello."
            raise ProtocolError(msg)
        protocol = min(hello.protocol, PROTOCOL_VERSION)
        if protocol < max(hello.min_protocol, MIN_PROTOCOL_VERSION):
            older = "controller" if hello.protocol < MIN_PROTOCOL_VERSION else "player"
            msg = (
                f"The controller speaks versions {hello.min_protocol} to {hello.protocol} of the protocol, "
                f"the player {MIN_PROTOCOL_VERSION} to {PROTOCOL_VERSION}. Update the {older}."
            )
            raise VersionMismatch(msg)
        self._controller = clean_name(hello.name)
        admitted = await self._admit(self, hello)
        self.member, roster = admitted.member, admitted.roster
        if not self._ended.is_set():
            self._player.enter(self._actor(self.member))
        self._answer(
            Welcome(
                identity=self._player.identity,
                cursor=self._player.events.cursor,
                protocol=protocol,
                host=self._player.host,
                member=Caller(id=self.member.id, name=self.member.name, role=self.member.role),
                roster_version=roster.version,
                roster_epoch=roster.epoch,
                roster_mark=admitted.roster_mark,
                offer=admitted.offer,
                revoked=admitted.revoked,
                session=self.id,
            )
        )

    async def _subscribe(self, message: Subscribe) -> None:
        self._player.feed.listen(message.topics, self._hear)
        await self._answer_subscription(message)
        # What it may not hear of is refused after the state: the rest is as it was asked for.
        if Topic.LOGS not in message.topics:
            self._logs.close()
        elif self.member is not None and not self._ended.is_set():
            self._follow_logs(self.member)

    def _follow_logs(self, member: Member) -> None:
        try:
            require_topic(member.role, Topic.LOGS)
        except RoleDenied as err:
            self._logs.close()
            self._answer(Refusal(code=err.code, message=str(err)))
        else:
            self._logs.open()

    async def _answer_subscription(self, message: Subscribe) -> None:
        if message.since is None or Topic.MONITORING not in message.topics:
            self._answer(self._player.snapshot())
            return
        # What happens while the disk is read comes after what it says, and the snapshot before both.
        self._held, stream = [], self._player.events.cursor.stream
        try:
            first, events = await self._player.events.replay(message.since)
        finally:
            held, self._held = self._held, None
        if self._ended.is_set():
            return
        if stream != self._player.events.cursor.stream:
            first, events = self._player.events.cursor.seq + 1, ()
            self._unsent_events -= len(held)
            held = []
        self._answer(self._player.snapshot(replayed_from=first))
        # As many as there are, whatever the limit of the queue: they were asked for.
        for event in events:
            self._answer(event)
        for entry in held:
            self._put(entry)

    def _hear(self, topic: Topic, tag: str, text: str) -> None:
        if self._held is not None and topic in _STATES:
            # The snapshot that is about to come has it.
            return
        if topic in _STATES:
            state = _State(tag)
            known = state in self._states
            self._states[state] = text
            if not known:
                self._schedule(state)
        elif self._unsent_events < QUEUE_LIMIT:
            self._unsent_events += 1
            if self._held is not None:
                self._held.append(_Event(text))
            else:
                self._put(_Event(text))
        else:
            self._queue.clear()
            self._states.clear()
            self.end(TooSlow.code, f"More than {QUEUE_LIMIT} events wait to be read. Connect again for a snapshot.")

    def _schedule(self, state: _State) -> None:
        """Send a state at once if the one before is old enough, else when it is; only the newest is sent."""
        wait_s = self._state_sent_s.get(state, -COALESCE_S) + COALESCE_S - self._clock.monotonic_s()
        if wait_s <= 0:
            self._put(state)
        else:
            self._coalescing[state] = asyncio.create_task(self._put_later(state, wait_s), name="session-state")

    async def _put_later(self, state: _State, wait_s: float) -> None:
        await self._clock.sleep(wait_s)
        self._put(state)

    def _answer(self, message: Message) -> None:
        self._put(message)

    def _put(self, entry: _Entry) -> None:
        self._queue.append(entry)
        self._wake.set()

    async def _await_hello(self) -> None:
        await self._clock.sleep(HELLO_DEADLINE_S)
        if not self.welcomed:
            self.end(HelloTimeout.code, f"No hello came within {HELLO_DEADLINE_S:.0f} s.")

    async def _write(self) -> None:
        try:
            while not (self._ended.is_set() and not self._queue):
                if self._queue:
                    await self._sender.send(self._next_text())
                else:
                    self._wake.clear()
                    await self._wake.wait()
            if self.farewell is not None:
                await self._sender.send(encode(self.farewell))
        except ConnectionError:
            self.leave()

    def _next_text(self) -> str:
        entry = self._queue.popleft()
        if len(self._queue) < QUEUE_LIMIT // 2:
            self._room.set()
        match entry:
            case _Event():
                self._unsent_events -= 1
                return entry.text
            case _State():
                self._state_sent_s[entry] = self._clock.monotonic_s()
                return self._states.pop(entry)
            case LogStream():
                return encode(entry.take())
        return encode(entry)


def _refusal(text: str, err: ProtocolError) -> Result | Refusal:
    identifier = id_of(text)
    if identifier:
        return Result(id=identifier, ok=False, code=err.code, message=str(err))
    return Refusal(code=err.code, message=str(err))
