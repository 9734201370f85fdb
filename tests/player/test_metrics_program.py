"""The real program measures this machine: live to who watches, and in rollups over HTTPS."""

import asyncio
import signal
import time
from itertools import pairwise

import psutil
import pytest
from player.program import command, join


async def metrics(client, port, query=""):
    async with client.get(f"https://127.0.0.1:{port}/metrics{query}") as answer:
        assert answer.status == 200
        return await answer.json()


async def heard(link, count):
    updates = []
    while len(updates) < count:
        message = await link.receive_json(timeout=5)
        updates += [message] if message["type"] == "metrics_update" else []
    return updates


async def test_who_watches_hears_this_machine_once_a_second_and_the_rollups_keep_it(start, arguments, client):
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await command(link, do="play", items=[{"uri": "sim:a?duration=live"}])
    await link.send_json({"type": "subscribe", "topics": ["metrics"]})
    updates = await heard(link, 4)
    gaps_s = [after["at_s"] - before["at_s"] for before, after in pairwise(updates)]
    # Never in a hurry; a machine that is busy with other tests may be late.
    assert min(gaps_s) > 0.6
    assert max(gaps_s) < 4
    told = updates[-1]["metrics"]
    program = psutil.Process(process.process.pid)
    assert told["memory_total_bytes"] == psutil.virtual_memory().total
    assert len(told["cores_percent"]) == psutil.cpu_count()
    assert told["rss_bytes"] == pytest.approx(program.memory_info().rss, rel=0.5)
    assert told["open_files"] == pytest.approx(program.num_fds(), abs=5)
    assert told["presented_fps"] == pytest.approx(30.0, abs=8.0)
    assert told["decoder"] == "simulated"
    page = await metrics(client, process.port, "?figures=presented_fps,rss_bytes,cores_percent")
    assert {name.partition(".")[0] for name in page["figures"]} == {"presented_fps", "rss_bytes", "cores_percent"}
    assert page["figures"]["rss_bytes"][-1]["most"] >= told["rss_bytes"] * 0.5
    assert await process.end() == 0


async def test_figures_are_there_after_a_clean_end_also_of_the_minute_that_was_not_over(
    start, arguments, client, data_dir
):
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await link.send_json({"type": "subscribe", "topics": ["metrics"]})
    await heard(link, 3)
    (first,) = (await metrics(client, process.port, "?figures=cpu_percent"))["figures"]["cpu_percent"]
    await process.end()
    again = await start(*arguments)
    await again.line()
    page = await metrics(client, again.port, "?figures=cpu_percent")
    assert page["figures"]["cpu_percent"][0]["at_s"] == first["at_s"]
    assert (data_dir / "metrics.db").stat().st_mode & 0o777 == 0o600


async def test_a_damaged_record_stops_nothing(start, arguments, client, data_dir):
    (data_dir / "metrics.db").write_bytes(b"no database at all" * 999)
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await link.send_json({"type": "subscribe", "topics": ["metrics"]})
    await heard(link, 3)
    assert (await metrics(client, process.port, f"?from_s={int(time.time()) - 120}"))["figures"]
    assert [path.read_bytes()[:2] for path in data_dir.glob("metrics.db.corrupt.*")] == [b"no"]
    await process.end()


async def test_a_watcher_that_left_costs_nothing_more(start, arguments, client):
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await link.send_json({"type": "subscribe", "topics": ["metrics"]})
    await heard(link, 2)
    await link.send_json({"type": "subscribe", "topics": []})
    while (await link.receive_json(timeout=5))["type"] != "snapshot":
        pass
    with pytest.raises(asyncio.TimeoutError):
        await link.receive_json(timeout=2.5)


async def test_a_player_that_was_killed_three_times_says_so_and_ends_it_when_it_is_closed(start, arguments, client):
    for _ in range(3):
        process = await start(*arguments, "--port", "0")
        await process.line()
        link = await join(client, process.port)
        await link.close()
        await process.end(signal.SIGKILL)
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await link.send_json({"type": "subscribe", "topics": ["monitoring", "metrics"]})
    began = await alert(link, "crashes")
    assert (began["active"], began["severity"]) == (True, "critical")
    assert "3 times within an hour" in began["message"]
    assert await process.end() == 0
    again = await start(*arguments)
    await again.line()
    async with client.get(f"https://127.0.0.1:{again.port}/history") as answer:
        events = (await answer.json())["events"]
    of_that_run = [event for event in events if event["run"] == 4]
    told = [event for event in of_that_run if event["type"] in ("alert", "power_off")]
    assert [(event["type"], event.get("active")) for event in told] == [
        ("alert", True),
        ("alert", False),
        ("power_off", None),
    ]


async def alert(link, code):
    async with asyncio.timeout(20):
        while True:
            message = await link.receive_json()
            if message["type"] == "alert" and message["code"] == code:
                return message
