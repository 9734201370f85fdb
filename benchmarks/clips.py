"""Video files made for measuring: each clip has its own colour, and each frame differs from the one before."""

import subprocess
from pathlib import Path

# Far apart in hue and none of them dark, so that a black frame is told from every clip.
COLOURS = ("c03030", "30a030", "4060e0", "c0a020", "a030a0", "20a0a0")
# Where the colour and the flipping mark are, as fractions of width and height.
IDENTITY = (0.25, 0.5)
MARK = (0.75, 0.5)
FPS = 30


def marked_clips(
    directory: Path, *, count: int, duration_s: float, width: int, height: int, sound: bool = False
) -> list[Path]:
    """H.264 clips with movement, and sound if wanted, all encoded alike.

    A field shows the clip's colour, a patch beside it turns from light to dark and back with every frame.
    """
    field = "drawbox=x=iw*0.1:y=ih*0.3:w=iw*0.3:h=ih*0.4:t=fill"
    patch = "drawbox=x=iw*0.6:y=ih*0.3:w=iw*0.3:h=ih*0.4:t=fill"
    paths = []
    for number in range(count):
        path = directory / f"marked-{number}.mp4"
        moving = f"testsrc2=s={width}x{height}:r={FPS}:d={duration_s}"
        tone = f"sine=frequency={220 * (number + 1)}:sample_rate=48000:d={duration_s}"
        marks = (
            f"{field}:c=0x{COLOURS[number]}:replace=1,"
            f"{patch}:c=white:enable='eq(mod(n,2),0)',{patch}:c=gray:enable='eq(mod(n,2),1)'"
        )
        heard = ["-f", "lavfi", "-i", tone, "-c:a", "aac"] if sound else []
        _encode(["-f", "lavfi", "-i", moving, *heard, "-vf", marks], path)
        paths.append(path)
    return paths


def moving_clip(directory: Path, *, duration_s: float, width: int, height: int) -> Path:
    """One clip with movement all over, as costly to decode as a common advertisement."""
    path = directory / "moving.mp4"
    _encode(["-f", "lavfi", "-i", f"testsrc2=s={width}x{height}:r={FPS}:d={duration_s}"], path)
    return path


def _encode(source: list[str], path: Path) -> None:
    codec = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "60"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *source, *codec, str(path)], check=True)
