"""Commands: what they send, what they print, how they end."""

import dataclasses

import pytest

from footlight_common import __version__
from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import DirectoryInUse
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.commands import (
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Rename,
    Restart,
    Resume,
    Seek,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import LinkState, LinkStatus, PlayerView
from footlight_controller.services.discovery import Sighting

ID = "ab12000000000000"


@pytest.mark.parametrize(
    ("arguments", "action"),
    [
        (["pause", "Lobby"], Pause()),
        (["resume", "lobby"], Resume()),
        (["stop", ID], Stop()),
        (["next", "ab"], Next()),
        (["previous", "Lobby"], Previous()),
        (["seek", "Lobby", "1:30"], Seek(position_s=90.0)),
        (["volume", "Lobby", "40"], SetVolume(level=40)),
        (["mute", "Lobby"], SetMute(muted=True)),
        (["mute", "Lobby", "--off"], SetMute(muted=False)),
        (["restart", "Lobby"], Restart()),
        (["rename", "Lobby", "--name", "Hall"], Rename(name="Hall")),
        (["rename", "Lobby", "--area", "First  floor"], Rename(area="First floor")),
        (["rename", "Lobby", "--name", "Hall", "--area", ""], Rename(name="Hall", area="")),
        (["identify", "Lobby"], Identify(duration_s=5.0)),
        (["identify", "Lobby", "--seconds", "2.5"], Identify(duration_s=2.5)),
        (["play", "Lobby", "/clips/a.mp4"], Play(items=(Item(uri="/clips/a.mp4"),))),
        (
            ["play", "Lobby", "http://nas/a.mp4", "/b.mp4", "--loop"],
            Play(items=(Item(uri="http://nas/a.mp4"), Item(uri="/b.mp4")), loop=True),
        ),
    ],
)
def test_a_command_sends_its_action_and_says_so(footlight, behind, arguments, action):
    answer = footlight(*arguments)
    assert (answer.code, answer.err) == (0, "")
    assert behind.commands == [(ID, action)]
    assert answer.out.startswith("Lobby ")
    assert behind.closed


def test_a_command_works_on_a_copy_and_dials_one_player(footlight, behind, lobby):
    other = dataclasses.replace(lobby, identity=PlayerIdentity(id="cd34000000000000", name="Hall"))
    behind.views[other.id] = other
    footlight("pause", "Lobby")
    assert behind.options["own"] is False
    assert behind.options["dial_everybody"] is False
    assert set(behind.linked) == {ID}


def test_files_that_exist_are_sent_by_their_absolute_path(footlight, behind, tmp_path):
    (tmp_path / "a.mp4").touch()
    footlight("play", "Lobby", "a.mp4")
    ((_, action),) = behind.commands
    assert action.items == (Item(uri=str(tmp_path / "a.mp4")),)


def test_a_file_that_is_not_here_is_refused_before_anything_plays(footlight, behind):
    answer = footlight("play", "Lobby", "/b.mp4", "missing.mp4")
    assert answer.code == 1
    assert "there is no file 'missing.mp4'" in answer.err
    assert behind.commands == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["volume", "Lobby", "101"],
        ["volume", "Lobby", "loud"],
        ["seek", "Lobby", "1:75"],
        ["play", "Lobby"],
        ["identify", "Lobby", "--seconds", "0"],
        ["rename", "Lobby"],
        ["rename", "Lobby", "--name", ""],
        ["rename", "Lobby", "--name", "x" * 201],
        ["screenshot", "Lobby"],
        ["screenshot", "Lobby", "-o", "now.gif"],
        ["screenshot", "Lobby", "-o", "now"],
        ["screenshot", "Lobby", "-o", "now.png", "--width", "15"],
        ["screenshot", "Lobby", "-o", "now.png", "--width", "1281"],
        ["add", "http://x"],
        ["add", "host:99999"],
        ["fly", "Lobby"],
        ["watch", "--topic", "weather"],
    ],
)
def test_wrong_usage_is_exit_code_2(footlight, behind, arguments):
    answer = footlight(*arguments)
    assert answer.code == 2
    assert behind.commands == []


def test_what_the_player_refuses_is_one_line_and_exit_code_1(footlight, behind, not_linked):
    behind.error = not_linked
    answer = footlight("pause", "Lobby")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "footlight: the player is offline: nothing listens there\n"


def test_an_unknown_player_is_answered_with_who_is_there(footlight):
    answer = footlight("pause", "Hall")
    assert answer.code == 1
    assert "no player is called 'Hall'" in answer.err
    assert "Lobby (ab12)" in answer.err


