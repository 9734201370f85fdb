import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from player.engine.media import Media
from player.ui.display import Display, virtual_display

PROGRAM = Path(__file__).with_name("kiosk_program.py")
PATIENCE_S = 20.0


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Media:
    return Media.make(tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="session")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    with virtual_display(tmp_path_factory.mktemp("display")) as display:
        yield display


class Kiosk:
    """`kiosk_program.py` as a process."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            bufsize=1,
            env=environment,
        )
        self.heard: list[dict[str, Any]] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="kiosk-output")
        self._reader.start()

    def tell(self, *words: Any) -> None:
        self.process.stdin.write(json.dumps(words) + "\n")

    def wait(self, event: str, **facts: Any) -> dict[str, Any]:
        """The next such event that was not waited for before."""
        deadline_s = time.monotonic() + PATIENCE_S
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline_s - time.monotonic()))
            except queue.Empty:
                pytest.fail(f"no {event} after {self.heard}")
            assert line, f"ended before {event}: {self._error_text()}"
            told = json.loads(line)
            self.heard.append(told)
            if told["event"] == event and facts.items() <= told.items():
                return told

    def put_on(self, ticket: int, uri: str) -> None:
        self.tell("prepare", ticket, uri)
        self.tell("show", ticket)
        self.wait("Shown", ticket=ticket)

    def readings(self) -> dict[str, Any]:
        self.tell("readings")
        return self.wait("Readings")

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Exit code and what it wrote to standard error."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        code = self.process.wait(PATIENCE_S)
        self._reader.join()
        while line := self._lines.get():
            self.heard.append(json.loads(line))
        return code, self._error_text()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        for file in (self.process.stdin, self.process.stdout, self._errors):
            with contextlib.suppress(BrokenPipeError):
                file.close()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _error_text(self) -> str:
        self._errors.seek(0)
        return self._errors.read()


@pytest.fixture
def run_kiosk(display: Display) -> Iterator[Callable[..., Kiosk]]:
    """Start the program; it is ended after the test if it still runs."""
    started: list[Kiosk] = []

    def run(*words: str, **environment: str) -> Kiosk:
        path = os.pathsep.join((str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")))
        ours = {"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": path}
        kiosk = Kiosk({**os.environ, **ours, **environment}, *words)
        started.append(kiosk)
        return kiosk

    yield run
    for kiosk in started:
        kiosk.close()


@pytest.fixture
def kiosk(run_kiosk: Callable[..., Kiosk]) -> Kiosk:
    """One that has started."""
    kiosk = run_kiosk()
    kiosk.wait("Started")
    return kiosk
