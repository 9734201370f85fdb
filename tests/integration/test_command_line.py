"""The two programs side by side, as a technician tries them: found, played, watched."""

import asyncio
import json
import signal

import pytest

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Play
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
    # Whom it did not add it does not know the next time; what it shows is kept for the day on which it is replaced.
    assert sorted(path.name for path in footlight.data_dir.iterdir()) == [".lock", "programmes.json", "site.json"]


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


async def test_a_new_box_shows_what_the_command_line_had_the_old_one_play(footlight, player, make_player, clips):
    await footlight("add", player.address)
    assert (await footlight("play", player.id, *clips, "--loop"))[0] == 0
    await player.kill()
    new = await make_player().unclaimed().start("--port", "0")
    code, out, err = await footlight("pair", new.address, "--code", await new.code(), "--replace", player.id)
    assert (code, err) == (0, "")
    assert new.id in out
    listed = {line["id"]: line for line in await footlight.lines("players", "--json")}
    assert player.id not in listed
    assert listed[new.id]["playback"]["item"]["uri"] == clips[0]
    assert (listed[new.id]["playback"]["count"], listed[new.id]["playback"]["loop"]) == (2, True)


async def test_a_box_that_is_online_is_replaced_when_that_is_meant_and_plays_on_in_the_new_one(
    footlight, player, make_player, clips, controller
):
    # Somebody else had it play that.
    await footlight("add", player.address)
    view = await controller.add(Address.parse(player.address))
    await controller.wait_until(lambda: controller.players()[view.id].online or None, 10.0)
    await controller.command(view.id, Play(items=tuple(Item(uri=clip) for clip in clips)))
    new = await make_player().unclaimed().start("--port", "0")
    words = ("pair", new.address, "--code", await new.code(), "--replace", player.id)
    code, out, err = await footlight(*words)
    assert (code, out) == (1, "")
    assert "--yes" in err
    code, _, err = await footlight(*words, "--yes")
    assert code == 0
    assert f"footlight unpair {player.id}" in err
    listed = {line["id"]: line for line in await footlight.lines("players", "--json")}
    assert listed[new.id]["playback"]["count"] == 2
    assert (await footlight("unpair", player.id))[0] == 0


async def test_a_site_that_cannot_be_read_is_not_said_to_be_missing(footlight, player):
    await footlight("add", player.address)
    (footlight.data_dir / "site.json").write_text("{")
    (footlight.data_dir / "site.json.bak").unlink(missing_ok=True)
    for words in (("players",), ("pause", player.id), ("site", "create", "Theatre")):
        _, out, err = await footlight(*words)
        assert "cannot be read" in err
        assert "footlight site restore FILE" in err
        assert "belongs to" not in err + out


async def test_a_player_that_is_gone_is_forgotten(footlight, player):
    await footlight("add", player.address)
    await player.kill()
    code, out, _ = await footlight("remove", player.id)
    assert (code, out.endswith(f"({player.id}) is forgotten here.\n")) == (0, True)
    assert player.id not in [line["id"] for line in await footlight.lines("players", "--json")]


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
