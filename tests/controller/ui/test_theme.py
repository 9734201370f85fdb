import pytest
from PySide6.QtGui import QPalette

from footlight_controller.ui.theme.theme import Appearance
from footlight_controller.ui.theme.tokens import DARK, LIGHT


@pytest.fixture
def dark_again(theme):
    yield
    theme.choose(Appearance.DARK)


def test_choosing_an_appearance_changes_palette_and_style_sheet_and_tells(theme, dark_again, qapp, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.choose(Appearance.LIGHT)
    assert theme.colours is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.ground
    assert LIGHT.accent_fill in qapp.styleSheet()
    assert DARK.surface not in qapp.styleSheet()


def test_text_follows_the_size_the_person_set_in_the_system(theme, qapp):
    assert theme.fonts.small.pointSizeF() < theme.fonts.body.pointSizeF() < theme.fonts.title.pointSizeF()
    assert qapp.font().pointSizeF() == pytest.approx(theme.fonts.body.pointSizeF())
