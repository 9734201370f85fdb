"""The front door of the Qt-free half: everything the desktop app and the command line ask for goes through here."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TypeVar

from footlight_common.clock import Clock
from footlight_common.discovery import Address
from footlight_common.errors import NotLinked, UnknownPlayer
from footlight_common.model.playback import Playlist
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.commands import AnyAction, Identify
from footlight_common.protocol.events import AnyEvent
from footlight_common.protocol.session import Cursor, Snapshot, Welcome
from footlight_common.protocol.topics import Topic
from footlight_controller.core.adoption import Adoption
from footlight_controller.core.changes import Changes
from footlight_controller.core.fleet import DISCOVERY_NOTICE, Fleet
from footlight_controller.core.known import IgnoredPlayer, KnownPlayer
from footlight_controller.core.link import Link
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import LinkStatus, PlayerView
from footlight_controller.services.connection import Dialer
from footlight_controller.services.discovery import Discovery, Sighting
from footlight_controller.services.fetching import fetch_picture, fetch_playlist
from footlight_controller.services.link_runner import LinkRunner
from footlight_controller.services.registry import Registry
from footlight_controller.services.visit import visit

_log = logging.getLogger(__name__)

Sink = Callable[[Changes], None]
T = TypeVar("T")


class Controller:
    """Holds a link to every player that is ours, and tells who else is there. Called on the core thread alone."""

    def __init__(
        self,
        *,
        registry: Registry,
        discovery: Discovery,
        dialer: Dialer,
        clock: Clock,
        chance: Callable[[], float],
        topics: Sequence[Topic] = tuple(Topic),
        dial_everybody: bool = True,
        automatic: bool = True,
    ) -> None:
        """`topics` is what links subscribe to. Without `dial_everybody`, only players named to `link` are dialled.

        `automatic` takes in whoever announces himself; without it they are discovered, and wait for `adopt`.
        """
        self._registry = registry
        self._discovery = discovery
        self._dialer = dialer
        self._clock = clock
        self._chance = chance
        self._topics = topics
        self._dial_everybody = dial_everybody
        self._adoption = Adoption(automatic=automatic)
        self._fleet = Fleet()
        self._runners: dict[str, LinkRunner] = {}
        self._sinks: dict[object, Sink] = {}
        self._publishing = False
        self._closing = False

    async def start(self) -> None:
        """Show whom the registry knows, dial them, and look for others. When it fails, nothing is left to close."""
        try:
            await self._begin()
        except BaseException:
            await self.close()
            raise

    async def _begin(self) -> None:
        await self._dialer.start()
        self._fleet.note("registry", self._registry.rescued)
        for known in self._registry.players():
            self._fleet.know(known)
            self._take_in(known.identity.id, known.addresses)
        self._adoption.remember(self._registry.ignored())
        await self._discovery.start(self._sighted, self._discovery_trouble, self._gone)
        self._schedule()

    async def close(self) -> None:
        """Let go of every link and save the registry. Nobody is told of the links that go. May be called again."""
        self._closing = True
        self._sinks.clear()
        for view in self._fleet.players.values():
            if view.online:
                self._registry.put(KnownPlayer.of(view), exact=True)
        runners = list(self._runners.values())
        self._runners.clear()
        for runner in runners:
            runner.stop()
        # Whoever loses patience may cancel one of these; the next is still done.
        async with AsyncExitStack() as steps:
            steps.push_async_callback(self._registry.close)
            steps.push_async_callback(self._dialer.close)
            steps.push_async_callback(_close_all, runners)
            steps.push_async_callback(self._discovery.close)

    def players(self) -> Mapping[str, PlayerView]:
        """Everybody by id, as they are now; a live, read-only mapping."""
        return self._fleet.players

    def sightings(self) -> list[Sighting]:
        """Who announces itself by Zeroconf now."""
        return self._discovery.sightings

    def subscribe(self, sink: Sink) -> Callable[[], None]:
        """Have `sink` called at once with everybody, and then with every change. Returns what ends it."""
        self._publish()
        key = object()
        self._sinks[key] = sink
        sink(self._fleet.everybody())
        return lambda: self._sinks.pop(key, None) and None

    async def wait_until(self, found: Callable[[], T | None], timeout_s: float) -> T | None:
        """What `found` returns as soon as it is not None, asked again at every change; None after `timeout_s`."""
        changed = asyncio.Event()
        unsubscribe = self.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(timeout_s):
                while (answer := found()) is None:
                    changed.clear()
                    await changed.wait()
                return answer
        except TimeoutError:
            return None
        finally:
            unsubscribe()

    async def command(self, player_id: str, action: AnyAction) -> None:
        """Have a player do something; returns once it says that it did.

        Raises:
            NotLinked: the player is offline or not known.
            CommandTimeout: no answer within 10 s.
            FootlightError: the player's own, by code.
        """
        await self._runner(player_id).command(action)

    async def screenshot(self, player_id: str, width_px: int, kind: str = "jpeg") -> bytes:
        """What is on the screen of a player, as an image file `width_px` (16 to 1280) wide.

        `kind` is jpeg, webp or png; a simulated player answers with PNG whatever is asked.

        Raises:
            NotLinked: the player is offline or not known.
            NoPicture: it has none now, and says why.
            Unreachable: no picture came within 5 s.
            InvalidArgument, ProtocolError: the two do not understand each other.
        """
        return await fetch_picture(self._dialer, self._runner(player_id).peer, width_px, kind)

    async def playlist(self, player_id: str) -> Playlist:
        """All items of what a player plays.

        Raises:
            NotLinked: the player is offline or not known.
            Unreachable: no answer within 5 s.
            ProtocolError: the answer is no playlist.
        """
        return await fetch_playlist(self._dialer, self._runner(player_id).peer)

    async def add(self, address: Address) -> PlayerView:
        """Take in the player at `address`, who it is and all.

        Raises:
            NotOnThisMachine: only loopback is allowed.
            Unreachable: nothing answers there.
            ProtocolError: what answers is no player, or of another version.
            NotLinked: the controller is closing.
        """
        connection, welcome = await self._dialer.open(address)
        await connection.close()
        self._check_open()
        self._adopt(welcome.identity, (address,))
        return self._fleet.players[welcome.identity.id]

    async def adopt(self, player_id: str) -> PlayerView:
        """Make a discovered player one of ours; nothing is new for one that is. Raises UnknownPlayer, NotLinked."""
        if player_id not in self._fleet.players:
            self._check_open()
            player = self._adoption.find(player_id)
            self._adopt(PlayerIdentity(id=player.id, name=player.name), player.addresses)
        return self._fleet.players[player_id]

    async def ignore(self, player_id: str) -> None:
        """Mark a discovered player as ignored, also in the next run. Raises UnknownPlayer."""
        self._adoption.ignore(player_id)
        player = self._adoption.find(player_id)
        self._registry.ignore(IgnoredPlayer(id=player.id, name=player.name, since_s=self._clock.wall_s()))
        self._schedule()

    async def unignore(self, player_id: str) -> None:
        """Take the mark away; one that does not announce itself leaves the list with it. Raises UnknownPlayer."""
        waits = self._adoption.unignore(player_id)
        self._registry.unignore(player_id)
        self._schedule()
        if waits and self._adoption.takes(player_id):
            await self.adopt(player_id)

    async def identify_discovered(self, player_id: str) -> None:
        """Have a discovered player show its name on its screen.

        Raises UnknownPlayer, what `add` raises, or what the player refuses, by code.
        """
        await visit(self._dialer, self._adoption.find(player_id), Identify())

    async def set_automatic(self, on: bool) -> None:
        """Whether whoever announces himself is taken in; all that are discovered and not ignored are so at once."""
        self._adoption.automatic = on
        for player in self._adoption.discovered if on else ():
            if not player.ignored:
                await self.adopt(player.id)

    async def remove(self, *player_ids: str) -> None:
        """Take players out of the list and the registry, and end their links.

        One that is online is discovered at once, the others when they announce themselves again; none is taken in
        by itself. One that is not in the list is none.
        """
        players = self._fleet.players
        # The announcement of one that is offline may be an old one.
        online = {player_id for player_id in player_ids if player_id in players and players[player_id].online}
        runners = [runner for each in player_ids if (runner := self._runners.pop(each, None)) is not None]
        self._registry.remove(*player_ids)
        for player_id in player_ids:
            self._adoption.removed(player_id)
            self._fleet.remove(player_id)
        for sighting in self.sightings() if online else ():
            if sighting.record.id in online:
                self._sighted(sighting)
        self._schedule()
        await _close_all(runners)

    def link(self, player_id: str) -> None:
        """Hold a link to this player from now on. Raises UnknownPlayer."""
        if player_id not in self._runners:
            msg = f"no player has the id {player_id}."
            raise UnknownPlayer(msg)
        self._runners[player_id].start()

    def link_changed(self, player_id: str, status: LinkStatus, addresses: tuple[Address, ...]) -> None:
        """Called by a link."""
        if player_id not in self._fleet.players:
            return
        was_online = self._fleet.players[player_id].online
        self._fleet.connect(player_id, status, addresses, self._now())
        view = self._fleet.players[player_id]
        if view.online or was_online:
            self._registry.put(KnownPlayer.of(view), exact=was_online and not view.online)
        self._schedule()

    def link_welcomed(self, player_id: str, welcome: Welcome) -> Cursor | None:
        """Called by a link."""
        self._schedule()
        return self._fleet.welcome(player_id, welcome, self._now())

    def link_heard(self, player_id: str, message: Snapshot | AnyEvent) -> None:
        """Called by a link."""
        self._fleet.hear(player_id, message, self._now())
        view = self._fleet.players[player_id]
        if view.online:
            self._registry.put(KnownPlayer.of(view))
        self._schedule()

    def link_strayed(self, identity: PlayerIdentity, address: Address) -> None:
        """Called by a link whose player was expected at `address`, where another one is."""
        if self._adoption.takes(identity.id) and not self._closing:
            self._adopt(identity, (address,))

    def _check_open(self) -> None:
        if self._closing:
            msg = "Footlight is closing and adds no player any more."
            raise NotLinked(msg)

    def _adopt(self, identity: PlayerIdentity, addresses: tuple[Address, ...]) -> None:
        self._adoption.added(identity.id)
        self._registry.unignore(identity.id)
        known = KnownPlayer(identity=identity, addresses=addresses)
        self._fleet.know(known)
        self._take_in(identity.id, known.addresses)
        self._registry.put(KnownPlayer.of(self._fleet.players[identity.id]))
        self._schedule()

    def _sighted(self, sighting: Sighting) -> None:
        if self._closing:
            return
        player_id = sighting.record.id
        if player_id in self._fleet.players or self._adoption.takes(player_id):
            self._fleet.sight(sighting.record)
            self._take_in(player_id, sighting.addresses)
        else:
            self._adoption.found(sighting.record, sighting.addresses, self._clock.wall_s())
        self._schedule()

    def _gone(self, player_id: str) -> None:
        self._adoption.gone(player_id)
        self._schedule()

    def _runner(self, player_id: str) -> LinkRunner:
        runner = self._runners.get(player_id)
        if runner is None:
            msg = "the player is not in the list any more."
            raise NotLinked(msg)
        return runner

    def _take_in(self, player_id: str, addresses: tuple[Address, ...]) -> None:
        runner = self._runners.get(player_id)
        if runner is not None:
            runner.sighted(addresses)
            return
        link = Link(addresses, chance=self._chance, since_s=self._fleet.players[player_id].link.since_s)
        self._fleet.connect(player_id, link.status, link.addresses, self._now())
        runner = LinkRunner(
            player_id,
            link,
            dialer=self._dialer,
            clock=self._clock,
            listener=self,
            topics=self._topics,
        )
        self._runners[player_id] = runner
        if self._dial_everybody:
            runner.start()

    def _discovery_trouble(self, text: str) -> None:
        self._fleet.note(DISCOVERY_NOTICE, text)
        self._schedule()

    def _now(self) -> Moment:
        return Moment(self._clock.wall_s(), self._clock.monotonic_s())

    def _schedule(self) -> None:
        # One delivery for all that happens in one turn of the loop, such as a snapshot and the link it completes.
        if not self._publishing:
            self._publishing = True
            asyncio.get_running_loop().call_soon(self._publish)

    def _publish(self) -> None:
        self._publishing = False
        self._fleet.note("storage", self._registry.trouble)
        self._fleet.show_discovered(self._adoption.discovered)
        changes = self._fleet.take()
        if changes is None:
            return
        for sink in list(self._sinks.values()):
            try:
                sink(changes)
            except Exception:  # noqa: BLE001  whatever it is, it is its own affair
                _log.exception("a listener failed; the others are told all the same")


async def _close_all(runners: Sequence[LinkRunner]) -> None:
    await asyncio.gather(*(runner.close() for runner in runners))
