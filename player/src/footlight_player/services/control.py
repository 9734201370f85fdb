"""Carries decisions out: commands and engine events to the machine, its effects to the engine, its facts to the log."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

import msgspec

from footlight_common.clock import Clock
from footlight_common.errors import CommandError, FootlightError
from footlight_common.model.playback import Playback
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
from footlight_player.core import effects
from footlight_player.core.actor import Actor
from footlight_player.core.detail import redacted, title_of
from footlight_player.core.effects import Effect
from footlight_player.core.facts import Alarm, Completed, Progress, Skipped, Started, Stopped
from footlight_player.core.memory import Memory
from footlight_player.core.outcome import Moment, Outcome
from footlight_player.core.playback import PlaybackMachine
from footlight_player.core.ports import Engine, EngineEvent
from footlight_player.services.history import History

_log = logging.getLogger(__name__)

HouseAction = Identify | Rename | Restart | SetLogLevel
"""What has nothing to do with what plays."""

# A repeated command comes within seconds, after a reconnect.
_KEYS_KEPT = 256


class Control:
    """The one place where playback changes. On the core thread only."""

    def __init__(
        self,
        *,
        engine: Engine,
        clock: Clock,
        log: History,
        perform: Callable[[HouseAction], None],
        changed: Callable[[], None],
        done: Callable[[Actor, AnyAction, Result], None],
    ) -> None:
        """`done` hears of each command that ended, once."""
        self._machine = PlaybackMachine()
        self._engine = engine
        self._clock = clock
        self._events = log
        self._perform = perform
        self._changed = changed
        self._done = done
        self._known = self._machine.playback
        self._started = False
        self._results: OrderedDict[tuple[str, str], Result] = OrderedDict()

    @property
    def playback(self) -> Playback:
        """What is shown, as of the latest input."""
        return self._machine.playback

    @property
    def memory(self) -> Memory:
        """What to know to play on after a restart."""
        return self._machine.memory

    @property
    def progress(self) -> Progress | None:
        """How much of the item on screen was shown; None when nothing is."""
        return self._machine.progress

    def close(self) -> None:
        """Tell what leaves the screen because the player ends; nothing changes by it."""
        if self._started:
            for fact in self._machine.closing(self._moment()).facts:
                self._events.append(fact)

    async def start(self, memory: Memory) -> None:
        """Start the engine and play on from `memory`."""
        await self._engine.start(self._on_event)
        self._started = True
        self._carry_out(self._machine.restore(memory, self._moment()))

    def execute(self, command: Command, by: Actor) -> Result:
        """Carry out a command and say how it ended; one that is repeated under its key is only answered again."""
        if (known := self._known_result(command, by)) is not None:
            return known
        try:
            self._do(command.action)
        except CommandError as err:
            result = Result(id=command.id, ok=False, code=err.code, message=str(err))
        else:
            result = Result(id=command.id, ok=True)
        _log.info("%s by %s: %s", name_of(command.action), by.name, result.message or "done")
        return self._conclude(command, by, result)

    def refuse(self, command: Command, by: Actor, err: FootlightError) -> Result:
        """Do nothing, and tell everybody that it was asked for."""
        if (known := self._known_result(command, by)) is not None:
            return known
        _log.info("%s by %s was refused: %s", name_of(command.action), by.name, err)
        return self._conclude(command, by, Result(id=command.id, ok=False, code=err.code, message=str(err)))

    def tick(self) -> None:
        """Once a second, and a last time at the end. Nothing before `start`."""
        if self._started:
            self._carry_out(self._machine.tick(self._moment()))

    def _known_result(self, command: Command, by: Actor) -> Result | None:
        before = self._results.get((by.member, command.key)) if command.key else None
        return None if before is None else msgspec.structs.replace(before, id=command.id)

    def _conclude(self, command: Command, by: Actor, result: Result) -> Result:
        word = name_of(command.action)
        self._events.append(Completed(command=word, by=by.name, ok=result.ok, code=result.code, message=result.message))
        self._done(by, command.action, result)
        if command.key:
            self._results[(by.member, command.key)] = result
            if len(self._results) > _KEYS_KEPT:
                self._results.popitem(last=False)
        return result

    def _do(self, action: AnyAction) -> None:
        if isinstance(action, HouseAction):
            self._perform(action)
        else:
            self._carry_out(self._machine.command(action, self._moment()), tell=True)

    def _on_event(self, event: EngineEvent) -> None:
        self._carry_out(self._machine.event(event, self._moment()))

    def _moment(self) -> Moment:
        return Moment(
            wall_s=self._clock.wall_s(), monotonic_s=self._clock.monotonic_s(), readings=self._engine.readings()
        )

    def _carry_out(self, outcome: Outcome, *, tell: bool = False) -> None:
        for effect in outcome.effects:
            self._apply(effect)
        for fact in outcome.facts:
            _journal(fact)
            self._events.append(fact)
        # Where an item is changes all the time; that alone is told with the stats.
        playback = replace(self._machine.playback, position_s=0.0)
        if tell or playback != self._known:
            self._known = playback
            self._changed()

    def _apply(self, effect: Effect) -> None:
        match effect:
            case effects.Prepare():
                self._engine.prepare(effect.ticket, effect.item, effect.start_s)
            case effects.Show():
                self._engine.show(effect.ticket, paused=effect.paused)
            case effects.Arm():
                self._engine.arm(effect.ticket)
            case effects.Hold():
                self._engine.pause()
            case effects.Release():
                self._engine.resume()
            case effects.Jump():
                self._engine.seek(effect.position_s)
            case effects.SetLoudness():
                self._engine.set_volume(effect.level, muted=effect.muted)
            case effects.Clear():
                self._engine.clear()


def _journal(fact: Started | Stopped | Skipped | Alarm) -> None:
    match fact:
        case Started():
            _log.info("shows %s", title_of(fact.item))
        case Stopped():
            _log.debug("%s left the screen: %s", title_of(fact.item), fact.reason)
        case Skipped():
            _log.warning("%s was skipped: %s", title_of(fact.item), redacted(fact.message))
        case Alarm():
            _log.warning("%s", redacted(fact.message))
