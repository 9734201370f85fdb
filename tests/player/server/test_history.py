"""GET /history over the real socket, and what a session hears of what happened before and after it subscribed."""

import asyncio
import itertools

import msgspec
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from player.hand_worker import HandWorker
from player.house import House
from player.program import join
from player.server.newcomer import PLAYER, Newcomer
from player.server.test_session import Channel

from footlight_common.clock import ManualClock
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import encode
from footlight_common.protocol.pages import HistoryPage
from footlight_common.protocol.session import Cursor, Hello, Subscribe
from footlight_common.protocol.topics import Topic
from footlight_common.security.roles import Role
from footlight_common.storage import RETRY_S
from footlight_player.core.facts import Alarm
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.server.session import Admitted, Session
from footlight_player.services.history import PATIENCE_S, History
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.system.machine import Machine

ALARM = Alarm(code="stalled", message="no frames", active=True)


@pytest_asyncio.fixture
async def claimed(newcomer, house) -> Newcomer:
    await newcomer.trust.adopt(house.claim(PLAYER, newcomer.trust.key))
    return newcomer


async def get(claimed, house, query, role=Role.VIEWER):
    async with house.client(role) as client, client.get(claimed.url(f"/history{query}")) as answer:
        return answer.status, await answer.read()


async def page(claimed, house, query="") -> HistoryPage:
    status, body = await get(claimed, house, query)
    assert status == 200
    return msgspec.json.decode(body, type=HistoryPage)


class TestEndpoint:
    async def test_a_viewer_reads_what_happened_and_who_was_there(self, claimed, house):
        async with house.client(Role.OPERATOR) as client:
            await join(client, claimed.port)
            found = await page(claimed, house)
        tags = [event.__struct_config__.tag for event in found.events]
        assert tags[0] == "power_on"
        assert tags[-1] == "controller_came"
        came = found.events[-1]
        assert (came.name, came.controller) == (house.members[Role.OPERATOR].name, "desk")
        assert [run.number for run in found.runs] == [1]
        assert (found.first_kept, found.last) == (1, found.events[-1].seq)

    async def test_pages_go_both_ways(self, claimed, house):
        for _ in range(20):
            claimed.player.events.append(ALARM)
        last = claimed.player.events.cursor.seq

        async def numbers(query):
            return [event.seq for event in (await page(claimed, house, query)).events]

        assert await numbers("?limit=3") == [last - 2, last - 1, last]
        assert await numbers("?after=0&limit=3") == [1, 2, 3]
        assert await numbers("?after=4&limit=2") == [5, 6]
        assert await numbers("?before=5&limit=2") == [3, 4]
        assert await numbers("?after=2&before=5") == [3, 4]
        assert await numbers(f"?after={last}") == []

    async def test_it_is_asked_by_time(self, claimed, house):
        claimed.player.events.append(ALARM)
        (event,) = (await page(claimed, house, "?limit=1")).events
        found = await page(claimed, house, f"?from_s={event.at_s - 0.0005}&to_s={event.at_s + 0.0005}")
        assert event in found.events
        assert (await page(claimed, house, f"?from_s={event.at_s + 3600}")).events == ()
        assert (await page(claimed, house, f"?to_s={event.at_s - 86400}")).events == ()

    @pytest.mark.parametrize(
        "query",
        [
            "?after=-1",
            "?after=x",
            "?limit=0",
            "?limit=1001",
            "?from_s=nan",
            "?to_s=inf",
            "?from_s=1e400",
        ],
    )
    async def test_what_is_no_question_is_refused_in_words(self, claimed, house, query):
        status, body = await get(claimed, house, query)
        assert status == 400
        assert b"Unix seconds" in body


class Listener:
    """A member who connects again and again, and asks for what was missed each time."""

    def __init__(self, player: Player, clock: ManualClock, house: House) -> None:
        self._player, self._clock, self._house = player, clock, house
        self._channels: list[Channel] = []
        self._session: Session | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def _admit(self, _: Session, __: Hello) -> Admitted:
        return Admitted(self._house.members[Role.VIEWER], self._house.standing.roster)

    async def _offered(self, *_: object) -> None:
        """Nobody offers a roster."""

    @property
    def heard(self) -> list[int]:
        return [message["seq"] for channel in self._channels for message in channel.sent if "seq" in message]

    @property
    def snapshots(self) -> list[tuple[list[str], int, int]]:
        """Of each channel what came before the snapshot, where it says events stand, and from where they follow."""
        return [
            (channel.types[: channel.types.index("snapshot")], each["cursor"]["seq"], each["replayed_from"])
            for channel in self._channels
            for each in channel.sent
            if each["type"] == "snapshot"
        ]

    async def connect(self) -> None:
        self.leave()
        await turn()
        cursor = Cursor(stream=self._player.events.cursor.stream, seq=max(self.heard, default=0))
        self._channels.append(Channel())
        self._session = Session(self._player, self._clock, self._channels[-1], admit=self._admit, offered=self._offered)
        self._tasks.append(asyncio.create_task(self._session.run()))
        await self._session.receive(encode(Hello(name="desk")))
        subscribe = encode(Subscribe(topics=(Topic.MONITORING, Topic.DEVICES), since=cursor))
        self._tasks.append(asyncio.create_task(self._session.receive(subscribe)))

    def leave(self) -> None:
        if self._session is not None:
            self._session.leave()

    async def gone(self) -> None:
        self.leave()
        await asyncio.gather(*self._tasks)


async def turn() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def story(path, house, actions) -> tuple[Listener, int]:
    """A player of which one member hears, in the order of `actions`; the member, and how many events there are."""
    clock, worker = ManualClock(), HandWorker()
    player = Player(
        identity=PlayerIdentity(id="0123456789abcdef", name="Lobby"),
        engine=SimulatedEngine(clock),
        clock=clock,
        probe=HostProbe(clock, Machine(path)),
        show=lambda _: None,
        remember=lambda _: None,
        history=History(clock, path / "history.db", worker=worker),
    )

    async def until(condition):
        for _ in itertools.takewhile(lambda _: not condition(), range(10_000)):
            worker.step()
            # A moment for what else has a thread of its own.
            await asyncio.sleep(0.0001)
        assert condition()

    starting = asyncio.create_task(player.start(Memory()))
    await until(starting.done)
    listener = Listener(player, clock, house)
    await listener.connect()
    do = {
        "happen": lambda: player.events.append(ALARM),
        "write": worker.step,
        "connect": listener.connect,
        "turn": turn,
        "stall": lambda: clock.advance(PATIENCE_S),
    }
    for action in actions:
        waiting = do[action]()
        if waiting is not None:
            await waiting
    await turn()
    await clock.advance(RETRY_S)
    await until(lambda: not worker.jobs and not player.events._waiting)
    await turn()
    count = player.events.cursor.seq
    await turn()
    closing = asyncio.create_task(_close(listener, player))
    await until(closing.done)
    return listener, count


async def _close(listener, player):
    await listener.gone()
    await player.close()


@pytest.mark.allow_log("did not write the history within")
# The house is the same for all.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actions=st.lists(
        st.sampled_from(["happen", "happen", "happen", "write", "write", "turn", "connect", "stall"]), max_size=40
    )
)
def test_what_was_missed_and_what_happens_has_neither_a_hole_nor_anything_twice(tmp_path_factory, house, actions):
    listener, count = asyncio.run(story(tmp_path_factory.mktemp("player"), house, actions))
    assert listener.heard == list(range(1, count + 1))
    for before, cursor, first in listener.snapshots:
        assert before == ["welcome"]
        assert first <= cursor + 1
