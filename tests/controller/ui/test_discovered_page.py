import pytest
from controller.ui.fleet import ODD_NAMES
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest

from footlight_common.discovery import Address
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.discovered.page import STEP, DiscoveredPage


class Recorder(QObject):
    """Takes what the page wants of newcomers."""

    busy_changed = Signal(str, bool)

    def __init__(self):
        super().__init__()
        self.asked = []

    def add(self, *players):
        self.asked += [("add", player.id) for player in players]

    def ignore(self, *players):
        self.asked += [("ignore", player.id) for player in players]

    def show_again(self, *players):
        self.asked += [("show again", player.id) for player in players]

    def identify(self, player):
        self.asked.append(("identify", player.id))


def found(number, name="Lobby", **fields):
    fields = {"addresses": (Address(host="127.0.0.1", port=8470),), "protocol": 1, "first_seen_s": 0.0, **fields}
    return DiscoveredPlayer(id=f"{number:016x}", name=name, **fields)


@pytest.fixture
def newcomers(qapp):
    return Recorder()


@pytest.fixture
def page(theme, newcomers, qtbot):
    page = DiscoveredPage(theme, newcomers)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def show(page, *players, **fields):
    page.show_changes(Changes(discovered=players, **fields))


def test_with_nobody_found_it_says_what_it_looks_for_and_offers_an_address(page, qtbot):
    assert page.empty.isVisible()
    assert "mDNS" in page.empty.text
    with qtbot.waitSignal(page.add_wanted):
        page.empty.button.click()


def test_each_button_acts_on_its_player_by_mouse_and_by_keyboard(page, newcomers):
    show(page, found(1), found(2, "Bar"))
    first, second = page.cards.cards
    QTest.mouseClick(first.add, Qt.MouseButton.LeftButton)
    for button in (second.identify, second.ignore, second.add):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    one, two = found(1).id, found(2).id
    assert newcomers.asked == [("add", one), ("identify", two), ("ignore", two), ("add", two)]
    assert page.waiting == 2
    assert first.add.accessibleName() == "Add \u2068Lobby\u2069"


def test_all_that_can_be_added_are_added_at_once(page, newcomers):
    show(page, found(1), found(2, compatible=False, protocol=9), found(3), found(4, ignored=True))
    page.add_all.click()
    assert newcomers.asked == [("add", found(1).id), ("add", found(3).id)]


def test_one_that_is_too_old_says_so_and_cannot_be_added(page):
    show(page, found(1, compatible=False, protocol=9))
    (card,) = page.cards.cards
    assert "version 9" in card.problem
    assert not card.add.isEnabled()
    assert card.ignore.isEnabled()


def test_ignored_players_are_folded_away_and_can_be_brought_back(page, newcomers):
    show(page, found(1, ignored=True, addresses=()))
    assert page.empty.isVisible()
    assert page.waiting == 0
    assert not page.ignored.card.isVisible()
    page.ignored.fold.click()
    (button,) = page.ignored.buttons
    button.click()
    assert newcomers.asked == [("show again", found(1).id)]
    show(page)
    assert not page.ignored.isVisible()


def test_while_something_is_under_way_the_card_says_so_and_takes_no_more(page, newcomers):
    show(page, found(1))
    (card,) = page.cards.cards
    newcomers.busy_changed.emit(found(1).id, True)
    assert card.progress.isVisible()
    assert not card.add.isEnabled()
    newcomers.busy_changed.emit(found(1).id, False)
    assert card.add.isEnabled()


def test_why_nobody_can_be_found_stands_in_a_banner(page):
    show(page, discovery="port 5353 is in use.")
    assert page.trouble.isVisible()
    assert "Port 5353" in page.trouble.text
    show(page)
    assert not page.trouble.isVisible()


def test_cards_stay_where_they_are_when_another_is_found(page):
    show(page, found(1))
    before = page.cards.cards
    show(page, found(1), found(2))
    assert page.cards.cards[:1] == before


def test_of_a_thousand_only_the_first_have_cards_and_all_can_be_added(page, newcomers):
    show(page, *(found(number) for number in range(1000)))
    assert len(page.cards.cards) == STEP
    page.more.click()
    assert len(page.cards.cards) == 2 * STEP
    page.add_all.click()
    assert len(newcomers.asked) == 1000


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_neither_widen_a_card_nor_are_taken_for_markup(page, name):
    show(page, found(1, name), found(2))
    odd, plain = page.cards.cards
    page.grab()
    assert odd.width() <= plain.width() + 1
    assert odd.minimumSizeHint().width() < 360


def test_cards_take_fewer_columns_when_the_window_becomes_narrow(page, qtbot):
    show(page, *(found(number) for number in range(6)))
    qtbot.waitUntil(lambda: page.cards.columns == 2)
    page.resize(620, 480)
    qtbot.waitUntil(lambda: page.cards.columns == 1)
    assert page.cards.width() <= 620
