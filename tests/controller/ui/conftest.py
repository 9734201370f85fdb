"""What tests of the desktop app share: the theme, and the loop of the Qt thread."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest
import qasync
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from footlight_controller.ui.collector import QtCollector
from footlight_controller.ui.language import speak
from footlight_controller.ui.theme.theme import Appearance, Theme

T = TypeVar("T")

TIMEOUT_S = 20.0


@pytest.fixture(scope="session", autouse=True)
def english(qapp: QApplication) -> None:
    """Whatever language the machine speaks."""
    speak(qapp, QLocale("en"))


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Appearance.DARK)


@pytest.fixture
def in_qt(qapp: QApplication) -> Callable[[Coroutine[Any, Any, T]], T]:
    """Runs a coroutine to its end on the Qt loop, as the desktop app does."""
    qapp.setQuitOnLastWindowClosed(False)

    def run(work: Coroutine[Any, Any, T]) -> T:
        with QtCollector(), asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
            return runner.run(asyncio.wait_for(work, TIMEOUT_S))

    return run
