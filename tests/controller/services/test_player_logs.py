"""The log of a player over real sockets: followed over breaks, saved whole; and answers that are none."""

import asyncio
import contextlib
import logging
import tarfile

import msgspec
import pytest
from aiohttp import web
from controller.services.boxes import Box
from controller.services.home import home
from controller.services.states import PLAYER_ID, is_offline, is_online

from footlight_common.errors import (
    CommandError,
    InvalidArgument,
    MessageTooLarge,
    NotLinked,
    ProtocolError,
    RoleDenied,
    StorageError,
    Unreachable,
)
from footlight_common.model.logs import LogFilter, LogLevel, LogLine
from footlight_common.protocol.base import encode
from footlight_common.protocol.events import LogLines
from footlight_common.protocol.pages import LogPage
from footlight_common.protocol.topics import USUAL_TOPICS, Topic

REAL_ID = "0123456789abcdef"


class Diary:
    """What a scripted player has said; it answers /logs as the real one does."""

    def __init__(self, player):
        self.player = player
        self.lines: list[LogLine] = []
        self.asked = 0
        self.fail = 0
        self.page_lines = 1000
        player.routes.append(web.get("/logs", self._answer))

    def add(self, *seqs, level=LogLevel.INFO):
        new = tuple(LogLine(seq=seq, at_s=1.0, level=level, logger="a", text=f"line {seq}") for seq in seqs)
        self.lines += new
        return new

    async def push(self, lines, dropped=0):
        await self.player.say(encode(LogLines(at_s=1.0, lines=lines, dropped=dropped)))

    async def _answer(self, request):
        self.asked += 1
        if self.fail:
            self.fail -= 1
            request.transport.abort()
        before = int(request.query.get("before", 2**53))
        wanted = LogFilter(level=LogLevel(request.query["level"]), text=request.query.get("text", ""))
        found = [line for line in self.lines if line.seq < before and wanted.lets(line)]
        limit = min(int(request.query["limit"]), self.page_lines)
        last = self.lines[-1].seq if self.lines else 0
        return web.Response(body=msgspec.json.encode(LogPage(lines=tuple(found[-limit:]), last=last)))


class Reader:
    """Somebody who follows the log."""

    def __init__(self, controller, *, most=10, player_id=PLAYER_ID, **wanted):
        self.seqs, self.dropped = [], 0
        self.task = asyncio.create_task(
            controller.logs.follow(player_id, self._hear, LogFilter(**wanted), most=most), name="reader"
        )

    def _hear(self, news):
        self.seqs += [line.seq for line in news.lines]
        self.dropped += news.dropped


@pytest.fixture
async def diary(player):
    diary = Diary(player)
    # With what it answers from now on.
    await player.stop()
    await player.start()
    return diary


@pytest.fixture
async def linked(controller, diary, eventually):
    await controller.add(diary.player.address)
    await eventually(is_online(controller))
    return controller


@pytest.fixture
async def read(linked):
    readers = []

    def start(**options):
        readers.append(Reader(linked, **options))
        return readers[-1]

    yield start
    for reader in readers:
        reader.task.cancel()
        await asyncio.gather(reader.task, return_exceptions=True)


