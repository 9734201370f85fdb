"""Thirty days of a simulated player's past, as it would have written them: for the pictures of `screens.py`."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.metrics import Metrics, Throttling
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import Alert, AnyNumbered, PlaybackStarted, PlaybackStopped, PowerOff, PowerOn
from footlight_player.core.alarms import TEMPERATURE
from footlight_player.core.rollups import MINUTE_S, Minute, Spread, figures_of
from footlight_player.services.history_store import HistoryStore
from footlight_player.services.metrics_store import MetricsStore

DAYS = 30
FPS = 30
HOUR_S = 3600.0
# From when to when the house is open, hours of the day; some go on all night.
OPEN = (10.0, 23.0)
ALL_NIGHT = frozenset({"Bus stop window", "Stage door"})
IDLES = frozenset({"Green room"})
# The sun stands on it in the afternoon.
HOT = frozenset({"Terrace", "Bus stop window"})
# What is shown in the house, and how long it is.
CLIPS_S = {
    "Summer season trailer.mp4": 194.0,
    "Menu of the evening.mp4": 45.0,
    "House rules.mp4": 60.0,
    "Opening hours.png": 15.0,
    "The making of the season.mp4": 1260.0,
    "Safety briefing.mp4": 152.0,
}
# By chance, at the end of a day and of an item.
CUT, BROKEN = 0.06, 0.004
_GB = 1_000_000_000
_BATCH = 2000


@dataclass
class _Life:
    """The events of a player up to now."""

    chance: random.Random
    at_s: float
    began_s: float = 0.0
    run: int = 0
    events: list[AnyNumbered] = field(default_factory=list)

    def tell(self, kind: Callable[..., AnyNumbered], **fields: object) -> None:
        place: dict[str, Any] = {"seq": len(self.events) + 1, "run": self.run}
        times = {"up_s": round(self.at_s - self.began_s, 3), "at_s": round(self.at_s, 3)}
        self.events.append(kind(**place, **times, **fields))

    def switch_on(self, at_s: float) -> None:
        self.at_s = self.began_s = round(at_s, 3)
        self.run += 1
        self.tell(PowerOn, version="0.1.0")
        self.at_s += self.chance.uniform(4, 9)

    def show(self, items: Sequence[Item], until_s: float) -> None:
        """One after the other until then, and what happens by the way."""
        index = 0
        while self.at_s < until_s:
            item = items[index % len(items)]
            length_s, reason = CLIPS_S[item.name], StopReason.ENDED
            self.tell(PlaybackStarted, item=item, index=index % len(items), gap_ms=33.4)
            if self.chance.random() < BROKEN:
                length_s, reason = length_s * self.chance.random(), StopReason.FAILED
            if self.at_s + length_s > until_s:
                length_s, reason = until_s - self.at_s, StopReason.CLOSED
            self.at_s += length_s
            frames = {"presented_frames": int(FPS * length_s), "dropped_frames": int(self.chance.random() < 0.02)}
            played_s = round(length_s, 3)
            self.tell(PlaybackStopped, item=item, index=index % len(items), reason=reason, played_s=played_s, **frames)
            index += 1

    def be_hot(self, *, active: bool) -> None:
        """Say so, or that it is over."""
        self.tell(
            Alert, code=TEMPERATURE, message="The processor is at 82 °C.", active=active, severity=Severity.WARNING
        )


def invent(folder: Path, name: str, now_s: float) -> None:
    """Write it where the player `name` will look for it. It was off for some minutes before `now_s` (Unix seconds).

    Raises StorageError.
    """
    life = _Life(chance=random.Random(name), at_s=now_s)
    titles = life.chance.sample([*CLIPS_S], 4)
    items = [Item(uri=f"sim:{title.split('.')[0]}?duration={CLIPS_S[title]:.0f}", title=title) for title in titles]
    end_s = now_s - 600
    midnight = datetime.fromtimestamp(now_s).replace(hour=0, minute=0, second=0, microsecond=0)  # noqa: DTZ006  people's days
    for day in range(DAYS, -1, -1):
        first = (midnight - timedelta(days=day)).timestamp()
        opens_s = first + OPEN[0] * HOUR_S - life.chance.uniform(120, 900)
        closes_s = min(first + OPEN[1] * HOUR_S + life.chance.uniform(0, 2400), end_s)
        if name in ALL_NIGHT:
            opens_s, closes_s = first + 4 * HOUR_S + day, min(first + 28 * HOUR_S + day - 20, end_s)
        if opens_s >= closes_s:
            continue
        life.switch_on(opens_s)
        _spend(life, name, items, closes_s)
    _write(folder, life.events)


def _spend(life: _Life, name: str, items: Sequence[Item], until_s: float) -> None:
    """One day of the player, until it goes off."""
    cut = life.chance.random() < CUT
    until_s -= 2.2 * HOUR_S if cut else 0
    if name in IDLES:
        life.at_s = max(life.at_s, until_s - life.chance.uniform(2, 5) * HOUR_S)
    hot_s = life.began_s + life.chance.uniform(5, 7) * HOUR_S
    if name in HOT and life.chance.random() < 0.4 and hot_s + 2 * HOUR_S < until_s:
        life.show(items, hot_s)
        life.be_hot(active=True)
        life.show(items, hot_s + life.chance.uniform(0.5, 2) * HOUR_S)
        life.be_hot(active=False)
    life.show(items, until_s)
    life.tell(PowerOff, reason=OffReason.CUT if cut else OffReason.SHUTDOWN)


def _write(folder: Path, events: Sequence[AnyNumbered]) -> None:
    store = HistoryStore(folder / "history.db", lambda _: None)
    for begin in range(0, len(events), _BATCH):
        store.write(events[begin : begin + _BATCH], None)
    store.close()


def invent_figures(folder: Path, now_s: float) -> None:
    """A month of rollups of a Raspberry Pi that plays by day. Raises StorageError."""
    chance = random.Random(7)
    first = int(now_s - DAYS * 86_400) // MINUTE_S * MINUTE_S
    store = MetricsStore(folder / "metrics.db", lambda _: None)
    minutes = []
    for at_s in range(first, int(now_s) - 600, MINUTE_S):
        hour = datetime.fromtimestamp(at_s).hour + datetime.fromtimestamp(at_s).minute / 60  # noqa: DTZ006  people's days
        if OPEN[0] <= hour < OPEN[1]:
            minutes.append(Minute(at_s, _minute(chance, at_s, hour)))
    for begin in range(0, len(minutes), _BATCH):
        store.write(minutes[begin : begin + _BATCH])
    store.close()


def _minute(chance: random.Random, at_s: int, hour: float) -> dict[str, Spread]:
    warmth = math.sin((hour - OPEN[0]) / (OPEN[1] - OPEN[0]) * math.pi)
    cores = tuple(min(100.0, max(1.0, chance.gauss(24 + 6 * warmth, 5))) for _ in range(4))
    metrics = Metrics(
        cpu_percent=sum(cores) / 4,
        cores_percent=cores,
        load_1=max(0.1, chance.gauss(1.1, 0.2)),
        memory_used_bytes=int(chance.gauss(1.3, 0.02) * _GB),
        memory_total_bytes=4 * _GB,
        temperature_c=chance.gauss(52 + 14 * warmth, 1),
        throttling=Throttling(),
        disk_free_bytes=int((21 - at_s % (7 * 86_400) / 86_400 / 4) * _GB),
        disk_total_bytes=32 * _GB,
        received_bytes_s=abs(chance.gauss(9_000, 4_000)),
        sent_bytes_s=abs(chance.gauss(4_000, 1_500)),
        presented_fps=min(FPS, chance.gauss(29.97, 0.02)),
        dropped_fps=max(0.0, chance.gauss(-0.1, 0.05)),
        rss_bytes=int(chance.gauss(0.21, 0.004) * _GB),
        open_files=chance.randint(61, 66),
    )
    return {
        name: Spread(value * chance.uniform(0.8, 1), value, value * chance.uniform(1, 1.2), float(MINUTE_S))
        for name, value in figures_of(metrics).items()
    }
