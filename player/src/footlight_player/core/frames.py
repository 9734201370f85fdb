"""Whether frames reach the screen when they should, and of which item they are."""

from footlight_common.model.playback import Item
from footlight_player.core.facts import Alarm
from footlight_player.core.ports import Readings

# "Playing" means frames within the last second.
STALL_AFTER_S = 1.0
STALLED = "stalled"


class FrameWatch:
    """Compares readings over time and raises an alarm while frames are due and none come."""

    def __init__(self) -> None:
        self.stalled = False
        """No frame came for STALL_AFTER_S, as of the latest judgement."""
        self._frames = 0
        self._last_frame_s = 0.0

    def look(self, readings: Readings, monotonic_s: float) -> None:
        """Take note of the counters."""
        if readings.presented_frames != self._frames or not readings.moving:
            self._frames = readings.presented_frames
            self._last_frame_s = monotonic_s

    def restart(self, monotonic_s: float) -> None:
        """A frame was just seen."""
        self._last_frame_s = monotonic_s

    def judge(self, item: Item, readings: Readings, monotonic_s: float) -> tuple[Alarm, ...]:
        """The alarm that follows, if anything changed. `look` has seen the readings."""
        stalled = readings.moving and monotonic_s - self._last_frame_s >= STALL_AFTER_S
        if not stalled:
            return self.dismiss(item)
        if self.stalled:
            return ()
        self.stalled = True
        message = f"No frame of {item.name} reached the screen for a second. Look at the player's load and network."
        return (Alarm(code=STALLED, message=message, active=True),)

    def dismiss(self, item: Item) -> tuple[Alarm, ...]:
        """Nothing is due any more; the end of the alarm, if there was one."""
        if not self.stalled:
            return ()
        self.stalled = False
        return (Alarm(code=STALLED, message=f"{item.name} is no longer stalled.", active=False),)


class FrameShare:
    """What the item on screen has of the engine's counters: every frame belongs to one item."""

    def __init__(self) -> None:
        self._now = self._before = Readings()

    @property
    def presented_frames(self) -> int:
        return max(0, self._now.presented_frames - self._before.presented_frames)

    @property
    def dropped_frames(self) -> int:
        return max(0, self._now.dropped_frames - self._before.dropped_frames)

    def look(self, readings: Readings) -> None:
        """Take note of the counters."""
        self._now = readings

    def pass_on(self) -> None:
        """What comes is of the next item."""
        self._before = self._now
