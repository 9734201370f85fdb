"""Each guard catches what it is for, and lets honest tests be. Runs `planted.py` in a pytest of its own."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    report = tmp_path_factory.mktemp("planted") / "report.xml"
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", f"--junitxml={report}"]
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(HERE / "planted.py")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        timeout=100,
    )
    texts: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase"):
        found = [part.get("message", "") + (part.text or "") for part in case if part.tag in ("failure", "error")]
        texts[case.attrib["name"]] = texts.get(case.attrib["name"], "") + "".join(found)
    return texts


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        ("test_warning", "planted warning"),
        ("test_qt_message", "planted message"),
        ("test_log_record", "planted: planted record"),
        ("test_log_record_of_a_lost_exception", "never retrieved"),
        ("test_expected_log_record_missing", "['never logged']"),
        ("test_expected_log_record_too_mild", "expected log records that did not come"),
        ("test_task", "planted task in"),
        ("test_thread", "['planted thread']"),
        ("test_blocking_call", "Blocking call to"),
        ("test_timer", "planted timer"),
        ("test_qthread", "planted qthread"),
    ],
)
def test_guard_catches(verdicts, planted, says):
    assert says in verdicts[planted]


@pytest.mark.parametrize("honest", ["test_fine", "test_fine_async", "test_is_there_no_bus_and_no_home"])
def test_guards_let_be(verdicts, honest):
    assert verdicts[honest] == ""
