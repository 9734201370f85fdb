import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from footlight_controller.ui.gallery import Gallery
from footlight_controller.ui.shell.nav_button import NavButton
from footlight_controller.ui.shell.places import PLACES
from footlight_controller.ui.theme.fonts import Fonts
from footlight_controller.ui.theme.theme import Appearance
from footlight_controller.ui.theme.tokens import Scale
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.progress_row import ProgressRow

# As somebody has it who set their desktop to 150 %.
LARGE = Scale(small=1.35, body=1.5, heading=1.71, title=2.1, figure=2.85)


@pytest.fixture
def larger_text(theme):
    usual = theme.fonts
    theme.fonts = Fonts(LARGE)
    theme.choose(Appearance.DARK)
    yield
    theme.fonts = usual
    theme.choose(Appearance.DARK)


def test_every_part_is_drawn_in_both_themes(theme, qtbot):
    gallery = Gallery(theme)
    qtbot.addWidget(gallery)
    gallery.show()
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        theme.choose(appearance)
        gallery.parts.grab()


def test_controls_grow_with_the_text_size_of_the_system(theme, larger_text, qtbot):
    for part in (Chip("Online"), QPushButton("Add"), QLineEdit("Lobby")):
        qtbot.addWidget(part)
        part.show()
        assert part.sizeHint().height() >= part.fontMetrics().height() + 6


def test_with_larger_text_the_side_bar_has_room_for_its_words(theme, qtbot):
    usual = NavButton(theme, PLACES[0])
    qtbot.addWidget(usual)
    before = usual.sizeHint()
    theme.fonts, kept = Fonts(LARGE), theme.fonts
    after = usual.sizeHint()
    theme.fonts = kept
    assert after.width() > before.width()
    assert after.height() > before.height()


def test_a_chip_says_its_count(qtbot):
    chip = Chip("Bed & breakfast")
    qtbot.addWidget(chip)
    chip.show_count(1200)
    assert chip.text().startswith("Bed && breakfast")
    assert chip.accessibleName().startswith("Bed & breakfast: 1")


def test_long_work_says_how_far_it_is_and_can_be_stopped_once(theme, qtbot):
    row = ProgressRow(theme, "Uploading")
    qtbot.addWidget(row)
    row.show_progress(0.5, "half")
    assert row.bar.value() == row.bar.maximum() // 2
    with qtbot.waitSignal(row.cancelled):
        row.cancel.click()
    assert not row.cancel.isEnabled()
