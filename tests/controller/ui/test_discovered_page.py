import pytest
from controller.ui.fleet import ODD_NAMES
from controller.ui.scripted_team import member, site
from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtTest import QTest

from footlight_common.discovery import Address
from footlight_common.security.roles import Role
from footlight_controller.core.changes import Changes
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.discovered.page import SEARCH_FROM, STEP, DiscoveredPage
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.widgets.banner import Banner


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
    """One of the site unless told."""
    fields = {
        "addresses": (Address(host="127.0.0.1", port=8470),),
        "protocol": 1,
        "first_seen_s": 0.0,
        "claimed": True,
        "site": site().id,
        **fields,
    }
    return DiscoveredPlayer(id=f"{number:016x}", name=name, **fields)


@pytest.fixture
def newcomers(qapp):
    return Recorder()


def new(number, name="Lobby", **fields):
    """One that belongs to nobody."""
    return found(number, name, claimed=False, site="", **fields)


@pytest.fixture
def permission(qapp):
    permission = Permission()
    permission.show_site(site())
    return permission


@pytest.fixture
def page(theme, newcomers, permission, qtbot):
    page = DiscoveredPage(theme, newcomers, permission)
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
    show(page, found(1), found(2, "Terrace"))
    first, second = page.cards.cards
    QTest.mouseClick(first.add, Qt.MouseButton.LeftButton)
    for button in (second.identify, second.ignore, second.add):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    one, two = found(1).id, found(2).id
    assert newcomers.asked == [("add", one), ("identify", two), ("ignore", two), ("add", two)]
    assert page.waiting == 2
    assert first.add.accessibleName() == "Add \u2068Lobby\u2069"


def test_all_that_can_be_added_are_wanted_at_once(page, qtbot):
    show(page, found(1), found(2, compatible=False, protocol=9), found(3), found(4, ignored=True))
    with qtbot.waitSignal(page.many_wanted) as wanted:
        page.add_all.click()
    assert [player.id for player in wanted.args[0]] == [found(1).id, found(3).id]


def test_one_that_is_too_old_says_so_and_cannot_be_added(page):
    show(page, found(1, compatible=False, protocol=9))
    (card,) = page.cards.cards
    assert "version 9" in card.problem
    assert not card.add.isEnabled()
    assert card.ignore.isEnabled()


def test_a_player_that_belongs_to_nobody_is_paired_and_cannot_be_added(page, newcomers, qtbot):
    show(page, new(1))
    (card,) = page.cards.cards
    assert (card.add.isVisible(), card.identify.isVisible(), card.pair.text()) == (False, False, "Pair…")
    assert card.pair.accessibleName() == "Pair \u2068Lobby\u2069…"
    assert card.hint == "New. Its screen shows a code to pair it."
    with qtbot.waitSignal(page.pair_wanted) as wanted:
        card.pair.click()
    assert wanted.args == [new(1)]
    assert newcomers.asked == []
    assert not page.add_all.isVisible()


def test_a_player_of_another_site_says_so_stands_last_and_has_no_button_that_cannot_work(page):
    show(page, found(1, "Aquarium", site="6" * 16), found(2, "Terrace"))
    ours, other = page.cards.cards
    assert (ours.player.name, other.player.name) == ("Terrace", "Aquarium")
    assert [button.text() for button in other.buttons if button.isVisible()] == ["Ignore"]
    assert "belongs to another site" in other.hint
    assert ours.hint == "Belongs to your site."
    assert page.waiting == 1


def test_who_may_not_have_a_player_show_its_name_is_told_why(page, permission):
    permission.show_site(site(member(1, role=Role.VIEWER)))
    page.show_changes(Changes(discovered=(found(1, claimed=True, site=site().id),)))
    card = page.cards.cards[0]
    why = "Needs the role operator; yours is viewer in \u2068North hall\u2069"
    assert (card.identify.isVisible(), card.identify.isEnabled(), card.identify.toolTip()) == (True, False, why)
    permission.show_site(site(member(1, role=Role.OPERATOR)))
    assert (card.identify.isEnabled(), card.identify.toolTip()) == (True, "Let it show its name on its screen")


def test_who_may_not_pair_is_told_why_and_may_as_soon_as_the_role_allows_it(page, permission):
    operator = member(1, role=Role.OPERATOR)
    permission.show_site(site(operator))
    show(page, new(1))
    (card,) = page.cards.cards
    assert not card.pair.isEnabled()
    assert card.hint == "New. Needs the role technician; yours is operator in \u2068North hall\u2069."
    assert card.pair.toolTip() == "Needs the role technician; yours is operator in \u2068North hall\u2069"
    permission.show_site(site(member(1, role=Role.TECHNICIAN)))
    assert card.pair.isEnabled()


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


