from dataclasses import replace

import pytest
from controller.ui.fleet import ODD_NAMES, changes_of, lost, offline, player, playing
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragMoveEvent, QDropEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_controller.ui.models.player_list import PlayerListModel, Role
from footlight_controller.ui.monitoring import grid as grid_module
from footlight_controller.ui.monitoring.card import CardDelegate
from footlight_controller.ui.monitoring.card_layout import CardLayout
from footlight_controller.ui.monitoring.grid import CardGrid
from footlight_controller.ui.monitoring.plate import PlateLook, Plates
from footlight_controller.ui.status import Status
from footlight_controller.ui.theme.theme import Appearance


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def painted(monkeypatch):
    """Names of the cards painted, in order."""
    names = []
    paint = CardDelegate.paint

    def count(self, painter, option, index):
        names.append(index.data(Role.NAME))
        paint(self, painter, option, index)

    monkeypatch.setattr(CardDelegate, "paint", count)
    return names


@pytest.fixture
def model(qapp):
    return PlayerListModel()


@pytest.fixture
def grid(theme, clock, model, painted, qtbot):
    grid = CardGrid(theme, clock)
    grid.setModel(model)
    grid.resize(1240, 600)
    qtbot.addWidget(grid)
    grid.show()
    qtbot.waitExposed(grid)
    return grid


@pytest.fixture
def settle(painted):
    """Lets Qt lay out and paint, until it paints no more."""

    def wait():
        quiet = 0
        while quiet < 3:
            before = len(painted)
            QTest.qWait(20)
            quiet = quiet + 1 if len(painted) == before else 0

    return wait


