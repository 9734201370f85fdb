from dataclasses import replace

import pytest
from controller.ui.fleet import ODD_NAMES, changes_of, lost, offline, player, playing
from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_controller.core.view import LinkStatus
from footlight_controller.ui import words
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.card_layout import ICON, CardLayout
from footlight_controller.ui.monitoring.plate import PlateLook, Plates
from footlight_controller.ui.status import Status
from footlight_controller.ui.text_layout import elided_lines
from footlight_controller.ui.theme.theme import Appearance
from footlight_controller.ui.theme.tokens import contrast


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


def colours(image, row):
    return image.pixelColor(160, row).getRgb()[:3]


def test_borders_are_green_online_blue_playing_amber_when_needed_and_grey_before_the_first_answer(cards, theme):
    red, green, blue = colours(picture(cards, player(playback=Playback())), 8)
    assert green > max(red, blue) + 20
    red, green, blue = colours(picture(cards, player()), 8)
    assert blue > red + 40
    assert border(picture(cards, player(link=offline()))) == theme.colours.caution
    assert border(picture(cards, player(link=offline(), last_seen_s=None))) == theme.colours.line


def strength(image, theme):
    """How far its brightest sign is from the ground around the card, in WCAG contrast."""
    return max(contrast(image.pixelColor(160, row).name(), theme.colours.ground) for row in range(12))


@pytest.mark.parametrize(
    "wrong",
    [player(link=offline()), player(playback=playing(state=PlaybackState.STALLED))],
    ids=["offline", "stalled"],
)
def test_what_needs_somebody_catches_the_eye_before_what_is_well(each_theme, clock, wrong):
    cards = CardDelegate(each_theme, clock)
    well = (player(), player(playback=Playback()), player(link=offline(), last_seen_s=None))
    loudest = max(strength(picture(cards, view), each_theme) for view in well)
    assert strength(picture(cards, wrong), each_theme) > 1.4 * loudest
    # The glow lies outside the border, and only around what needs somebody.
    assert picture(cards, wrong).pixelColor(160, 5).name() != each_theme.colours.ground
    assert all(picture(cards, view).pixelColor(160, 5).name() == each_theme.colours.ground for view in well)


LONG = "a reason of many words " * 8
LOST_BY = ["unreachable", "link_failed", "hello_timeout", "version", "other_player", "restart", "shutdown"]


@pytest.mark.parametrize("code", LOST_BY)
def test_the_usual_reasons_fit_into_the_narrowest_medium_card(cards, theme, code):
    gone = player(link=LinkStatus(reason=f"{LONG}again", code="unreachable", lost=LONG, lost_code=code))
    room = cards.metrics.min_width - 2 * cards.metrics.margin - 2 * cards.metrics.padding - ICON - 8
    assert len(elided_lines(words.brief_reason(gone), theme.fonts.body, room, 5)) == 1
    assert len(elided_lines(f"Last try: {words.brief_last_try(gone)}", theme.fonts.small, room, 5)) == 1


def test_a_reason_without_shorter_words_is_told_in_full():
    gone = player(link=LinkStatus(reason=LONG, code="unforeseen"))
    assert words.brief_reason(gone) == words.why_not_online(gone)


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
    gone = picture(cards, player(link=offline(code="link_failed")), height=height)
    assert gone != picture(cards, player(link=offline()), height=height)
