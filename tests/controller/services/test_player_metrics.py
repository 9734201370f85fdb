"""Figures of a real player, and of one that answers what it should not."""

import asyncio
import contextlib
import time

import pytest
from aiohttp import web
from controller.services.boxes import Box
from controller.services.home import claimed_context, home
from controller.services.states import is_online

from footlight_common.discovery import Address
from footlight_common.errors import InvalidArgument, NotLinked, ProtocolError, StorageError, Unreachable
from footlight_common.model.metrics import Metrics
from footlight_common.protocol.events import MetricsUpdate
from footlight_common.protocol.topics import Topic
from footlight_controller.services import player_metrics

REAL_ID = "0123456789abcdef"


@pytest.fixture
async def box():
    box = await Box(REAL_ID).start(home())
    running = asyncio.create_task(box.player.run(lambda: None))
    yield box
    running.cancel()
    await asyncio.wait([running])
    await box.stop()


@pytest.fixture
async def linked(controller, box, eventually):
    await controller.add(box.address)
    await eventually(is_online(controller, REAL_ID))
    return controller


def updates(ear):
    return [event for event in ear.events if isinstance(event, MetricsUpdate)]


class TestLive:
    async def test_figures_are_those_of_the_machine_now(self, linked):
        update = await linked.metrics.now(REAL_ID)
        assert update.metrics.rss_bytes > 1_000_000
        assert abs(update.at_s - time.time()) < 60

    async def test_nobody_is_measured_for_who_does_not_look(self, linked, box, listen, eventually):
        ear = listen(linked)
        assert not box.player.feed.is_heard(Topic.METRICS)
        await linked.metrics.look_at(REAL_ID)
        await eventually(lambda: len(updates(ear)) >= 2)
        await linked.metrics.look_at()
        await eventually(lambda: not box.player.feed.is_heard(Topic.METRICS))

    async def test_a_look_at_the_figures_of_now_ends_by_itself_and_leaves_others_theirs(self, linked, box, eventually):
        await linked.metrics.look_at(REAL_ID)
        await linked.metrics.now(REAL_ID)
        await asyncio.sleep(0.2)
        assert box.player.feed.is_heard(Topic.METRICS)
        await linked.metrics.look_at()
        await eventually(lambda: not box.player.feed.is_heard(Topic.METRICS))

    async def test_a_player_that_comes_back_is_watched_again(self, linked, box, listen, eventually):
        await linked.metrics.look_at(REAL_ID)
        await eventually(lambda: box.player.feed.is_heard(Topic.METRICS))
        sessions = box._listener._endpoint._sessions
        (before,) = sessions
        before.end("too_slow", "For the test.")
        await eventually(lambda: sessions and before not in sessions and box.player.feed.is_heard(Topic.METRICS))

    async def test_who_is_offline_has_none(self, controller):
        with pytest.raises(NotLinked):
            await controller.metrics.now(REAL_ID)

    async def test_one_that_sends_none_is_not_waited_for_for_ever(self, online, player, monkeypatch):
        monkeypatch.setattr(player_metrics, "DEADLINE_S", 0.2)
        with pytest.raises(Unreachable, match="update it"):
            await online.metrics.now(player.identity.id)

    async def test_one_that_goes_meanwhile_is_not_waited_for(self, online, player):
        asking = asyncio.create_task(online.metrics.now(player.identity.id))
        await asyncio.sleep(0)
        await player.stop()
        with pytest.raises(NotLinked, match="went offline"):
            await asking


class TestPages:
    async def test_they_come_by_time_and_name(self, linked, box, eventually):
        box.player.rollups.take(Metrics(load_1=0.5, cores_percent=(1.0, 2.0)), 10.0)
        now_s = time.time()
        page = await linked.metrics.page(
            REAL_ID, from_s=now_s - 120, to_s=now_s + 60, figures=("load_1", "cores_percent.1")
        )
        assert set(page.figures) == {"load_1", "cores_percent.1"}
        assert page.figures["cores_percent.1"][-1].mean > 0
        assert page.step_s == 60
        nothing = await linked.metrics.page(REAL_ID, from_s=-5.0, to_s=0.0)
        assert nothing.figures == {}

    async def test_who_is_offline_hands_out_none(self, controller):
        with pytest.raises(NotLinked):
            await controller.metrics.page(REAL_ID, from_s=0.0, to_s=1.0)

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            ({"status": 503, "text": "the record of figures cannot be kept"}, StorageError),
            ({"status": 400, "text": "from_s and to_s are Unix seconds"}, InvalidArgument),
            ({"status": 404}, ProtocolError),
            ({"status": 500}, ProtocolError),
            ({"text": "no json"}, ProtocolError),
            ({"text": '{"figures": {"load_1": [{"at_s": "noon"}]}}'}, ProtocolError),
            ({"body": b"\xff" * 64}, ProtocolError),
        ],
    )
    async def test_an_answer_that_is_none_is_an_error_in_words(self, linked, answer, error, serve_metrics):
        address = await serve_metrics(answer)
        with pytest.raises(error):
            await player_metrics.fetch_metrics(linked._dialer, address, REAL_ID, from_s=0.0, to_s=1.0)


@pytest.fixture
async def serve_metrics():
    """A paired player that answers one thing."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(answer) -> Address:
            async def get(_):
                return web.Response(**answer)

            app = web.Application()
            app.router.add_get("/metrics", get)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=claimed_context(REAL_ID))
            await site.start()
            return Address(host="127.0.0.1", port=runner.addresses[0][1])

        yield start
