"""The log over real sockets: pages, the archive and new lines; who may have them and who may not."""

import asyncio
import contextlib
import io
import json
import logging
import tarfile

import pytest
import pytest_asyncio
from player.house import stranger
from player.program import command, join
from player.server.newcomer import PLAYER, Newcomer

from footlight_common.clock import ManualClock
from footlight_common.model.logs import LogLevel
from footlight_common.protocol.base import MAX_MESSAGE_BYTES, encode
from footlight_common.protocol.session import Subscribe
from footlight_common.protocol.topics import Topic
from footlight_common.security.roles import Role
from footlight_common.security.standing import publish
from footlight_player.server.log_stream import COALESCE_S, MAX_LINES, LogStream
from footlight_player.services.logs.book import LogBook
from footlight_player.services.logs.logs import Logs


def say(logs, *texts, level=logging.INFO):
    for text in texts:
        logs.book.handle(logging.LogRecord("footlight_player.some", level, "", 0, text, (), None))


@contextlib.asynccontextmanager
async def running(logs):
    task = asyncio.create_task(logs.run())
    await asyncio.sleep(0)
    yield logs
    task.cancel()
    await asyncio.wait([task])


@pytest_asyncio.fixture
async def claimed(newcomer, house):
    await newcomer.trust.adopt(house.claim(PLAYER, newcomer.trust.key))
    async with running(newcomer.player.logs):
        yield newcomer


async def get(claimed: Newcomer, house, path, role=Role.TECHNICIAN):
    async with house.client(role) as client, client.get(claimed.url(path)) as answer:
        return answer.status, await (answer.json() if answer.content_type == "application/json" else answer.read())


async def heard(link, kind):
    while (message := await link.receive_json(timeout=5))["type"] != kind:
        pass
    return message


async def subscribe(link, *topics):
    await link.send_str(encode(Subscribe(topics=topics)))


class TestPages:
    async def test_a_technician_reads_what_fits_the_question(self, claimed, house):
        say(claimed.player.logs, "one", "two")
        say(claimed.player.logs, "Burns", level=logging.ERROR)
        status, page = await get(claimed, house, "/logs?level=error&text=burns&logger=footlight_player&limit=5")
        assert (status, [line["text"] for line in page["lines"]]) == (200, ["Burns"])
        newest = page["lines"][0]["seq"]
        _, page = await get(claimed, house, f"/logs?before={newest}&limit=1")
        assert ([line["text"] for line in page["lines"]], page["last"], page["level"]) == (["two"], newest, "info")

    @pytest.mark.parametrize("path", ["/logs", "/logs/archive"])
    async def test_others_are_refused_in_words(self, claimed, house, path):
        for role in (Role.VIEWER, Role.OPERATOR):
            status, said = await get(claimed, house, path, role)
            assert (status, said["code"]) == (403, "role_denied")
            assert "needs the role technician or above" in said["message"]
        async with stranger() as client, client.get(claimed.url(path)) as answer:
            assert answer.status == 403

    @pytest.mark.parametrize(
        "query",
        ["level=loud", "limit=0", "limit=1001", "limit=x", "before=0", "text=" + "x" * 201, "logger=" + "x" * 101],
    )
    async def test_a_question_that_is_none_is_refused_in_words(self, claimed, house, query):
        status, said = await get(claimed, house, f"/logs?{query}")
        assert status == 400
        assert b"level is one of debug, info" in said


class TestArchive:
    async def test_a_technician_fetches_it_and_it_holds_what_it_says(self, claimed, house):
        say(claimed.player.logs, "one", "two")
        status, data = await get(claimed, house, "/logs/archive")
        assert status == 200
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
            held = {member.name.rpartition("/")[2]: tar.extractfile(member).read() for member in tar}
        facts = json.loads(held["facts.json"])
        assert (facts["player"]["id"], facts["player"]["name"]) == (PLAYER, "Lobby")
        assert (facts["state"], "decoder" in facts["stats"]) == ("playing", True)
        assert [json.loads(line)["text"] for line in held["memory.jsonl"].splitlines()] == ["one", "two"]

    async def test_no_password_of_what_plays_stands_in_it(self, claimed, house):
        item = {"uri": "rtsp://ann:hunter2@cam.lan/one?duration=live"}
        async with house.client() as client:
            await command(await join(client, claimed.port), do="play", items=[item])
        _, data = await get(claimed, house, "/logs/archive")
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
            held = b"".join(tar.extractfile(member).read() for member in tar)
        assert b'"made_at_s"' in held
        assert b"hunter2" not in held

    async def test_who_hangs_up_leaves_room_for_the_next(self, claimed, house, eventually):
        logs = claimed.player.logs
        for _ in range(3):
            async with house.client(Role.TECHNICIAN) as client:
                answer = await client.get(claimed.url("/logs/archive"))
                answer.close()
        await eventually(lambda: logs._archives == 0)
        assert (await get(claimed, house, "/logs/archive"))[0] == 200


