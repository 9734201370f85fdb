"""A player that does on a real socket what a test tells it to, and a controller that knows where it is."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import WSMsgType, web
from controller.no_discovery import NoDiscovery
from controller.services.alert_desk import Desk
from controller.services.home import claimed_context, home, move_in
from controller.services.invitations import AdminDesk, NewDesk
from controller.services.states import is_online

from footlight_common.clock import ManualClock, SystemClock
from footlight_common.discovery import Address, is_player_id
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity, PlayerStats, PlayerStatus
from footlight_common.protocol import to_player
from footlight_common.protocol.base import SUBPROTOCOL, encode
from footlight_common.protocol.commands import Command, Result
from footlight_common.protocol.events import PlaybackStarted
from footlight_common.protocol.session import Cursor, Goodbye, Hello, Snapshot, Subscribe, Welcome
from footlight_common.ration import abort
from footlight_controller.core.changes import Changes
from footlight_controller.services.controller import Controller
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.reach import Reach
from footlight_controller.services.registry import Registry

PLAYER_ID = "ab12000000000000"
CLIP = Item(uri="/clips/one.mp4")


class ScriptedPlayer:
    """Answers as a player does, except for what is set here."""

    def __init__(self, player_id: str = PLAYER_ID, name: str = "Lobby") -> None:
        self.identity = PlayerIdentity(id=player_id, name=name, area="Foyer")
        self.playback = Playback(state=PlaybackState.PLAYING, item=CLIP, count=1)
        self.stats = PlayerStats()
        self.cursor = Cursor(stream="s", seq=0)
        self.answer_hello: Callable[[Hello], str | None] = lambda _: encode(
            Welcome(identity=self.identity, cursor=self.cursor)
        )
        self.answer_command: Callable[[Command], Result | None] = lambda command: Result(id=command.id, ok=True)
        self.drop_commands = 0
        self.hellos: list[Hello] = []
        self.subscriptions: list[Subscribe] = []
        self.commands: list[Command] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.transports: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._runner: web.AppRunner | None = None
        self.port = 0
        self.context = claimed_context(player_id) if is_player_id(player_id) else None
        self.about: dict[str, object] = {
            "id": player_id,
            "name": name,
            "version": "0.1.0",
            "protocol": 1,
            "claimed": True,
            "site": home().id,
        }
        self.routes: list[web.RouteDef] = []
        self.asked_about = 0

    @property
    def address(self) -> Address:
        return Address(host="127.0.0.1", port=self.port)

    async def start(self) -> "ScriptedPlayer":
        app = web.Application()
        app.router.add_get("/ws", self._serve)
        app.router.add_get("/about", self._tell)
        app.router.add_routes(self.routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=self.context)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """As a kill does: no goodbye, no close frame."""
        runner, self._runner = self._runner, None
        if runner is not None:
            for socket in self.sockets:
                self.cut(socket)
            self.sockets.clear()
            await runner.cleanup()

    def cut(self, socket: web.WebSocketResponse) -> None:
        abort(self.transports[socket])

    async def say(self, text: str) -> None:
        await self.sockets[-1].send_str(text)

    async def play(self, seq: int) -> None:
        self.cursor = Cursor(stream=self.cursor.stream, seq=seq)
        await self.say(encode(PlaybackStarted(seq=seq, at_s=1.0, item=CLIP, index=0)))

    async def leave(self, code: str, message: str = "") -> None:
        await self.say(encode(Goodbye(code=code, message=message)))
        await self.sockets[-1].close()

    async def _tell(self, request: web.Request) -> web.Response:
        self.asked_about += 1
        return web.json_response(self.about)

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=(SUBPROTOCOL,), compress=False)
        await socket.prepare(request)
        self.sockets.append(socket)
        self.transports[socket] = request.transport
        async for frame in socket:
            assert frame.type is WSMsgType.TEXT
            await self._take(socket, to_player.decode(frame.data))
        return socket

    async def _take(self, socket: web.WebSocketResponse, message: object) -> None:
        match message:
            case Hello():
                self.hellos.append(message)
                if (answer := self.answer_hello(message)) is not None:
                    await socket.send_str(answer)
            case Subscribe():
                self.subscriptions.append(message)
                status = PlayerStatus(identity=self.identity, playback=self.playback, stats=self.stats)
                await socket.send_str(encode(Snapshot(status=status, cursor=self.cursor)))
            case Command():
                self.commands.append(message)
                if self.drop_commands:
                    self.drop_commands -= 1
                    self.cut(socket)
                elif (result := self.answer_command(message)) is not None:
                    await socket.send_str(encode(result))


class Ear:
    """Hears what a controller says, whole."""

    def __init__(self, controller: Controller) -> None:
        self.deliveries: list[Changes] = []
        self.stop = controller.subscribe(self.deliveries.append)

    @property
    def all(self) -> Changes:
        first, *rest = self.deliveries
        for changes in rest:
            first = first.then(changes)
        return first

    @property
    def events(self) -> list[object]:
        return [told.event for told in self.all.events]

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.events]


@pytest.fixture
def make_controller(data_dir):
    # Before the loop runs: a file is written.
    site_file = move_in(data_dir)

    def make(*, host: str | None = "127.0.0.1", own: bool = True, heartbeat_s: float = 10.0, **options) -> Controller:
        clock = SystemClock()
        reach = Reach(host)
        return Controller(
            registry=Registry.own(data_dir, clock) if own else Registry.copy(data_dir),
            site_file=options.pop("site_file", site_file),
            discovery=options.pop("discovery", None) or NoDiscovery(),
            dialer=Dialer(reach, Hello(name="desk"), heartbeat_s=heartbeat_s),
            clock=clock,
            chance=lambda: 0.5,
            **options,
        )

    return make


@pytest.fixture
async def controller(make_controller):
    controller = make_controller()
    await controller.start()
    yield controller
    await controller.close()


@pytest.fixture
def listen():
    return Ear


@pytest.fixture
async def player():
    player = await ScriptedPlayer().start()
    yield player
    await player.stop()


@pytest.fixture
async def make_player():
    players: list[ScriptedPlayer] = []

    async def make(player_id: str, name: str = "Lobby") -> ScriptedPlayer:
        players.append(await ScriptedPlayer(player_id, name).start())
        return players[-1]

    yield make
    for player in players:
        await player.stop()


@pytest.fixture
async def silent_port():
    """A port that takes connections and never says a word."""
    quiet = asyncio.Event()

    async def hold(_, writer: asyncio.StreamWriter) -> None:
        await quiet.wait()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    quiet.set()
    server.close()
    await server.wait_closed()


@pytest.fixture
async def online(controller, player, eventually):
    """The controller, with the player online."""
    await controller.add(player.address)
    await eventually(is_online(controller))
    return controller


@pytest.fixture
async def invitation_clock():
    """What the invitations of `admin` go by."""
    return SystemClock()


@pytest.fixture
async def admin(tmp_path, invitation_clock):
    """The desk of somebody who may invite."""
    admin = await asyncio.to_thread(AdminDesk, tmp_path / "admin", invitation_clock)
    yield admin
    await admin.invitations.cancel()


@pytest.fixture
async def newcomer(tmp_path):
    """The desk of somebody who belongs to no site."""
    newcomer = await asyncio.to_thread(NewDesk, tmp_path / "new")
    await newcomer.dialer.start()
    yield newcomer
    await newcomer.dialer.close()


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
async def make_desk(data_dir, clock):
    desks = []

    async def make(everybody=None):
        desks.append(await Desk(data_dir, clock).start(everybody))
        return desks[-1]

    yield make
    for desk in desks:
        await desk.alerts.close()
