"""The player as a whole: what sessions ask and hear."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError, InvalidArgument
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Playback
from footlight_common.model.player import HostFacts, PlayerIdentity, PlayerStats, PlayerStatus
from footlight_common.protocol.commands import (
    AnyAction,
    Command,
    Identify,
    Rename,
    Restart,
    Result,
    SetLogLevel,
    name_of,
)
from footlight_common.protocol.events import AnyNumbered, DeviceStatusChanged, PresenceChanged, StatsUpdate
from footlight_common.protocol.session import Snapshot
from footlight_common.protocol.topics import Topic
from footlight_player.core.actor import Actor
from footlight_player.core.detail import detail_of
from footlight_player.core.facts import Came, Left
from footlight_player.core.kiosk import KioskView
from footlight_player.core.memory import Memory
from footlight_player.core.ports import Engine
from footlight_player.core.standing import Standing
from footlight_player.services.audit import Audit
from footlight_player.services.control import Control, HouseAction
from footlight_player.services.crashes import Crashes
from footlight_player.services.feed import Feed
from footlight_player.services.history import History
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.identity import clean_name
from footlight_player.services.logs.logs import Logs
from footlight_player.services.meter import Meter
from footlight_player.services.metrics import Rollups
from footlight_player.services.overlay import Overlay
from footlight_player.services.presence import Presence
from footlight_player.services.record import HOUSEKEEPING_S

TICK_S = 1.0
# An engine that does not answer for so long does not come back by itself.
SILENCE_S = 10.0


class Player:
    """One screen: identity, playback, figures, events. On the core thread only."""

    def __init__(
        self,
        *,
        identity: PlayerIdentity,
        engine: Engine,
        clock: Clock,
        probe: HostProbe,
        show: Callable[[KioskView], None],
        remember: Callable[[Memory], None],
        host: HostFacts | None = None,
        renamed: Callable[[PlayerIdentity], None] | None = None,
        restarts: bool = False,
        audit: Audit | None = None,
        logs: Logs | None = None,
        rollups: Rollups | None = None,
        history: History | None = None,
    ) -> None:
        """`renamed` hears of a new identity; without it there is none. `restarts`: somebody waits for that wish.

        `audit` and `history` are closed with the player; without it, what is asked is kept in memory.
        """
        self.identity = identity
        self.host = host or HostFacts()
        self.restart_wanted = asyncio.Event()
        self.feed = Feed()
        self._standing = Standing()
        self.events = history or History(clock)
        self.events.told = self._on_event
        self.overlay = Overlay(identity, clock, show)
        self.presence = Presence(clock, self._on_presence)
        self.audit = audit or Audit(clock)
        self.audit.record.complain = self.overlay.announce
        self.events.complain = self.overlay.announce
        self.events.begun_anew = lambda: self.feed.publish(Topic.MONITORING, self.snapshot())
        self.logs = logs or Logs.small(clock)
        """Those of the program, which closes them."""
        self._own_logs = None if logs is not None else self.logs
        self.logs.complain_to(self.overlay.announce)
        self.rollups = rollups or Rollups(clock)
        """Closed with the player, as the audit is."""
        self.rollups.record.complain = self.overlay.announce
        self._clock = clock
        self._engine = engine
        self._probe = probe
        self._remember = remember
        self._renamed = renamed
        self._restarts = restarts
        self._control = Control(
            engine=engine,
            clock=clock,
            log=self.events,
            perform=self._perform,
            changed=self._on_change,
            done=self._on_done,
        )
        self._crashes = Crashes(clock, self.events)
        self._meter = Meter(
            clock=clock,
            probe=probe,
            readings=engine.readings,
            feed=self.feed,
            rollups=self.rollups,
            tell=self.events.append,
            crashes=self._crashes.count,
        )
        self._started_s = clock.monotonic_s()
        self._counted = (self._started_s, 0)
        self._presented_fps = 0.0

    async def start(self, memory: Memory) -> None:
        """Go on with the history, start the engine and play on from `memory`."""
        await self.events.open(self.identity.version)
        await self._control.start(memory)

    async def run(self, progress: Callable[[], None]) -> None:
        """Tick once a second until cancelled; `progress` hears of each tick that found the engine answering."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._meter.run(), name="figures")
            group.create_task(self.rollups.run(), name="figures-housekeeping")
            group.create_task(self.audit.run(), name="audit-housekeeping")
            group.create_task(self.events.run(), name="history-housekeeping")
            group.create_task(self._crashes.run(), name="crashes")
            group.create_task(self._see_who_stays(), name="seen")
            while True:
                self._tick()
                if self._engine.readings().silent_s < SILENCE_S:
                    progress()
                await self._clock.sleep(TICK_S)

    @property
    def playback(self) -> Playback:
        """What is shown, as of the latest input."""
        return self._control.playback

    @property
    def memory(self) -> Memory:
        """What to know to play on after a restart."""
        return self._control.memory

    async def close(self) -> None:
        """Take a last look at where playback is and let the engine go."""
        self._control.tick()
        self._control.close()
        self.overlay.close()
        self.presence.close()
        self._meter.close()
        await self.events.close(OffReason.RESTART if self.restart_wanted.is_set() else OffReason.SHUTDOWN)
        await self.audit.close()
        await self.rollups.close()
        if self._own_logs is not None:
            await self._own_logs.close()
        await self._engine.close()

    def enter(self, actor: Actor) -> None:
        """A session was welcomed."""
        self.audit.see(actor.member)
        self.events.append(Came(session=actor.session, name=actor.name, controller=actor.controller))
        self.presence.enter(actor)

    def leave(self, actor: Actor) -> None:
        """A session that was welcomed ended."""
        self.audit.see(actor.member)
        self.events.append(Left(session=actor.session, name=actor.name, controller=actor.controller))
        self.presence.leave(actor.session)

    def execute(self, command: Command, by: Actor) -> Result:
        """Carry out a command; exactly one result."""
        return self._control.execute(command, by)

    def call(self, *, name: str, area: str) -> None:
        """It was given a name and an area with its claim; where one is empty it keeps its own."""
        if self._renamed is not None:
            self._rename(Rename(name=clean_name(name) or None, area=area or None), self._renamed)

    def refuse(self, command: Command, by: Actor, err: FootlightError) -> Result:
        """Answer a command that this caller may not give."""
        return self._control.refuse(command, by, err)

    def now_s(self) -> float:
        """The player's wall clock, Unix seconds."""
        return self._clock.wall_s()

    def snapshot(self, replayed_from: int | None = None) -> Snapshot:
        """The whole state now."""
        return Snapshot(
            status=self.status(),
            cursor=self.events.cursor,
            replayed_from=replayed_from,
            present=self.presence.present,
            alarms=self._standing.alarms,
        )

    def status(self) -> PlayerStatus:
        """Everything a card needs."""
        return PlayerStatus(identity=self.identity, playback=self._control.playback, stats=self._stats())

    def stats_update(self) -> StatsUpdate:
        """The figures now."""
        return StatsUpdate(at_s=self.now_s(), stats=self._stats(), position_s=self._control.playback.position_s)

    def _tick(self) -> None:
        self._control.tick()
        self.events.tick(self._control.progress)
        self._count_frames()
        if self.feed.is_heard(Topic.DASHBOARD):
            self.feed.publish(Topic.DASHBOARD, self.stats_update())
        self._remember(self._control.memory)

    async def _see_who_stays(self) -> None:
        while True:
            await self._clock.sleep(HOUSEKEEPING_S)
            for one in self.presence.present:
                self.audit.see(one.member)

    def _on_done(self, by: Actor, action: AnyAction, result: Result) -> None:
        word = name_of(action)
        self.audit.append(word, detail=detail_of(action), by=by, ok=result.ok, code=result.code, text=result.message)
        if result.ok:
            self.presence.command(by.session, word)

    def _on_event(self, event: AnyNumbered) -> None:
        self._standing.hear(event)
        self.feed.publish(Topic.MONITORING, event)

    def _on_presence(self) -> None:
        if self.feed.is_heard(Topic.DEVICES):
            present = self.presence.present
            self.feed.publish(Topic.DEVICES, PresenceChanged(at_s=self.now_s(), present=present))

    def _perform(self, action: HouseAction) -> None:
        if isinstance(action, Identify):
            self.overlay.identify(action.duration_s)
        elif isinstance(action, SetLogLevel):
            self.logs.set_level(action.level, action.duration_s)
        elif isinstance(action, Restart):
            if not self._restarts:
                msg = "A simulated player of a crowd runs as long as the crowd."
                raise InvalidArgument(msg)
            self.restart_wanted.set()
        elif self._renamed is None:
            msg = "A simulated player of a crowd without a data directory keeps its name."
            raise InvalidArgument(msg)
        else:
            self._rename(action, self._renamed)

    def _rename(self, wish: Rename, renamed: Callable[[PlayerIdentity], None]) -> None:
        name = self.identity.name if wish.name is None else clean_name(wish.name)
        area = self.identity.area if wish.area is None else clean_name(wish.area)
        if not name:
            msg = "A player needs a name. Give it one that people can read."
            raise InvalidArgument(msg)
        self.identity = replace(self.identity, name=name, area=area)
        self.overlay.set_identity(self.identity)
        renamed(self.identity)
        self._on_change()

    def _on_change(self) -> None:
        playback = self._control.playback
        self.overlay.set_playback(playback)
        self._remember(self._control.memory)
        if self.feed.is_heard(Topic.DEVICES):
            self.feed.publish(Topic.DEVICES, DeviceStatusChanged(at_s=self.now_s(), status=self.status()))

    def _count_frames(self) -> None:
        before_s, before = self._counted
        now_s, frames = self._clock.monotonic_s(), self._engine.readings().presented_frames
        if now_s > before_s:
            self._presented_fps = round((frames - before) / (now_s - before_s), 1)
        self._counted = (now_s, frames)

    def _stats(self) -> PlayerStats:
        readings, figures = self._engine.readings(), self._probe.figures
        return PlayerStats(
            uptime_s=self._clock.monotonic_s() - self._started_s,
            cpu_percent=figures.cpu_percent,
            memory_percent=figures.memory_percent,
            temperature_c=figures.temperature_c,
            disk_free_bytes=figures.disk_free_bytes,
            rss_bytes=figures.rss_bytes,
            open_files=figures.open_files,
            presented_frames=readings.presented_frames,
            dropped_frames=readings.dropped_frames,
            presented_fps=self._presented_fps,
            hand_offs=readings.hand_offs,
            last_gap_ms=readings.last_gap_ms,
            worst_gap_ms=readings.worst_gap_ms,
            decoder=readings.decoder,
        )
