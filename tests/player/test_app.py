"""The program as people start it: its own process, real sockets, real files."""

import asyncio
import json
import os
import signal
import subprocess
import sys

import pytest
from player.house import stranger
from player.program import HERE, command, join, status, until_playing

from footlight_common.clock import SystemClock
from footlight_common.discovery import is_player_id
from footlight_common.errors import MediaUnsupported
from footlight_common.model.playback import Item, Playlist
from footlight_player.app import serve_player
from footlight_player.core.kiosk import Kiosk
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated import SimulatedEngine
from footlight_player.options import EngineName, PlayerOptions
from footlight_player.services.home import Home


async def test_it_says_who_and_where_it_is_and_ends_cleanly(start, arguments):
    process = await start(*arguments, "--port", "0")
    name, identifier, address = (await process.line()).split()
    assert name == "Lobby"
    assert is_player_id(identifier)
    assert address.startswith("127.0.0.1:")
    assert await process.end() == 0
    assert process.errors == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_says_goodbye_and_is_a_good_end(start, arguments, client, number):
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    process.process.send_signal(number)
    assert (await link.receive_json(timeout=5))["code"] == "shutdown"
    assert await process.wait() == 0


async def test_after_a_kill_it_plays_on_at_the_same_address_under_the_same_id(start, arguments, client, data_dir):
    process = await start(*arguments, "--port", "0")
    first_line = await process.line()
    link = await join(client, process.port)
    items = [{"uri": f"sim:{name}?duration=1000"} for name in "abc"]
    assert (await command(link, do="play", items=items, loop=True, start=1))["ok"]
    await command(link, do="volume", level=33)
    await command(link, do="next")
    await asyncio.sleep(1.0)
    await process.end(signal.SIGKILL)
    again = await start("--engine", "simulated", "--data-dir", str(data_dir), *HERE)
    assert await again.line() == first_line
    playback = (await status(await join(client, again.port)))["playback"]
    assert (playback["index"], playback["volume"], playback["loop"]) == (2, 33, True)
    assert playback["state"] in ("loading", "playing")


async def test_after_a_clean_end_it_plays_on_from_the_second_it_left(start, arguments, client):
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await command(link, do="play", items=[{"uri": "sim:a?duration=1000"}])
    await until_playing(link)
    await command(link, do="seek", position_s=500.0)
    await command(link, do="pause")
    await process.end()
    again = await start(*arguments)
    await again.line()
    playback = (await status(await join(client, again.port)))["playback"]
    assert 500.0 <= playback["position_s"] < 501.0
    assert playback["item"]["uri"] == "sim:a?duration=1000"


async def test_an_engine_that_does_not_start_forgets_nothing(data_dir):
    class BrokenEngine(SimulatedEngine):
        async def start(self, listener: object) -> None:
            raise MediaUnsupported("no display")

    clock = SystemClock()
    memory = Memory(playlist=Playlist(items=(Item(uri="sim:a"),)), volume=12)
    home = Home(data_dir, clock)
    home.resume.save(memory)
    options = PlayerOptions(data_dir=data_dir, host="127.0.0.1", port=0, engine=EngineName.SIMULATED)
    with pytest.raises(MediaUnsupported):
        await serve_player(options, home, clock, Kiosk(engine=BrokenEngine(clock)))
    home.close()
    again = Home(data_dir, clock)
    assert again.resume.load() == memory
    again.close()


async def test_a_data_directory_in_use_is_an_error(start, arguments):
    first = await start(*arguments, "--port", "0")
    await first.line()
    second = await start(*arguments, "--port", "0")
    assert await second.wait() == 1
    assert "another process uses the data directory" in second.errors
    assert "Traceback" not in second.errors


