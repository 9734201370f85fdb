"""Nothing a test does reaches the desktop, the session bus or the home directory of whoever runs it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before the first import of PySide6, which a test module may do.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Not merely unset: without an address libdbus would start a bus of its own.
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"


@pytest.fixture(scope="session", autouse=True)
def directories_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    root = tmp_path_factory.mktemp("xdg")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(root / name.lower()))
        runtime = root / "runtime"
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        yield


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty directory of this test's own."""
    path = tmp_path / "data"
    path.mkdir(mode=0o700)
    return path
