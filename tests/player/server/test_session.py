import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio
from player.actors import actor
from player.house import House

from footlight_common.clock import ManualClock
from footlight_common.errors import TooManyConnections
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.base import HELLO_DEADLINE_S, MAX_MESSAGE_BYTES, Message, encode
from footlight_common.protocol.commands import Command, Play, SetVolume
from footlight_common.protocol.session import Cursor, Hello, Ping, RequestDeviceStatus, RequestStats, Subscribe
from footlight_common.protocol.topics import Topic
from footlight_common.security.roles import Role
from footlight_common.security.standing import Offer, newer
from footlight_player.core.facts import Alarm
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.server.session import COALESCE_S, QUEUE_LIMIT, Admitted, Session
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.player import Player
from footlight_player.system.machine import Machine

ALARM = Alarm(code="stalled", message="no frames", active=True)
EVERYTHING = tuple(Topic)


class Channel:
    """A controller in the same process: what the session sends it, and a tap to stop the flow."""

    def __init__(self) -> None:
        self.sent: list[dict[str, object]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.gone = False

    async def send(self, text: str) -> None:
        await self.open.wait()
        if self.gone:
            raise ConnectionResetError
        self.sent.append(json.loads(text))

    @property
    def types(self) -> list[object]:
        return [message["type"] for message in self.sent]


class Talk:
    def __init__(self, house: House) -> None:
        self.clock = ManualClock()
        self.house = house
        self.member = house.members[Role.ADMIN]
        self.player = Player(
            identity=PlayerIdentity(id="0123456789abcdef", name="Lobby"),
            engine=SimulatedEngine(self.clock),
            clock=self.clock,
            probe=HostProbe(self.clock, Machine(Path("/"))),
            show=lambda _: None,
            remember=lambda _: None,
        )
        self.channel = Channel()
        self.full = False
        self.session = Session(self.player, self.clock, self.channel, admit=self.admit, offered=self.offered)
        self.life = asyncio.create_task(self.session.run())

    async def admit(self, _: Session, __: Hello) -> Admitted:
        if self.full:
            msg = "no room"
            raise TooManyConnections(msg)
        return Admitted(self.member, self.house.standing.roster)

    async def offered(self, _: Session, offer: Offer, __: bytes | None) -> None:
        newer(self.house.standing, offer)

    async def say(self, *messages: Message | str) -> None:
        for message in messages:
            await self.session.receive(message if isinstance(message, str) else encode(message))
        await self.clock.advance(0)

    async def greet(self) -> None:
        await self.say(Hello(name="desk"))

    async def subscribe(self, *topics: Topic, since: Cursor | None = None) -> None:
        await self.say(Subscribe(topics=topics, since=since))


@pytest_asyncio.fixture
async def talk(house) -> AsyncIterator[Talk]:
    talk = Talk(house)
    await talk.player.start(Memory())
    yield talk
    talk.life.cancel()
    await asyncio.wait([talk.life])
    await talk.player.close()


class TestHello:
    async def test_it_is_answered_with_who_the_player_is_and_where_its_events_stand(self, talk):
        talk.player.events.append(ALARM)
        await talk.greet()
        (welcome,) = talk.channel.sent
        assert welcome["type"] == "welcome"
        assert welcome["identity"]["name"] == "Lobby"
        # That it was turned on, the alarm, and who called.
        assert welcome["cursor"]["seq"] == 3
        assert welcome["protocol"] == 1

    async def test_without_it_nothing_else_is_taken(self, talk):
        await talk.say(RequestDeviceStatus())
        assert talk.channel.types == ["goodbye"]
        assert talk.channel.sent[0]["code"] == "bad_message"
        assert talk.life.done()

    async def test_nothing_for_ten_seconds_ends_the_session(self, talk):
        await talk.clock.advance(HELLO_DEADLINE_S - 0.1)
        assert not talk.life.done()
        await talk.clock.advance(0.2)
        assert [message["code"] for message in talk.channel.sent] == ["hello_timeout"]
        assert talk.life.done()

    async def test_after_it_there_is_no_deadline(self, talk):
        await talk.greet()
        await talk.clock.advance(HELLO_DEADLINE_S * 10)
        assert not talk.life.done()

    @pytest.mark.parametrize(("hello", "word"), [(Hello(name="d", protocol=9, min_protocol=2), "Update the player")])
    async def test_a_version_that_is_not_shared_is_refused_in_words(self, talk, hello, word):
        await talk.say(hello)
        assert talk.channel.sent[0]["code"] == "version"
        assert word in talk.channel.sent[0]["message"]

    async def test_a_newer_controller_that_still_speaks_this_version_is_welcome(self, talk):
        await talk.say(Hello(name="d", protocol=9, min_protocol=1))
        assert talk.channel.sent[0]["protocol"] == 1

    async def test_a_second_one_is_refused_and_the_session_goes_on(self, talk):
        await talk.greet()
        await talk.greet()
        assert talk.channel.types == ["welcome", "refusal"]
        assert not talk.life.done()

    async def test_with_too_many_controllers_it_is_refused(self, talk):
        talk.full = True
        await talk.greet()
        assert talk.channel.sent[0]["code"] == "too_many_connections"

    async def test_a_name_cannot_forge_a_line_of_the_journal(self, talk):
        talk.member = msgspec.structs.replace(talk.member, name="desk\nERROR \x1b[31mfire")
        await talk.greet()
        assert talk.session.name == "desk ERROR [31mfire"


class TestRequests:
    async def test_each_command_has_one_result_with_its_id(self, talk):
        await talk.greet()
        await talk.say(Command(id="7", action=SetVolume(level=5)), Command(id="8", action=Play(items=(), start=0)))
        assert [(message["id"], message["ok"]) for message in talk.channel.sent[1:]] == [("7", True), ("8", False)]

    async def test_a_ping_is_answered_with_the_players_time(self, talk):
        await talk.greet()
        await talk.say(Ping(id="3"))
        assert talk.channel.sent[-1] == {"type": "pong", "id": "3", "at_s": 1_750_000_000.0}

    async def test_a_status_and_stats_can_be_asked_for(self, talk):
        await talk.greet()
        await talk.say(RequestDeviceStatus(), RequestStats())
        assert talk.channel.types[1:] == ["snapshot", "stats_update"]

    async def test_a_flood_of_requests_waits_for_its_answers_to_be_read(self, talk):
        await talk.greet()
        talk.channel.open.clear()
        flood = asyncio.create_task(talk.say(*[Ping(id=str(number)) for number in range(3 * QUEUE_LIMIT)]))
        for _ in range(10):
            await talk.clock.advance(1.0)
        assert not flood.done()
        talk.channel.open.set()
        await flood
        await talk.clock.advance(0)
        assert not talk.life.done()
        assert talk.channel.types.count("pong") == 3 * QUEUE_LIMIT


class TestBadInput:
    @pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"type":"no_such"}', '{"type":"subscribe","topics":3}'])
    async def test_without_an_id_it_is_refused_and_the_session_goes_on(self, talk, text):
        await talk.greet()
        await talk.say(text, Ping(id="1"))
        assert talk.channel.types == ["welcome", "refusal", "pong"]
        assert talk.channel.sent[1]["code"] == "bad_message"

    @pytest.mark.parametrize(
        "text",
        [
            '{"type":"command","id":"9","action":{"do":"dance"}}',
            '{"type":"command","id":"9","action":{"do":"volume","level":"loud"}}',
            '{"type":"command","id":"9"}',
            '{"type":"unheard_of","id":"9"}',
        ],
    )
    async def test_with_an_id_it_ends_in_a_result(self, talk, text):
        await talk.greet()
        await talk.say(text)
        assert talk.channel.sent[-1]["type"] == "result"
        assert (talk.channel.sent[-1]["id"], talk.channel.sent[-1]["ok"]) == ("9", False)

    async def test_too_much_of_it_ends_the_session(self, talk):
        await talk.greet()
        await talk.say("[" + " " * MAX_MESSAGE_BYTES + "]")
        assert talk.channel.sent[-1]["type"] == "goodbye"
        assert talk.channel.sent[-1]["code"] == "message_too_large"
        assert talk.life.done()

    async def test_a_malformed_hello_ends_the_session(self, talk):
        await talk.say('{"type":"hello","name":7}')
        assert talk.channel.types == ["goodbye"]


