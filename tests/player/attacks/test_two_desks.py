"""Two controllers with data directories of their own, a technician's and an operator's, at one real player."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from player.house import MEMBERS
from player.program import HERE

from footlight_common.security.roles import Role

FOOTLIGHT = [sys.executable, "-c", "from footlight_controller.app import main; main()"]


class Desk:
    """`footlight` as one member runs it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, *words: str) -> tuple[int, str]:
        """The exit code, and all that was said."""
        process = await asyncio.create_subprocess_exec(
            *(*FOOTLIGHT, "--data-dir", str(self._folder), *HERE, *words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        )
        said, _ = await asyncio.wait_for(process.communicate(), 30)
        return process.returncode, said.decode()


@pytest.fixture
def desk(tmp_path, house):
    def of(role: Role) -> Desk:
        house.write_site(tmp_path / role.word, role)
        return Desk(tmp_path / role.word)

    return of


async def test_an_operators_restart_is_refused_in_words_and_stands_in_the_audit(victim, member, desk):
    operator, technician = [await asyncio.to_thread(desk, role) for role in (Role.OPERATOR, Role.TECHNICIAN)]
    address = f"127.0.0.1:{victim.port}"
    for each in (operator, technician):
        assert (await each("add", address))[0] == 0
    assert (await operator("pause", victim.id))[0] == 0
    code, said = await operator("restart", victim.id)
    assert code == 1
    assert "restart needs the role technician or above, and yours is operator. Ask an admin" in " ".join(said.split())
    assert (await operator("resume", victim.id))[0] == 0
    code, said = await operator("audit", victim.id)
    assert code == 1
    code, said = await technician("audit", "--json", victim.id)
    assert code == 0
    entries = [json.loads(line) for line in said.splitlines()]
    told = [(entry["command"], entry["member"]["id"], entry["role"], entry["ok"]) for entry in entries]
    operators = MEMBERS[Role.OPERATOR], "operator"
    assert told == [
        ("audit", *operators, False),
        ("resume", *operators, True),
        ("restart", *operators, False),
        ("pause", *operators, True),
    ]
