"""Small files of every kind an engine may be given, made by ffmpeg."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

SIZE = "160x90"


@dataclass(frozen=True)
class Media:
    """Paths as an item names them."""

    short: str
    """Red, one second, with sound."""
    other: str
    """Green, one second, silent."""
    long: str
    """Blue, twenty seconds."""
    one_frame: str
    picture: str
    photo: str
    sound: str
    text: str
    empty: str
    playlist: str
    folder: str
    cut_off: str
    """Its header promises four seconds; the data ends before."""
    missing: str

    @classmethod
    def make(cls, folder: Path) -> "Media":
        def path(name: str) -> str:
            return str(folder / name)

        silent, tone = ["-an"], ["-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", "-shortest"]
        _video(path("short.mp4"), "color=c=red:d=1", tone)
        _video(path("other.mp4"), "color=c=green:d=1", silent)
        _video(path("long.mp4"), "testsrc2=d=20", silent)
        _video(path("one.mp4"), "color=c=yellow:d=1", ["-frames:v", "1"])
        _video(path("whole.mp4"), "testsrc2=d=4", ["-movflags", "+faststart"])
        whole = (folder / "whole.mp4").read_bytes()
        (folder / "cut.mp4").write_bytes(whole[: len(whole) // 2])
        _ffmpeg("-f", "lavfi", "-i", f"color=c=purple:s={SIZE}", "-frames:v", "1", path("picture.png"))
        _ffmpeg("-f", "lavfi", "-i", f"color=c=orange:s={SIZE}", "-frames:v", "1", path("photo.jpg"))
        _ffmpeg("-f", "lavfi", "-i", "sine=d=1", path("sound.mp3"))
        (folder / "text.mp4").write_text("This is no film.\n" * 20)
        (folder / "empty.mp4").touch()
        (folder / "list.m3u").write_text(f"#EXTM3U\n{path('short.mp4')}\n")
        return cls(
            short=path("short.mp4"),
            other=path("other.mp4"),
            long=path("long.mp4"),
            one_frame=path("one.mp4"),
            picture=path("picture.png"),
            photo=path("photo.jpg"),
            sound=path("sound.mp3"),
            text=path("text.mp4"),
            empty=path("empty.mp4"),
            playlist=path("list.m3u"),
            folder=str(folder),
            cut_off=path("cut.mp4"),
            missing=path("missing.mp4"),
        )


def _video(path: str, source: str, rest: list[str]) -> None:
    picture = ["-f", "lavfi", "-i", f"{source}:s={SIZE}:r=30"]
    if "-i" in rest:
        picture, rest = [*picture, *rest[: rest.index("-c:a")]], rest[rest.index("-c:a") :]
    _ffmpeg(*picture, "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p", *rest, path)


def _ffmpeg(*words: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *words], check=True)