class TestFollowing:
    async def test_the_newest_lines_come_first_and_then_each_new_one_once(self, diary, read, eventually):
        diary.add(*range(1, 21))
        reader = read(most=5)
        await eventually(lambda: reader.seqs == [16, 17, 18, 19, 20])
        await diary.push(diary.lines[-1:])
        await diary.push(diary.add(21, 22))
        await diary.push(diary.add(23))
        await eventually(lambda: reader.seqs == [*range(16, 24)])
        assert diary.asked == 1

    async def test_what_the_player_could_not_send_in_time_is_fetched(self, diary, read, eventually):
        diary.add(1)
        reader = read()
        await eventually(lambda: reader.seqs)
        diary.add(*range(2, 2500))
        await diary.push(diary.add(2500, 2501), dropped=2498 + 7)
        await eventually(lambda: len(reader.seqs) == 2501)
        assert reader.seqs == [*range(1, 2502)]
        # Those that the player had no room for are gone.
        assert reader.dropped == 7

    async def test_what_came_while_the_link_was_down_is_fetched_when_it_is_back(self, diary, read, linked, eventually):
        diary.add(1, 2)
        reader = read()
        await eventually(lambda: reader.seqs == [1, 2])
        await diary.player.stop()
        await eventually(is_offline(linked))
        # It began anew meanwhile: its numbers go on further up.
        diary.add(3, 1_000_001, 1_000_002)
        await diary.player.start()
        await eventually(lambda: reader.seqs == [1, 2, 3, 1_000_001, 1_000_002])
        await diary.push(diary.add(1_000_003))
        await eventually(lambda: reader.seqs[-1] == 1_000_003)

    async def test_only_what_is_wanted_comes_and_nothing_is_asked_for_twice(self, diary, read, eventually):
        diary.add(1, level=LogLevel.ERROR)
        diary.add(2, 3)
        reader = read(level=LogLevel.ERROR)
        await eventually(lambda: reader.seqs == [1])
        await diary.push(diary.add(4))
        await diary.push(diary.add(5, level=LogLevel.ERROR))
        await eventually(lambda: reader.seqs == [1, 5])
        # A page, and a look whether there are more below it.
        assert diary.asked == 2

    async def test_a_log_that_was_lost_begins_anew(self, diary, read, linked, eventually):
        diary.add(100, 101)
        reader = read()
        await eventually(lambda: reader.seqs == [100, 101])
        await diary.player.stop()
        await eventually(is_offline(linked))
        diary.lines.clear()
        diary.add(7, 8)
        await diary.player.start()
        await eventually(lambda: reader.seqs == [100, 101, 7, 8])

    async def test_a_fetch_that_fails_is_tried_again_while_the_link_is_up(self, diary, read, eventually, monkeypatch):
        monkeypatch.setattr("footlight_controller.services.player_logs.RETRY_S", 0.01)
        diary.add(1, 2)
        diary.fail = 3
        reader = read()
        await eventually(lambda: reader.seqs == [1, 2])

    async def test_its_topic_is_subscribed_to_for_so_long_and_again_after_a_break(
        self, diary, read, linked, eventually
    ):
        subscribed = diary.player.subscriptions
        assert subscribed[-1].topics == USUAL_TOPICS
        first, second = read(), read()
        await eventually(lambda: subscribed[-1].topics == (*USUAL_TOPICS, Topic.LOGS))
        assert len(subscribed) == 2
        await diary.player.stop()
        await eventually(is_offline(linked))
        await diary.player.start()
        await eventually(lambda: len(subscribed) == 3)
        assert subscribed[-1].topics == (*USUAL_TOPICS, Topic.LOGS)
        first.task.cancel()
        await eventually(is_online(linked))
        await asyncio.wait([first.task])
        assert len(subscribed) == 3
        second.task.cancel()
        await eventually(lambda: subscribed[-1].topics == USUAL_TOPICS)

    async def test_who_may_not_is_told_so(self, make_player, diary, linked):
        async def denied(_):
            return web.json_response({"code": "role_denied", "message": "Not yours."}, status=403)

        diary._answer = denied
        await diary.player.stop()
        diary.player.routes[:] = [web.get("/logs", denied)]
        await diary.player.start()
        with pytest.raises(NotLinked):
            await linked.logs.page(REAL_ID)
        async with asyncio.timeout(10):
            with pytest.raises(RoleDenied, match="Not yours"):
                await linked.logs.follow(PLAYER_ID, lambda _: None, most=5)


class TestPages:
    async def test_as_many_as_were_asked_for_come_from_several_pages(self, diary, linked):
        diary.add(*range(1, 101))
        diary.page_lines = 30
        for most, first in ((75, 26), (100, 1), (200, 1)):
            lines = await linked.logs.newest(PLAYER_ID, most=most)
            assert [line.seq for line in lines] == [*range(first, 101)]

    @pytest.mark.parametrize("body", [b"", b"[]", b"\xff\xfe", b'{"lines": [{"seq": "x"}]}', b'{"lines": 5}'])
    async def test_a_log_that_is_none_is_an_error(self, linked, diary, body, make_player, eventually):
        async def answer(_):
            return web.Response(body=body)

        player = await make_player_with(diary, answer)
        await linked.add(player.address)
        await eventually(is_online(linked, REAL_ID))
        with pytest.raises(ProtocolError, match="a log that cannot be read"):
            await linked.logs.page(REAL_ID)
        await player.stop()


