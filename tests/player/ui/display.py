"""A virtual display of the tests' own, and what can be seen on it."""

import contextlib
import mmap
import os
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 320, 180
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Display:
    """An Xvfb, read through its memory-mapped frame buffer (XWD format)."""

    name: str
    memory: mmap.mmap

    def pixel(self, x: int, y: int) -> Colour:
        header_bytes, *_ = struct.unpack_from(">I", self.memory)
        bytes_per_line, colours = (struct.unpack_from(">I", self.memory, 4 * place)[0] for place in (12, 19))
        start = header_bytes + 12 * colours + y * bytes_per_line + 4 * x
        blue, green, red = self.memory[start : start + 3]
        return red, green, blue

    def middle(self) -> Colour:
        return self.pixel(WIDTH // 2, HEIGHT // 2)

    def wait_for(self, condition: Callable[[Colour], bool], x: int = WIDTH // 2, y: int = HEIGHT // 2) -> Colour:
        """The first colour at this place for which it holds."""
        deadline_s = time.monotonic() + 10
        while not condition(colour := self.pixel(x, y)):
            assert time.monotonic() < deadline_s, f"still {colour}"
            time.sleep(0.002)
        return colour


@contextlib.contextmanager
def virtual_display(directory: Path) -> Iterator[Display]:
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{2 * WIDTH}x{2 * HEIGHT}x24"]
    server = subprocess.Popen(
        [*command, "-fbdir", str(directory), "-nolisten", "tcp", "-noreset"],
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        with (directory / "Xvfb_screen0").open("rb") as file:
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        yield Display(f":{number}", memory)
    finally:
        server.terminate()
        server.wait()


def is_red(colour: Colour) -> bool:
    return colour[0] > 180 and max(colour[1:]) < 80


def is_green(colour: Colour) -> bool:
    return colour[1] > 90 and max(colour[0], colour[2]) < 80


def is_purple(colour: Colour) -> bool:
    return colour[1] < 40 and min(colour[0], colour[2]) > 90


def is_black(colour: Colour) -> bool:
    return max(colour) < 6
