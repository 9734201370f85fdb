"""The command line as a person uses it, with a controller over scripted parts behind it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from controller.services.home import home, move_in
from typer.testing import CliRunner

from footlight_common.errors import FootlightError, NotLinked
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.events import PlaybackStarted
from footlight_controller.cli.program import build_cli
from footlight_controller.core.changes import Changes, FleetEvent
from footlight_controller.core.view import LinkState, LinkStatus, PlayerView
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.programmes import Programmes
from footlight_controller.services.site_file import SiteFile


@dataclass
class Answer:
    """What a command printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


class StandIn:
    """A controller whose players are these, online as soon as they are linked."""

    def __init__(self, views: list[PlayerView]) -> None:
        self.views = {view.id: view for view in views}
        self.found = []
        self.options: dict = {}
        self.commands: list[tuple[str, object]] = []
        self.linked: list[str] = []
        self.error: FootlightError | None = None
        self.changes = Changes()
        self.closed = False
        self.desktop: list[tuple] = []
        self.sinks: list = []
        self.tells: Callable[[object], list] | None = None
        self.picture = b""
        self.pictures: list[tuple] = []
        self.pairings: list[tuple] = []
        self.replacements: list[tuple] = []
        self.unpaired: list[str] = []
        self.removed: list[str] = []
        self.remembered: list[str] = []
        self.programmes = Programmes()

    def __call__(self, data_dir: Path, host: str | None, **options) -> "StandIn":
        self.options = {"data_dir": data_dir, "host": host, **options}
        return self

    async def start(self) -> None:
        pass

    async def close(self) -> None:
        self.closed = True

    def players(self):
        return self.views

    def sightings(self):
        return self.found

    def subscribe(self, sink):
        sink(self.changes)
        self.sinks.append(sink)
        return lambda: self.sinks.remove(sink)

    async def wait_until(self, found, timeout_s):
        return found()

    def link(self, player_id: str) -> None:
        self.linked.append(player_id)

    async def command(self, player_id: str, action) -> None:
        if self.error is not None:
            raise self.error
        self.commands.append((player_id, action))
        events = self.tells(action) if self.tells else []
        told = tuple(FleetEvent(player_id=player_id, player_name="Lobby", event=event) for event in events)
        for sink in list(self.sinks):
            sink(Changes(events=told))

    async def screenshot(self, player_id: str, width_px: int, kind: str = "jpeg") -> bytes:
        if self.error is not None:
            raise self.error
        self.pictures.append((player_id, width_px, kind))
        return self.picture

    def site(self):
        return home()

    async def pair(self, address, code, *, name="", area="", player_id=""):
        if self.error is not None:
            raise self.error
        self.pairings.append((address, code, name, area, player_id))
        return next(iter(self.views.values()))

    async def replace(self, old_id, address, code, *, player_id=""):
        self.replacements.append((old_id, address, code, player_id))
        return next(iter(self.views.values()))

    async def hear_out(self) -> None:
        """Nothing was heard."""

    async def unpair(self, player_id: str) -> None:
        if self.error is not None:
            raise self.error
        self.unpaired.append(player_id)

    team_settled = True

    async def seen(self):
        return {}

    async def remember(self, player_id: str) -> None:
        self.remembered.append(player_id)

    async def remove(self, *player_ids: str) -> None:
        self.removed += player_ids

    async def add(self, address):
        if self.error is not None:
            raise self.error
        return next(iter(self.views.values()))


@pytest.fixture
def at_home(data_dir):
    """A controller that belongs to a site keeps its data here."""
    return move_in(data_dir)


@pytest.fixture
def lobby() -> PlayerView:
    return PlayerView(
        identity=PlayerIdentity(id="ab12000000000000", name="Lobby", area="Foyer"),
        link=LinkStatus(state=LinkState.ONLINE, since_s=5.0),
    )


@pytest.fixture
def keyring():
    return NoKeyring()


def start_the_first(action) -> list[PlaybackStarted]:
    return [PlaybackStarted(seq=1, at_s=1.0, item=item, index=0) for item in getattr(action, "items", ())[:1]]


@pytest.fixture
def behind(lobby) -> StandIn:
    behind = StandIn([lobby])
    behind.tells = start_the_first
    return behind


@pytest.fixture
def footlight(behind, tmp_path, monkeypatch, keyring):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("footlight_controller.cli.session.SETTLE_S", 0.0)
    monkeypatch.setattr("footlight_controller.cli.pairing.STRANGER_SETTLE_S", 0.0)
    monkeypatch.setattr("footlight_controller.cli.looking.PLAYERS_SETTLE_S", 0.0)

    def run_desktop(*arguments, **options) -> int:
        behind.desktop.append((arguments, options))
        return 7

    cli = build_cli(
        behind, run_desktop, asyncio.run, tmp_path / "default", lambda data_dir: SiteFile(data_dir, keyring)
    )
    runner = CliRunner()

    def run(*arguments: str, typed: str | None = None) -> Answer:
        result = runner.invoke(cli, list(arguments), input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def not_linked() -> FootlightError:
    return NotLinked("the player is offline: nothing listens there")
