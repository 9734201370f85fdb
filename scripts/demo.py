"""Shows the product: three kiosks that play video, and the desktop app of the site they belong to.

The first run makes the site and pairs the kiosks with their codes; build/demo keeps all of it for the next run. No
other machine reaches them. On a desktop: windows open and run until the app is closed or Ctrl+C. Without a display:
each kiosk and the app get an Xvfb of their own. With DEMO_SECONDS=N it ends by itself after N seconds, having checked
that all three play, and names the pictures it took. Exit code 0 when all went well; else 1 and one line that says what
did not.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "demo"
CLIPS = ROOT / "build" / "clips"
PROGRAMS = Path(sys.executable).parent
# A demo is no matter of the neighbours on the network.
HOST = "127.0.0.1"
SITE = "Footlight demo"
KIOSK_SIZE = (640, 360)
DESKTOP_SIZE = (1280, 800)
# Made small and scaled up: it takes a fraction of the time, and these pictures have nothing fine to lose.
PICTURES = {
    "colours": "gradients=size=320x180:rate=30:c0=0x0b132b:c1=0x3a86ff:c2=0xff006e:c3=0xffbe0b:nb_colors=4:speed=0.02",
    "fractal": "mandelbrot=size=640x360:rate=30:maxiter=300:end_scale=0.02:end_pts=300",
    "colony": "life=size=320x180:rate=30:mold=10:ratio=0.1:seed=7:"
    "death_color=0x0b132b:life_color=0x7bdff2:mold_color=0x1d3557",
}
CLIP_S = 10
# On a slow machine Python, Qt and mpv take their time to load.
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 5.0
# The shortest run in which everything can be up and seen.
MIN_SECONDS = 15.0


class DemoError(Exception):
    """Something did not work; the text says what."""


@dataclass(frozen=True)
class Kiosk:
    """One of the three players."""

    name: str
    area: str

    @property
    def key(self) -> str:
        return self.name.lower().replace(" ", "-")


KIOSKS = (Kiosk("Lobby", "Foyer"), Kiosk("Bar", "First floor"), Kiosk("Stage door", "Back yard"))


class Program:
    """A child process with a log of its own, ended when the demo ends."""

    def __init__(self, name: str, command: Sequence[str | Path], environment: dict[str, str]) -> None:
        self.name = name
        self.log = WORK / f"{name}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment
            )

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait_for(self, look: Callable[[], T | None], what: str, timeout_s: float = START_TIMEOUT_S) -> T:
        """The first thing that `look` finds, while the program lives."""
        deadline_s = time.monotonic() + timeout_s
        while (found := look()) is None:
            self.check()
            if time.monotonic() > deadline_s:
                raise DemoError(f"{self.name}: no {what} within {timeout_s:.0f} s; see {self.log}")
            time.sleep(0.1)
        return found

    def check(self) -> None:
        """Raise DemoError when it has ended."""
        if self.process.poll() is not None:
            raise DemoError(f"{self.name} ended with exit code {self.process.returncode}: {self.last_words()}")

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return f"{lines[-1] if lines else 'it said nothing'} ({self.log})"


class Demo:
    """Everything that was started; leaving it ends all of it."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.headless = not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
        self.picture = WORK / "controller.png"
        self._stack = ExitStack()

    def __enter__(self) -> "Demo":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self, name: str, command: Sequence[str | Path], environment: dict[str, str]) -> Program:
        program = Program(name, command, environment)
        self._stack.callback(program.end)
        return program

    def display(self, name: str, size: tuple[int, int]) -> dict[str, str]:
        """The environment for a program with a screen: this desktop's, or that of a new Xvfb."""
        if not self.headless:
            return dict(os.environ)
        told, tell = os.pipe()
        screen = f"{size[0]}x{size[1]}x24"
        command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", screen, "-nolisten", "tcp"]
        log = (WORK / f"{name}-xvfb.log").open("w")
        try:
            server = subprocess.Popen(command, pass_fds=[tell], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        except FileNotFoundError as err:
            raise DemoError("there is no display and no Xvfb; install the package xvfb") from err
        finally:
            os.close(tell)
            log.close()
        self._stack.callback(server.wait)
        self._stack.callback(server.terminate)
        with open(told) as answer:
            number = answer.readline().strip()
        if not number:
            raise DemoError(f"Xvfb did not start; see {WORK / f'{name}-xvfb.log'}")
        return {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}


def say(text: str) -> None:
    print(f"demo: {text}", flush=True)


def run(command: Sequence[str | Path], what: str, timeout_s: float = 60.0) -> str:
    """Standard output of a command that must succeed."""
    try:
        done = subprocess.run([*command], capture_output=True, text=True, timeout=timeout_s, check=False)
    except FileNotFoundError as err:
        raise DemoError(f"{what}: there is no program {command[0]}") from err
    except subprocess.TimeoutExpired as err:
        raise DemoError(f"{what}: no answer within {timeout_s:.0f} s") from err
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise DemoError(f"{what}: {lines[-1] if lines else f'exit code {done.returncode}'}")
    return done.stdout


def make_clips() -> list[Path]:
    CLIPS.mkdir(parents=True, exist_ok=True)
    clips = [CLIPS / f"{name}.mp4" for name in PICTURES]
    missing = [clip for clip in clips if not clip.exists()]
    if missing:
        say("making three clips of 720p video")
    for clip in missing:
        unfinished = clip.with_suffix(".part.mp4")
        source = ["-f", "lavfi", "-i", PICTURES[clip.stem], "-t", str(CLIP_S), "-vf", "scale=1280:720:flags=bicubic"]
        codec = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-pix_fmt", "yuv420p", "-g", "30"]
        run(["ffmpeg", "-v", "error", "-y", *source, *codec, unfinished], f"making {clip.name}", 300)
        unfinished.rename(clip)
    return clips


def footlight(*arguments: str | Path) -> list[str | Path]:
    return [PROGRAMS / "footlight", "--data-dir", WORK / "controller", *arguments]


def start_kiosk(demo: Demo, kiosk: Kiosk) -> tuple[Program, dict[str, str]]:
    environment = demo.display(kiosk.key, KIOSK_SIZE)
    window = f"{KIOSK_SIZE[0]}x{KIOSK_SIZE[1]}"
    naming = ["--name", kiosk.name, "--area", kiosk.area, "--data-dir", WORK / kiosk.key, "--host", HOST]
    command = [PROGRAMS / "footlight-player", *naming, "--window", window, "--port", "0", "--engine", "mpv"]
    return demo.start(kiosk.key, command, environment), environment


def find_site() -> None:
    """The site of the demo as it was, or a new one, with which no kiosk is paired yet."""
    if (WORK / "controller" / "site.json").exists():
        return
    # Kiosks of another site would not listen to this one.
    shutil.rmtree(WORK)
    WORK.mkdir()
    say(run(footlight("site", "create", SITE), "footlight site create").splitlines()[0])


def place(kiosk: Kiosk, program: Program) -> tuple[str, str]:
    """Id and address, once it says them."""
    pattern = re.compile(rf"^{re.escape(kiosk.name)} ([0-9a-f]{{16}}) (\S+:\d+)$", re.MULTILINE)

    def look() -> tuple[str, str] | None:
        found = pattern.search(program.log.read_text(errors="replace"))
        return (found[1], found[2]) if found else None

    return program.wait_for(look, "address")


def pair(kiosk: Kiosk, address: str) -> None:
    """Make it one of the site, with the code on its screen; one that is already just says where it is now."""
    command = [PROGRAMS / "footlight-player", "code", "--data-dir", WORK / kiosk.key]
    asked = subprocess.run(command, capture_output=True, text=True, timeout=START_TIMEOUT_S, check=False)
    if asked.returncode:
        # It has no code when it belongs to a site; for any other reason, it cannot be added either.
        run(footlight("add", address), f"{asked.stderr.strip()}; footlight add {kiosk.name}")
    else:
        code = asked.stdout.strip()
        say(run(footlight("pair", address, "--code", code), f"footlight pair {kiosk.name}").strip())


def check_playing(ids: Sequence[str]) -> list[str]:
    """What each plays, in words. Raises DemoError unless the command line sees all of them online and playing."""
    lines = run(footlight("players", "--json"), "footlight players").splitlines()
    players = {player["id"]: player for player in map(json.loads, lines)}
    words = []
    for identifier in ids:
        player = players.get(identifier)
        if player is None:
            raise DemoError(f"footlight players does not list {identifier}")
        states = player["link"]["state"], player["playback"]["state"]
        if states != ("online", "playing"):
            raise DemoError(f"{player['name']} is {states[0]} and {states[1]}, not online and playing")
        item, position_s = player["playback"]["item"]["name"], player["playback"]["position_s"]
        words.append(f"{player['name']}: online, playing {item} at {position_s:.1f} s")
    return words


def take_kiosk_picture(environment: dict[str, str], target: Path) -> None:
    size = f"{KIOSK_SIZE[0]}x{KIOSK_SIZE[1]}"
    grab = ["-f", "x11grab", "-video_size", size, "-i", environment["DISPLAY"], "-frames:v", "1"]
    run(["ffmpeg", "-v", "error", "-y", *grab, target], "taking a picture of a kiosk")


def start_controller(demo: Demo, seconds: float | None) -> Program:
    environment = demo.display("controller", DESKTOP_SIZE)
    command = footlight()
    if seconds is not None:
        command += ["--run-seconds", f"{seconds:.1f}", "--screenshot", demo.picture]
    return demo.start("controller", command, environment)


def wait_until_playing(ids: Sequence[str], programs: Sequence[Program], timeout_s: float) -> None:
    """Say what they play once all of them do. Raises DemoError as soon as one of the programs ends, or in the end."""
    deadline_s = time.monotonic() + timeout_s
    while True:
        for program in programs:
            program.check()
        try:
            words = check_playing(ids)
        except DemoError:
            if time.monotonic() > deadline_s:
                raise
            time.sleep(0.5)
            continue
        for text in words:
            say(text)
        return


def play_it(demo: Demo) -> None:
    begin_s = time.monotonic()
    clips = make_clips()
    find_site()
    say("starting three kiosks" + (", each on an Xvfb of its own" if demo.headless else ""))
    started = [start_kiosk(demo, kiosk) for kiosk in KIOSKS]
    places = [place(kiosk, program) for kiosk, (program, _) in zip(KIOSKS, started, strict=True)]
    ids = [identifier for identifier, _ in places]
    for kiosk, (_, address) in zip(KIOSKS, places, strict=True):
        pair(kiosk, address)
    for number, identifier in enumerate(ids):
        playlist = [*clips[number:], *clips[:number]]
        say(run(footlight("play", identifier, *playlist, "--loop"), f"footlight play {KIOSKS[number].name}").strip())
    say("starting the desktop app")
    left_s = None if demo.seconds is None else max(MIN_SECONDS, demo.seconds - (time.monotonic() - begin_s))
    controller = start_controller(demo, left_s)
    kiosks = [program for program, _ in started]
    wait_until_playing(ids, [*kiosks, controller], START_TIMEOUT_S if left_s is None else left_s)
    if left_s is None:
        say("running until the app is closed, or Ctrl+C")
    controller.process.wait()
    if controller.process.returncode:
        raise DemoError(f"the desktop app ended with {controller.process.returncode}: {controller.last_words()}")
    if left_s is None:
        return
    say("once more, at the end:")
    wait_until_playing(ids, kiosks, STOP_TIMEOUT_S)
    if not demo.picture.exists():
        raise DemoError(f"the desktop app wrote no picture; see {controller.log}")
    if demo.headless:
        for kiosk, (_, environment) in zip(KIOSKS, started, strict=True):
            take_kiosk_picture(environment, WORK / f"{kiosk.key}.png")
            say(f"picture of {kiosk.name}: {WORK / f'{kiosk.key}.png'}")
    say(f"picture of the desktop app: {demo.picture}")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    text = os.environ.get("DEMO_SECONDS", "")
    if text and not re.fullmatch(r"\d{1,6}(\.\d+)?", text):
        say(f"FAILED: DEMO_SECONDS={text} is no number of seconds")
        return 1
    # The keys of the demo are kept with it, and in no keyring.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    WORK.mkdir(parents=True, exist_ok=True)
    for old in WORK.glob("*.png"):
        old.unlink()
    try:
        with Demo(float(text) if text else None) as demo:
            play_it(demo)
    except DemoError as err:
        say(f"FAILED: {err}")
        return 1
    except KeyboardInterrupt:
        say("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
