import pytest
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted_team import site
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from footlight_common.clock import ManualClock
from footlight_common.discovery import Address
from footlight_common.protocol.commands import Identify, Pause, Resume, SetVolume, Stop
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.models.arranged import Column
from footlight_controller.ui.models.arranging import Arranging, Shape, Show, Sort
from footlight_controller.ui.models.player_list import PlayerListModel
from footlight_controller.ui.monitoring.page import MonitoringPage
from footlight_controller.ui.monitoring.spans import selection_of
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player_menu import GroupMenu
from footlight_controller.ui.theme.theme import Appearance

FLEET = [
    player(1, "Bar", area="Ground floor"),
    player(2, "Lobby", area="Ground floor"),
    player(3, "Stage", area="Upper floor", link=offline()),
    player(4, "Stairs", area=""),
]


@pytest.fixture
def page(theme, qtbot):
    model = PlayerListModel()
    page = MonitoringPage(theme, ManualClock(), model)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    # As the window has one, for its toasts.
    QShortcut(QKeySequence.StandardKey.Cancel, page, lambda: None)

    def take(changes):
        model.apply(changes)
        page.show_changes(changes)

    page.take = take
    take(changes_of(*FLEET))
    return page


def shown(page):
    return [page.arranged.view_at(row).name for row in range(page.arranged.rowCount())]


def chosen(page):
    return [view.name for view in page.choice.views]


def choose(page, *names):
    rows = [row for row, name in enumerate(shown(page)) if name in names]
    flag = QItemSelectionModel.SelectionFlag
    page.choice.selection.select(selection_of(page.arranged, rows), flag.ClearAndSelect)


def test_typing_in_the_search_field_leaves_those_that_fit_and_down_goes_on_to_them(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.toolbar.search.hasFocus)
    QTest.keyClicks(page.toolbar.search, "floor st")
    assert shown(page) == ["Stage"]
    QTest.keyClick(page.toolbar.search, Qt.Key.Key_Down)
    assert page.wall.hasFocus()
    QTest.keyClick(page.toolbar.search, Qt.Key.Key_Escape)
    assert len(shown(page)) == 4


def test_a_chip_filters_and_has_the_count_of_its_players(page):
    chips = page.toolbar.chips
    assert {show: chip.count for show, chip in chips.items()} == {
        Show.ALL: 4,
        Show.ONLINE: 3,
        Show.PLAYING: 3,
        Show.OFFLINE: 1,
        Show.ATTENTION: 1,
    }
    chips[Show.OFFLINE].click()
    assert shown(page) == ["Stage"]
    assert [show for show, chip in chips.items() if chip.isChecked()] == [Show.OFFLINE]
    chips[Show.OFFLINE].click()
    assert chips[Show.OFFLINE].isChecked()


def test_counts_follow_the_players(page):
    page.take(changes_of(player(1, "Bar", area="Ground floor", link=offline())))
    assert page.toolbar.chips[Show.OFFLINE].count == 2


def test_when_nobody_fits_it_says_so_and_shows_all_again_at_a_click(page):
    page.toolbar.search.setText("nobody")
    assert page.nothing_found.isVisible()
    assert "nobody" in page.nothing_found.text
    page.nothing_found.button.click()
    assert page.wall.isVisible()
    assert len(shown(page)) == 4


def test_groups_and_order_are_chosen_in_the_toolbar(page):
    assert shown(page) == ["Bar", "Lobby", "Stage", "Stairs"]
    page.toolbar.sorts[Sort.STATUS].trigger()
    page.toolbar.group.click()
    assert shown(page) == ["Stage", "Bar", "Lobby", "Stairs"]
    assert page.toolbar.sort.text() == "By status"
    assert not page.toolbar.group.isChecked()


