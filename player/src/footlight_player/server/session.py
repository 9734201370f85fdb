"""One conversation with a controller, whatever carries it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError, HelloTimeout, ProtocolError, TooSlow, VersionMismatch
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
    Goodbye,
    Hello,
    Ping,
    Pong,
    Refusal,
    RequestDeviceStatus,
    RequestStats,
    Subscribe,
    Welcome,
)
from footlight_common.protocol.topics import Topic
from footlight_player.services.identity import clean_name
from footlight_player.services.player import Player

QUEUE_LIMIT = 256
# More often than this nobody can see a state change.
COALESCE_S = 0.1
NAMELESS = "a controller"
# For a last word to a reader who may be gone.
FAREWELL_S = 1.0
_STATES = frozenset({Topic.DEVICES, Topic.DASHBOARD})


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that happened. So many may wait and no more."""

    text: str


# A topic stands for the newest state of it, an answer for itself.
_Entry = _Event | Topic | Message


class Sender(Protocol):
    """Brings messages to the controller."""

    async def send(self, text: str) -> None:
        """Returns when there is room for more. Raises ConnectionError when the controller is gone."""
        ...


class Session:
    """Hello, subscriptions, commands and their results, and a bounded queue in front of one writer.

    `run` is its life; `receive` takes what comes in; `end` may be called by anybody, and the first reason counts.
    """

    def __init__(self, player: Player, clock: Clock, sender: Sender, *, admit: Callable[["Session"], None]) -> None:
        self.name = ""
        """What the controller calls itself; empty before its hello."""
        self.farewell: Goodbye | None = None
        """Why the session ended; None while it lasts, or when the controller just left."""
        self._player = player
        self._clock = clock
        self._sender = sender
        self._admit = admit
        self._welcomed = False
        self._queue: deque[_Entry] = deque()
        self._unsent_events = 0
        self._states: dict[Topic, str] = {}
        self._state_sent_s: dict[Topic, float] = {}
        self._coalescing: dict[Topic, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._ended = asyncio.Event()

    @property
    def welcomed(self) -> bool:
        """Whether the hello is done."""
        return self._welcomed

    async def run(self) -> None:
        """From the first message to the goodbye."""
        writer = asyncio.create_task(self._write(), name="session-writer")
        writer.add_done_callback(lambda _: self.leave())
        deadline = asyncio.create_task(self._await_hello(), name="session-hello")
        try:
            await self._ended.wait()
            self._player.feed.listen((), self._hear)
            self._wake.set()
            done, _ = await asyncio.wait([writer], timeout=FAREWELL_S)
            for task in done:
                task.result()
        finally:
            self._player.feed.listen((), self._hear)
            tasks = [writer, deadline, *self._coalescing.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

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
            self._take(to_player.decode(text))
        except ProtocolError as err:
            if not self._welcomed or type(err) is not ProtocolError:
                self.end(err.code, str(err))
            else:
                self._answer(_refusal(text, err))
        except FootlightError as err:
            self.end(err.code, str(err))

    def _take(self, message: ToPlayer) -> None:
        if isinstance(message, Hello):
            self._greet(message)
        elif not self._welcomed:
            msg = "The first message must be a hello."
            raise ProtocolError(msg)
        else:
            match message:
                case Command():
                    self._answer(self._player.execute(message, self.name))
                case Subscribe():
                    self._subscribe(message)
                case RequestDeviceStatus():
                    self._answer(self._player.snapshot())
                case RequestStats():
                    self._answer(self._player.stats_update())
                case Ping():
                    self._answer(Pong(id=message.id, at_s=self._player.now_s()))

    def _greet(self, hello: Hello) -> None:
        if self._welcomed:
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
        self._admit(self)
        self._welcomed = True
        self.name = clean_name(hello.name) or NAMELESS
        self._answer(
            Welcome(
                identity=self._player.identity,
                cursor=self._player.events.cursor,
                protocol=protocol,
                host=self._player.host,
            )
        )

    def _subscribe(self, message: Subscribe) -> None:
        self._player.feed.listen(message.topics, self._hear)
        if message.since is None or Topic.MONITORING not in message.topics:
            self._answer(self._player.snapshot())
            return
        first, events = self._player.events.since(message.since)
        self._answer(self._player.snapshot(replayed_from=first))
        # As many as the log holds, whatever the limit of the queue: they were asked for.
        for event in events:
            self._answer(event)

    def _hear(self, topic: Topic, text: str) -> None:
        if topic in _STATES:
            known = topic in self._states
            self._states[topic] = text
            if not known:
                self._schedule(topic)
        elif self._unsent_events < QUEUE_LIMIT:
            self._unsent_events += 1
            self._put(_Event(text))
        else:
            self._queue.clear()
            self._states.clear()
            self.end(TooSlow.code, f"More than {QUEUE_LIMIT} events wait to be read. Connect again for a snapshot.")

    def _schedule(self, topic: Topic) -> None:
        """Send a state at once if the one before is old enough, else when it is; only the newest is sent."""
        wait_s = self._state_sent_s.get(topic, -COALESCE_S) + COALESCE_S - self._clock.monotonic_s()
        if wait_s <= 0:
            self._put(topic)
        else:
            self._coalescing[topic] = asyncio.create_task(self._put_later(topic, wait_s), name="session-state")

    async def _put_later(self, topic: Topic, wait_s: float) -> None:
        await self._clock.sleep(wait_s)
        self._put(topic)

    def _answer(self, message: Message) -> None:
        self._put(message)

    def _put(self, entry: _Entry) -> None:
        self._queue.append(entry)
        self._wake.set()

    async def _await_hello(self) -> None:
        await self._clock.sleep(HELLO_DEADLINE_S)
        if not self._welcomed:
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
            case Topic():
                self._state_sent_s[entry] = self._clock.monotonic_s()
                return self._states.pop(entry)
        return encode(entry)


def _refusal(text: str, err: ProtocolError) -> Result | Refusal:
    identifier = id_of(text)
    if identifier:
        return Result(id=identifier, ok=False, code=err.code, message=str(err))
    return Refusal(code=err.code, message=str(err))