async def test_a_port_in_use_is_an_error_and_forgets_nothing(start, arguments, client, tmp_path, house):
    first = await start(*arguments, "--port", "0")
    await first.line()
    other = ["--engine", "simulated", "--data-dir", str(tmp_path / "other"), *HERE]
    await house.claim_folder(tmp_path / "other")
    second = await start(*other, "--port", "0")
    await second.line()
    await command(await join(client, second.port), do="play", items=[{"uri": "sim:a?duration=1000"}])
    await second.end()
    refused = await start(*other, "--port", str(first.port))
    assert await refused.wait() == 1
    assert f"port {first.port} of 127.0.0.1 is in use" in refused.errors
    assert "Traceback" not in refused.errors
    assert "sim:a" in (tmp_path / "other" / "playlist.json").read_text()
    third = await start(*other, "--port", "0")
    await third.line()
    assert (await status(await join(client, third.port)))["playback"]["item"]["uri"] == "sim:a?duration=1000"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--window", "wide"], "WIDTHxHEIGHT"),
        (["--window", "640x360", "--fullscreen"], "exclude each other"),
        (["--port", "70000"], "65535"),
        (["--name", "n" * 201], "at most 200 characters; this has 201"),
        (["--area", "n" * 201], "--area takes at most"),
        (["--engine", "vlc"], "vlc"),
        (["simulate"], "--count"),
        (["--no-such-option"], "--no-such-option"),
        (["--host", ""], "leave --host out"),
        (["simulate", "--count", "1", "--host", " "], "leave --host out"),
    ],
)
async def test_nonsense_on_the_command_line_is_a_usage_error(start, words, part):
    process = await start(*words)
    assert await process.wait() == 2
    assert part in process.errors


async def test_restart_starts_it_anew_with_a_word_to_controllers_and_it_plays_on(start, arguments, client):
    process = await start(*arguments)
    await process.line()
    link = await join(client, process.port)
    assert (await command(link, do="play", items=[{"uri": "sim:a?duration=live"}]))["ok"]
    await until_playing(link)
    assert (await command(link, do="restart"))["ok"]
    while (last := await link.receive_json(timeout=5))["type"] != "goodbye":
        pass
    assert last["code"] == "restart"
    again = await process.line()
    assert again == process.lines[0]
    link = await join(client, process.port)
    await until_playing(link)
    await link.close()
    assert await process.end() == 0


async def test_a_new_name_is_kept_although_the_options_name_the_old_one(start, arguments, client):
    process = await start(*arguments)
    await process.line()
    link = await join(client, process.port)
    assert (await command(link, do="rename", name="Bar", area="First floor"))["ok"]
    identity = (await status(link))["identity"]
    assert (identity["name"], identity["area"]) == ("Bar", "First floor")
    async with client.get(f"https://127.0.0.1:{process.port}/about") as answer:
        assert (await answer.json())["name"] == "Bar"
    await link.close()
    await process.end()
    again = await start(*arguments)
    assert (await again.line()).startswith("Bar ")
    assert await again.end() == 0
    other = await start(*arguments[:-4], "--name", "Kitchen")
    assert (await other.line()).startswith("Kitchen ")


async def test_a_name_of_nothing_that_can_be_seen_is_refused(start, arguments, client):
    process = await start(*arguments)
    await process.line()
    link = await join(client, process.port)
    result = await command(link, do="rename", name=" \n ")
    assert (result["ok"], result["code"]) == (False, "invalid_argument")
    await link.close()


async def test_the_whole_playlist_can_be_asked_for(start, arguments, client):
    process = await start(*arguments)
    await process.line()
    link = await join(client, process.port)
    items = [{"uri": f"sim:{name}", "title": ""} for name in "abc"]
    assert (await command(link, do="play", items=items, loop=True))["ok"]
    async with client.get(f"https://127.0.0.1:{process.port}/playlist") as answer:
        assert await answer.json() == {"items": items, "loop": True}
    await until_playing(link)
    assert (await status(link))["playback"]["list_number"] == 1
    await link.close()


async def test_a_host_that_does_not_exist_is_an_error(start, arguments):
    process = await start(*arguments, "--host", "192.0.2.1", "--port", "0")
    assert await process.wait() == 1
    assert "cannot listen at 192.0.2.1" in process.errors
    assert "mDNS" not in process.errors


