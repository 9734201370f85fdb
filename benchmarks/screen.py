"""A virtual display whose pixels are read from outside, so that no player measures itself."""

import contextlib
import mmap
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Fields of XWDFileHeader (X11/XWDFile.h), all big-endian CARD32.
_HEADER = struct.Struct(">25I")
_COLOUR_ENTRY_BYTES = 12
SAMPLE_EVERY_S = 0.001


class Sample(NamedTuple):
    """Two pixels at one moment, each (red, green, blue)."""

    at_s: float
    identity: tuple[int, int, int]
    mark: tuple[int, int, int]


class VirtualScreen:
    """An Xvfb of its own, and its frame buffer as mapped memory."""

    def __init__(self, directory: Path, display: str, width: int, height: int) -> None:
        self.display = display
        self._width, self._height = width, height
        with (directory / "Xvfb_screen0").open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = _HEADER.unpack_from(self._memory)
        header_bytes, bytes_per_line, colours = header[0], header[12], header[19]
        self._pixels = header_bytes + colours * _COLOUR_ENTRY_BYTES
        self._bytes_per_line = bytes_per_line

    @property
    def environment(self) -> dict[str, str]:
        """For a program that is to show itself here."""
        environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return {**environment, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def pixel(self, across: float, down: float) -> tuple[int, int, int]:
        """Red, green and blue at a place given as fractions of width and height."""
        column, row = int(across * self._width), int(down * self._height)
        start = self._pixels + row * self._bytes_per_line + column * 4
        blue, green, red = self._memory[start : start + 3]
        return red, green, blue

    def sample(self, duration_s: float, identity: tuple[float, float], mark: tuple[float, float]) -> Iterator[Sample]:
        """Both pixels about a thousand times a second; only samples that differ from the one before."""
        before = None
        end_s = time.monotonic() + duration_s
        while (now_s := time.monotonic()) < end_s:
            seen = self.pixel(*identity), self.pixel(*mark)
            if seen != before:
                before = seen
                yield Sample(now_s, *seen)
            time.sleep(SAMPLE_EVERY_S)


@contextlib.contextmanager
def virtual_screen(width: int = 1280, height: int = 720) -> Iterator[VirtualScreen]:
    """A display of this size until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="footlight-screen-") as name:
        read_end, write_end = os.pipe()
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24", "-fbdir", name]
        server = subprocess.Popen(
            [*command, "-nolisten", "tcp", "-noreset"], pass_fds=(write_end,), stderr=subprocess.DEVNULL
        )
        os.close(write_end)
        try:
            with os.fdopen(read_end) as pipe:
                number = pipe.readline().strip()
            if not number:
                msg = "Xvfb did not start"
                raise RuntimeError(msg)
            yield VirtualScreen(Path(name), f":{number}", width, height)
        finally:
            server.terminate()
            server.wait()