def test_a_table_shows_the_same_players_and_the_same_choice(page, qtbot):
    page.wall.setFocus()
    choose(page, "Lobby", "Stage")
    page.toolbar.shapes[Shape.TABLE].click()
    assert page.table.isVisible()
    qtbot.waitUntil(page.table.hasFocus)
    assert [page.table.model().index(row, 0).data() for row in range(4)] == shown(page)
    assert chosen(page) == ["Lobby", "Stage"]
    page.table.horizontalHeader().sectionClicked.emit(Column.STATUS)
    assert page.arranged.arranging.sort is Sort.STATUS
    assert sorted(chosen(page)) == ["Lobby", "Stage"]
    page.toolbar.shapes[Shape.SMALL].click()
    assert page.wall.isVisible()
    assert sorted(chosen(page)) == ["Lobby", "Stage"]


def test_the_first_column_of_the_table_is_the_status_and_enter_asks_for_the_menu(page, qtbot):
    page.arrange(Arranging(shape=Shape.TABLE))
    assert page.table.horizontalHeader().logicalIndex(0) == Column.STATUS
    page.table.setCurrentIndex(page.arranged.index(1, 0))
    with qtbot.waitSignal(page.wall.menu_wanted) as wanted:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert (wanted.args[0].row(), wanted.args[2]) == (1, True)
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(chosen(page)) == 4
    with qtbot.waitSignal(page.table.group_menu_wanted):
        QTest.keyClick(page.table, Qt.Key.Key_Menu)
    page.findChild(GroupMenu).close()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert chosen(page) == []


