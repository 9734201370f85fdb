"""Players whose whole life is known: what they did, and the numbered events that tell of it."""

from hypothesis import strategies as st

from footlight_common.model.history import OffReason, Run
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import (
    Alert,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_controller.core.remembered import Chapter, KnownRun, Numbers

BORN_S = 1_790_000_000.0
ITEMS = tuple(Item(uri=f"/media/{name}.mp4") for name in "abc")


class Life:
    """A player from its first start on. Times are true; `truth` is what was on screen, one tuple for each span."""

    def __init__(self, born_s=BORN_S):
        self.now_s = born_s
        self.began_s = born_s
        self.run = 0
        self.events = []
        self.runs = {}
        self.truth = []
        self.error_s = 0.0
        """Of the wall clock, as events have it."""

    def tell(self, kind, **fields):
        seq = len(self.events) + 1
        up_s = self.now_s - self.began_s
        self.events.append(kind(seq=seq, at_s=self.now_s + self.error_s, run=self.run, up_s=up_s, **fields))

    def power_on(self):
        self.run += 1
        self.began_s = self.now_s
        self.runs[self.run] = Run(number=self.run, began_s=self.now_s)
        self.tell(PowerOn, version="1")
        return self

    def wait(self, length_s):
        self._spend("idle", length_s)
        return self

    def play(self, item=ITEMS[0], shown_s=10.0, paused_s=0.0, reason=StopReason.ENDED, presented=0):
        self.tell(PlaybackStarted, item=item, index=0)
        self._spend((item.uri, reason), shown_s + paused_s)
        self.tell(PlaybackStopped, item=item, index=0, reason=reason, played_s=shown_s, presented_frames=presented)
        return self

    def power_off(self, off_s, reason=OffReason.SHUTDOWN):
        self.tell(PowerOff, reason=reason)
        self._spend(reason, off_s)
        return self

    def step_clock(self, by_s):
        self.error_s += by_s
        self.tell(ClockStepped, by_s=by_s)
        return self

    def alert(self, code, active=True, **fields):
        self.tell(Alert, code=code, message=code, active=active, **fields)
        return self

    def command(self):
        self.tell(CommandCompleted, command="pause", by="Desk", ok=True)
        return self

    def skip(self):
        self.tell(PlaybackSkipped, item=ITEMS[2], index=2, code="media_missing", message="no such file")
        return self

    def come(self, session):
        self.tell(ControllerCame, session=session, name="Desk", controller="desk")
        return self

    def leave(self, session):
        self.tell(ControllerLeft, session=session, name="Desk", controller="desk")
        return self

    def chapter(self, *, stream="s1", first_kept=1, numbers=None):
        """What is known of it, with the events of these rows of numbers alone."""
        last = len(self.events)
        rows = [(first_kept, last)] if numbers is None else numbers
        events = [event for event in self.events if any(first <= event.seq <= end for first, end in rows)]
        known = {event.run: event.up_s for event in events}
        return Chapter(
            stream=stream,
            events=events,
            runs=[KnownRun(run=self.runs[number], up_s=up_s) for number, up_s in known.items()],
            numbers=[Numbers(first=first, last=end) for first, end in rows],
            first_kept=first_kept,
            last=last,
        )

    def _spend(self, what, length_s):
        if length_s:
            self.truth.append((what, self.now_s, self.now_s + length_s))
        self.now_s += length_s


_short = st.floats(0.5, 90_000.0).map(lambda seconds: round(seconds, 3))


@st.composite
def lives(draw, most=40):
    """A random life: items, pauses, idle times, shutdowns, crashes, clocks that jump, commands, alerts, links."""
    life = Life().power_on()
    steps = st.sampled_from(["play", "play", "play", "wait", "cut", "shut", "step", "alert", "well", "come", "leave"])
    for step in draw(st.lists(steps, max_size=most)):
        match step:
            case "play":
                reason = draw(st.sampled_from([StopReason.ENDED, StopReason.REPLACED, StopReason.FAILED]))
                paused_s = draw(st.sampled_from([0.0, 0.0, 30.0]))
                life.play(
                    draw(st.sampled_from(ITEMS)), draw(_short), paused_s, reason, presented=draw(st.integers(0, 9))
                )
            case "wait":
                life.wait(draw(_short))
            case "cut":
                life.play(draw(st.sampled_from(ITEMS)), draw(_short), reason=StopReason.CUT)
                life.power_off(draw(_short), OffReason.CUT).power_on()
            case "shut":
                life.power_off(draw(_short)).power_on()
            case "step":
                life.step_clock(draw(st.sampled_from([-31_536_000.0, -3.0, 60.0, 31_536_000.0])))
            case "alert":
                life.alert(draw(st.sampled_from(["hot", "disk"])))
            case "well":
                life.alert(draw(st.sampled_from(["hot", "disk"])), active=False)
            case "come":
                life.come(draw(st.sampled_from(["one", "two"])))
            case "leave":
                life.leave(draw(st.sampled_from(["one", "two"])))
    return life.wait(draw(_short))


@st.composite
def rows_of(draw, last):
    """Some rows of the numbers 1 to `last`, with something missing between any two."""
    cuts = sorted(draw(st.sets(st.integers(1, last), max_size=6)))
    return [(first, end) for first, end in zip(cuts[::2], cuts[1::2], strict=False)]
