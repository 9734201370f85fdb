"""What is installed with Footlight passes the validators of those who will read it, and names what exists."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "packaging"
UNIT = PACKAGING / "systemd" / "footlight-player.service"
DESKTOP = PACKAGING / "desktop" / "footlight.desktop"


def needs(program):
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def run(*command):
    return subprocess.run([*command], capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def unit():
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(UNIT)
    return parser


@pytest.fixture
def desktop():
    parser = configparser.RawConfigParser()
    parser.optionxform = str
    parser.read(DESKTOP)
    return parser["Desktop Entry"]


@needs("desktop-file-validate")
def test_desktop_entry_is_valid():
    report = run("desktop-file-validate", DESKTOP)
    assert (report.returncode, report.stdout + report.stderr) == (0, "")


def test_desktop_entry_starts_a_program_that_is_installed(desktop):
    [script] = metadata.entry_points(group="console_scripts", name=desktop["Exec"])
    assert script.dist.name == "footlight-controller"


def test_desktop_entry_has_its_icon_and_qt_draws_it(desktop, qapp):
    from PySide6.QtGui import QIcon

    icon = QIcon(str(DESKTOP.with_name(f"{desktop['Icon']}.svg")))
    assert icon.pixmap(48, 48).toImage().pixelColor(24, 24).alpha() == 255


@needs("systemd-analyze")
def test_unit_is_valid(tmp_path):
    # The program is not installed where the unit will find it.
    copy = tmp_path / UNIT.name
    copy.write_text(re.sub("^ExecStart=[^ ]*", "ExecStart=/bin/true", UNIT.read_text(), flags=re.MULTILINE))
    report = run("systemd-analyze", "verify", "--man=no", copy)
    assert (report.returncode, report.stderr) == (0, "")


@needs("systemd-sysusers")
def test_user_of_the_unit_can_be_made(unit):
    report = run("systemd-sysusers", "--dry-run", PACKAGING / "systemd" / "footlight.sysusers")
    assert report.returncode == 0, report.stderr
    assert f"u {unit['Service']['User']} " in (PACKAGING / "systemd" / "footlight.sysusers").read_text()


def test_unit_starts_the_player_with_options_it_has(unit, tmp_path):
    program, *options = unit["Service"]["ExecStart"].split()
    [script] = metadata.entry_points(group="console_scripts", name=Path(program).name)
    assert script.dist.name == "footlight-player"
    given = [str(tmp_path) if option.startswith("$") else option for option in options if option[:2] != "$F"]
    assert run(Path(sys.executable).parent / script.name, *given, "--version").returncode == 0


def test_unit_keeps_the_player_up_and_leaves_no_core(unit):
    service = unit["Service"]
    assert (service["Type"], service["Restart"], service["LimitCORE"]) == ("notify", "always", "0")
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert int(service["WatchdogSec"]) >= 10


def pins():
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    return [Requirement(line) for line in lines]


def test_constraints_are_exact_versions_and_nothing_else():
    for pin in pins():
        assert pin.url is None
        assert re.fullmatch(r"==[0-9][\w.]*", str(pin.specifier)), pin


def closure(requirements, extras=frozenset()):
    """Names of every distribution that these requirements bring here."""
    found, waiting = set(), [(Requirement(text), extra) for text in requirements for extra in [*extras, ""]]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
            continue
        if name in found:
            continue
        found.add(name)
        wanted = [*requirement.extras, ""]
        waiting += [(Requirement(text), one) for text in metadata.requires(name) or () for one in wanted]
    return found


def test_everything_installed_for_footlight_is_pinned_to_what_is_installed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed = closure([*project["project"]["dependencies"], *project["dependency-groups"]["dev"], "hatchling"])
    ours = {"footlight-common", "footlight-player", "footlight-controller"}
    pinned = {canonicalize_name(pin.name): pin for pin in pins() if pin.marker is None or pin.marker.evaluate()}
    assert needed - ours - set(pinned) == set()
    installed = {name: metadata.version(name) for name in needed - ours}
    assert {name: version for name, version in installed.items() if version not in pinned[name].specifier} == {}
