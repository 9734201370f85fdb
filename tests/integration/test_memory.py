"""What a player did while nobody watched, told by a controller that is started later."""

import csv
import signal
import sqlite3
from contextlib import closing

import pytest

CLIPS = ("sim://x/one.mp4?duration=0.6", "sim://x/two.mp4?duration=0.8", "sim://x/three.mp4?duration=live")


# The events until the third item is on screen: on, a controller that came, ordered and left, two items and a begin.
UNTIL_THIRD = 9


@pytest.fixture
def kept(tmp_path, player, eventually):
    """Waits until the player has so many events on disk."""

    def newest():
        with closing(sqlite3.connect(f"file:{tmp_path}/player-0/history.db?mode=ro", uri=True)) as database:
            return database.execute("SELECT max(seq) FROM event").fetchone()[0]

    return lambda number: eventually(lambda: newest() >= number)


async def test_a_player_that_played_and_crashed_unwatched_tells_it_all_in_order(footlight, player, name, kept):
    await footlight("play", name, *CLIPS)
    # Nobody is connected any more.
    await kept(UNTIL_THIRD)
    player.send(signal.SIGKILL)
    await player.ended()
    await player.start("--port", "0")
    await kept(UNTIL_THIRD + 4)
    lines = await footlight.lines("history", name, "--since", "1h", "--json")
    told = [(line["event"], line.get("item", {}).get("name"), line.get("reason")) for line in lines]
    wanted = {"power_on", "power_off", "playback_started", "playback_stopped"}
    # Where it goes on is as old as what it last saved.
    assert [each for each in told if each[0] in wanted][:9] == [
        ("power_on", None, None),
        ("playback_started", "one.mp4", None),
        ("playback_stopped", "one.mp4", "ended"),
        ("playback_started", "two.mp4", None),
        ("playback_stopped", "two.mp4", "ended"),
        ("playback_started", "three.mp4", None),
        ("playback_stopped", "three.mp4", "cut"),
        ("power_off", None, "cut"),
        ("power_on", None, None),
    ]
    seqs = [line["seq"] for line in lines if line["event"] != "unknown"]
    assert seqs == list(range(1, len(seqs) + 1))
    times = [line["at"] for line in lines]
    assert times == sorted(times)
    assert [line["why"] for line in lines if line["event"] == "unknown"] == ["before"]


async def test_the_report_is_the_sum_of_what_was_played(footlight, player, name, kept, tmp_path):
    await footlight("play", name, *CLIPS)
    await kept(UNTIL_THIRD)
    table, paper = tmp_path / "report.csv", tmp_path / "report.pdf"
    code, out, err = await footlight("report", name, "--by", "item", "--csv", str(table), "--pdf", str(paper))
    assert (code, err) == (0, "")
    assert out.count("Saved 3 lines") == 2
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["item"]: row for row in csv.DictReader(file)}
    assert [(row["plays"], row["complete"]) for row in map(rows.get, ("one.mp4", "two.mp4"))] == [("1", "1")] * 2
    assert float(rows["one.mp4"]["seconds_on_screen"]) == pytest.approx(0.6, abs=0.2)
    assert paper.read_bytes().startswith(b"%PDF-")


async def test_what_is_kept_here_is_told_when_the_player_is_gone(controller, footlight, player, name, kept, data_dir):
    await footlight("play", name, *CLIPS)
    await kept(UNTIL_THIRD + 1)
    await controller.wait_until(lambda: controller.players().get(player.id), 10)
    await controller.wait_until(lambda: controller.players()[player.id].online or None, 10)
    await controller.histories.fetch(player.id, 0.0, 2e9)
    await player.kill()
    await controller.wait_until(lambda: controller.players()[player.id].link.code or None, 20)
    await controller.close()
    footlight.data_dir = data_dir
    code, out, err = await footlight("history", name)
    assert code == 0
    assert "What is kept here is shown." in err
    assert [word in out for word in ("one.mp4 ended", "plays three.mp4", "out of reach since")] == [True] * 3
