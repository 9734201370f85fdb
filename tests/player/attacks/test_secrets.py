"""Codes and keys stand in no log, whatever happens while somebody pairs, at the highest log level of both sides."""

import asyncio
import base64
import json
import os
import signal
import sys
from pathlib import Path

from player.attacks.victim import Victim
from player.house import House
from player.program import HERE, Process
from player.server.callers import Pairer

from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing_code import PairingCode

# Logs all that there is, of every library, to the end.
LOUD = "import atexit, logging; logging.basicConfig(level=1); atexit.register(logging.debug, 'still heard')\n"
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
