"""How long the last frame of one clip stands before the first frame of the next, seen from outside."""

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clips import COLOURS, IDENTITY, MARK, marked_clips
from benchmarks.row import Row
from benchmarks.screen import Sample, VirtualScreen, virtual_screen

WIDTH, HEIGHT = 1280, 720
# What advertisements are made in; neither player is spared the scaling.
CLIP_WIDTH, CLIP_HEIGHT = 1920, 1080
CLIP_S = 1.5
HAND_OFFS_PER_TURN = 12
TURNS = 2
START_S = 3.0

# The cheap settings of both are mpv's own defaults; nothing is tuned for either.
MPV = (
    "mpv --no-config --vo=gpu --gpu-context=x11egl --ao=null --prefetch-playlist=yes --loop-playlist=inf "
    f"--no-terminal --no-border --geometry={WIDTH}x{HEIGHT}+0+0"
).split()
KIOSK = [sys.executable, "-m", "benchmarks.kiosk_loop", "--window", f"{WIDTH}x{HEIGHT}"]


@dataclass(frozen=True, slots=True)
class Observed:
    """What the probe saw of one player."""

    gaps_ms: list[float]
    black_frames: int


def observe(screen: VirtualScreen, command: list[str], clips: list[Path]) -> Observed:
    """Let the player play the clips round and round and watch its hand-offs."""
    player = subprocess.Popen(
        [*command, *map(str, clips)],
        env=screen.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(START_S)
        samples = list(screen.sample(HAND_OFFS_PER_TURN * CLIP_S, IDENTITY, MARK))
    finally:
        player.terminate()
        player.wait()
    return _hand_offs(samples)


def measure() -> list[Row]:
    """Ours and mpv's in turns on one display."""
    kiosk: list[Observed] = []
    peer: list[Observed] = []
    with tempfile.TemporaryDirectory(prefix="footlight-clips-") as name, virtual_screen(WIDTH, HEIGHT) as screen:
        clips = marked_clips(Path(name), count=len(COLOURS), duration_s=CLIP_S, width=CLIP_WIDTH, height=CLIP_HEIGHT)
        for _ in range(TURNS):
            kiosk.append(observe(screen, KIOSK, clips))
            peer.append(observe(screen, MPV, clips))
    ours, theirs = _gaps(kiosk), _gaps(peer)
    note = f"{len(ours)} and {len(theirs)} hand-offs of {CLIP_S} s clips, 1080p30, seen in the frame buffer of Xvfb"
    peer_name = "mpv --prefetch-playlist"
    blacks = sum(seen.black_frames for seen in kiosk), sum(seen.black_frames for seen in peer)
    return [
        Row(
            name="hand-off gap, median",
            unit="ms",
            ours=statistics.median(ours),
            peer=statistics.median(theirs),
            peer_name=peer_name,
            note=note,
        ),
        Row(
            name="hand-off gap, p95",
            unit="ms",
            ours=_p95(ours),
            peer=_p95(theirs),
            peer_name=peer_name,
            max_ours=66.0,
            max_ratio=0.5,
        ),
        Row(
            name="hand-off, black frames",
            unit="frames",
            ours=float(blacks[0]),
            peer=float(blacks[1]),
            peer_name=peer_name,
            max_ours=0.0,
        ),
    ]


def _hand_offs(samples: list[Sample]) -> Observed:
    gaps_ms: list[float] = []
    black_frames = 0
    last_change: tuple[int | None, float] = (None, 0.0)
    for sample in samples:
        clip = _clip(sample.identity)
        if clip is None:
            black_frames += max(sample.identity) < 24
            continue
        before, since_s = last_change
        if before is not None and clip != before:
            gaps_ms.append(1000 * (sample.at_s - since_s))
        last_change = (clip, sample.at_s)
    return Observed(gaps_ms, black_frames)


def _clip(seen: tuple[int, int, int]) -> int | None:
    """Whose colour this is; None for none of them."""
    for number, colour in enumerate(COLOURS):
        wanted = bytes.fromhex(colour)
        if all(abs(a - b) < 24 for a, b in zip(seen, wanted, strict=True)):
            return number
    return None


def _gaps(turns: list[Observed]) -> list[float]:
    gaps_ms = sorted(gap for turn in turns for gap in turn.gaps_ms)
    if not gaps_ms:
        msg = "no hand-off was seen"
        raise RuntimeError(msg)
    return gaps_ms


def _p95(values: list[float]) -> float:
    return values[min(len(values) - 1, round(0.95 * (len(values) - 1)))]