@pytest.mark.parametrize("shape", [Shape.MEDIUM, Shape.TABLE])
def test_a_double_click_opens_the_player_and_enter_once_it_is_told_to(page, qtbot, shape):
    page.arrange(Arranging(shape=shape))
    view = page.table if shape is Shape.TABLE else page.wall
    with qtbot.waitSignal(page.player_opened) as opened:
        place = view.visualRect(page.arranged.index(1, 0)).center()
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [player(2).id]
    page.open_by_enter(True)
    view.setCurrentIndex(page.arranged.index(3, 0))
    with qtbot.waitSignal(page.player_opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [player(4).id]


def test_what_is_chosen_stays_chosen_when_the_players_are_arranged_anew(page):
    choose(page, "Lobby", "Stairs")
    page.wall.setCurrentIndex(page.arranged.index(1, 0))
    choose(page, "Lobby", "Stairs")
    page.toolbar.group.click()
    assert chosen(page) == ["Lobby", "Stairs"]
    assert page.arranged.view_at(page.wall.currentIndex().row()).name == "Lobby"
    page.toolbar.search.setText("stairs")
    assert chosen(page) == ["Stairs"]


def test_of_several_chosen_the_bar_tells_how_many_and_goes_with_the_second_last(page):
    assert page.group_bar.isHidden()
    choose(page, "Bar", "Lobby", "Stage")
    assert page.group_bar.isVisible()
    assert page.group_bar.text == "3 players selected"
    page.take(Changes(removed=frozenset({player(1).id})))
    assert page.group_bar.text == "2 players selected"
    page.group_bar.clear.click()
    assert page.group_bar.isHidden()
    assert page.wall.hasFocus()


@pytest.mark.parametrize(
    ("button", "action"), [("pause", Pause()), ("resume", Resume()), ("stop", Stop()), ("identify", Identify())]
)
def test_a_button_of_the_bar_acts_on_all_that_are_chosen(page, qtbot, button, action):
    choose(page, "Bar", "Stairs")
    with qtbot.waitSignal(page.group_action_wanted) as wanted:
        getattr(page.group_bar, button).click()
    assert [view.name for view in wanted.args[0]] == ["Bar", "Stairs"]
    assert wanted.args[1] == action


def test_volume_and_files_are_for_all_that_are_chosen_too(page, qtbot):
    choose(page, "Bar", "Stairs")
    with qtbot.waitSignal(page.group_action_wanted) as wanted:
        page.group_bar.volume.menu().actions()[-1].trigger()
    assert wanted.args[1] == SetVolume(level=0)
    with qtbot.waitSignal(page.group_files_wanted) as wanted:
        page.group_bar.play.click()
    assert [view.name for view in wanted.args[0]] == ["Bar", "Stairs"]


def test_among_players_that_are_gone_the_bar_can_do_nothing(page):
    page.take(changes_of(player(4, "Stairs", area="", link=offline())))
    choose(page, "Stage", "Stairs")
    assert not page.group_bar.pause.isEnabled()
    assert page.group_bar.clear.isEnabled()
    page.take(changes_of(player(4, "Stairs", area="")))
    assert page.group_bar.pause.isEnabled()


def test_the_menu_of_several_acts_on_all_of_them(page, qtbot):
    choose(page, "Bar", "Stairs")
    page.wall.group_menu_wanted.emit(QPoint(0, 0), True)
    menu = page.findChild(GroupMenu)
    assert menu.activeAction().text() == "Play files…"
    first, second, *_ = menu.actions()
    assert first.defaultWidget().text() == "2 players"
    assert not second.isSeparator()
    (pause,) = (entry for entry in menu.actions() if entry.text() == "Pause")
    with qtbot.waitSignal(page.group_action_wanted) as wanted:
        pause.trigger()
    assert [view.name for view in wanted.args[0]] == ["Bar", "Stairs"]
    menu.close()


def test_how_players_are_arranged_is_kept(page, qtbot):
    with qtbot.waitSignal(page.arranging_changed):
        page.arrange(Arranging(show=Show.ONLINE, sort=Sort.STATUS, grouped=False, shape=Shape.LARGE))
    state = page.arranging_state()
    page.arrange(Arranging())
    page.restore_arranging(state)
    assert page.toolbar.arranging == page.arranged.arranging
    assert page.toolbar.shapes[Shape.LARGE].isChecked()
    assert shown(page) == ["Bar", "Lobby", "Stairs"]


def test_a_player_that_is_jumped_to_is_found_behind_filter_and_search(page):
    page.arrange(Arranging(show=Show.ONLINE, search="bar"))
    page.show_player(player(3).id)
    assert page.arranged.view_at(page.wall.currentIndex().row()).name == "Stage"
    assert page.wall.hasFocus()
    page.show_player("gone meanwhile")


def test_the_page_stands_in_both_themes_and_every_control_has_a_name(page, theme):
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        theme.choose(appearance)
        page.grab()
    bar = page.toolbar
    controls = [bar.search, bar.group, bar.sort, *bar.chips.values(), *bar.shapes.values()]
    assert all(control.accessibleName() for control in controls)
    assert all(control.focusPolicy() & Qt.FocusPolicy.TabFocus for control in controls)


def test_in_a_narrow_window_the_filters_stand_in_a_row_of_their_own_and_nothing_is_cut_off(page, qtbot):
    page.resize(660, 600)
    choose(page, "Bar", "Lobby")
    bar = page.toolbar
    qtbot.waitUntil(lambda: bar.chips[Show.ALL].mapTo(bar, QPoint(0, 0)).y() > bar.search.geometry().bottom())
    assert page.width() == 660
    inside = [*bar.chips.values(), *bar.shapes.values(), page.group_bar.pause, page.group_bar.clear]
    for control in inside:
        assert page.rect().contains(QRect(control.mapTo(page, QPoint(0, 0)), control.size()))
        assert control.width() >= control.minimumSizeHint().width()
    page.resize(1280, 720)
    qtbot.waitUntil(lambda: bar.chips[Show.ALL].mapTo(bar, QPoint(0, 0)).y() < bar.search.geometry().bottom())


@pytest.mark.parametrize("entry", ["Move to area…", "Restart…", "Remove…"])
def test_the_bar_and_the_menu_of_several_have_the_rarer_wishes_too(page, entry):
    choose(page, "Bar", "Stage")
    heard = []
    page.group_area_wanted.connect(lambda views: heard.append(("Move to area…", [view.name for view in views])))
    page.remove_wanted.connect(lambda views: heard.append(("Remove…", [view.name for view in views])))
    page.group_action_wanted.connect(lambda views, action: heard.append(("Restart…", [view.name for view in views])))
    page.wall.group_menu_wanted.emit(QPoint(0, 0), False)
    menu = page.findChild(GroupMenu)
    for actions in (menu.actions(), page.group_bar.more.menu().actions()):
        next(action for action in actions if action.text() == entry).trigger()
    menu.close()
    assert heard == [(entry, ["Bar", "Stage"])] * 2


def test_players_that_are_gone_can_be_removed_but_not_moved_or_restarted(page):
    page.take(changes_of(player(4, "Stairs", area="", link=offline())))
    choose(page, "Stage", "Stairs")
    entries = page.group_bar.more.menu().actions()
    assert [entry.text() for entry in entries if entry.isEnabled()] == ["Remove…"]


@pytest.mark.parametrize("shape", [Shape.MEDIUM, Shape.TABLE])
def test_the_delete_key_wants_those_removed_that_are_chosen(page, qtbot, shape):
    page.arrange(Arranging(shape=shape))
    view = page.table if shape is Shape.TABLE else page.wall
    choose(page, "Lobby", "Stage")
    with qtbot.waitSignal(page.remove_wanted) as wanted:
        QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [each.name for each in wanted.args[0]] == ["Lobby", "Stage"]


@pytest.mark.parametrize("shape", [Shape.MEDIUM, Shape.TABLE])
def test_shift_and_f10_open_the_menu_and_f10_alone_does_not(page, qtbot, shape):
    page.arrange(Arranging(shape=shape))
    view = page.table if shape is Shape.TABLE else page.wall
    view.setCurrentIndex(page.arranged.index(1, 0))
    with qtbot.assertNotEmitted(page.wall.menu_wanted):
        QTest.keyClick(view, Qt.Key.Key_F10)
    with qtbot.waitSignal(page.wall.menu_wanted) as wanted:
        QTest.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert (wanted.args[0].row(), wanted.args[2]) == (1, True)


@pytest.mark.parametrize("shape", [Shape.MEDIUM, Shape.TABLE])
def test_a_new_search_begins_at_the_top(page, qtbot, shape):
    page.take(changes_of(*(player(number, f"Screen {number}") for number in range(10, 400))))
    page.arrange(Arranging(shape=shape))
    view = page.table if shape is Shape.TABLE else page.wall
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)
    view.setCurrentIndex(page.arranged.index(380, 0))
    qtbot.waitUntil(lambda: bar.value() > 1000)
    page.toolbar.search.setText("screen 1")
    QApplication.processEvents()
    assert bar.value() == 0
    assert bar.maximum() > 0


