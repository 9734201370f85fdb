"""The card of an unclaimed player is looked at by its pixels."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

from footlight_player.core.kiosk import KioskView
from footlight_player.ui.pairing_card import paint_pairing, pairing_line

pytestmark = pytest.mark.usefixtures("qapp")

SCREEN = QSize(1280, 720)
VIEW = KioskView(
    name="Lobby",
    area="Foyer",
    addresses=("192.0.2.20:8470",),
    claimed=False,
    code="314-159",
    invitation="footlight:pair?host=192.0.2.20&port=8470&id=0123456789abcdef",
)
AWKWARD = ["", "Wort" * 60, "Main entrance, east wing, second floor " * 5, "line\nbreak\ttab", "שלום עולם", "🎬🎭"]
CODE = QRect(60, 250, 500, 110)


def card(view: KioskView, size: QSize = SCREEN) -> QImage:
    return paint_pairing(view, size, "14:32", 0)


def ink(image: QImage, place: QRect) -> int:
    """How many sampled pixels are bright."""
    rows, columns = range(place.top(), place.bottom(), 2), range(place.left(), place.right(), 2)
    return sum(image.pixelColor(x, y).lightness() > 150 for y in rows for x in columns)


def test_the_code_is_the_largest_thing_to_read():
    assert ink(card(VIEW), CODE) > 2 * ink(card(VIEW), QRect(60, 110, 500, 90))


def test_another_code_is_another_picture_and_without_one_there_is_less_to_read():
    assert card(VIEW) != card(replace(VIEW, code="271-828"))
    assert ink(card(replace(VIEW, code="")), CODE) < ink(card(VIEW), CODE) / 2


def test_the_qr_code_does_not_depend_on_the_code():
    place = QRect(920, 180, 310, 310)
    assert card(VIEW).copy(place) == card(replace(VIEW, code="271-828")).copy(place)
    assert card(VIEW).copy(place) != card(replace(VIEW, invitation="footlight:pair?host=a")).copy(place)


@pytest.mark.parametrize("name", AWKWARD)
def test_no_name_runs_over_the_edge_or_into_the_qr_code(name):
    image = card(replace(VIEW, name=name, area=name, addresses=(name,), invitation=""))
    assert ink(image, QRect(0, 0, 40, 600)) == 0
    assert ink(image, QRect(900, 0, 380, 600)) == 0


@pytest.mark.parametrize("size", [QSize(1, 1), QSize(50, 900), QSize(900, 50), QSize(1080, 1920)])
def test_every_size_of_window_can_be_painted(size):
    assert card(replace(VIEW, notice="x" * 300), size).size() == size


def test_over_a_picture_that_plays_on_a_line_asks_for_the_pairing():
    assert "314-159" in pairing_line(VIEW)
    assert pairing_line(replace(VIEW, claimed=True)) == pairing_line(replace(VIEW, code="")) == ""


def test_no_code_is_written_where_a_view_is_written():
    assert "314" not in repr(VIEW)
