"""A site of its own for each measurement, and simulated players of it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.model.player import PlayerIdentity
from footlight_controller.core.known import KnownPlayer
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.registry import Registry
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

LOOPBACK = "127.0.0.1"


@contextmanager
def crowd(
    controller: Path, *, count: int, rate_hz: float
) -> Iterator[tuple["subprocess.Popen[str]", dict[str, Address]]]:
    """A new site in this data directory of a controller, and players of it in one process, on this machine alone.

    Gives the process, and the address of each player by its id, once all are up.
    """
    controller.mkdir(parents=True, exist_ok=True)
    SiteFile(controller, NoKeyring()).save(Site.create("Benchmark", "Desk", at_s=time.time()))
    command = [str(Path(sys.executable).parent / "footlight-player"), "simulate", "--count", str(count)]
    command += ["--rate", str(rate_hz), "--name-prefix", f"Benchmark {os.getpid()}"]
    command += ["--site", str(controller), "--host", LOOPBACK]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield process, _said(process, count)
        finally:
            process.terminate()
            process.communicate()


async def remember(players: dict[str, Address], controller: Path) -> None:
    """Have the controller with this data directory know them from before."""
    registry = Registry.own(controller, SystemClock())
    for player_id, address in players.items():
        registry.put(KnownPlayer(identity=PlayerIdentity(id=player_id, name=player_id), addresses=(address,)))
    await registry.close()


def _said(process: "subprocess.Popen[str]", count: int) -> dict[str, Address]:
    found: dict[str, Address] = {}
    for line in process.stdout or ():
        *_, player_id, address = line.split()
        found[player_id] = Address.parse(address)
        if len(found) == count:
            return found
    msg = "the simulated players did not start"
    raise RuntimeError(msg)