async def test_on_the_whole_network_it_is_reached_and_has_nothing_to_warn_of(start, arguments, client):
    process = await start(*arguments, "--host", "0.0.0.0", "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await link.close()
    assert await process.end() == 0
    assert "WARNING" not in process.errors


async def test_help_and_version_are_told(start):
    version = await start("--version")
    assert (await version.line()).startswith("footlight-player ")
    assert await version.wait() == 0
    assert await (await start("--help")).wait() == 0
    assert await (await start("simulate", "--help")).wait() == 0


async def test_a_simulated_player_loads_neither_qt_nor_mpv(start, arguments):
    code = (
        "import atexit, sys\n"
        "from footlight_player.app import main\n"
        "atexit.register(lambda: print('LOADED', [name for name in sys.modules if name.split('.')[0] in "
        "('PySide6', 'mpv', 'qasync')]))\n"
        "main()"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, *arguments, "--port", "0", stdout=subprocess.PIPE
    )
    await process.stdout.readline()
    process.terminate()
    output, _ = await process.communicate()
    assert b"LOADED []" in output


class TestSimulate:
    async def test_a_crowd_comes_up_and_plays_and_changes(self, start, client, house, data_dir):
        await asyncio.to_thread(house.write_site, data_dir)
        prefix = f"Crowd {os.getpid()}"
        words = ["--rate", "2", "--name-prefix", prefix, "--site", str(data_dir), *HERE]
        process = await start("simulate", "--count", "5", *words)
        lines = [await process.line() for _ in range(5)]
        assert [line.rsplit(" ", 2)[0] for line in lines] == [f"{prefix} {number:03d}" for number in range(1, 6)]
        assert len({line.rsplit(" ", 1)[1] for line in lines}) == 5
        link = await join(client, process.port)
        await link.send_json({"type": "subscribe", "topics": ["monitoring"]})
        started = []
        while len(started) < 3:
            message = await link.receive_json(timeout=5)
            started += [message["index"]] if message["type"] == "playback_started" else []
        assert len(set(started)) == 3
        assert await process.end() == 0
        assert process.errors == ""

    async def test_without_a_site_nobody_has_claimed_them(self, start):
        process = await start("simulate", "--count", "1", "--name-prefix", f"Free {os.getpid()}", *HERE)
        await process.line()
        async with stranger() as client, client.get(f"https://127.0.0.1:{process.port}/about") as answer:
            assert (await answer.json())["claimed"] is False

    async def test_a_site_that_is_not_there_is_an_error(self, start, data_dir):
        process = await start("simulate", "--count", "1", "--site", str(data_dir))
        assert await process.wait() == 1
        assert "no site in" in process.errors
        assert "Traceback" not in process.errors

    async def test_it_is_the_same_crowd_again(self, start):
        prefix = f"Again {os.getpid()}"
        ids = []
        for _ in range(2):
            process = await start("simulate", "--count", "2", "--name-prefix", prefix, *HERE)
            ids.append([(await process.line()).split()[-2] for _ in range(2)])
            await process.end()
        assert ids[0] == ids[1]

    async def test_one_of_a_crowd_refuses_to_start_anew(self, start, data_dir, client, house):
        await asyncio.to_thread(house.write_site, data_dir)
        words = ["--count", "1", "--data-dir", str(data_dir / "crowd"), "--site", str(data_dir)]
        process = await start("simulate", *words, *HERE)
        await process.line()
        link = await join(client, process.port)
        result = await command(link, do="restart")
        assert (result["ok"], result["code"]) == (False, "invalid_argument")
        await link.close()
        assert await process.end() == 0

    async def test_with_a_data_directory_each_keeps_its_own(self, start, data_dir):
        words = ["simulate", "--count", "2", "--name-prefix", "Kept", "--data-dir", str(data_dir), *HERE]
        lines = []
        for _ in range(2):
            process = await start(*words)
            lines.append([await process.line() for _ in range(2)])
            await process.end()
        assert lines[0] == lines[1]
        kept = json.loads((data_dir / "001" / "place.json").read_text())
        assert kept["tables"]["place"]["1"]["key"]
