"""The program as a process: full disks, narrow terminals, Ctrl+C."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from footlight_common.clock import ManualClock
from footlight_common.discovery import Address
from footlight_common.model.player import PlayerIdentity
from footlight_controller.cli.interrupt import SAME_S, run_until_interrupted
from footlight_controller.core.known import KnownPlayer
from footlight_controller.services.registry import Registry

FOOTLIGHT = Path(sys.executable).parent / "footlight"
SILENT = Address(host="127.0.0.1", port=1)


@pytest.fixture
def full():
    """A file on a disk without room."""
    with Path("/dev/full").open("wb") as full:
        yield full


@pytest.fixture
async def footlight(data_dir):
    """`footlight` with a player of a name beyond ASCII, whom nobody has seen for long."""
    registry = Registry.own(data_dir, ManualClock())
    identity = PlayerIdentity(id="ab12000000000000", name="Zürich 東京")
    registry.put(KnownPlayer(identity=identity, addresses=(SILENT,), last_seen_s=1.0))
    await registry.close()

    async def run(*arguments: str, out=asyncio.subprocess.PIPE, **environment: str) -> tuple[int, bytes, bytes]:
        process = await asyncio.create_subprocess_exec(
            *(FOOTLIGHT, "--data-dir", data_dir, *arguments),
            stdout=out,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **environment},
        )
        async with asyncio.timeout(20):
            printed, err = await process.communicate()
        return process.returncode, printed, err

    return run


@pytest.mark.parametrize("arguments", [["players", "--json"], ["players"], ["--version"], ["--help"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
async def test_output_that_finds_no_room_is_one_line(footlight, full, arguments, unbuffered):
    code, _, err = await footlight(*arguments, out=full, PYTHONUNBUFFERED=unbuffered)
    assert (code, err) == (1, b"footlight: cannot write the output: No space left on device.\n")


async def test_a_terminal_without_the_letters_shows_stand_ins(footlight):
    code, out, err = await footlight("players", PYTHONIOENCODING="ascii")
    assert (code, err) == (0, b"")
    assert b"Z?rich ??" in out


async def test_a_broken_registry_is_one_warning(footlight, data_dir):
    (data_dir / "registry.json").write_text("{")
    (data_dir / "registry.json.bak").unlink(missing_ok=True)
    code, _, err = await footlight("players")
    assert code == 0
    assert err.count(b"\n") == 1
    assert err.startswith(b"footlight: warning: ")
    assert b"registry.json cannot be read" in err


@pytest.mark.parametrize("arguments", [["players"], ["add", "127.0.0.1:1"]])
async def test_a_file_in_place_of_the_directory_is_an_error(footlight, tmp_path, arguments):
    (tmp_path / "file").touch()
    code, out, err = await footlight("--data-dir", str(tmp_path / "file"), *arguments)
    assert (code, out) == (1, b"")
    assert err.count(b"\n") == 1
    assert b"is a file" in err


async def test_ctrl_c_while_players_are_dialled_ends_quietly_also_when_it_comes_twice(data_dir, at_home):
    dialled, over = asyncio.Event(), asyncio.Event()

    async def hold(_, writer: asyncio.StreamWriter) -> None:
        dialled.set()
        await over.wait()
        writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    address = Address(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
    registry = Registry.own(data_dir, ManualClock())
    for number in range(4):
        identity = PlayerIdentity(id=f"ab1200000000000{number}", name="Lobby")
        registry.put(KnownPlayer(identity=identity, addresses=(address,)))
    await registry.close()
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        FOOTLIGHT, "--data-dir", data_dir, "players", stdout=pipe, stderr=pipe
    )
    async with asyncio.timeout(20):
        await dialled.wait()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()
    over.set()
    server.close()
    await server.wait_closed()
    assert (process.returncode, out, err) == (130, b"", b"")


async def python(code: str) -> tuple[int, bytes, bytes]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=pipe, stderr=pipe)
    async with asyncio.timeout(20):
        out, err = await process.communicate()
    return process.returncode, out, err


async def test_ctrl_c_while_the_program_is_loaded_ends_quietly():
    code = """
import sys

class Interrupted:
    def find_spec(self, name, *_):
        if name == "zeroconf":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
import footlight_controller.app
"""
    assert await python(code) == (130, b"", b"")


@pytest.mark.parametrize(("verbose", "shown"), [(False, b""), (True, b"ERROR zeroconf: port taken\n")])
async def test_what_the_mdns_library_logs_is_for_the_verbose(verbose, shown):
    code = f"""
import logging
from footlight_controller.cli.session import set_up_logging

set_up_logging(verbose={verbose})
logging.getLogger("zeroconf").error("port taken")
logging.getLogger("footlight_controller").error("ours")
"""
    assert await python(code) == (0, b"", shown + b"ERROR footlight_controller: ours\n")


def test_interrupted_work_closes_what_it_opened_before_the_interrupt_is_told():
    closed = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(60)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(SAME_S / 10)
            closed.append(True)

    with asyncio.Runner() as runner, pytest.raises(KeyboardInterrupt):
        run_until_interrupted(runner, work())
    assert closed == [True]


def test_work_that_ends_by_itself_tells_nothing():
    done = []

    async def work() -> None:
        done.append(True)

    with asyncio.Runner() as runner:
        run_until_interrupted(runner, work())
    assert done == [True]
