from dataclasses import replace

import pytest
from controller.ui.fleet import ODD_NAMES, changes_of, lost, offline, player, playing
from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.card_layout import CardLayout
from footlight_controller.ui.monitoring.plate import PlateLook, Plates
from footlight_controller.ui.status import Status
from footlight_controller.ui.theme.theme import Appearance


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def cards(theme, clock):
    return CardDelegate(theme, clock)


def picture(cards, view, width=320, height=160):
    """One card as it is painted, with nothing else."""
    model = PlayerListModel()
    model.apply(changes_of(view))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, height)
    cards.paint(painter, option, model.index(0, 0))
    painter.end()
    return image


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("link", [None, offline()], ids=["online", "offline"])
@pytest.mark.parametrize("width", [160, 300])
def test_odd_names_are_cut_within_their_card(cards, name, link, width):
    item = Item(uri="/" + name.replace("\x00", ""))
    changes = {} if link is None else {"link": replace(link, reason=name)}
    image = picture(cards, player(1, name, area=name, playback=playing().__class__(item=item), **changes), width)
    margin = cards.metrics.margin
    # The ring between the border and the text is one colour all round.
    column = {image.pixelColor(width - margin - 9, row).name() for row in range(margin + 16, 160 - margin - 16)}
    assert len(column) == 1


@pytest.mark.parametrize("state", list(PlaybackState))
def test_each_state_looks_different(cards, state):
    others = [other for other in PlaybackState if other is not state]
    mine = picture(cards, player(playback=playing(state=state)))
    assert all(picture(cards, player(playback=playing(state=other))) != mine for other in others)


def border(image):
    return image.pixelColor(image.width() // 2, 8).name()


def test_borders_are_green_online_blue_playing_and_grey_offline(cards, theme):
    playing_card = picture(cards, player())
    idle_card = picture(cards, player(playback=Playback()))
    offline_card = picture(cards, player(link=offline()))
    red, green, blue = (idle_card.pixelColor(160, 8).getRgb()[part] for part in range(3))
    assert green > max(red, blue) + 40
    red, green, blue = (playing_card.pixelColor(160, 8).getRgb()[part] for part in range(3))
    assert blue > red + 60
    assert border(offline_card) == theme.colours.line
    ground = theme.colours.ground
    # The glow lies outside the border, and only around what plays.
    assert playing_card.pixelColor(160, 5).name() != ground
    assert idle_card.pixelColor(160, 5).name() == ground


def ring(image):
    """The colour of the selection's ring, at the top in the middle."""
    return image.pixelColor(image.width() // 2, 12).name()


@pytest.fixture(params=[Appearance.DARK, Appearance.LIGHT])
def each_theme(theme, request):
    theme.choose(request.param)
    yield theme
    theme.choose(Appearance.DARK)


@pytest.mark.parametrize("view", [player(), player(playback=Playback())], ids=["playing", "idle"])
def test_the_ring_of_the_selected_card_has_the_colour_of_text_whatever_it_plays(each_theme, view):
    theme = each_theme
    plates = Plates(theme)
    status = Status.of(view)
    cell = QSizeF(320, 160)
    plain = plates.pixmap(PlateLook(status), cell, 8, 1.0).toImage()
    focused = plates.pixmap(PlateLook(status, selected=True, focused=True), cell, 8, 1.0).toImage()
    selected = plates.pixmap(PlateLook(status, selected=True), cell, 8, 1.0).toImage()
    assert ring(focused) == theme.colours.text
    assert len({ring(plain), ring(focused), ring(selected)}) == 3
    # What the border says of the status is the same with and without.
    assert border(focused) == border(selected) == border(plain)


def test_a_card_shows_why_it_went_and_below_it_what_the_latest_attempt_found(cards):
    cause = picture(cards, player(link=lost("The player was closed.", "The player was closed.")))
    both = picture(cards, player(link=lost("The player was closed.", "nothing listens there")))
    metrics = cards.metrics
    layout = CardLayout.of(QRectF(0, 0, 320, 160), metrics, cards._theme.tokens.space)
    first = QRectF(layout.reason.topLeft(), QSizeF(layout.reason.width(), metrics.body - 1)).toRect()
    assert both.copy(first) == cause.copy(first)
    assert both != cause


def test_progress_moves_with_the_clock_alone(cards, clock):
    view = player(playback=playing(position_s=10.0))
    before = picture(cards, view)
    clock._monotonic_s += 50.0
    assert picture(cards, view) != before


def test_a_large_card_shows_the_picture_it_was_given_until_the_player_is_gone(cards):
    cards.choose(Shape.LARGE)
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor("#c02040"))
    cards.pictures.put(player().id, image)
    middle = (160, 90)
    assert picture(cards, player(), height=330).pixelColor(*middle).name() == "#c02040"
    assert picture(cards, player(link=offline()), height=330).pixelColor(*middle).name() != "#c02040"
    cards.pictures.put(player().id, QImage())
    assert picture(cards, player(), height=330).pixelColor(*middle).name() != "#c02040"


def test_a_picture_of_another_shape_stands_on_black_as_on_its_screen(cards):
    cards.choose(Shape.LARGE)
    image = QImage(36, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("#c02040"))
    cards.pictures.put(player().id, image)
    painted = picture(cards, player(), height=330)
    assert painted.pixelColor(160, 90).name() == "#c02040"
    assert painted.pixelColor(50, 90).name() == "#000000"


@pytest.mark.parametrize("shape", [Shape.SMALL, Shape.MEDIUM, Shape.LARGE])
def test_a_card_of_every_size_says_what_is_wrong(cards, shape):
    cards.choose(shape)
    height = cards.metrics.cell_height(320, cards._theme.tokens.space)
    well = picture(cards, player(), height=height)
    stalled = player(playback=playing(state=PlaybackState.STALLED))
    layout = CardLayout.of(QRectF(0, 0, 320, height), cards.metrics, cards._theme.tokens.space)
    line = layout.sub.toRect()
    assert picture(cards, stalled, height=height).copy(line) != well.copy(line)
    gone = picture(cards, player(link=offline("One reason.")), height=height)
    assert gone != picture(cards, player(link=offline("Another.")), height=height)
