"""The figures of players as a test gives them."""

import asyncio

from footlight_common.errors import FootlightError
from footlight_common.model.metrics import Metrics, Rollup
from footlight_common.protocol.pages import MetricsPage


class ScriptedMetrics:
    """Answers every question with `answer`; what was asked stands in `asked` and `watched`."""

    def __init__(self) -> None:
        self.answer: MetricsPage | FootlightError = MetricsPage()
        self.asked: list[tuple[str, float, float]] = []
        self.watched: list[tuple[str, ...]] = []
        self.hold: asyncio.Event | None = None

    async def page(self, player_id, *, from_s, to_s, figures=()):
        self.asked.append((player_id, from_s, to_s))
        if self.hold is not None:
            await self.hold.wait()
        if isinstance(self.answer, FootlightError):
            raise self.answer
        kept = {
            name: tuple(each for each in rollups if from_s <= each.at_s <= to_s)
            for name, rollups in self.answer.figures.items()
        }
        return MetricsPage(
            figures={name: rollups for name, rollups in kept.items() if rollups}, step_s=self.answer.step_s
        )

    async def look_at(self, *player_ids):
        self.watched.append(player_ids)


def rollups(*values, first_s, step_s=60):
    """A row of them, one step after the other; None leaves one out, a tuple is (least, mean, most)."""
    told = [(place, value if isinstance(value, tuple) else (value, value, value)) for place, value in enumerate(values)]
    return tuple(
        Rollup(at_s=int(first_s + place * step_s), least=value[0], mean=value[1], most=value[2])
        for place, value in told
        if value[1] is not None
    )


def readings(**changes):
    """Of a small machine in one moment."""
    figures = {
        "cpu_percent": 12.0,
        "cores_percent": (10.0, 14.0),
        "load_1": 0.4,
        "memory_used_bytes": 800_000_000,
        "memory_total_bytes": 4_000_000_000,
        "presented_fps": 60.0,
    }
    return Metrics(**{**figures, **changes})
