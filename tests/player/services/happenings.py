"""Events as a player numbers them."""

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import (
    Alert,
    AnyNumbered,
    ClockStepped,
    CommandCompleted,
    ControllerCame,
    ControllerLeft,
    HistoryLost,
    PlaybackSkipped,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)
from footlight_common.protocol.pages import HistoryPage

BEGAN_S = 1_750_000_000.0
CLIP = Item(uri="/media/clip.mp4")
FEED = Item(uri="https://media.example/live feed", title="Live 🎬")


class Tape:
    """Events in a row, one `step_s` after the other, of run after run."""

    def __init__(self, *, seq: int = 0, run: int = 1, began_s: float = BEGAN_S, step_s: float = 1.0) -> None:
        self.seq, self.run, self.began_s, self.step_s = seq, run, began_s, step_s
        self.up_s = -step_s

    def next(self, kind: type[AnyNumbered], **fields: object) -> AnyNumbered:
        self.seq += 1
        self.up_s = round(self.up_s + self.step_s, 3)
        at_s = round(self.began_s + self.up_s, 3)
        return kind(seq=self.seq, run=self.run, up_s=self.up_s, at_s=at_s, **fields)

    def begin(self, *, after_s: float = 3600.0, began_s: float | None = None) -> AnyNumbered:
        """Another run."""
        self.began_s = self.began_s + self.up_s + after_s if began_s is None else began_s
        self.run, self.up_s = self.run + 1, -self.step_s
        return self.next(PowerOn, version="1")

    def started(self, item: Item = CLIP, index: int = 0) -> AnyNumbered:
        return self.next(PlaybackStarted, item=item, index=index, gap_ms=33.3)

    def stopped(self, item: Item = CLIP, index: int = 0, played_s: float = 10.0) -> AnyNumbered:
        return self.next(
            PlaybackStopped, item=item, index=index, reason=StopReason.ENDED, played_s=played_s, presented_frames=300
        )

    def off(self, reason: OffReason = OffReason.SHUTDOWN) -> AnyNumbered:
        return self.next(PowerOff, reason=reason)

    def alert(self, message: str = "no frames") -> AnyNumbered:
        return self.next(Alert, code="stalled", message=message)

    def alerts(self, count: int) -> list[AnyNumbered]:
        return [self.alert(str(number)) for number in range(count)]

    def everything(self) -> list[AnyNumbered]:
        """One of every kind, with every field set, and with none set that has a default."""
        return [
            self.next(PowerOn, version="0.1.0"),
            self.next(PowerOn),
            self.next(PlaybackStarted, item=CLIP, index=2, gap_ms=33.367),
            self.next(PlaybackStarted, item=FEED, index=0),
            self.next(
                PlaybackStopped,
                item=FEED,
                index=2**31 - 1,
                reason=StopReason.CUT,
                played_s=12.345,
                presented_frames=2**40,
                dropped_frames=7,
            ),
            self.next(PlaybackStopped, item=CLIP, index=0, reason=StopReason.ENDED),
            self.next(PlaybackSkipped, item=CLIP, index=1, code="media_missing", message="no such file: ünder"),
            self.next(CommandCompleted, command="play", by="Ada", ok=False, code="x", message="no"),
            self.next(CommandCompleted, command="play", by="Ada", ok=True),
            self.next(ControllerCame, session="5e55", name="Ada", controller="desk"),
            self.next(ControllerLeft, session="5e55", name="Ada"),
            self.next(ClockStepped, by_s=-31_536_000.125),
            self.next(HistoryLost, lost=3, message="full"),
            self.next(HistoryLost),
            self.next(Alert, code="a", message="b", active=False, severity=Severity.CRITICAL),
            self.next(Alert, code="a", message="b"),
            self.next(PowerOff, reason=OffReason.RESTART),
        ]


def seqs(page: HistoryPage) -> list[int]:
    return [event.seq for event in page.events]
