"""What is painted is looked at by its pixels: where there is ink, and how it contrasts."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage

from footlight_player.core.kiosk import KioskView
from footlight_player.ui.overlay import contrasting_ink, identify_colour, paint_identify, paint_idle, paint_notice

pytestmark = pytest.mark.usefixtures("qapp")

SCREEN = QSize(640, 360)
LONG = "Main entrance, east wing, second floor, beside the very long corridor to the canteen " * 3
AWKWARD = ["", "x", LONG, "Wort" * 60, "line\nbreak\ttab", "שלום עולם", "🎬🎭", "\x00\x07", "a" * 5000]


def ink(image: QImage, place: QRect) -> int:
    """How many sampled pixels are bright."""
    rows, columns = range(place.top(), place.bottom(), 2), range(place.left(), place.right(), 2)
    return sum(image.pixelColor(x, y).lightness() > 150 for y in rows for x in columns)


def idle(view: KioskView, size: QSize = SCREEN) -> QImage:
    return paint_idle(view, size, "14:32", 0)


@pytest.mark.parametrize("name", AWKWARD)
def test_no_name_runs_over_the_edge(name):
    for image in (idle(KioskView(name=name, area=name, addresses=(name,), notice=name)),):
        assert image.size() == SCREEN
        assert ink(image, QRect(0, 0, 20, 300)) == 0
        assert ink(image, QRect(622, 0, 18, 300)) == 0


@pytest.mark.parametrize("name", AWKWARD)
def test_the_identify_sheet_has_a_margin_of_its_colour_all_round(name):
    image = paint_identify(KioskView(name=name, area=name), SCREEN)
    back = image.pixelColor(0, 0)
    edge = [image.pixelColor(x, y) for x in range(0, 640, 3) for y in (4, 356)]
    edge += [image.pixelColor(x, y) for x in (4, 636) for y in range(0, 360, 3)]
    assert all(colour == back for colour in edge)


def test_the_name_is_much_larger_than_the_address():
    with_name = idle(KioskView(name="Lobby", addresses=("10.0.0.1:8443",)))
    assert ink(with_name, QRect(0, 100, 640, 100)) > 3 * ink(with_name, QRect(0, 215, 640, 100))


def test_every_size_of_window_can_be_painted():
    view = KioskView(name="Lobby", area="Foyer", addresses=("a:1", "b:2", "c:3", "d:4"), notice=LONG)
    for size in (QSize(1, 1), QSize(50, 900), QSize(900, 50), QSize(1080, 1920)):
        assert idle(view, size).size() == size
        assert paint_identify(view, size).size() == size


def test_a_minute_later_the_card_is_elsewhere_by_little():
    view = KioskView(name="Lobby")
    assert paint_idle(view, SCREEN, "14:32", 0) != paint_idle(view, SCREEN, "14:32", 3)


def test_the_notice_fits_the_window():
    assert paint_notice(LONG, SCREEN).width() <= 0.95 * SCREEN.width()


def test_players_differ_in_colour_and_keep_theirs():
    colours = {identify_colour(name).name() for name in ("Lobby", "Bar", "Stage", "Foyer", "Box office", "Gallery")}
    assert len(colours) >= 3
    assert identify_colour("Lobby") == identify_colour("Lobby")


@pytest.mark.parametrize(("back", "light"), [("#ffb300", False), ("#3949ab", True), ("#000000", True)])
def test_ink_is_black_on_light_and_white_on_dark(back, light):
    assert (contrasting_ink(QColor(back)).lightness() > 128) is light