def test_a_player_that_cannot_be_reached_says_why(footlight, behind, lobby):
    link = LinkStatus(state=LinkState.OFFLINE, code="unreachable", reason="nothing listens there")
    behind.views[ID] = dataclasses.replace(lobby, link=link)
    answer = footlight("pause", "Lobby")
    assert answer.code == 1
    assert answer.err == "footlight: Lobby is offline: nothing listens there\n"


def test_a_name_cannot_command_the_terminal(footlight, behind, lobby):
    behind.views[ID] = dataclasses.replace(
        lobby, identity=PlayerIdentity(id=ID, name="\x1b[2JEvil\nfootlight: all is well\u202e", area="[bold]x[/bold]")
    )
    for arguments in (["pause", ID], ["players"], ["players", "--json"]):
        answer = footlight(*arguments)
        assert answer.code == 0
        assert "\x1b[2J" not in answer.out
        assert "\u202e" not in answer.out
    assert "\nfootlight:" not in footlight("pause", ID).out
    assert "[bold]" in footlight("players").out.replace("\n", "")


def test_players_as_lines(footlight, behind, lobby):
    behind.views[ID] = dataclasses.replace(
        lobby,
        addresses=(Address(host="127.0.0.1", port=8470),),
        last_seen_s=6.0,
        playback=Playback(state=PlaybackState.PAUSED, item=Item(uri="/c/a.mp4"), count=2, position_s=3.0),
    )
    (line,) = footlight("players", "--json").lines
    assert (line["id"], line["name"], line["area"], line["last_seen"]) == (ID, "Lobby", "Foyer", 6.0)
    assert line["link"] == {"state": "online", "reason": "", "code": "", "since": 5.0}
    assert line["playback"]["state"] == "paused"
    assert line["playback"]["item"] == {"uri": "/c/a.mp4", "title": "", "name": "a.mp4"}
    assert line["playback"]["position_s"] == 3.0
    assert line["addresses"] == ["127.0.0.1:8470"]
    assert line["stats"]["presented_frames"] == 0


def test_players_as_a_table_say_the_state_in_a_word(footlight, behind, lobby):
    away = LinkStatus(state=LinkState.OFFLINE, code="unreachable", reason="gone")
    behind.views[ID] = dataclasses.replace(lobby, link=away)
    out = footlight("players").out
    assert "offline" in out
    assert ID in out


def test_discover_names_the_version_of_the_protocol_as_what_it_is(footlight, behind):
    behind.found = [Sighting(record=PlayerRecord(id=ID, name="Lobby"), addresses=(Address(host="127.0.0.1"),))]
    head = footlight("discover", "--timeout", "0.1").out.splitlines()[0]
    assert head.split() == ["NAME", "ID", "ADDRESS", "CLAIMED", "PROTOCOL"]


def test_a_known_player_is_played_on_by_its_address(footlight, behind, lobby):
    behind.views[ID] = dataclasses.replace(lobby, addresses=(Address(host="10.0.0.9", port=8470),))
    assert footlight("play", "10.0.0.9:8470", "/a.mp4").code == 0
    assert behind.commands == [(ID, Play(items=(Item(uri="/a.mp4"),)))]


def test_what_a_player_shows_after_a_command_is_remembered(footlight, behind):
    footlight("play", "Lobby", "/a.mp4")
    assert behind.remembered == [ID]


def test_discover_as_lines(footlight, behind):
    record = PlayerRecord(id=ID, name="Lobby")
    behind.found = [Sighting(record=record, addresses=(Address(host="127.0.0.1", port=8470),))]
    (line,) = footlight("discover", "--json", "--timeout", "0.1").lines
    assert line == {
        "id": ID,
        "name": "Lobby",
        "address": "127.0.0.1",
        "port": 8470,
        "claimed": False,
        "version": 1,
    }


def test_nobody_found_is_said_and_no_failure(footlight):
    answer = footlight("discover", "--timeout", "0.1")
    assert (answer.code, answer.out) == (0, "No player announces itself here.\n")


def test_notices_go_to_stderr_and_leave_lines_alone(footlight, behind):
    behind.changes = Changes(notices=("no mDNS here",))
    answer = footlight("discover", "--json", "--timeout", "0.1")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "footlight: warning: no mDNS here\n"


def test_add_owns_the_registry(footlight, behind):
    answer = footlight("add", "127.0.0.1:8470")
    assert answer.out == f"Added Lobby ({ID}) at 127.0.0.1:8470.\n"
    assert behind.options["own"] is True


def test_add_beside_the_open_app_says_what_to_do(footlight, behind):
    behind.error = DirectoryInUse("taken")
    answer = footlight("add", "127.0.0.1:8470")
    assert answer.code == 1
    assert answer.err.endswith(
        "is in use by another footlight, the desktop app or an invitation that is open. "
        "Close that first, or add the player in the app.\n"
    )


