"""A playback machine on a stage: inputs by hand, effects and facts kept."""

from dataclasses import dataclass, replace

from footlight_common.errors import MediaError, MediaMissing
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Play
from footlight_player.core import effects
from footlight_player.core.effects import Effect
from footlight_player.core.facts import PlaybackFact
from footlight_player.core.memory import Memory
from footlight_player.core.outcome import Moment, Outcome
from footlight_player.core.playback import PlaybackAction, PlaybackMachine
from footlight_player.core.ports import Ended, Failed, Readings, Ready, Shown, Ticket

WALL_S = 1_000_000.0


def items(*names: str) -> tuple[Item, ...]:
    return tuple(Item(uri=f"/media/{name}.mp4", title=name) for name in names)


@dataclass
class Stage:
    machine: PlaybackMachine
    effects: list[Effect]
    facts: list[PlaybackFact]
    readings: Readings = Readings(duration_s=10.0, moving=True)
    now_s: float = 100.0
    seen: int = 0

    @classmethod
    def new(cls) -> "Stage":
        return cls(PlaybackMachine(), [], [])

    @property
    def moment(self) -> Moment:
        return Moment(wall_s=WALL_S + self.now_s, monotonic_s=self.now_s, readings=self.readings)

    def do(self, action: PlaybackAction) -> None:
        self._take(self.machine.command(action, self.moment))

    def play(self, *names: str, loop: bool = False, start: int = 0) -> Ticket:
        self.do(Play(items=items(*names), loop=loop, start=start))
        return self.prepared

    def restore(self, memory: Memory) -> Ticket:
        self._take(self.machine.restore(memory, self.moment))
        return self.prepared

    def ready(self, ticket: Ticket) -> None:
        self._take(self.machine.event(Ready(ticket), self.moment))

    def shown(self, ticket: Ticket, gap_ms: float | None = None) -> None:
        self.readings = replace(self.readings, position_s=0.0)
        self._take(self.machine.event(Shown(ticket, gap_ms), self.moment))

    def ended(self, ticket: Ticket) -> None:
        self._take(self.machine.event(Ended(ticket), self.moment))

    def failed(self, ticket: Ticket, error: MediaError | None = None) -> None:
        self._take(self.machine.event(Failed(ticket, error or MediaMissing("gone")), self.moment))

    def open(self, ticket: Ticket) -> Ticket:
        """The item opens and its first frame comes; returns what is prepared next."""
        self.ready(ticket)
        self.shown(ticket)
        return self.prepared

    def finish(self, on_screen: Ticket, armed: Ticket) -> Ticket:
        """The item on screen ends and the armed one takes over; returns what is prepared next."""
        self.ready(armed)
        self.ended(on_screen)
        self.shown(armed, 33.0)
        return self.prepared

    def pass_s(self, seconds: int = 1, *, frames: int = 30) -> None:
        """Seconds go by, each with a tick; the item on screen moves and presents `frames` in each."""
        for _ in range(seconds):
            self.now_s += 1.0
            self.readings = replace(
                self.readings,
                presented_frames=self.readings.presented_frames + frames,
                position_s=self.readings.position_s + (1.0 if frames else 0.0),
            )
            self._take(self.machine.tick(self.moment))

    @property
    def prepared(self) -> Ticket:
        """The ticket given out last."""
        return [effect.ticket for effect in self.effects if isinstance(effect, effects.Prepare)][-1]

    @property
    def prepared_names(self) -> list[str]:
        return [effect.item.name for effect in self.effects if isinstance(effect, effects.Prepare)]

    def told(self, kind: type[PlaybackFact]) -> list[PlaybackFact]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def since(self) -> list[Effect]:
        """Effects since the call before."""
        before, self.seen = self.seen, len(self.effects)
        return self.effects[before:]

    def _take(self, outcome: Outcome) -> None:
        self.effects.extend(outcome.effects)
        self.facts.extend(outcome.facts)


def playing(stage: Stage, *names: str, loop: bool = False) -> tuple[Ticket, Ticket]:
    """The first item is on screen and the second prepared; their tickets."""
    first = stage.play(*names, loop=loop)
    second = stage.open(first)
    stage.since()
    return first, second
