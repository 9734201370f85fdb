"""The two programs side by side, as a technician tries them: found, played, watched."""

import asyncio
import json
import signal

import pytest

from footlight_common.clock import SystemClock
from footlight_controller.services.registry import Registry


async def test_a_player_is_discovered_played_and_listed(footlight, player, name, clips):
    found = {line["id"]: line for line in await footlight.lines("discover", "--json", "--timeout", "1.5")}
    host, port = player.address.split(":")
    assert found[player.id] == {
        "id": player.id,
        "name": name,
        "address": host,
        "port": int(port),
        "claimed": True,
        "version": 1,
    }
    code, out, err = await footlight("play", name, *clips)
    assert (code, err) == (0, "")
    assert out == f"{name} plays one.mp4 and 1 more.\n"
    listed = {line["id"]: line for line in await footlight.lines("players", "--json")}
    view = listed[player.id]
    assert (view["link"]["state"], view["playback"]["state"]) == ("online", "playing")
    assert view["playback"]["item"]["uri"] == clips[0]
    assert view["playback"]["position_s"] > 0
    assert [path.name for path in footlight.data_dir.iterdir()] == ["site.json"]


async def test_watch_follows_a_player_until_it_is_interrupted(footlight, player, clips):
    watch = await footlight.start("watch", "--json", "--topic", "monitoring")
    events = []

    async def until(event: str, **fields) -> dict:
        async with asyncio.timeout(20):
            while True:
                line = json.loads(await watch.stdout.readline())
                if line["player"]["id"] == player.id:
                    events.append(line["event"])
                    if line["event"] == event and fields.items() <= line.items():
                        return line

    await until("device_online")
    await footlight("play", player.id, *clips, "--loop")
    started = await until("playback_started")
    assert started["item"]["name"] == "one.mp4"
    assert isinstance(started["at"], float)
    await footlight("next", player.id)
    assert (await until("playback_started"))["item"]["uri"] == clips[1]
    await player.kill()
    assert (await until("device_offline"))["reason"]
    await player.start()
    await until("device_online")
    assert "playback_stopped" in events
    watch.send_signal(signal.SIGINT)
    _, err = await watch.communicate()
    assert (watch.returncode, err) == (0, b"")


async def test_a_player_added_by_address_is_known_from_then_on(footlight, player, name):
    code, out, _ = await footlight("add", player.address)
    assert (code, out) == (0, f"Added {name} ({player.id}) at {player.address}.\n")
    await player.kill()
    (view,) = [line for line in await footlight.lines("players", "--json") if line["id"] == player.id]
    assert (view["name"], view["link"]["state"]) == (name, "offline")
    assert "nothing listens there" in view["link"]["reason"]
    code, _, err = await footlight("pause", name)
    assert code == 1
    assert err.startswith(f"footlight: {name} is offline: ")


async def test_commands_work_while_the_app_owns_the_directory_and_add_says_what_to_do(footlight, player, name, clips):
    registry = await asyncio.to_thread(Registry.own, footlight.data_dir, SystemClock())
    code, _, err = await footlight("play", name, clips[0])
    assert (code, err) == (0, "")
    code, _, err = await footlight("add", player.address)
    assert code == 1
    assert "add the player in the app" in err
    assert err.count("\n") == 1
    await registry.close()


async def test_namesakes_are_told_apart_by_id(footlight, make_player, name):
    first, second = [await make_player().start("--port", "0") for _ in range(2)]
    code, _, err = await footlight("identify", name)
    assert code == 1
    assert first.id[:4] in err
    assert second.id[:4] in err
    assert (await footlight("identify", second.id))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["pause", "Nobody at all"], 1, "no player is called 'Nobody at all'"),
        (["add", "192.0.2.20"], 1, "--host"),
        (["add", "127.0.0.1:1"], 1, "nothing listens there"),
        (["volume", "x", "101"], 2, "100"),
        (["no-such-command"], 2, "no-such-command"),
    ],
)
async def test_what_fails_says_why_without_a_traceback(footlight, arguments, code, said):
    returned, out, err = await footlight(*arguments)
    assert (returned, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