class TestSubscriptions:
    async def test_a_snapshot_comes_first(self, talk):
        await talk.greet()
        await talk.subscribe(*EVERYTHING)
        talk.player.events.append(ALARM)
        await talk.clock.advance(0)
        assert talk.channel.types == ["welcome", "snapshot", "alert"]

    async def test_only_what_was_asked_for_is_sent(self, talk):
        await talk.greet()
        await talk.subscribe(Topic.DEVICES)
        talk.player.events.append(ALARM)
        await talk.say(Command(id="1", action=SetVolume(level=5)))
        assert sorted(talk.channel.types[2:]) == ["device_status_changed", "presence_changed", "result"]

    async def test_what_was_missed_follows_the_snapshot(self, talk):
        for _ in range(3):
            talk.player.events.append(ALARM)
        await talk.greet()
        cursor = Cursor(stream=talk.player.events.cursor.stream, seq=1)
        await talk.subscribe(*EVERYTHING, since=cursor)
        snapshot, *missed = talk.channel.sent[1:]
        assert (snapshot["cursor"]["seq"], snapshot["replayed_from"]) == (5, 2)
        assert [message["seq"] for message in missed] == [2, 3, 4, 5]
        assert [message["type"] for message in missed] == ["alert", "alert", "alert", "controller_came"]

    async def test_a_long_absence_is_replayed_whole(self, talk):
        for _ in range(3 * QUEUE_LIMIT):
            talk.player.events.append(ALARM)
        await talk.greet()
        await talk.subscribe(*EVERYTHING, since=Cursor(stream="", seq=0))
        await talk.clock.advance(0.1)
        # Besides the alarms it was turned on, and somebody came.
        assert len(talk.channel.sent) == 2 + 3 * QUEUE_LIMIT + 2
        assert not talk.life.done()

    async def test_of_many_changes_the_first_and_the_newest_are_sent(self, talk):
        await talk.greet()
        await talk.subscribe(Topic.DEVICES)
        talk.channel.sent.clear()
        for level in range(50):
            await talk.say(Command(id="1", action=SetVolume(level=level)))
        await talk.clock.advance(COALESCE_S)
        levels = [
            message["status"]["playback"]["volume"]
            for message in talk.channel.sent
            if message["type"] == "device_status_changed"
        ]
        assert levels == [0, 49]
        assert not talk.life.done()

    async def test_states_do_not_pile_up_before_a_slow_reader(self, talk):
        await talk.greet()
        await talk.subscribe(Topic.DEVICES)
        talk.channel.open.clear()
        for level in range(100):
            talk.player.execute(Command(id="1", action=SetVolume(level=level)), actor("other"))
            await talk.clock.advance(COALESCE_S)
        talk.channel.open.set()
        await talk.clock.advance(1.0)
        assert len([kind for kind in talk.channel.types if kind == "device_status_changed"]) <= 2
        assert talk.channel.sent[-1]["status"]["playback"]["volume"] == 99

    async def test_a_reader_too_slow_for_the_events_is_told_to_come_again(self, talk):
        await talk.greet()
        await talk.subscribe(Topic.MONITORING)
        talk.channel.open.clear()
        for _ in range(QUEUE_LIMIT + 2):
            talk.player.events.append(ALARM)
        talk.channel.open.set()
        await talk.clock.advance(0)
        assert talk.channel.sent[-1]["code"] == "too_slow"
        assert talk.life.done()

    async def test_nobody_is_heard_of_after_the_end(self, talk):
        await talk.greet()
        await talk.subscribe(*EVERYTHING)
        talk.session.leave()
        await talk.clock.advance(0)
        assert not any(talk.player.feed.is_heard(topic) for topic in Topic)