class TestLive:
    async def test_new_lines_are_told_and_it_begins_with_the_newest_there_is(self, claimed, house):
        say(claimed.player.logs, "old", "newest")
        async with house.client(Role.TECHNICIAN) as client:
            link = await join(client, claimed.port)
            await subscribe(link, Topic.LOGS)
            assert [line["text"] for line in (await heard(link, "log_lines"))["lines"]] == ["newest"]
            say(claimed.player.logs, "one", "two")
            message = await heard(link, "log_lines")
        assert [line["text"] for line in message["lines"]] == ["one", "two"]
        assert message.get("dropped", 0) == 0

    async def test_a_viewer_is_refused_them_and_the_session_goes_on_with_the_rest(self, claimed, house):
        async with house.client(Role.VIEWER) as client:
            link = await join(client, claimed.port)
            await subscribe(link, Topic.DEVICES, Topic.LOGS)
            # The state first, so that whoever waits for it takes no refusal for its answer.
            assert (await link.receive_json(timeout=5))["type"] == "snapshot"
            refused = await link.receive_json(timeout=5)
            assert (refused["type"], refused["code"]) == ("refusal", "role_denied")
            assert refused["message"].startswith("logs needs the role technician or above, and yours is viewer.")
            say(claimed.player.logs, "secret of the house")
            claimed.player.presence._changed()
            assert (await link.receive_json(timeout=5))["type"] == "presence_changed"

    async def test_who_is_a_technician_no_more_hears_no_more(self, claimed, house):
        async with house.client(Role.TECHNICIAN) as client:
            link = await join(client, claimed.port)
            await subscribe(link, Topic.LOGS)
            say(claimed.player.logs, "one")
            await heard(link, "log_lines")
            roster = claimed.trust.standing.roster.with_role(house.members[Role.TECHNICIAN].id, Role.OPERATOR)
            offer = publish(claimed.trust.standing, roster, house.site.roster_key).offer
            await claimed.trust.take(offer)
            assert (await heard(link, "refusal"))["code"] == "role_denied"
            say(claimed.player.logs, "two")
            await asyncio.sleep(2 * COALESCE_S)
            assert claimed.player.logs._listeners == {}

    async def test_who_unsubscribes_hears_no_more(self, claimed, house, eventually):
        async with house.client(Role.TECHNICIAN) as client:
            link = await join(client, claimed.port)
            await subscribe(link, Topic.LOGS)
            await eventually(lambda: claimed.player.logs._listeners)
            await subscribe(link, Topic.DEVICES)
            await eventually(lambda: not claimed.player.logs._listeners)


class TestStream:
    """One subscriber, with a clock moved by hand."""

    @pytest_asyncio.fixture
    async def clock(self):
        return ManualClock()

    @pytest_asyncio.fixture
    async def logs(self, clock):
        async with running(Logs(LogBook(clock, max_lines=1000), clock)) as logs:
            yield logs
        await logs.close()

    @pytest_asyncio.fixture
    async def stream(self, logs, clock):
        self.ready = 0

        def ready():
            self.ready += 1

        stream = LogStream(logs, clock, ready)
        stream.open()
        yield stream
        stream.close()

    async def test_lines_within_a_third_of_a_second_come_together(self, logs, clock, stream):
        say(logs, "one")
        await clock.advance(0)
        assert (self.ready, [line.text for line in stream.take().lines]) == (1, ["one"])
        say(logs, "two")
        await clock.advance(COALESCE_S / 2)
        say(logs, "three")
        assert self.ready == 1
        await clock.advance(COALESCE_S / 2)
        assert (self.ready, [line.text for line in stream.take().lines]) == (2, ["two", "three"])

    async def test_who_reads_slowly_misses_what_the_memory_has_no_room_for_and_is_told_how_many(
        self, logs, clock, stream
    ):
        say(logs, "one")
        await clock.advance(0)
        stream.take()
        for _ in range(30):
            say(logs, *(f"line {number}" for number in range(100)))
            await clock.advance(1.0)
        assert self.ready == 2
        lines, dropped = [], 0
        while len(lines) < 1000:
            message = stream.take()
            assert 0 < len(message.lines) <= MAX_LINES
            assert len(encode(message)) <= MAX_MESSAGE_BYTES
            lines += message.lines
            dropped += message.dropped
            await clock.advance(COALESCE_S)
        assert dropped + 1000 == 3000
        assert [line.seq for line in lines] == [*range(logs.book.last_seq - 999, logs.book.last_seq + 1)]

    async def test_what_came_too_fast_is_counted_for_the_subscriber(self, logs, clock, stream):
        say(logs, *("x" for _ in range(5000)))
        await clock.advance(0)
        assert stream.take().dropped == logs.book.dropped == 4000

    async def test_a_batch_of_long_lines_fits_a_message(self, logs, clock, stream):
        say(logs, *("\x01" * 8000 for _ in range(20)))
        await clock.advance(0)
        seen = 0
        while seen < 20:
            message = stream.take()
            assert len(encode(message).encode()) <= MAX_MESSAGE_BYTES
            seen += len(message.lines)
            await clock.advance(COALESCE_S)
        assert self.ready > 2

    async def test_closed_with_a_batch_on_its_way_it_tells_nothing(self, logs, clock, stream):
        say(logs, "one")
        await clock.advance(0)
        stream.close()
        assert stream.take().lines == ()


class TestLevel:
    async def test_a_crowds_player_refuses_to_raise_it_and_a_viewer_may_not(self, claimed, house):
        for role, code in ((Role.TECHNICIAN, "invalid_argument"), (Role.OPERATOR, "role_denied")):
            async with house.client(role) as client:
                link = await join(client, claimed.port)
                action = {"do": "set_log_level", "level": "debug", "duration_s": 60.0}
                await link.send_json({"type": "command", "id": "1", "action": action})
                assert (await heard(link, "result"))["code"] == code
        assert claimed.player.logs.book.least is LogLevel.INFO
