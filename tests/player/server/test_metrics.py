"""GET /metrics over real sockets: who may read what, and what is asked wrongly."""

import pytest
import pytest_asyncio
from player.house import stranger
from player.program import join
from player.server.newcomer import PLAYER, Newcomer

from footlight_common.errors import StorageError
from footlight_common.model.metrics import Metrics
from footlight_common.security.roles import Role
from footlight_player.services.metrics_store import MetricsStore

METRICS = Metrics(cpu_percent=12.5, cores_percent=(10.0, 15.0), load_1=0.5)
ALL = {"cpu_percent", "cores_percent.0", "cores_percent.1", "load_1", "presented_fps", "dropped_fps"}


@pytest_asyncio.fixture
async def claimed(newcomer, house) -> Newcomer:
    await newcomer.trust.adopt(house.claim(PLAYER, newcomer.trust.key))
    newcomer.player.rollups.take(METRICS, 10.0)
    return newcomer


async def get(claimed, house, query="", role=Role.VIEWER):
    async with house.client(role) as client, client.get(claimed.url(f"/metrics{query}")) as answer:
        return answer.status, await (answer.json() if answer.content_type == "application/json" else answer.text())


async def test_a_viewer_reads_the_last_hour_of_everything_unless_told(claimed, house):
    status, page = await get(claimed, house)
    assert status == 200
    assert set(page["figures"]) == ALL
    (rollup,) = page["figures"]["cpu_percent"]
    assert (rollup["least"], rollup["mean"], rollup["most"], rollup["at_s"] % 60) == (12.5, 12.5, 12.5, 0)
    assert page["step_s"] == 60


async def test_figures_are_asked_for_by_name(claimed, house):
    _, page = await get(claimed, house, "?figures=load_1,cores_percent,nonsense")
    assert set(page["figures"]) == {"load_1", "cores_percent.0", "cores_percent.1"}


@pytest.mark.parametrize(
    ("query", "found"), [("?from_s=0", True), ("?from_s=0&to_s=100", False), ("?to_s=9007199254740991", False)]
)
async def test_they_are_asked_for_by_time(claimed, house, query, found):
    status, page = await get(claimed, house, query)
    assert (status, bool(page["figures"])) == (200, found)


@pytest.mark.parametrize(
    "query",
    [
        "from_s=x",
        "from_s=nan",
        "from_s=-1",
        "to_s=1.5",
        f"to_s={2**53}",
        f"figures={'x' * 2001}",
        f"figures={'a,' * 65}",
    ],
)
async def test_a_query_that_is_none_is_refused_in_words(claimed, house, query):
    status, text = await get(claimed, house, f"?{query}")
    assert status == 400
    assert "figures" in text


async def test_words_of_sql_are_words(claimed, house):
    assert await get(claimed, house, "?figures='+OR+1=1--") == (200, {"figures": {}, "step_s": 60})


async def test_a_disk_that_does_not_answer_is_told(claimed, house, monkeypatch):
    def fail(*_):
        msg = "the record of figures cannot be kept: disk I/O error"
        raise StorageError(msg)

    monkeypatch.setattr(MetricsStore, "span", fail)
    assert await get(claimed, house) == (503, "the record of figures cannot be kept: disk I/O error")


async def test_strangers_read_nothing(claimed):
    async with stranger() as client, client.get(claimed.url("/metrics")) as answer:
        assert (answer.status, (await answer.json())["code"]) == (403, "not_paired")


async def test_a_slow_reader_hears_the_newest_figures_and_is_not_thrown_out(claimed, house):
    async with house.client(Role.VIEWER) as client:
        link = await join(client, claimed.port)
        await link.send_json({"type": "subscribe", "topics": ["metrics"]})
        assert (await link.receive_json(timeout=5))["type"] == "snapshot"
        meter = claimed.player._meter
        for _ in range(1000):
            meter._measure()
        heard = [await link.receive_json(timeout=5)]
        assert heard[0]["type"] == "metrics_update"
        assert not link.closed
