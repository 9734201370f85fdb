import pytest
from controller.ui.fleet import offline, player, playing
from controller.ui.scripted_team import member, site

from footlight_common.model.playback import Playback, PlaybackState
from footlight_common.protocol.commands import Identify, Next, Pause, Previous, Resume, SetMute, SetVolume, Stop
from footlight_common.protocol.session import Caller
from footlight_common.security.roles import Role
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.player_menu import PlayerActions, PlayerMenu


class Heard:
    """What a menu called."""

    def __init__(self):
        self.calls = []
        self.actions = PlayerActions(
            send=lambda view, action: self.calls.append((view.name, action)),
            **{
                name: lambda view, name=name: self.calls.append((view.name, name))
                for name in (
                    "open",
                    "play_files",
                    "play_url",
                    "rename",
                    "restart",
                    "copy_address",
                    "pair",
                    "replace",
                    "unpair",
                    "remove",
                )
            },
        )


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def menu_of(theme, heard, qtbot):
    def make(view, me=Role.ADMIN):
        permission = Permission()
        permission.show_site(site(member(role=me)))
        menu = PlayerMenu(theme, view, heard.actions, permission=permission)
        qtbot.addWidget(menu)
        return menu

    return make


def entries(menu):
    return {action.text(): action for action in menu.actions() if action.text()}


def enabled(menu):
    return {text for text, action in entries(menu).items() if action.isEnabled()}


def test_on_its_own_page_a_player_is_not_offered_to_be_opened(theme, heard, qtbot):
    menu = PlayerMenu(theme, player(), heard.actions, is_open=True)
    qtbot.addWidget(menu)
    assert "Open" not in entries(menu)
    assert "Play files…" in entries(menu)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("Play files…", "play_files"),
        ("Play URL…", "play_url"),
        ("Pause", Pause()),
        ("Stop", Stop()),
        ("Next", Next()),
        ("Previous", Previous()),
        ("Mute", SetMute(muted=True)),
        ("Identify", Identify()),
        ("Open", "open"),
        ("Rename…", "rename"),
        ("Restart…", "restart"),
        ("Copy address", "copy_address"),
        ("Replace…", "replace"),
        ("Unpair…", "unpair"),
        ("Remove…", "remove"),
    ],
)
def test_each_entry_does_what_it_says(menu_of, heard, text, call):
    entries(menu_of(player()))[text].trigger()
    assert heard.calls == [("Lobby", call)]


def test_what_is_paused_can_go_on_and_what_is_muted_can_sound_again(menu_of, heard):
    menu = menu_of(player(playback=playing(state=PlaybackState.PAUSED, muted=True)))
    entries(menu)["Resume"].trigger()
    entries(menu)["Unmute"].trigger()
    assert heard.calls == [("Lobby", Resume()), ("Lobby", SetMute(muted=False))]
    assert "Pause" not in entries(menu)


def test_volume_has_steps_and_shows_where_it_is(menu_of, heard):
    submenu = entries(menu_of(player(playback=playing(volume=60))))["Volume: 60 %"].menu()
    assert [action.text() for action in submenu.actions() if action.isChecked()] == ["60 %"]
    submenu.actions()[-1].trigger()
    assert heard.calls == [("Lobby", SetVolume(level=0))]


def test_an_offline_player_can_only_be_opened_and_removed_and_its_address_copied(menu_of, heard):
    menu = menu_of(player(link=offline()))
    assert enabled(menu) == {"Open", "Copy address", "Replace…", "Remove…"}
    entries(menu)["Remove…"].trigger()
    assert heard.calls == [("Lobby", "remove")]


def test_an_idle_player_has_nothing_to_pause_stop_or_skip(menu_of):
    menu = menu_of(player(playback=Playback()))
    assert not {"Pause", "Stop", "Next", "Previous"} & enabled(menu)
    assert {"Play files…", "Mute", "Identify"} <= enabled(menu)


@pytest.mark.parametrize(
    ("index", "loop", "possible"),
    [(0, False, {"Next"}), (4, False, {"Previous"}), (0, True, {"Next", "Previous"}), (4, True, {"Next", "Previous"})],
)
def test_a_list_ends_unless_it_loops(menu_of, index, loop, possible):
    menu = menu_of(player(playback=playing(index=index, loop=loop)))
    assert {"Next", "Previous"} & enabled(menu) == possible


@pytest.mark.parametrize(
    ("role", "greyed"),
    [
        (
            Role.VIEWER,
            {
                "Play files…",
                "Play URL…",
                "Pause",
                "Stop",
                "Next",
                "Previous",
                "Mute",
                "Identify",
                "Rename…",
                "Restart…",
            },
        ),
        (Role.OPERATOR, {"Rename…", "Restart…", "Replace…", "Unpair…"}),
        (Role.TECHNICIAN, {"Unpair…"}),
        (Role.ADMIN, set()),
    ],
)
def test_what_the_role_does_not_allow_cannot_be_chosen_and_a_line_says_why(menu_of, role, greyed):
    menu = menu_of(player(playback=playing()), role)
    why = {text for text in entries(menu) if text.startswith("Needs the role")}
    assert greyed <= set(entries(menu)) - enabled(menu)
    assert len(why) == bool(greyed)
    assert all(entries(menu)[text].toolTip().startswith("Needs the role") for text in greyed)


def test_the_role_on_the_player_itself_counts_before_that_in_the_roster(menu_of):
    view = player(member=Caller(id="a" * 16, name="Front office", role=Role.VIEWER))
    menu = menu_of(view, Role.ADMIN)
    assert "Pause" not in enabled(menu)
    assert "Needs the role operator or a higher one; yours is viewer in \u2068North hall\u2069" in entries(menu)


@pytest.mark.parametrize(
    ("role", "view", "line"),
    [
        (Role.VIEWER, player(), "Needs the role operator or a higher one; yours is viewer in "),
        (Role.VIEWER, player(link=offline()), "Needs the role technician; yours is viewer in "),
        (Role.OPERATOR, player(), "Needs the role technician or a higher one; yours is operator in "),
        (Role.TECHNICIAN, player(), "Needs the role admin; yours is technician in "),
    ],
)
def test_the_line_at_the_end_names_the_least_role_that_opens_any_entry(menu_of, role, view, line):
    assert menu_of(view, role).actions()[-1].text().startswith(line)


def test_a_player_that_does_not_know_the_member_is_not_offered_for_pairing(menu_of):
    assert "Pair…" not in entries(menu_of(player(link=offline("Lobby does not know you.", code="not_member"))))


def test_a_player_that_is_paired_with_nobody_can_be_paired_from_its_menu(menu_of, heard):
    menu = menu_of(player(link=offline("Lobby is not paired.", code="not_paired")))
    entries(menu)["Pair…"].trigger()
    assert heard.calls == [("Lobby", "pair")]
    assert "Pair…" not in entries(menu_of(player(link=offline())))
