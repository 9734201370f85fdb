"""Runs one command: a controller for as long as it takes, errors as one line, and the exit code."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import typer
from rich.console import Console

from footlight_common.discovery import showable
from footlight_common.errors import DirectoryInUse, FootlightError, NotLinked, StorageError, UnknownPlayer
from footlight_common.protocol.topics import Topic
from footlight_controller.core.printed_table import PrintedTable
from footlight_controller.core.selection import choose
from footlight_controller.core.view import LinkState, PlayerView
from footlight_controller.services.controller import Controller
from footlight_controller.services.site_file import SiteFile

# Namesakes of a player that the registry knows have this long to turn up.
SETTLE_S = 0.2
# Of one that it does not: a responder that has just answered somebody else keeps us waiting for a second (RFC 6762
# section 6), and which of two is heard first is chance.
STRANGER_SETTLE_S = 1.2
FIND_S = 3.0
# Resolve, TCP and hello at their slowest.
LINK_S = 25.0
# What was asked for is done, and nobody waits long for what is only remembered.
REMEMBER_S = 2.0


class MakeController(Protocol):
    """Builds a controller that is not started."""

    def __call__(
        self, data_dir: Path, host: str | None, *, own: bool, topics: Sequence[Topic], dial_everybody: bool
    ) -> Controller:
        """`own` is for those who change the registry; the others work on a copy beside the app that owns it."""
        ...


def no_printer(_table: PrintedTable) -> bytes:
    """For a command line without anything that makes PDFs. Raises StorageError."""
    msg = "this command line makes no PDF. Save the report with --csv."
    raise StorageError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What all commands share."""

    data_dir: Path
    host: str | None
    make_controller: MakeController
    run: Callable[[Coroutine[None, None, None]], None]
    """Runs a coroutine in a loop of its own to its end."""
    open_site: Callable[[Path], SiteFile] = SiteFile
    print_table: Callable[[PrintedTable], bytes] = no_printer
    """Makes a PDF of a table. In the main thread."""

    def site_file(self) -> SiteFile:
        """Where the site of this controller is kept."""
        return self.open_site(self.data_dir)

    def in_use(self, *, instead: str = "") -> DirectoryInUse:
        """For when another process owns the data directory; `instead` is what can be done in the app as well."""
        way_out = f"Close that first, or {instead} in the app." if instead else "Close that first."
        who = "another footlight, the desktop app or an invitation that is open"
        return DirectoryInUse(f"{self.data_dir} is in use by {who}. {way_out}")

    def carry_out(self, work: Coroutine[None, None, None]) -> None:
        """Run a command. A FootlightError ends the program with one line on stderr and exit code 1."""
        try:
            self.run(work)
        except FootlightError as err:
            complain(str(err))
            raise typer.Exit(1) from err

    @asynccontextmanager
    async def controller(
        self, *, own: bool = False, topics: Sequence[Topic] = (Topic.DEVICES,), dial_everybody: bool = False
    ) -> AsyncIterator[Controller]:
        """A controller, started, and closed at the end."""
        controller = self.make_controller(
            self.data_dir, self.host, own=own, topics=topics, dial_everybody=dial_everybody
        )
        try:
            await controller.start()
            yield controller
        finally:
            # Ctrl+C while it closes must not leave half of it open.
            closing = asyncio.ensure_future(controller.close())
            try:
                await asyncio.shield(closing)
            except asyncio.CancelledError:
                await closing
                raise

    def act(
        self,
        wanted: str,
        do: Callable[[Controller, PlayerView], Awaitable[str]],
        *,
        topics: Sequence[Topic] = (Topic.DEVICES,),
    ) -> None:
        """Run a command on one player; `do` returns what to tell the user."""

        async def work() -> None:
            async with self.controller(topics=topics) as controller:
                try:
                    view = await reach(controller, wanted)
                except UnknownPlayer as err:
                    warn(controller)
                    msg = f"{err} Add one by its address with: footlight add HOST:PORT"
                    raise UnknownPlayer(msg) from err
                except NotLinked:
                    # It may be elsewhere by now, and not be found.
                    warn(controller)
                    raise
                said = await do(controller, view)
                await remember(controller, view.id)
            Console().print(showable(said), markup=False, highlight=False, soft_wrap=True)

        self.carry_out(work())


async def reach(controller: Controller, wanted: str) -> PlayerView:
    """The player a person means, with its link up.

    Raises NoSite, UnknownPlayer, AmbiguousPlayer, or NotLinked when it cannot be reached.
    """

    def chosen() -> PlayerView | None:
        try:
            return choose(wanted, controller.players().values())
        except UnknownPlayer:
            return None

    # Before anybody is looked for: without a site nobody would answer.
    controller.site()
    known = set(controller.players())
    begin_s = asyncio.get_running_loop().time()
    await controller.wait_until(chosen, FIND_S)
    view = choose(wanted, controller.players().values())
    # Dialled at once; meanwhile others of that name have the time to turn up.
    controller.link(view.id)
    if view.id != wanted:
        settled_s = begin_s + (SETTLE_S if view.id in known else STRANGER_SETTLE_S)
        await asyncio.sleep(settled_s - asyncio.get_running_loop().time())
        view = choose(wanted, controller.players().values())
        controller.link(view.id)

    def online() -> PlayerView | None:
        now = controller.players()[view.id]
        return now if now.online else None

    def decided() -> PlayerView | None:
        now = controller.players()[view.id]
        return now if now.online or now.link.state is LinkState.OFFLINE else None

    # A first failure may be an old address; the new one may be on its way.
    found = await controller.wait_until(online, FIND_S) or await controller.wait_until(decided, LINK_S)
    if found is None or not found.online:
        msg = f"{view.name} is offline: {(found or view).link.reason}"
        raise NotLinked(msg)
    return found


async def remember(controller: Controller, player_id: str) -> None:
    """Have what the player shows now remembered, for the day on which its box is replaced."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(REMEMBER_S):
            await controller.remember(player_id)


def warn(controller: Controller) -> list[str]:
    """Print the warnings that stand on stderr, and return them."""
    seen: list[str] = []
    controller.subscribe(lambda changes: seen.extend(changes.notices))()
    for notice in seen:
        complain(f"warning: {notice}")
    return seen


def complain(text: str) -> None:
    """Print one line on stderr."""
    print(f"footlight: {showable(text)}", file=sys.stderr)


def set_up_logging(*, verbose: bool) -> None:
    """Log to stderr: errors alone, or all that happens."""
    level = logging.INFO if verbose else logging.ERROR
    handler = logging.StreamHandler()
    if not verbose:
        # What becomes of mDNS is told in a warning of our own.
        handler.addFilter(lambda record: record.name.partition(".")[0] != "zeroconf")
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", handlers=[handler])
