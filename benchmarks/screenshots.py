"""What a picture a second costs a kiosk that plays: frames that reach the screen, and the processor."""

import statistics
import tempfile
from pathlib import Path

from benchmarks.clips import FPS, marked_clips
from benchmarks.kiosk_cpu import HEIGHT, KIOSK, START_S, TURNS, WIDTH, WINDOW_S, Cost, observe
from benchmarks.row import Row
from benchmarks.screen import virtual_screen

UNASKED = "the same kiosk, unasked"


def measure() -> list[Row]:
    """With and without somebody who asks, in turns on one display; the median of each."""
    asked: list[Cost] = []
    unasked: list[Cost] = []
    with tempfile.TemporaryDirectory(prefix="footlight-clips-") as name, virtual_screen(WIDTH, HEIGHT) as screen:
        length_s = START_S + WINDOW_S + 10
        (clip,) = marked_clips(Path(name), count=1, duration_s=length_s, width=WIDTH, height=HEIGHT)
        for _ in range(TURNS):
            asked.append(observe(screen, [*KIOSK, "--grab"], clip))
            unasked.append(observe(screen, KIOSK, clip))
    lost = [FPS - cost.fps for cost in asked]
    return [
        Row(
            name="frames lost to a picture a second",
            unit="a second",
            ours=max(0.0, statistics.median(lost)),
            peer=max(0.0, statistics.median(FPS - cost.fps for cost in unasked)),
            peer_name=UNASKED,
            max_ours=0.1,
        ),
        Row(
            name="kiosk CPU with a picture a second",
            unit="% core",
            ours=statistics.median(cost.cpu_percent for cost in asked),
            peer=statistics.median(cost.cpu_percent for cost in unasked),
            peer_name=UNASKED,
        ),
    ]