def test_options_before_the_command_reach_the_controller(footlight, behind, tmp_path):
    footlight("--data-dir", str(tmp_path / "x"), "--host", "127.0.0.1", "pause", "Lobby")
    assert behind.options["data_dir"] == tmp_path / "x"
    assert behind.options["host"] == "127.0.0.1"


def test_renaming_says_once_that_it_is_so_now(footlight):
    assert footlight("rename", "Lobby", "--name", "Hall", "--area", "Foyer").out == (
        "Lobby is called Hall and stands in Foyer now.\n"
    )
    assert footlight("rename", "Lobby", "--area", "").out == "Lobby stands in no area now.\n"


def test_without_a_command_the_desktop_app_runs(footlight, behind, tmp_path):
    assert footlight("--data-dir", str(tmp_path)).code == 7
    assert behind.desktop == [((tmp_path, None), {"run_seconds": None, "screenshot": None})]


def test_the_desktop_app_can_end_by_itself_with_a_picture(footlight, behind, tmp_path):
    footlight("--run-seconds", "2.5", "--screenshot", str(tmp_path / "a.png"))
    ((_, options),) = behind.desktop
    assert options == {"run_seconds": 2.5, "screenshot": tmp_path / "a.png"}


@pytest.mark.parametrize("host", ["", "nonsense", "8.8.8.8", "127.0.0.1:80"])
def test_a_host_that_is_not_of_this_machine_is_wrong_usage(footlight, behind, host):
    answer = footlight("--host", host, "pause", "Lobby")
    assert answer.code == 2
    assert "--host takes an address of this machine" in answer.err
    assert behind.commands == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["volume", "Lobby", "500"], "the volume is a whole number from 0 to 100, not 500"),
        (["volume", "Lobby", "loud"], "the volume is a whole number from 0 to 100, not 'loud'"),
        (["discover", "--timeout", "100"], "the time is a number of seconds from 0.1 to 60, not 100"),
        (["identify", "Lobby", "--seconds", "soon"], "the time is a number of seconds"),
        (["watch", "--topic", "weather"], "there is no topic 'weather'"),
    ],
)
def test_wrong_usage_is_said_in_our_words(footlight, arguments, said):
    answer = footlight(*arguments)
    err = " ".join(answer.err.replace("│", "").split())
    assert answer.code == 2
    assert said in err
    assert "Input should" not in err
    assert "Value error" not in err


def test_an_item_without_a_name_is_called_empty(footlight, behind):
    answer = footlight("play", "Lobby", "")
    assert (answer.code, behind.commands) == (1, [])
    assert "empty" in answer.err


@pytest.mark.parametrize("arguments", [["--help"], ["play", "--help"], ["mute", "--help"]])
def test_help_shows_flags_without_a_type(footlight, arguments):
    out = footlight(*arguments).out
    assert "--help" in out
    assert "bool" not in out


def test_an_unknown_player_is_answered_with_the_warnings_and_how_to_add_it(footlight, behind):
    behind.changes = Changes(notices=("no mDNS here",))
    answer = footlight("pause", "Hall")
    warning, error = answer.err.splitlines()
    assert (answer.code, warning) == (1, "footlight: warning: no mDNS here")
    assert "footlight add HOST:PORT" in error


@pytest.mark.parametrize(
    ("arguments", "topics"),
    [
        ([], {"devices", "monitoring"}),
        (["--topic", "dashboard"], {"dashboard"}),
        (["--topic", "Monitoring", "--topic", "devices"], {"devices", "monitoring"}),
        (["--json"], {"devices", "monitoring", "dashboard"}),
    ],
)
def test_watch_leaves_the_figures_out_unless_they_are_asked_for(footlight, behind, monkeypatch, arguments, topics):
    async def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(behind, "start", interrupted)
    assert footlight("watch", *arguments).code == 0
    assert set(behind.options["topics"]) == topics


def test_the_list_of_players_says_whom_it_remembers(footlight):
    assert "Remembered are only those that were paired or added" in footlight("players", "--help").out


def test_version(footlight):
    assert footlight("--version").out == f"footlight {__version__}\n"


@pytest.mark.parametrize(
    "name",
    [
        *("discover", "add", "players", "watch", "play", "pause", "resume"),
        *("stop", "next", "previous", "seek", "volume", "mute", "identify"),
    ],
)
def test_every_command_explains_itself(footlight, name):
    answer = footlight(name, "--help")
    assert answer.code == 0
    assert name in answer.out


def test_a_view_without_anything_can_be_shown(footlight, behind):
    behind.views = {ID: PlayerView(identity=PlayerIdentity(id=ID, name="New"))}
    assert "never" in footlight("players").out
