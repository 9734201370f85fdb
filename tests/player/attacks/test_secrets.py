"""Codes and keys stand in no log, whatever happens while somebody pairs, at the highest log level of both sides."""

import asyncio
import base64
import io
import json
import os
import signal
import sys
import tarfile
import time
from pathlib import Path

from player.attacks.victim import Victim
from player.house import House
from player.program import HERE, Process, command, join
from player.server.callers import Pairer

from footlight_common.protocol.base import encode
from footlight_common.protocol.session import Subscribe
from footlight_common.protocol.topics import Topic
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing_code import PairingCode
from footlight_common.storage import AtomicJSONStorage

# Logs all that there is, of every library, to the end.
LOUD = "import atexit, logging; logging.basicConfig(level=1); atexit.register(logging.debug, 'still heard')\n"
# Has the player write its key, its code and an address with a password into its log, all of it at the usual level.
CARELESS = """
import logging
from footlight_common.security.keys import TLSKey
from footlight_player.services.overlay import Overlay
def careless(cls, name, told):
    before = getattr(cls, name)
    def method(self, *arguments):
        done = before(self, *arguments)
        logging.getLogger("footlight_player.careless").info("%s", told(self, *arguments, done))
        return done
    setattr(cls, name, method)
careless(TLSKey, "to_pem", lambda self, done: f"the key {done.decode()} and {done!r}")
careless(Overlay, "set_code", lambda self, code, _: f"shows {code} on the screen, {code.replace('-', '')}")
careless(Overlay, "identify", lambda self, *_: "asked rtsp://ann:hunter2@cam.lan/one, password=hunter2")
"""
FOOTLIGHT = "from footlight_controller.app import main; main()"
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


def forms_of(key: TLSKey) -> list[str]:
    """How a private key could be written down."""
    body = "".join(key.to_pem().decode().splitlines()[1:-1])
    number = key.private.private_numbers().private_value
    raw = number.to_bytes(32, "big")
    return [body[:40], body[60:100], f"{number:x}", str(number), base64.b64encode(raw).decode(), "PRIVATE KEY"]


async def footlight(*words: str) -> str:
    """All that `footlight` says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", LOUD + FOOTLIGHT, *HERE, *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **NO_KEYRING},
    )
    said, _ = await asyncio.wait_for(process.communicate(), 30)
    return said.decode()


async def test_nothing_secret_is_said_by_either_program(start, unclaimed, data_dir: Path, tmp_path, house: House):
    desk = tmp_path / "desk"
    desk.mkdir()
    await asyncio.to_thread(house.write_site, desk)
    player = await start("--log-level", "debug", *unclaimed)
    await player.line()
    code = await the_code(start, data_dir)
    wrong = PairingCode(f"{(int(code.secret) + 1) % 10**6:06d}")
    address = f"127.0.0.1:{player.port}"
    said = [await footlight("--data-dir", str(desk), "-v", "pair", address, "--code", wrong.shown)]
    async with Pairer(house) as pairer:
        await pairer.dial(player.port, code)
        await pairer.confirm()
    said.append(await footlight("--data-dir", str(desk), "-v", "pair", address, "--code", code.shown))
    assert "Paired" in said[-1]
    assert (await Victim(player).about())["claimed"] is True
    said.append(await footlight("--data-dir", str(desk), "-v", "players"))
    await player.end(signal.SIGTERM)
    said += [player.errors, *player.lines]
    kept = json.loads((data_dir / "trust.json").read_text())["tables"]["trust"]["1"]
    keys = [TLSKey.from_pem(kept["key"].encode()), house.site.authority.credential.key]
    keys += [credential.key for credential in house.credentials.values()]
    secrets = [form for key in keys for form in forms_of(key)]
    secrets += [text for one in (code, wrong) for text in (one.shown, one.secret.decode())]
    text = "\n".join(said)
    assert [secret for secret in secrets if secret in text] == []
    # The test would see one.
    assert "paired with the site" in text
    assert text.count("DEBUG:root:still heard") == 3


async def test_no_code_or_key_stands_in_the_log_that_technicians_read(
    start, unclaimed, data_dir: Path, tmp_path, house: House
):
    desk = tmp_path / "desk"
    await asyncio.to_thread(house.write_site, desk)
    # As if somebody had raised the level before the player was reset and paired anew.
    raised = {"level": "debug", "until_s": time.time() + 600.0, "duration_s": 600.0}
    (data_dir / "logs").mkdir(parents=True)
    storage = AtomicJSONStorage(data_dir / "logs" / "level.json")
    await asyncio.to_thread(storage.write, {"level": {"1": raised}})
    # It says its secrets itself, in the ways in which a careless line of code would.
    player = await start(*unclaimed, before=CARELESS)
    await player.line()
    code = await the_code(start, data_dir)
    address = f"127.0.0.1:{player.port}"
    async with Pairer(house) as pairer:
        await pairer.dial(player.port, PairingCode(f"{(int(code.secret) + 1) % 10**6:06d}"))
        await pairer.guess()
    assert "Paired" in await footlight("--data-dir", str(desk), "pair", address, "--code", code.shown)
    async with house.client() as client:
        link = await join(client, player.port)
        await link.send_str(encode(Subscribe(topics=(Topic.LOGS,))))
        await command(link, do="identify")
        while (pushed := await link.receive_json(timeout=5))["type"] != "log_lines":
            pass
        async with client.get(f"https://{address}/logs?limit=1000") as answer:
            page = await answer.text()
        async with client.get(f"https://{address}/logs/archive") as answer:
            archive = await answer.read()
    await player.end(signal.SIGTERM)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        held = [tar.extractfile(member).read().decode() for member in tar]
    on_disk = [path.read_text() for path in files(data_dir / "logs")]
    kept = json.loads((data_dir / "trust.json").read_text())["tables"]["trust"]["1"]
    secrets = [*forms_of(TLSKey.from_pem(kept["key"].encode())), code.shown, code.secret.decode(), "hunter2"]
    text = "\n".join([page, json.dumps(pushed), *held, *on_disk])
    assert [secret for secret in secrets if secret in text] == []
    # They were said, and the test would see them.
    for said in (code.shown, "PRIVATE KEY", "hunter2"):
        assert said in player.errors
    assert text.count("paired with the site") >= 4
    assert '"debug"' in text


async def test_what_both_sides_keep_is_theirs_alone_to_read(start, unclaimed, data_dir: Path, house: House):
    player: Process = await start(*unclaimed)
    await player.line()
    async with Pairer(house) as pairer:
        await pairer.dial(player.port, await the_code(start, data_dir))
        await pairer.pair()
    await player.end(signal.SIGTERM)
    holding_secrets = [path for path in files(data_dir) if b"PRIVATE" in path.read_bytes()]
    assert holding_secrets
    assert [path for path in holding_secrets if path.stat().st_mode & 0o077] == []


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def the_code(start, data_dir: Path) -> PairingCode:
    asked = await start("code", "--data-dir", str(data_dir))
    return PairingCode.parse(await asked.line())
