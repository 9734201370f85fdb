"""What a technician asks of a machine first."""

import os
import platform
import socket
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from footlight_common.model.player import HostFacts

_LOCALTIME = Path("/etc/localtime")


def host_facts(board: str, display: str = "") -> HostFacts:
    """Of this machine; reads files, so not on a loop."""
    return HostFacts(
        hostname=socket.gethostname(),
        board=board,
        system=_system(),
        time_zone=time_zone(os.environ),
        display=display,
        qt=_version("PySide6-Essentials"),
        python=platform.python_version(),
    )


def time_zone(environment: Mapping[str, str], localtime: Path = _LOCALTIME) -> str:
    """The IANA name of the zone that local times are in; empty when nothing says so."""
    if zone := environment.get("TZ", "").lstrip(":"):
        return zone
    try:
        _, found, zone = str(localtime.resolve(strict=True)).partition("/zoneinfo/")
    except OSError:
        return "UTC"
    return zone if found else ""


def _system() -> str:
    try:
        distribution = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        distribution = ""
    kernel = f"{platform.system()} {platform.release()}"
    return f"{distribution}, {kernel}" if distribution else kernel


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""
