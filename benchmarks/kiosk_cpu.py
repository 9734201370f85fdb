"""What playing one clip costs the processor: the kiosk beside mpv with a window of its own."""

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.clips import FPS, IDENTITY, MARK, marked_clips
from benchmarks.row import Row
from benchmarks.screen import VirtualScreen, virtual_screen

WIDTH, HEIGHT = 1280, 720
START_S = 3.0
WINDOW_S = 8.0
TURNS = 3
# Who shows less than this part of the frames has not done the work that is compared.
ENOUGH = 0.9
PEER = "mpv x11egl"

# Both with mpv's default quality. Software decoding on both sides, as there is no hardware to decode with.
MPV = (
    "mpv --no-config --vo=gpu --gpu-context=x11egl --hwdec=no --ao=null --no-terminal --no-border "
    f"--geometry={WIDTH}x{HEIGHT}+0+0"
).split()
KIOSK = [sys.executable, "-m", "benchmarks.kiosk_loop", "--window", f"{WIDTH}x{HEIGHT}"]


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one player over one window."""

    cpu_percent: float
    """Of one core, user and system, all threads of the process."""
    fps: float
    """Frames that reached the frame buffer."""

    @property
    def cpu_ms_per_frame(self) -> float:
        return 10 * self.cpu_percent / self.fps


def observe(screen: VirtualScreen, command: list[str], clip: Path) -> Cost:
    """Let the player play and watch it from outside, once it has started."""
    player = psutil.Popen(
        [*command, str(clip)], env=screen.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(START_S)
        before, since_s = player.cpu_times(), time.monotonic()
        frames = sum(1 for _ in screen.sample(WINDOW_S, IDENTITY, MARK))
        after, until_s = player.cpu_times(), time.monotonic()
    finally:
        player.terminate()
        player.wait()
    spent_s = after.user + after.system - before.user - before.system
    if frames < ENOUGH * FPS * (until_s - since_s):
        msg = f"{' '.join(command[:3])} showed {frames} frames in {until_s - since_s:.0f} s"
        raise RuntimeError(msg)
    return Cost(100 * spent_s / (until_s - since_s), frames / (until_s - since_s))


def measure() -> list[Row]:
    """Ours and mpv's in turns on one display; the median of each."""
    kiosk: list[Cost] = []
    peer: list[Cost] = []
    with tempfile.TemporaryDirectory(prefix="footlight-clips-") as name, virtual_screen(WIDTH, HEIGHT) as screen:
        length_s = START_S + WINDOW_S + 10
        (clip,) = marked_clips(Path(name), count=1, duration_s=length_s, width=WIDTH, height=HEIGHT)
        for _ in range(TURNS):
            kiosk.append(observe(screen, KIOSK, clip))
            peer.append(observe(screen, MPV, clip))
    median = statistics.median
    ours_fps, peer_fps = median(cost.fps for cost in kiosk), median(cost.fps for cost in peer)
    return [
        Row(
            name="kiosk CPU, one 720p30 clip",
            unit="% core",
            ours=median(cost.cpu_percent for cost in kiosk),
            peer=median(cost.cpu_percent for cost in peer),
            peer_name=PEER,
            max_ratio=1.10,
            note=f"{ours_fps:.1f} and {peer_fps:.1f} of {FPS} frames a second reached the screen; drawn in software",
        ),
        Row(
            name="kiosk CPU per shown frame",
            unit="ms",
            ours=median(cost.cpu_ms_per_frame for cost in kiosk),
            peer=median(cost.cpu_ms_per_frame for cost in peer),
            peer_name=PEER,
            max_ratio=1.10,
        ),
    ]