def fleet(count):
    return [player(number, f"P{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize("width", [400, 700, 1000, 1240, 1900, 2500])
def test_cards_fill_each_row_evenly_at_every_width(grid, model, width, settle):
    model.apply(changes_of(*fleet(50)))
    grid.resize(width, 600)
    settle()
    rects = [grid.visualRect(index) for index in grid.visible_indexes()]
    row = [rect for rect in rects if rect.top() == rects[0].top()]
    cell = grid.gridSize()
    bar = grid.verticalScrollBar().sizeHint().width()
    assert len({rect.size() for rect in rects}) == 1
    assert [rect.left() for rect in row] == [place * cell.width() for place in range(len(row))]
    assert 0 < width - bar - grid.row_width <= len(row)
    assert len(row) == 1 or cell.width() >= grid._delegate.metrics.min_width


def test_the_cards_said_to_be_in_sight_are_those_in_sight(grid, model, settle):
    model.apply(changes_of(*fleet(1000)))
    settle()
    grid.verticalScrollBar().setValue(5003)
    settle()
    seen = [
        row
        for row in range(1000)
        if grid.visualRect(model.index(row, 0)).intersects(QRect(QPoint(0, 0), grid.viewport().size()))
    ]
    assert [index.row() for index in grid.visible_indexes()] == seen


def test_of_a_thousand_players_only_those_in_sight_are_painted(grid, model, painted, settle):
    model.apply(changes_of(*fleet(1000)))
    settle()
    assert 0 < len(set(painted)) <= len(grid.visible_indexes())
    painted.clear()
    model.apply(changes_of(replace(fleet(1000)[900], playback=playing(position_s=70.0))))
    settle()
    assert painted == []


def test_a_change_repaints_its_card_alone(grid, model, painted, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    painted.clear()
    model.apply(changes_of(player(3, "P3", playback=playing(position_s=70.0))))
    settle()
    assert painted == ["P3"]


def test_a_tick_repaints_what_plays_and_what_is_gone_without_touching_the_model(grid, model, painted, qtbot, settle):
    idle = player(1, "Idle", playback=Playback())
    paused = player(2, "Paused", playback=playing(state=PlaybackState.PAUSED))
    model.apply(changes_of(idle, paused, player(3, "Gone", link=offline()), player(4, "Plays")))
    settle()
    painted.clear()
    with qtbot.assertNotEmitted(model.dataChanged):
        grid.tick()
        settle()
    assert sorted(painted) == ["Gone", "Plays"]


def test_the_clock_of_a_card_ticks_by_itself_while_it_is_shown(theme, clock, model, painted, qtbot, monkeypatch):
    monkeypatch.setattr(grid_module, "TICK_MS", 10)
    grid = CardGrid(theme, clock)
    qtbot.addWidget(grid)
    grid.setModel(model)
    model.apply(changes_of(player()))
    grid.show()
    qtbot.waitUntil(lambda: len(painted) > 5)
    grid.hide()
    assert not grid._ticker.isActive()


def picture(grid, view, width=320, height=160):
    """One card as it is painted, with nothing else."""
    model = PlayerListModel()
    model.apply(changes_of(view))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, height)
    grid._delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    return image


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("link", [None, offline()], ids=["online", "offline"])
@pytest.mark.parametrize("width", [160, 300])
def test_odd_names_are_cut_within_their_card(grid, name, link, width):
    item = Item(uri="/" + name.replace("\x00", ""))
    changes = {} if link is None else {"link": replace(link, reason=name)}
    image = picture(grid, player(1, name, area=name, playback=playing().__class__(item=item), **changes), width)
    margin = grid._delegate.metrics.margin
    # The ring between the border and the text is one colour all round.
    column = {image.pixelColor(width - margin - 9, row).name() for row in range(margin + 16, 160 - margin - 16)}
    assert len(column) == 1


@pytest.mark.parametrize("state", list(PlaybackState))
def test_each_state_looks_different(grid, state):
    others = [other for other in PlaybackState if other is not state]
    mine = picture(grid, player(playback=playing(state=state)))
    assert all(picture(grid, player(playback=playing(state=other))) != mine for other in others)


def border(image):
    return image.pixelColor(image.width() // 2, 8).name()


def test_borders_are_green_online_blue_playing_and_grey_offline(grid, theme):
    playing_card = picture(grid, player())
    idle_card = picture(grid, player(playback=Playback()))
    offline_card = picture(grid, player(link=offline()))
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


def test_a_card_shows_why_it_went_and_below_it_what_the_latest_attempt_found(grid):
    cause = picture(grid, player(link=lost("The player was closed.", "The player was closed.")))
    both = picture(grid, player(link=lost("The player was closed.", "nothing listens there")))
    metrics = grid._delegate.metrics
    layout = CardLayout.of(QRectF(0, 0, 320, 160), metrics, grid._theme.tokens.space)
    first = QRectF(layout.reason.topLeft(), QSizeF(layout.reason.width(), metrics.body - 1)).toRect()
    assert both.copy(first) == cause.copy(first)
    assert both != cause


def test_progress_moves_with_the_clock_alone(grid, clock):
    view = player(playback=playing(position_s=10.0))
    before = picture(grid, view)
    clock._monotonic_s += 50.0
    assert picture(grid, view) != before


def test_enter_and_the_menu_key_ask_for_the_menu_of_the_current_card(grid, model, qtbot, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    grid.setCurrentIndex(model.index(2, 0))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
        with qtbot.waitSignal(grid.menu_wanted) as wanted:
            QTest.keyClick(grid, key)
        index, place, by_key = wanted.args
        assert (index.row(), by_key) == (2, True)
        assert grid.visualRect(index).contains(grid.viewport().mapFromGlobal(place))


def test_the_right_button_asks_for_the_menu_of_the_card_under_it(grid, model, qtbot, settle):
    model.apply(changes_of(*fleet(8)))
    settle()
    at = grid.visualRect(model.index(5, 0)).center()
    with qtbot.waitSignal(grid.menu_wanted) as wanted:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(grid.viewport(), QContextMenuEvent(reason, at, grid.viewport().mapToGlobal(at)))
    assert (wanted.args[0].row(), wanted.args[2]) == (5, False)


def test_arrows_walk_over_the_cards_in_two_directions(grid, model, settle):
    model.apply(changes_of(*fleet(12)))
    settle()
    columns = grid.row_width // grid.gridSize().width()
    grid.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.currentIndex().row() == 1
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == 1 + columns


def files():
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/media/a.mp4")])
    return mime


def drag_to(grid, mime, place):
    event = QDragMoveEvent(
        place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    grid.dragMoveEvent(event)
    return event.isAccepted()


def test_files_can_be_dropped_on_an_online_card_only(grid, model, qtbot, settle):
    model.apply(changes_of(player(1, "A"), player(2, "B", link=offline())))
    settle()
    mime = files()
    first, second = (grid.visualRect(model.index(row, 0)).center() for row in (0, 1))
    assert drag_to(grid, mime, first)
    assert not drag_to(grid, mime, second)
    assert not drag_to(grid, mime, QPoint(1200, 500))
    drop = QDropEvent(
        QPointF(first), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(grid.files_dropped) as dropped:
        grid.dropEvent(drop)
    assert dropped.args[0].data(Role.NAME) == "A"
    assert [url.toLocalFile() for url in dropped.args[1]] == ["/media/a.mp4"]
