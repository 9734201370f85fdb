import os
import subprocess
import sys

import pytest

from footlight_controller.ui.display import has_display

DISPLAY_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM")

PROGRAM = "from footlight_controller.app import main; main()"


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_one_word_about_the_display_is_enough(name):
    assert has_display({name: "x"}, "linux")
    assert not has_display({name: ""}, "linux")


def test_only_on_linux_somebody_has_to_name_a_display():
    assert has_display({}, "darwin")


@pytest.fixture
def footlight(data_dir):
    """Runs the program with this about its display in the environment, and nothing else about one."""

    def run(**display):
        environment = {key: value for key, value in os.environ.items() if key not in DISPLAY_NAMES}
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, "--data-dir", str(data_dir)],
            env={**environment, **display},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_without_a_display_it_says_so_in_one_sentence_and_ends_with_1(footlight):
    ended = footlight()
    assert ended.returncode == 1
    assert ended.stderr.startswith("footlight: There is no display to show the window on.")
    assert ended.stderr.count("\n") == 1


def test_a_display_that_does_not_answer_is_said_and_no_abort(footlight):
    ended = footlight(DISPLAY=":9876")
    assert ended.returncode == 1
    assert ended.stderr.startswith("footlight: The display does not answer.")
    assert ended.stderr.count("\n") == 1
