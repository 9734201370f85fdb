import pytest
from controller.ui.fleet import ODD_NAMES, offline, player

from footlight_common.protocol.commands import Identify, Next, Pause, Previous, Resume, SetMute, SetVolume, Stop
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.quick_entries import QuickEntries
from footlight_controller.ui.quick_match import Entry, Matcher


class Desk:
    """Two players, one page, and what was asked for."""

    def __init__(self):
        self.calls = []
        self.finds = [
            DiscoveredPlayer(id="ab12" + "0" * 12, name="Terrace", protocol=1, claimed=True, first_seen_s=0.0)
        ]
        self.views = [player(1, "Lobby"), player(2, "Bar", area="Cellar"), player(3, "Kitchen", link=offline())]
        pages = [Entry("Settings", "Page", "cog-outline", "", lambda: self.calls.append("settings"))]
        self.entries = QuickEntries(
            players=lambda: self.views,
            pages=pages,
            open_player=lambda view: self.calls.append(view.name),
            send=lambda view, action: self.calls.append((view.name, action)),
            finds=lambda: self.finds,
            open_find=lambda find: self.calls.append(("find", find.name)),
        )

    def found(self, typed):
        return Matcher().best(self.entries(typed), typed, 50)

    def run(self, typed):
        self.found(typed)[0].run()


@pytest.fixture
def desk(qapp):
    return Desk()


@pytest.mark.parametrize(
    ("typed", "call"),
    [
        ("lob", "Lobby"),
        ("cellar", "Bar"),
        ("0000000000000002", "Bar"),
        ("kitchen", "Kitchen"),
        ("sett", "settings"),
        ("pause lobby", ("Lobby", Pause())),
        ("resume bar", ("Bar", Resume())),
        ("stop bar", ("Bar", Stop())),
        ("next bar", ("Bar", Next())),
        ("previous bar", ("Bar", Previous())),
        ("mute bar", ("Bar", SetMute(muted=True))),
        ("unmute bar", ("Bar", SetMute(muted=False))),
        ("identify cellar", ("Bar", Identify())),
        ("volume 40 bar", ("Bar", SetVolume(level=40))),
        ("bar volume 100", ("Bar", SetVolume(level=100))),
        ("vol 0 lobby", ("Lobby", SetVolume(level=0))),
    ],
)
def test_what_is_typed_does_what_it_says(desk, typed, call):
    desk.run(typed)
    assert desk.calls == [call]


@pytest.mark.parametrize("typed", ["pause kitchen", "volume 101 bar", "volume -5 bar", "volume bar"])
def test_what_cannot_be_done_is_not_offered(desk, typed):
    assert desk.found(typed) == []


def test_a_player_shows_its_area_and_how_it_stands(desk):
    assert desk.found("kitchen")[0].detail == "Foyer, Offline"


def test_players_are_those_of_the_moment(desk):
    desk.views.append(player(4, "Terrace"))
    assert desk.found("terr")[0].title == "Terrace"


def test_odd_names_have_entries_too(desk):
    desk.views = [player(number, name) for number, name in enumerate(ODD_NAMES)]
    assert len(desk.found("pause")) == len(ODD_NAMES)
    assert desk.found("0000")[0].title


def test_what_was_found_before_is_told_anew_once_the_player_has_changed(desk):
    assert [entry.title for entry in desk.found("pause lobby")] == ["Pause Lobby"]
    again = desk.found("pause lobby")
    assert again == desk.found("pause lobby")
    desk.views[0] = player(1, "Lobby east", area="Hall")
    assert [(entry.title, entry.detail) for entry in desk.found("pause lobby")] == [("Pause Lobby east", "Hall")]
    desk.run("pause lobby")
    assert desk.calls == [("Lobby east", Pause())]


@pytest.mark.parametrize("typed", ["terr", "ab12", "not added"])
def test_a_player_that_was_found_and_not_added_is_there_too(desk, typed):
    (entry,) = desk.found(typed)
    assert (entry.title, entry.detail) == ("Terrace", "Found, not added yet")
    entry.run()
    assert desk.calls == [("find", "Terrace")]


@pytest.mark.parametrize(
    ("typed", "says"),
    [("volume 400 lobby", True), ("vol 101 lobby", True), ("volume", True), ("zzz 400", False), ("v 400", False)],
)
def test_where_no_volume_fits_it_says_from_where_to_where_it_goes(desk, typed, says):
    assert desk.found(typed) == []
    assert ("0 to 100" in desk.entries.hint(typed)) is says