def test_why_nobody_can_be_found_is_said_once_by_the_window_and_not_here_too(page):
    show(page, discovery="port 5353 is in use.", notices=("port 5353 is in use.",))
    assert page.findChildren(Banner) == []
    assert "above is why" in page.empty.text


def test_cards_stay_where_they_are_when_another_is_found(page):
    show(page, found(1))
    before = page.cards.cards
    show(page, found(1), found(2))
    assert page.cards.cards[:1] == before


def test_of_a_thousand_only_the_first_have_cards_and_all_can_be_added(page, qtbot):
    show(page, *(found(number) for number in range(1000)))
    assert page.header.badge.text() == QLocale().toString(1000)
    assert len(page.cards.cards) == STEP
    page.more.click()
    assert len(page.cards.cards) == 2 * STEP
    with qtbot.waitSignal(page.many_wanted) as wanted:
        page.add_all.click()
    assert len(wanted.args[0]) == 1000


def test_finds_stand_by_name_as_people_count_and_tab_follows_them(page):
    page.activateWindow()
    show(page, found(1, "Wall 10"), found(2, "bar"))
    show(page, found(1, "Wall 10"), found(2, "bar"), found(3, "Wall 2"))
    assert [card.player.name for card in page.cards.cards] == ["bar", "Wall 2", "Wall 10"]
    first, second, third = page.cards.cards
    first.ignore.setFocus()
    QTest.keyClick(first.ignore, Qt.Key.Key_Tab)
    assert second.add.hasFocus()
    second.ignore.setFocus()
    QTest.keyClick(second.ignore, Qt.Key.Key_Tab)
    assert third.add.hasFocus()


def test_a_few_finds_need_no_search(page):
    show(page, *(found(number) for number in range(SEARCH_FROM - 1)))
    assert not page.search_row.isVisible()
    show(page, *(found(number) for number in range(SEARCH_FROM)))
    assert page.search_row.isVisible()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("hall 4", ["Hall 4", "Hall 14", "Hall 24", "Hall 34", "Hall 40", "Hall 41"]),
        ("10.0.0.7:", ["Hall 7"]),
        ("hall .7:", ["Hall 7"]),
        ("HALL 12", ["Hall 12"]),
        (f"{39:016x}", ["Hall 39"]),
        ("zzz", []),
    ],
)
def test_a_search_among_many_finds_goes_by_name_address_and_start_of_the_id(page, qtbot, typed, names):
    page.activateWindow()
    addresses = ((Address(host=f"10.0.0.{number + 100}", port=8470),) for number in range(42))
    finds = [found(number, f"Hall {number}", addresses=where) for number, where in enumerate(addresses)]
    finds[7] = found(7, "Hall 7", addresses=(Address(host="10.0.0.7", port=8470),))
    show(page, *finds)
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.search.hasFocus)
    QTest.keyClicks(page.search, typed)
    assert [card.player.name for card in page.cards.cards] == names
    assert page.fitting.text() == ("1 fits" if len(names) == 1 else f"{len(names)} fit")
    assert page.nothing.isVisible() is (names == [])
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(page.cards.cards) == 42


def test_down_goes_from_the_search_to_the_first_that_was_found_and_only_those_are_added(page, qtbot):
    page.activateWindow()
    show(page, *(found(number, f"Hall {number}") for number in range(12)))
    page.search.setFocus()
    QTest.keyClicks(page.search, "hall 1")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.cards.cards[0].add.hasFocus()
    assert page.add_all.text() == "Add these 3"
    with qtbot.waitSignal(page.many_wanted) as wanted:
        page.add_all.click()
    assert [player.name for player in wanted.args[0]] == ["Hall 1", "Hall 10", "Hall 11"]


def test_a_find_is_brought_into_sight_and_has_the_keyboard(page, qtbot):
    page.activateWindow()
    show(page, *(found(number, f"Hall {number}") for number in range(100)))
    page.show_find(found(99).id)
    (card,) = page.cards.cards
    assert card.add.hasFocus()
    page.search.clear()
    page.show_find(found(40).id)
    card = next(card for card in page.cards.cards if card.player.id == found(40).id)
    assert card.add.hasFocus()
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty())
    page.show_find("f" * 16)
    assert card.add.hasFocus()


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
