"""Whatever people ask and engines say, in whatever order, the invariants of playback hold."""

from collections import deque
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from footlight_common.errors import CommandError, MediaMissing, MediaUnreachable
from footlight_common.model.playback import Item, PlaybackState, Playlist
from footlight_common.protocol.commands import Next, Pause, Play, Previous, Resume, Seek, SetMute, SetVolume, Stop
from footlight_player.core import effects
from footlight_player.core.facts import Alarm, Started, Stopped
from footlight_player.core.memory import Memory
from footlight_player.core.outcome import Moment, Outcome
from footlight_player.core.playback import PlaybackMachine
from footlight_player.core.ports import Ended, EngineEvent, Failed, Readings, Ready, Shown, Ticket

LISTS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(
    lambda names: tuple(Item(uri=f"/media/{name}") for name in names)
)
ERRORS = st.sampled_from([MediaMissing("gone"), MediaUnreachable("no answer")])
MOVES = st.sampled_from([Next(), Previous(), Pause(), Resume(), Stop(), SetVolume(level=7), SetMute(muted=True)])


class PlaybackModel(RuleBasedStateMachine):
    """The machine opposite a model of an engine whose events cross a queue, as they do between threads."""

    def __init__(self) -> None:
        super().__init__()
        self.machine = PlaybackMachine()
        self.now_s = 100.0
        self.readings = Readings(duration_s=10.0)
        self.tickets: list[Ticket] = []
        self.facts: list[object] = []
        self.events: deque[EngineEvent] = deque()
        self.hidden: Ticket | None = None
        self.hidden_ready = False
        self.cue: str = ""
        self.screen: Ticket | None = None
        self.screen_over = False
        self.held = False
        self.believed: Ticket | None = None
        """What the machine was last told to be on screen."""

    @initialize(items=LISTS, loop=st.booleans(), position_s=st.floats(0, 20), paused=st.booleans())
    def restore(self, items: tuple[Item, ...], loop: bool, position_s: float, paused: bool) -> None:
        memory = Memory(playlist=Playlist(items=items, loop=loop), position_s=position_s, paused=paused)
        self.take(self.machine.restore(memory, self.moment()))

    @rule(items=LISTS, loop=st.booleans(), start=st.integers(0, 4))
    def play(self, items: tuple[Item, ...], loop: bool, start: int) -> None:
        self.command(Play(items=items, loop=loop, start=start))

    @rule(action=MOVES)
    def move(self, action: object) -> None:
        self.command(action)

    @rule(position_s=st.floats(0, 12))
    def seek(self, position_s: float) -> None:
        self.command(Seek(position_s=position_s))

    @precondition(lambda self: self.hidden is not None and not self.hidden_ready)
    @rule()
    def engine_opens(self) -> None:
        self.hidden_ready = True
        self.events.append(Ready(self.hidden))
        self.cut_if_due()

    @precondition(lambda self: self.hidden is not None and not self.hidden_ready)
    @rule(error=ERRORS)
    def engine_fails_to_open(self, error: MediaMissing) -> None:
        self.events.append(Failed(self.hidden, error))
        self.hidden = None

    @precondition(lambda self: self.screen is not None and not self.screen_over and not self.held)
    @rule()
    def item_ends(self) -> None:
        self.screen_over = True
        self.events.append(Ended(self.screen))
        self.cut_if_due()

    @precondition(lambda self: self.screen is not None and not self.screen_over)
    @rule(error=ERRORS)
    def item_breaks(self, error: MediaMissing) -> None:
        self.screen_over = True
        self.events.append(Failed(self.screen, error))

    @precondition(lambda self: self.events)
    @rule(how_many=st.integers(1, 5))
    def engine_is_heard(self, how_many: int) -> None:
        for _ in range(min(how_many, len(self.events))):
            self.hear()

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), kind=st.sampled_from([Ready, Ended]))
    def void_event(self, data: st.DataObject, kind: type) -> None:
        ticket = data.draw(st.sampled_from(self.tickets))
        heard_of = {self.hidden, self.screen, self.believed, *(event.ticket for event in self.events)}
        if ticket not in heard_of:
            before = self.machine.playback, self.machine.memory
            outcome = self.machine.event(kind(ticket), self.moment())
            assert outcome == Outcome()
            assert (self.machine.playback, self.machine.memory) == before

    @rule(frames=st.sampled_from([0, 30]), moving=st.booleans())
    def second(self, frames: int, moving: bool) -> None:
        self.now_s += 1.0
        self.readings = replace(
            self.readings,
            presented_frames=self.readings.presented_frames + frames,
            position_s=min(10.0, self.readings.position_s + (1.0 if frames else 0.0)),
            moving=moving and not self.held,
        )
        self.take(self.machine.tick(self.moment()))

    @rule()
    def everything_fails(self) -> None:
        self.settle()
        rounds = 0
        while self.hidden is not None and not self.hidden_ready:
            self.events.append(Failed(self.hidden, MediaMissing("gone")))
            self.hidden = None
            self.hear()
            rounds += 1
            assert rounds <= 12
        nothing_moves = self.screen is None or self.screen_over
        if nothing_moves and self.hidden is None:
            assert self.machine.playback.state is PlaybackState.IDLE

    def teardown(self) -> None:
        """However it got there: when all opens and plays, a list of which everything plays comes to its end."""
        self.settle()
        playlist = self.machine.memory.playlist
        for _ in range(30):
            if self.machine.playback.state is PlaybackState.IDLE or playlist.loop:
                break
            self.try_command(Resume())
            if self.hidden is not None and not self.hidden_ready:
                self.engine_opens()
            self.settle()
            if self.screen is not None and not self.screen_over:
                self.item_ends()
            self.settle()
        else:
            raise AssertionError(self.machine.playback)

    @invariant()
    def what_started_stops_once_before_the_next_starts(self) -> None:
        open_items = 0
        for fact in self.facts:
            open_items += isinstance(fact, Started) - isinstance(fact, Stopped)
            assert open_items in (0, 1)
        assert open_items == 1 or self.machine.playback.state is not PlaybackState.STALLED

    @invariant()
    def alerts_come_and_go_in_turn(self) -> None:
        alerts = [fact.active for fact in self.facts if isinstance(fact, Alarm)]
        assert alerts == [number % 2 == 0 for number in range(len(alerts))]
        assert (self.machine.playback.state is PlaybackState.STALLED) <= bool(alerts and alerts[-1])

    @invariant()
    def tickets_are_never_used_twice(self) -> None:
        assert len(set(self.tickets)) == len(self.tickets)

    @invariant()
    def the_snapshot_is_whole(self) -> None:
        playback = self.machine.playback
        assert (playback.item is None) == (playback.state is PlaybackState.IDLE)
        assert playback.index < playback.count or playback.item is None
        memory = self.machine.memory
        assert memory.index < max(1, len(memory.playlist.items))

    @invariant()
    def what_was_seen_is_no_more_than_time_allows(self) -> None:
        for fact in self.facts:
            if isinstance(fact, Stopped):
                assert 0 <= fact.played_s <= self.now_s - 99.0 + 10.0

    def command(self, action: object) -> None:
        state, item, playlist = self.machine.playback.state, self.machine.playback.item, self.machine.memory.playlist
        try:
            outcome = self.machine.command(action, self.moment())
        except CommandError:
            assert self.machine.playback.state == state
            assert self.machine.playback.item == item
            assert self.machine.memory.playlist == playlist
        else:
            self.take(outcome)

    def try_command(self, action: object) -> None:
        if self.machine.playback.state is not PlaybackState.IDLE:
            self.command(action)

    def settle(self) -> None:
        while self.events:
            self.hear()

    def hear(self) -> None:
        event = self.events.popleft()
        if isinstance(event, Shown):
            self.believed = event.ticket
        self.take(self.machine.event(event, self.moment()))

    def moment(self) -> Moment:
        return Moment(wall_s=self.now_s, monotonic_s=self.now_s, readings=self.readings)

    def take(self, outcome: Outcome) -> None:
        self.facts.extend(outcome.facts)
        for effect in outcome.effects:
            self.carry_out(effect)

    def carry_out(self, effect: object) -> None:
        match effect:
            case effects.Prepare():
                assert all(effect.ticket > ticket for ticket in self.tickets)
                self.tickets.append(effect.ticket)
                self.hidden, self.hidden_ready, self.cue = effect.ticket, False, ""
            case effects.Show():
                assert effect.ticket in (self.hidden, self.screen)
                if effect.ticket == self.hidden:
                    self.cue = "show held" if effect.paused else "show"
                    self.cut_if_due()
            case effects.Arm():
                assert effect.ticket == self.hidden
                self.cue = "arm"
                self.cut_if_due()
            case effects.Hold():
                self.held = self.screen is not None
            case effects.Release():
                self.held = False
            case effects.Clear():
                self.hidden = self.screen = None
                self.screen_over = self.held = False

    def cut_if_due(self) -> None:
        due = self.cue.startswith("show") or (self.cue == "arm" and self.screen_over)
        if self.hidden is not None and self.hidden_ready and due:
            self.screen, self.screen_over, self.held = self.hidden, False, self.cue == "show held"
            self.hidden, self.cue = None, ""
            self.readings = replace(self.readings, position_s=0.0)
            self.events.append(Shown(self.screen, None))


PlaybackModel.TestCase.settings = settings(stateful_step_count=40)
TestPlaybackModel = PlaybackModel.TestCase
