"""The shape of the tree: who may import whom, how long a file may be, what must not lie in it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEMBERS = ("common", "player", "controller")
FOLDERS = (*MEMBERS, "tests", "benchmarks", "scripts", "packaging", ".ci", "docs")
MAX_LINES = 400


def files(pattern):
    top = [path for path in ROOT.glob(pattern) if path.is_file()]
    below = [path for folder in FOLDERS for path in (ROOT / folder).rglob(pattern) if path.is_file()]
    return [path for path in [*top, *below] if "__pycache__" not in path.parts]


def product_files():
    return [path for path in files("*.py") if ROOT / "tests" not in path.parents]


def contracts():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["name"] for contract in config["tool"]["importlinter"]["contracts"]]


def lint_imports(folder):
    paths = os.pathsep.join(str(folder / member / "src") for member in MEMBERS)
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_imports_go_one_way():
    report = lint_imports(ROOT)
    assert report.returncode == 0, report.stdout
    assert f"{len(contracts())} kept, 0 broken" in report.stdout


PLANTED = {
    "common/src/footlight_common/planted.py": "import footlight_player",
    "common/src/footlight_common/protocol/planted.py": "import aiohttp",
    "player/src/footlight_player/core/planted.py": "import footlight_player.server\nimport asyncio",
    "player/src/footlight_player/services/planted.py": "import footlight_player.engine.simulated",
    "player/src/footlight_player/server/planted.py": "import PySide6",
    "player/src/footlight_player/engine/planted.py": "import qasync",
    "controller/src/footlight_controller/core/planted.py": "import footlight_controller.services",
}


@pytest.fixture(scope="module")
def report_of_planted_imports(tmp_path_factory):
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for member in MEMBERS:
        shutil.copytree(ROOT / member / "src", copy / member / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for path, line in PLANTED.items():
        (copy / path).write_text(line + "\n")
    return lint_imports(copy)


@pytest.mark.parametrize("contract", contracts())
def test_a_wrong_import_breaks_its_contract(report_of_planted_imports, contract):
    assert report_of_planted_imports.returncode == 1
    assert re.search(rf"^{re.escape(contract)} +BROKEN", report_of_planted_imports.stdout, re.MULTILINE)


def test_no_file_is_longer_than_one_idea():
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in product_files()}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_every_module_says_what_it_is_for():
    assert [str(path) for path in product_files() if not path.read_text().startswith('"""')] == []


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "misc"])
def test_no_file_is_named_for_nothing(name):
    assert [path for path in files("*.py") if name in path.stem.split("_")] == []


def test_nothing_shadows_the_packaging_library():
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_no_download_address_is_kept():
    address = re.compile("|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + "js", "index" + "-url"]))
    kinds = ("*.py", "*.toml", "*.txt", "*.md", "*.yaml", "*.yml", "*.json", "*.service", "*.desktop", "setup", "run")
    found = {path for kind in kinds for path in files(kind) if address.search(path.read_text())}
    assert found == set()
    assert not (ROOT / "uv.lock").exists()


def test_the_three_distributions_have_one_version():
    from footlight_common import __version__

    for member in ("player", "controller"):
        project = tomllib.loads((ROOT / member / "pyproject.toml").read_text())["project"]
        assert project["version"] == __version__
        assert f"footlight-common=={__version__}" in project["dependencies"]