def test_with_finds_waiting_an_empty_page_leads_to_them_first(page, qtbot):
    page.take(changes_of(removed=frozenset(view.id for view in FLEET)))
    assert not page.empty.instead.isVisible()
    find = DiscoveredPlayer(id="f" * 16, name="Terrace", protocol=1, first_seen_s=0.0)
    page.take(Changes(discovered=(find,)))
    assert page.empty.button.isVisible()
    assert page.empty.instead.isVisible()
    with qtbot.waitSignal(page.finds_wanted):
        page.empty.instead.click()
    page.take(Changes(discovered=()))
    assert not page.empty.instead.isVisible()


def test_finds_of_the_own_site_are_added_with_one_button_on_the_empty_page(theme, qtbot):
    permission = Permission()
    permission.show_site(site(name="Museum"))
    page = MonitoringPage(theme, ManualClock(), PlayerListModel(), permission=permission)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    address = (Address(host="127.0.0.1"),)
    fields = {"protocol": 1, "first_seen_s": 0.0, "addresses": address}
    ours = [
        DiscoveredPlayer(id=f"{number:016x}", name="Hall", claimed=True, site=site().id, **fields)
        for number in range(2)
    ]
    new = DiscoveredPlayer(id="f" * 16, name="Terrace", **fields)
    page.show_changes(Changes(discovered=(new, *ours)))
    assert page.empty.instead.text() == "Add all of \u2068Museum\u2069"
    text = "2 players of \u2068Museum\u2069 were found on this network. 1 more waits on Discovered."
    assert page.empty.text == text
    with qtbot.waitSignal(page.many_wanted) as wanted:
        page.empty.instead.click()
    assert wanted.args == [ours]
    page.show_changes(Changes(discovered=(new,)))
    assert page.empty.instead.text() == "Go to Discovered"
    with qtbot.waitSignal(page.finds_wanted):
        page.empty.instead.click()
