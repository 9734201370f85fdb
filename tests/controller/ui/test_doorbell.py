import stat
import subprocess
import sys
import tempfile

import pytest

from footlight_controller.ui.doorbell import Doorbell, ring

RING = """
import sys
from pathlib import Path
from footlight_controller.ui.doorbell import ring
sys.exit(not ring(Path(sys.argv[1])))
"""


@pytest.fixture
def doorbell(qapp):
    doorbell = Doorbell()
    yield doorbell
    doorbell.close()


def start_second(data_dir):
    return subprocess.Popen([sys.executable, "-c", RING, str(data_dir)])


@pytest.fixture
def runtime_dir(monkeypatch):
    """As short as real ones are, wherever the tests keep their files."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield folder


@pytest.mark.usefixtures("runtime_dir")
@pytest.mark.parametrize("folder", ["data", "a-folder-with-a-very-long-name" * 4], ids=["short", "long"])
def test_a_second_start_is_heard_and_told_so(doorbell, qtbot, tmp_path, folder):
    data_dir = tmp_path / folder
    data_dir.mkdir()
    assert doorbell.listen(data_dir)
    with qtbot.waitSignal(doorbell.rung, timeout=20_000):
        second = start_second(data_dir)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0


def test_where_nobody_listens_nobody_hears(qapp, tmp_path):
    assert not ring(tmp_path)


def test_what_a_killed_program_left_behind_is_taken_over(doorbell, qtbot, tmp_path):
    (tmp_path / "window.socket").write_bytes(b"")
    assert not ring(tmp_path)
    assert doorbell.listen(tmp_path)


def test_only_this_user_may_ring(doorbell, tmp_path):
    doorbell.listen(tmp_path)
    mode = stat.S_IMODE((tmp_path / "window.socket").stat().st_mode)
    assert mode & 0o077 == 0


def test_nothing_is_left_behind(doorbell, tmp_path):
    doorbell.listen(tmp_path)
    doorbell.close()
    assert list(tmp_path.iterdir()) == []