class TestEnd:
    async def test_an_error_of_the_player_while_sending_ends_it_and_is_not_lost(self, talk):
        await talk.greet()
        talk.channel.sent = None
        await talk.say(Ping(id="1"))
        with pytest.raises(AttributeError):
            await talk.life

    async def test_the_goodbye_comes_after_what_was_said_before(self, talk):
        await talk.greet()
        await talk.session.receive(encode(Ping(id="1")))
        talk.session.end("shutdown", "closed")
        await talk.life
        assert talk.channel.types == ["welcome", "pong", "goodbye"]

    async def test_the_first_reason_counts(self, talk):
        await talk.greet()
        talk.session.end("shutdown", "closed")
        talk.session.end("too_slow", "slow")
        await talk.life
        assert [message["code"] for message in talk.channel.sent[1:]] == ["shutdown"]

    async def test_a_controller_that_is_gone_ends_it_without_a_word(self, talk):
        await talk.greet()
        talk.channel.gone = True
        await talk.say(Ping(id="1"))
        await talk.life
        assert talk.session.farewell is None

    async def test_a_reader_that_hangs_does_not_hold_up_the_end(self, talk):
        await talk.greet()
        talk.channel.open.clear()
        talk.session.end("shutdown", "closed")
        await asyncio.wait_for(talk.life, 5)
