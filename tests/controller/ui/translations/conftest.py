"""A language that nobody speaks, and a tour of the window in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from controller.ui.fleet import changes_of
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_window import scripted_window
from controller.ui.translations import pseudo
from controller.ui.translations.lively import SITE, fleet, found
from controller.ui.translations.untranslated import Seen
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from footlight_common.model.playback import Item, Playlist
from footlight_controller.ui import text_layout
from footlight_controller.ui.language import speak


@pytest.fixture
def english_again(qapp: QApplication) -> Iterator[None]:
    """Afterwards, whatever was spoken."""
    yield
    speak(qapp, QLocale("en"))


@pytest.fixture(scope="module")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Translations into a language that nobody speaks."""
    return pseudo.make(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture
def pseudo_spoken(qapp: QApplication, pseudo_folder: Path, english_again: None) -> Iterator[None]:
    """That language is spoken."""
    text_layout._kept.clear()
    assert speak(qapp, QLocale("de-AT"), pseudo_folder) == "de"
    yield
    text_layout._kept.clear()


@pytest.fixture
def seen(monkeypatch):
    """Also takes in every text that is painted cut to its room."""
    seen, plain = Seen(), text_layout.one_line

    def heard(text):
        seen.text("painted", text)
        return plain(text)

    monkeypatch.setattr(text_layout, "one_line", heard)
    return seen


@pytest.fixture
def tour(in_qt, theme, eventually, seen, pseudo_spoken):
    """Runs `story(window, controller, look)` with a lively window; `look()` takes in all that it shows."""

    def run(story):
        views = fleet()
        controller = ScriptedController(changes_of(*views, discovered=found()))
        controller.items = Playlist(items=(Item(uri="/ΠΣΦ", title="ΠΣΦ"),) * 2, loop=True)
        controller.site = controller.team.site = SITE

        async def with_window():
            async with scripted_window(theme, controller) as (window, bridge):

                def look(*parts):
                    for part in parts or (window,):
                        part.grab()
                        seen.widgets(part)

                await bridge.start()
                await eventually(lambda: window.model.rowCount() == len(views))
                await story(window, controller, look)

        in_qt(with_window())
        assert not seen.left, "\n".join(f"{where}: {text}" for where, text in sorted(seen.left))
        assert seen.count > 100

    return run
