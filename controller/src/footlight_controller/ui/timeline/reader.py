"""Reads the past of the players that are in sight: from afar hour by hour, near span by span."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError
from footlight_controller.core.story import Story
from footlight_controller.core.timeline import Bands
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.ports import ControllerPort
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.timeline.line import Past
from footlight_controller.ui.timeline.ribbon import Kind, ribbon_of_bands, ribbon_of_timeline
from footlight_controller.ui.timeline.sight import EARLIEST_S, HOUR_S, Sight

# All are read by one thread of the controller: two keep it busy, and the newest wish is never far behind.
AT_ONCE = 2
# While somebody moves or zooms, nobody is asked.
SETTLES_MS = 120
# Of what is in sight, to each side, so that a small move shows what is there already; from afar it costs more.
_NEAR_ASIDE, _FAR_ASIDE = 0.5, 0.25
# What changed is read again no sooner: while it is being fetched, and else.
_FETCHING_S, _NEAR_S, _FAR_S = 1.0, 2.0, 30.0
_HOUR = int(HOUR_S)
# As often nothing more than the clock may have changed.
_TICK_MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """What is to be read of each player."""

    from_s: float
    until_s: float
    near: bool


@dataclass(slots=True, eq=False)
class _Record:
    window: _Window
    past: Past
    story: Story | None
    read_s: float
    """By the clock that never goes back."""
    stale: bool = False


class TimelineReader(QObject):
    """Qt thread, under a running loop. Nothing happens before the first `look`, and after `rest`."""

    read = Signal(str)
    """Id: there is more to see of this player."""
    working = Signal()
    """`missing` or `busy` may be otherwise."""

    def __init__(
        self, clock: Clock, calls: Calls, tasks: Tasks, *, near_s: float, parent: QObject | None = None
    ) -> None:
        """Periods up to `near_s` long are read span by span."""
        super().__init__(parent)
        self._clock = clock
        self._calls = calls
        self._tasks = tasks
        self._near_s = near_s
        self._records: dict[str, _Record] = {}
        self._players: tuple[str, ...] = ()
        self._sight: Sight | None = None
        self._told: tuple[frozenset[str], Sight] | None = None
        self._under_way: set[str] = set()
        self._failure = self._trouble = ""
        self._settle = QTimer(self, interval=SETTLES_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._begin)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._pump)

    @property
    def busy(self) -> bool:
        """Whether something in sight is being read for the first time."""
        return any(self._wanted_first(player_id) for player_id in self._players)

    @property
    def trouble(self) -> str:
        """What is wrong with reading, or with what is kept here, for the user; empty when nothing is."""
        return self._failure or self._trouble

    def troubles_beside(self, notices: Sequence[str]) -> tuple[str, ...]:
        """What is wrong, unless the window says the same already."""
        return (self.trouble,) if self.trouble and self.trouble not in notices else ()

    def past(self, player_id: str) -> Past | None:
        """What was read of a player, whatever is in sight."""
        record = self._records.get(player_id)
        return None if record is None else record.past

    def story(self, player_id: str) -> Story | None:
        """The same with all events; None where hours alone were read."""
        record = self._records.get(player_id)
        return None if record is None else record.story

    def missing_s(self, player_id: str) -> float:
        """Of what is in sight, how much was not fetched from this player."""
        record, sight = self._records.get(player_id), self._sight
        if record is None or sight is None:
            return 0.0
        return record.past.ribbon.seconds(Kind.NOT_FETCHED, sight.from_s, sight.until_s)

    def look(self, player_ids: Sequence[str], sight: Sight) -> None:
        """These are in sight now, the most wanted first, and this period of them."""
        self._players, self._sight = tuple(player_ids), sight
        if not self._settle.isActive():
            self._settle.start()

    def renew(self, player_ids: frozenset[str]) -> None:
        """More is known of these, or something else."""
        for player_id in player_ids:
            if (record := self._records.get(player_id)) is not None:
                record.stale = True

    def forget(self, player_ids: frozenset[str]) -> None:
        """These are not there any more."""
        for player_id in player_ids:
            self._records.pop(player_id, None)

    def rest(self) -> None:
        """Nobody looks any more; what was read stays."""
        self._settle.stop()
        self._tick.stop()
        self._players, self._sight = (), None
        if self._told is not None:
            self._told = None
            self._tasks.start(self._tell((), 0.0, 0.0))

    def _begin(self) -> None:
        sight = self._sight
        if sight is None:
            return
        wanted = (frozenset(self._players), sight)
        if wanted != self._told:
            self._told = wanted
            self._tasks.start(self._tell(self._players, sight.from_s, min(sight.until_s, self._clock.wall_s())))
        self._let_go()
        if not self._tick.isActive():
            self._tick.start()
        self._pump()

    async def _tell(self, player_ids: Sequence[str], from_s: float, until_s: float) -> None:
        async def look_at(controller: ControllerPort) -> str:
            controller.histories.look_at(player_ids, from_s, until_s)
            return controller.histories.trouble

        try:
            trouble = await self._calls.call(look_at)
        except FootlightError:
            # The window is closing.
            return
        if trouble != self._trouble:
            self._trouble = trouble
            self.working.emit()

    def _pump(self) -> None:
        """Read what is wanted most, as much at once as may be."""
        while len(self._under_way) < AT_ONCE and (player_id := self._next()):
            self._under_way.add(player_id)
            self._tasks.start(self._read(player_id))
        self.working.emit()

    def _next(self) -> str:
        """Whoever was not read yet comes before those of whom there is something new."""
        waiting = [each for each in self._players if each not in self._under_way]
        return next(filter(self._wanted_first, waiting), "") or next(filter(self._wanted_again, waiting), "")

    def _wanted_first(self, player_id: str) -> bool:
        record, sight = self._records.get(player_id), self._sight
        if sight is None:
            return False
        if record is None:
            return True
        window = record.window
        begins = window.from_s <= max(sight.from_s, EARLIEST_S)
        # Beyond now there is nothing to be read; what came since then is read as something new.
        ends = window.until_s >= min(sight.until_s, self._clock.wall_s() - self._patience_s(player_id, record))
        coarse = not window.near and sight.length_s <= self._near_s
        fine = window.near and sight.length_s > self._near_s
        return not begins or not ends or coarse or fine

    def _wanted_again(self, player_id: str) -> bool:
        record, sight = self._records.get(player_id), self._sight
        if record is None or sight is None:
            return False
        age_s = self._clock.monotonic_s() - record.read_s
        moving = sight.until_s > record.past.until_s and record.window.until_s >= record.past.until_s
        return (record.stale or moving) and age_s >= self._patience_s(player_id, record)

    def _patience_s(self, player_id: str, record: _Record) -> float:
        if record.stale and self.missing_s(player_id) > 0:
            return _FETCHING_S
        scale_s = 0.0 if self._sight is None else self._sight.length_s / 2000
        return max(_NEAR_S, min(scale_s, _FAR_S)) if record.window.near else _FAR_S

    def _window(self, sight: Sight) -> _Window:
        near = sight.length_s <= self._near_s
        aside_s = (_NEAR_ASIDE if near else _FAR_ASIDE) * sight.length_s
        from_s, until_s = max(sight.from_s - aside_s, 0.0), sight.until_s + aside_s
        if not near:
            from_s, until_s = math.floor(from_s / _HOUR) * HOUR_S, math.ceil(until_s / _HOUR) * HOUR_S
        return _Window(from_s=from_s, until_s=until_s, near=near)

    async def _read(self, player_id: str) -> None:
        if self._sight is None:
            self._under_way.discard(player_id)
            return
        window, before = self._window(self._sight), self._records.get(player_id)
        if before is not None:
            before.stale = False
        try:
            past, story = await self._ask(player_id, window)
            self._failure = ""
        except FootlightError as err:
            self._failure = str(err)
            past, story = (before.past, before.story) if before is not None else (_nothing(window), None)
        finally:
            self._under_way.discard(player_id)
        self._records[player_id] = _Record(window, past, story, self._clock.monotonic_s())
        self.read.emit(player_id)
        self._pump()

    async def _ask(self, player_id: str, window: _Window) -> tuple[Past, Story | None]:
        now_s = self._clock.wall_s()
        from_s, until_s = window.from_s, min(window.until_s, now_s)
        if window.near:
            story = await self._calls.call(
                lambda controller: controller.histories.story(player_id, from_s, max(from_s, until_s))
            )
            return past_of(story), story
        count = max(1, math.ceil((until_s - from_s) / HOUR_S))
        bands = await self._calls.call(lambda controller: controller.histories.hours(player_id, from_s, count))
        return Past(from_s=from_s, until_s=until_s, ribbon=ribbon_of_bands(bands, now_s)), None

    def _let_go(self) -> None:
        """Of players that are not in sight little is kept: a thousand of them would not fit."""
        seen = set(self._players)
        for player_id in [each for each in self._records if each not in seen][: -8 * max(16, len(seen))]:
            del self._records[player_id]


def past_of(story: Story) -> Past:
    """As it is painted."""
    timeline = story.timeline
    return Past(
        from_s=timeline.from_s,
        until_s=timeline.until_s,
        ribbon=ribbon_of_timeline(timeline),
        timeline=timeline,
        begins_s=[span.started_s for span in timeline.screen],
    )


def _nothing(window: _Window) -> Past:
    empty = Bands(from_s=window.from_s, step_s=HOUR_S)
    return Past(from_s=window.from_s, until_s=window.until_s, ribbon=ribbon_of_bands(empty, window.until_s))