async def make_player_with(diary, answer, path="/logs"):
    player = type(diary.player)(REAL_ID)
    player.routes.append(web.get(path, answer))
    return await player.start()


@pytest.fixture
async def archived(linked, diary, eventually):
    """A player that answers /logs/archive as the test says."""
    players = []

    async def put(answer):
        players.append(await make_player_with(diary, answer, "/logs/archive"))
        await linked.add(players[-1].address)
        await eventually(is_online(linked, REAL_ID))
        return linked.logs

    yield put
    for player in players:
        await player.stop()


class TestArchive:
    async def test_it_is_saved_whole_and_for_this_user_alone(self, controller, tmp_path, eventually):
        box = await Box(REAL_ID).start(home())
        box.player.logs.book.handle(logging.LogRecord("footlight_player.a", logging.INFO, "", 0, "hello", (), None))
        await controller.add(box.address)
        await eventually(is_online(controller, REAL_ID))
        target, sizes = tmp_path / "logs.tar.gz", []
        size_bytes = await controller.logs.save_archive(REAL_ID, target, sizes.append)
        assert target.stat().st_size == size_bytes == sizes[-1]
        assert target.stat().st_mode & 0o777 == 0o600
        names = await asyncio.to_thread(names_in, target)
        assert names == ["facts.json", "memory.jsonl"]
        await box.stop()

    async def test_while_others_fetch_it_the_player_says_so(self, archived, tmp_path):
        async def busy(_):
            return web.Response(status=503, body=b"others fetch the logs right now.")

        logs = await archived(busy)
        (tmp_path / "before").write_bytes(b"before")
        with pytest.raises(CommandError, match="others fetch the logs"):
            await logs.save_archive(REAL_ID, tmp_path / "before")
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == {"before": b"before"}

    async def test_one_that_breaks_off_leaves_no_file(self, archived, tmp_path):
        async def half(request):
            response = web.StreamResponse()
            await response.prepare(request)
            await response.write(bytes(100_000))
            request.transport.abort()
            return response

        logs = await archived(half)
        with pytest.raises(Unreachable, match="broke off"):
            await logs.save_archive(REAL_ID, tmp_path / "half.tar.gz")
        assert [path for path in tmp_path.iterdir() if path.is_file()] == []

    async def test_no_more_is_read_than_the_limit(self, archived, tmp_path, monkeypatch):
        monkeypatch.setattr("footlight_controller.services.fetching.MAX_ARCHIVE_BYTES", 1024 * 1024)

        async def endless(request):
            response = web.StreamResponse()
            await response.prepare(request)
            with contextlib.suppress(ConnectionError):
                while True:
                    await response.write(bytes(64 * 1024))
                    # Lets the loop hear that the other side is gone.
                    await asyncio.sleep(0)
            return response

        logs = await archived(endless)
        with pytest.raises(MessageTooLarge, match="more than 1024 KiB"):
            await logs.save_archive(REAL_ID, tmp_path / "endless.tar.gz")
        assert [path for path in tmp_path.iterdir() if path.is_file()] == []

    async def test_a_player_without_one_is_too_old(self, linked, tmp_path):
        with pytest.raises(ProtocolError, match="too old to give out its log"):
            await linked.logs.save_archive(PLAYER_ID, tmp_path / "logs.tar.gz")

    async def test_a_place_that_takes_no_file_is_said_in_words(self, linked, tmp_path):
        with pytest.raises(StorageError, match=r"cannot write .*: No such file or directory\. Choose another place\."):
            await linked.logs.save_archive(PLAYER_ID, tmp_path / "nowhere" / "logs.tar.gz")


def names_in(path):
    with tarfile.open(path) as tar:
        return [name.rpartition("/")[2] for name in tar.getnames()]


async def test_a_text_that_is_too_long_to_look_for_is_refused_in_the_players_words(controller, eventually):
    box = await Box(REAL_ID).start(home())
    await controller.add(box.address)
    await eventually(is_online(controller, REAL_ID))
    with pytest.raises(InvalidArgument, match="text and logger a word"):
        await controller.logs.page(REAL_ID, LogFilter(text="x" * 500))
    await box.stop()
