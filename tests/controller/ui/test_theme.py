import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton

from footlight_controller.ui.theme.icons import beside_text
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


def test_an_icon_beside_a_text_keeps_its_distance(theme):
    image = theme.icons.icon("restart", "#ffffff", beside=True).pixmap(beside_text(16)).toImage()
    assert image.width() > 16 + 3
    gap = range(image.width() - 3, image.width())
    assert all(image.pixelColor(x, y).alpha() == 0 for x in gap for y in range(image.height()))


@pytest.mark.parametrize("state", ["hover", "focus", "pressed"])
def test_the_gallery_can_show_a_state_that_nobody_is_in(theme, qtbot, state):
    pictures = []
    for shown in ("", state):
        button = QPushButton("Button")
        qtbot.addWidget(button)
        button.setProperty("shown", shown)
        pictures.append(button.grab().toImage())
    assert pictures[0] != pictures[1]
