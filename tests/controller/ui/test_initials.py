import pytest
from controller.ui.fleet import ODD_NAMES
from PySide6.QtCore import QSize

from footlight_controller.ui.theme.tokens import DARK, LIGHT, ON_PEOPLE, PEOPLE, contrast
from footlight_controller.ui.widgets.initials import Discs, Initials, colour_of, initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Front office", "FO"),
        ("keeper of keys", "KK"),
        ("Wardrobe", "WA"),
        ("J", "J"),
        ("日本語", "日"),
        ("שלום עולם", "ש"),
        ("👩‍👩‍👧 family", "👩‍👩‍👧"),
        ("Ämter Üben", "ÄÜ"),
        ("  spaced   out  ", "SO"),
        ("", "?"),
        ("\x00\n", "?"),
    ],
)
def test_initials_are_those_that_people_would_write(name, initials):
    assert initials_of(name) == initials


@pytest.mark.parametrize("colour", PEOPLE)
def test_initials_can_be_read_on_every_colour_and_every_colour_stands_out(colour):
    assert contrast(colour, ON_PEOPLE) >= 4.5
    for surface in (DARK.ground, DARK.surface, DARK.raised, LIGHT.ground, LIGHT.surface):
        assert contrast(colour, surface) >= 3.0


def test_a_person_has_the_same_colour_under_every_name_and_people_have_several():
    assert len({colour_of(f"{number:016x}") for number in range(60)}) == len(PEOPLE)
    assert colour_of("a" * 16) == colour_of("a" * 16)


def test_who_controls_has_a_ring_that_does_not_move_the_disc(theme):
    discs = Discs(theme)
    plain, ringed = (discs.person("a" * 16, "Wardrobe", 20, 1.0, ring=ring) for ring in (False, True))
    assert plain.size() == ringed.size() == QSize(Discs.cell(20), Discs.cell(20))
    assert plain.toImage() != ringed.toImage()
    middle = Discs.cell(20) // 2
    # The ring is apart from the disc, and there is nothing where it is without it.
    assert plain.toImage().pixelColor(1, middle).alpha() == 0
    assert ringed.toImage().pixelColor(1, middle).alpha() > 0
    assert ringed.toImage().pixelColor(middle, 5) == plain.toImage().pixelColor(middle, 5)


def test_a_disc_is_drawn_once(theme):
    discs = Discs(theme)
    first = discs.person("a" * 16, "Wardrobe", 20, 1.0)
    assert discs.person("a" * 16, "Wardrobe", 20, 1.0).cacheKey() == first.cacheKey()
    assert discs.more(4, 20, 1.0).cacheKey() != discs.more(5, 20, 1.0).cacheKey()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_fits_its_disc(theme, qtbot, name):
    face = Initials(theme, 1.7)
    qtbot.addWidget(face)
    face.show_person("a" * 16, name)
    image = face.grab().toImage()
    # Letters that reach beyond the disc would be there.
    assert image.pixelColor(1, image.height() // 2) == image.pixelColor(0, 0)
