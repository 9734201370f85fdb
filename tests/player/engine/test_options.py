import contextlib
import os
import time
from pathlib import Path

import pytest

from footlight_player.engine.options import new_player


@pytest.fixture
def player():
    player = new_player("", lambda *_: None)
    yield player
    player.terminate()


def threads() -> list[str]:
    names = []
    for path in Path(f"/proc/{os.getpid()}/task").iterdir():
        # One may end while they are read.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            names.append(path.joinpath("comm").read_text())
    return names


def test_nothing_of_the_users_and_no_script_is_loaded(player):
    assert player["config"] is False
    assert player["ytdl"] is False
    deadline_s = time.monotonic() + 10
    while [name for name in threads() if "lua" in name]:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def test_a_dead_address_is_given_up_and_the_last_frame_kept(player):
    assert player["network-timeout"] == 10
    assert player["keep-open"] == "always"
    assert player["cache"] == "auto"
