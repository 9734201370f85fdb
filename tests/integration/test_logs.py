"""The log of the real player, read, followed over a restart, raised and saved by the real command line."""

import asyncio
import json
import signal
import tarfile

import pytest


class Following:
    """`footlight logs -f --json` of one player, and the lines it has printed."""

    def __init__(self, process):
        self._process = process
        self.lines = []

    async def until(self, text):
        async with asyncio.timeout(30):
            while not (self.lines and text in self.lines[-1]["text"]):
                self.lines.append(json.loads(await self._process.stdout.readline()))

    async def interrupt(self):
        self._process.send_signal(signal.SIGINT)
        out, err = await self._process.communicate()
        self.lines += [json.loads(line) for line in out.splitlines()]
        return self._process.returncode, err.decode()


@pytest.fixture
async def follow(footlight):
    async def follow(*arguments):
        return Following(await footlight.start("logs", *arguments, "-f", "--json"))

    return follow


def seqs(lines):
    return [line["seq"] for line in lines]


async def test_what_a_player_said_is_shown_and_filtered(footlight, player, clips):
    await footlight("play", player.id, clips[0])
    lines = await footlight.lines("logs", player.id, "--json", "--lines", "1000")
    (played,) = [line for line in lines if "play by" in line["text"]]
    assert (played["level"], played["logger"], played["player"]["id"]) == (
        "info",
        "footlight_player.services.control",
        player.id,
    )
    assert await footlight.lines("logs", player.id, "--json", "--text", "PLAY BY") == [played]
    assert await footlight.lines("logs", player.id, "--json", "--lines", "1") == lines[-1:]
    code, out, err = await footlight("logs", player.id, "--level", "critical")
    assert (code, out, err) == (0, "", "footlight: no line fits.\n")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_following_over_a_restart_neither_loses_nor_doubles_what_the_player_still_has(
    footlight, player, follow, clips, end
):
    following = await follow(player.id, "--lines", "1000")
    await footlight("play", player.id, clips[0])
    await following.until("play by")
    await footlight("pause", player.id)
    await following.until("pause by")
    player.send(end)
    await player.ended()
    await player.start()
    await footlight("resume", player.id)
    await following.until("resume by")
    code, err = await following.interrupt()
    assert code == 0
    assert "is offline" in err
    assert "is back" in err
    kept = await footlight.lines("logs", player.id, "--json", "--lines", "1000")
    told = seqs(following.lines)
    assert told == sorted({*told})
    assert [line for line in kept if line["seq"] <= told[-1] and line not in following.lines] == []
    # Both runs are in it.
    assert sum("play by" in line["text"] or "resume by" in line["text"] for line in following.lines) == 2


async def test_more_is_said_for_a_while_also_over_a_restart(footlight, player, clips):
    code, _, err = await footlight("logs", player.id, "--lines", "0", "--raise-level", "debug", "--for", "10m")
    assert code == 0
    assert "keeps lines from debug on until" in err
    await footlight("restart", player.id)

    async def small_talk():
        await footlight("play", player.id, clips[0])
        await footlight("play", player.id, clips[1])
        return await footlight.lines("logs", player.id, "--json", "--text", "left the screen")

    async with asyncio.timeout(30):
        while not (lines := await small_talk()):  # noqa: ASYNC110 - what a player says comes to nobody who does not ask
            await asyncio.sleep(0.2)
    assert {line["level"] for line in lines} == {"debug"}


async def test_the_archive_is_saved_and_holds_what_the_player_said(footlight, player, clips, tmp_path):
    await footlight("play", player.id, clips[0])
    target = tmp_path / "all.tar.gz"
    code, out, err = await footlight("logs", player.id, "--archive", str(target))
    assert (code, err) == (0, "")
    assert out.startswith(f"Saved the log of {player.name} as {target} (")
    assert target.stat().st_mode & 0o777 == 0o600
    with tarfile.open(target) as tar:
        held = {member.name.rpartition("/")[2]: tar.extractfile(member).read().decode() for member in tar}
    assert {*held} == {"facts.json", "memory.jsonl", "player-000001.jsonl"}
    assert "play by" in held["memory.jsonl"]
    assert "play by" in held["player-000001.jsonl"]
    assert json.loads(held["facts.json"])["player"]["id"] == player.id
    assert [path.name for path in tmp_path.glob(".all*")] == []
