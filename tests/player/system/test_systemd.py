import resource
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from footlight_player.system.limits import allow_open_files
from footlight_player.system.systemd import Systemd


@pytest.fixture(params=["path", "abstract"])
def notifications(request, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    names = {"path": str(tmp_path / "notify"), "abstract": f"@footlight-test-{tmp_path.name}-{id(tmp_path)}"}
    name = names[request.param]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(name.replace("@", "\0"))
        receiver.settimeout(5)
        yield receiver, name


def test_systemd_hears_of_the_start_the_life_and_the_end(notifications):
    receiver, name = notifications
    systemd = Systemd({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "30000000"})
    systemd.ready()
    systemd.progress()
    systemd.stopping()
    assert [receiver.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_an_unwatched_service_is_not_fed(notifications):
    receiver, name = notifications
    systemd = Systemd({"NOTIFY_SOCKET": name})
    systemd.progress()
    systemd.ready()
    assert receiver.recv(100) == b"READY=1"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/notify", "WATCHDOG_USEC": "1000000"}])
def test_without_systemd_nothing_happens(environment):
    systemd = Systemd(environment)
    systemd.ready()
    systemd.progress()
    systemd.stopping()


def test_more_files_may_be_open_when_they_are_needed():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        allow_open_files(300)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 300
        allow_open_files(100)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 300
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
