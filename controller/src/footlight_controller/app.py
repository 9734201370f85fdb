"""Builds the controller from its parts, and starts the desktop app or a command of the command line."""

import sys

try:
    import asyncio
    import random
    import socket
    from collections.abc import Coroutine, Sequence
    from pathlib import Path

    import platformdirs

    from footlight_common import __version__
    from footlight_common.clock import SystemClock
    from footlight_common.event_loop import new_event_loop
    from footlight_common.protocol.base import MAX_NAME_LENGTH
    from footlight_common.protocol.session import Hello
    from footlight_common.protocol.topics import USUAL_TOPICS, Topic
    from footlight_controller.cli.interrupt import run_until_interrupted
    from footlight_controller.cli.output import run_program
    from footlight_controller.cli.program import build_cli
    from footlight_controller.core.printed_table import PrintedTable
    from footlight_controller.services.alerts import Alerts
    from footlight_controller.services.controller import Controller
    from footlight_controller.services.dialer import Dialer
    from footlight_controller.services.discovery import Discovery
    from footlight_controller.services.histories import Histories
    from footlight_controller.services.programmes import Programmes
    from footlight_controller.services.reach import Reach
    from footlight_controller.services.registry import Registry
    from footlight_controller.services.site_file import SiteFile
except KeyboardInterrupt:
    # Loading takes a good part of a second, in which people who have mistyped press Ctrl+C.
    sys.exit(130)


def build_controller(
    data_dir: Path,
    host: str | None = None,
    *,
    own: bool = True,
    topics: Sequence[Topic] = USUAL_TOPICS,
    dial_everybody: bool = True,
    automatic: bool = True,
    watchful: bool = False,
) -> Controller:
    """A controller that is not started yet.

    `own` takes the data directory for this process until `Controller.close`; without it the registry is a copy that
    is never written. `automatic` takes in every player that is found; without it they wait for `Controller.adopt`.
    `watchful` raises alerts and sends them, which takes `own`. Raises DirectoryInUse or StorageError.
    """
    clock = SystemClock()
    reach = Reach(host)
    # First, for it takes the directory.
    registry = Registry.own(data_dir, clock) if own else Registry.copy(data_dir)
    site_file = SiteFile(data_dir)
    return Controller(
        registry=registry,
        site_file=site_file,
        discovery=Discovery(reach, clock),
        dialer=Dialer(reach, Hello(name=socket.gethostname()[:MAX_NAME_LENGTH], version=__version__)),
        clock=clock,
        chance=random.random,
        topics=topics,
        dial_everybody=dial_everybody,
        automatic=automatic,
        programmes=Programmes.own(data_dir, clock) if own else Programmes.copy(data_dir),
        alerts=Alerts.own(data_dir, clock, site_file.lock, random.random) if own else Alerts(clock),
        watchful=watchful and own,
        histories=Histories.own(data_dir, clock) if own else Histories.copy(data_dir, clock),
    )


def run(work: Coroutine[None, None, None]) -> None:
    """Run `work` in a loop of its own to its end. Raises KeyboardInterrupt after Ctrl+C."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        run_until_interrupted(runner, work)


def run_desktop(
    data_dir: Path,
    host: str | None = None,
    *,
    run_seconds: float | None = None,
    screenshot: Path | None = None,
    gallery: bool = False,
) -> int:
    """The desktop app, until its window is closed. Returns the exit code.

    After `run_seconds` it draws its window into `screenshot` and closes by itself. `gallery` shows the parts of the
    design instead, without any players.
    """
    # Qt takes a second to load, which no command of the command line should pay.
    from footlight_controller.ui import desktop

    if gallery:
        return desktop.run_gallery()
    return desktop.run_desktop(
        # Who is found waits on the Discovered page, unless the settings of the app say otherwise.
        lambda: build_controller(data_dir, host, automatic=False, watchful=True),
        loop_factory=new_event_loop,
        run_seconds=run_seconds,
        screenshot=screenshot,
        settings_file=data_dir / "window.ini",
    )


def print_table(table: PrintedTable) -> bytes:
    """The PDF of a table."""
    # Qt takes a second to load, which no other command should pay.
    from footlight_controller.ui.table_pdf import table_pdf

    return table_pdf(table)


def main() -> None:
    """Entry point of `footlight`."""
    data_dir = Path(platformdirs.user_data_dir("footlight", appauthor=False))
    run_program(build_cli(build_controller, run_desktop, run, data_dir, print_table=print_table))
