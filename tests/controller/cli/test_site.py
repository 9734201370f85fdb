"""`footlight site`, `pair` and `unpair` as a person uses them."""

import dataclasses
import os
import stat

import pytest
from controller.services.home import home, move_in

from footlight_common.discovery import Address
from footlight_common.errors import NoSite, RoleDenied, WrongCode
from footlight_common.model.playback import Item, Playlist
from footlight_common.model.player import PlayerIdentity
from footlight_common.security import site_backup
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_common.storage import DataDirectory
from footlight_controller.core.programme import Programme
from footlight_controller.core.view import PlayerView
from footlight_controller.services.site_file import NO_SITE

PHRASE = "a long enough phrase"


@pytest.fixture(autouse=True)
def quick_scrypt(monkeypatch):
    real = site_backup.backup
    monkeypatch.setattr(site_backup, "backup", lambda secrets, phrase: real(secrets, phrase, log2_n=10))


@pytest.fixture
def made(footlight):
    assert footlight("site", "create", "Museum", "--as", "Reader").code == 0


@pytest.fixture
def phrase(tmp_path):
    path = tmp_path / "phrase"
    path.write_text(f"{PHRASE}\n")
    return str(path)


def test_a_site_is_made_and_shown(footlight):
    answer = footlight("site", "create", "Museum", "--as", "Reader")
    assert (answer.code, answer.err) == (0, "")
    assert "Made the site Museum" in answer.out
    assert "There is no keyring here" in answer.out
    shown = footlight("site", "show")
    assert "you are Reader, admin" in shown.out
    assert "admin" in shown.out.splitlines()[-1]


def test_a_site_is_shown_for_programs_without_any_key(footlight, made):
    (line,) = footlight("site", "show", "--json").lines
    assert (line["name"], line["version"], line["member"]["role"]) == ("Museum", 1, "admin")
    assert (line["may_pair"], line["may_change_team"]) == (True, True)
    assert [each["name"] for each in line["members"]] == ["Reader"]
    assert "key" not in str(line).lower()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create", ""), "at least one character"),
        (("create", " \u202e "), "at least one character"),
        (("create", "x" * 65), "64 characters, this one has 65"),
        (("create", "Museum", "--as", "x" * 300), "64 characters, this one has 300"),
        (("create", "Museum", "--as", ""), "at least one character"),
        (("restore", "none", "--as", "x" * 300), "64 characters, this one has 300"),
        (("join", "--code", "314159", "--as", "x" * 300), "64 characters, this one has 300"),
    ],
)
def test_a_name_that_does_not_fit_is_wrong_usage_in_words(footlight, words, said):
    answer = footlight("site", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in " ".join(answer.err.replace("│", "").split())


def test_a_name_of_64_characters_fits(footlight):
    assert footlight("site", "create", f"  {'x' * 64} ", "--as", "y" * 64).code == 0
    (line,) = footlight("site", "show", "--json").lines
    assert (line["name"], line["members"][0]["name"]) == ("x" * 64, "y" * 64)


def test_a_site_is_not_made_while_somebody_else_has_the_directory(footlight, data_dir):
    with DataDirectory(data_dir):
        answer = footlight("--data-dir", str(data_dir), "site", "create", "Museum")
    assert answer.code == 1
    assert answer.err.endswith("the desktop app or an invitation that is open. Close that first.\n")


def test_there_is_one_site_in_a_data_directory(footlight, made):
    answer = footlight("site", "create", "Theatre")
    assert (answer.code, answer.out) == (1, "")
    assert "belongs to the site Museum already" in answer.err
    assert "footlight site leave" in answer.err


@pytest.mark.allow_log("cannot be read")
def test_a_site_that_cannot_be_read_is_neither_made_anew_nor_said_to_be_missing(footlight, made, data_dir, tmp_path):
    (tmp_path / "default" / "site.json").write_text("{")
    for words in (("create", "Theatre"), ("show",)):
        answer = footlight("site", *words)
        assert (answer.code, answer.out) == (1, "")
        assert "cannot be read" in answer.err
        assert "footlight site restore FILE" in answer.err
        assert "belongs to" not in answer.err


class TestLeave:
    def test_the_last_admin_hears_what_is_lost_and_may_go_back(self, footlight, made):
        answer = footlight("site", "leave", typed="n\n")
        assert answer.code == 1
        assert "You are the last admin of Museum." in answer.err
        assert "footlight site backup FILE" in answer.err
        assert footlight("site", "show").code == 0

    def test_afterwards_the_directory_takes_another_site(self, footlight, made, tmp_path):
        for name in ("registry.json", "programmes.json", "registry.json.bak", "site.json.corrupt.1"):
            (tmp_path / "default" / name).write_text("{}")
        assert footlight("site", "leave", typed="y\n").code == 0
        assert [path.name for path in (tmp_path / "default").iterdir()] == [".lock"]
        assert "belongs to no site" in footlight("site", "show").err
        assert footlight("site", "create", "Theatre").code == 0

    def test_one_of_several_members_is_told_how_to_come_back(self, footlight, tmp_path):
        site = home()
        certificate = site.authority().issue_for_member(spki(TLSKey.generate().public), "0b" * 8)
        other = Member.of(certificate, name="Second", role=Role.ADMIN, added_at_s=2.0, added_by="Desk")
        move_in(tmp_path / "default", site.published(site.standing.roster.with_member(other)))
        answer = footlight("site", "leave", typed="n\n")
        assert "an admin has to invite you again" in answer.err
        assert f"footlight site revoke {site.member.id}" in answer.err

    @pytest.mark.allow_log("cannot be read")
    def test_a_site_that_cannot_be_read_can_be_given_up(self, footlight, made, tmp_path):
        (tmp_path / "default" / "site.json").write_text("{")
        assert footlight("site", "leave", "--yes").code == 0
        assert footlight("site", "create", "Theatre").code == 0

    def test_without_a_site_there_is_nothing_to_leave(self, footlight):
        answer = footlight("site", "leave", "--yes")
        assert (answer.code, "belongs to no site" in answer.err) == (1, True)

    def test_while_somebody_else_has_the_directory_nothing_is_lost(self, footlight, made, tmp_path):
        with DataDirectory(tmp_path / "default"):
            assert footlight("site", "leave", "--yes").code == 1
        assert footlight("site", "show").code == 0


@pytest.mark.parametrize("command", [("show",), ("backup", "f")])
def test_without_a_site_there_is_nothing_to_show_or_keep(footlight, command):
    answer = footlight("site", *command)
    assert (answer.code, answer.out) == (1, "")
    assert "footlight site create NAME" in answer.err


def test_a_backup_is_private_and_restores_the_site_elsewhere(footlight, made, phrase, tmp_path):
    assert footlight("site", "backup", "museum.site", "--passphrase-file", phrase).code == 0
    assert stat.S_IMODE((tmp_path / "museum.site").stat().st_mode) == 0o600
    answer = footlight(
        "--data-dir", "elsewhere", "site", "restore", "museum.site", "--as", "Second", "--passphrase-file", phrase
    )
    assert (answer.code, answer.err) == (0, "")
    (line,) = footlight("--data-dir", "elsewhere", "site", "show", "--json").lines
    assert [each["name"] for each in line["members"]] == ["Reader", "Second"]


def test_a_backup_asks_for_the_passphrase_twice_and_shows_it_never(footlight, made):
    answer = footlight("site", "backup", "museum.site", typed=f"{PHRASE}\n{PHRASE}\n")
    assert answer.code == 0
    assert PHRASE not in answer.out + answer.err


def test_a_backup_writes_over_nothing(footlight, made, phrase, tmp_path):
    (tmp_path / "museum.site").write_text("mine")
    answer = footlight("site", "backup", "museum.site", "--passphrase-file", phrase)
    assert (answer.code, "Choose another name" in answer.err) == (1, True)
    assert (tmp_path / "museum.site").read_text() == "mine"


def test_a_short_passphrase_is_refused(footlight, made, tmp_path):
    (tmp_path / "short").write_text("1234567")
    answer = footlight("site", "backup", "museum.site", "--passphrase-file", "short")
    assert (answer.code, "a passphrase has 8" in answer.err) == (1, True)
    assert not (tmp_path / "museum.site").exists()


@pytest.mark.parametrize("content", [b"", b"nonsense", os.urandom(3000)])
def test_what_is_no_backup_restores_nothing(footlight, phrase, tmp_path, content):
    (tmp_path / "f").write_bytes(content)
    answer = footlight("site", "restore", "f", "--passphrase-file", phrase)
    assert (answer.code, answer.out) == (1, "")
    assert "no backup of a site" in answer.err


def test_a_file_that_is_not_there_is_said(footlight, phrase):
    assert "cannot read" in footlight("site", "restore", "none", "--passphrase-file", phrase).err


def test_a_player_is_paired_by_its_name(footlight, behind, lobby):
    behind.views = {lobby.id: PlayerView(identity=lobby.identity, addresses=(Address(host="10.0.0.9"),))}
    answer = footlight("pair", "Lobby", "--code", "314-159", "--name", "Hall", "--area", "Foyer")
    assert (answer.code, answer.out) == (0, f"Paired Lobby ({lobby.id}) with {home().name}.\n")
    assert behind.pairings == [(Address(host="10.0.0.9"), PairingCode("314159"), "Hall", "Foyer", lobby.id)]
    assert behind.options["own"] is True


@pytest.mark.parametrize("typed", ["10.0.0.9", "10.0.0.9:8470", "[::1]:8470"])
def test_a_player_is_paired_by_its_address(footlight, behind, typed):
    assert footlight("pair", typed, "--code", "314159").code == 0
    ((address, _, _, _, player_id),) = behind.pairings
    assert (address, player_id) == (Address.parse(typed), "")


def test_the_code_is_asked_for_where_it_is_not_given(footlight, behind):
    assert footlight("pair", "10.0.0.9", typed="314 159\n").code == 0
    assert behind.pairings[0][1] == PairingCode("314159")


@pytest.mark.parametrize("command", [("pair",), ("site", "join")])
def test_the_help_says_that_a_code_is_asked_for(footlight, command):
    told = " ".join(footlight(*command, "--help").out.replace("│", "").split())
    assert "it asks when they are not given" in told
    assert told.count("[required]") == ("PLAYER" in told)


def test_the_question_for_the_code_leaves_lines_alone(footlight):
    answer = footlight("pair", "10.0.0.9", "--json", typed="314159\n")
    assert "Code on the player's screen" in answer.err
    assert "Code" not in answer.out


@pytest.fixture
def old(behind, lobby):
    """Broken, and known."""
    old = PlayerView(identity=PlayerIdentity(id="cd34000000000000", name="Hall"))
    behind.views[old.id] = old
    return old


def test_a_new_box_takes_the_place_of_an_old_one(footlight, behind, old):
    behind.programmes.put(old.id, Programme(playlist=Playlist(items=(Item(uri="/a.mp4"),))))
    answer = footlight("pair", "10.0.0.9", "--code", "314159", "--replace", "hall")
    assert (answer.code, answer.err, behind.pairings) == (0, "", [])
    assert behind.replacements == [(old.id, Address.parse("10.0.0.9"), PairingCode("314159"), "")]


def test_what_the_old_box_played_and_nobody_knows_is_said(footlight, behind, old):
    answer = footlight("pair", "10.0.0.9", "--code", "314159", "--replace", "hall")
    assert (answer.code, len(behind.replacements)) == (0, 1)
    assert answer.err == "footlight: what Hall played is not known here; play it again.\n"


def test_one_that_is_online_is_replaced_only_when_that_is_meant(footlight, behind, lobby):
    answer = footlight("pair", "10.0.0.9", "--code", "314159", "--replace", "lobby")
    assert (answer.code, behind.replacements, behind.remembered) == (1, [], [])
    assert "is online. Nothing was changed. With --yes" in answer.err


def test_one_that_is_online_is_asked_what_it_plays_and_still_belongs_to_the_site(footlight, behind, old, lobby):
    behind.views = {old.id: old, lobby.id: dataclasses.replace(lobby, addresses=(Address(host="10.0.0.8"),))}
    answer = footlight("pair", "10.0.0.9", "--code", "314159", "--replace", "lobby", "--yes")
    assert (answer.code, behind.remembered) == (0, [lobby.id])
    assert f"the old box ({lobby.id} at 10.0.0.8:8470) still belongs to Museum" in answer.err
    assert f"footlight unpair {lobby.id}" in answer.err
    # It showed nothing.
    assert "not known" not in answer.err


def test_players_are_forgotten_by_name_and_by_id_offline_or_not(footlight, behind, old, lobby):
    answer = footlight("remove", "hall", "ab12")
    assert (answer.code, behind.removed) == (0, [old.id, lobby.id])
    assert answer.out.splitlines()[0] == f"Hall ({old.id}) is forgotten here."
    assert (behind.options["own"], behind.linked) == (True, [])


def test_when_one_name_is_wrong_nobody_is_forgotten(footlight, behind, old):
    answer = footlight("remove", "hall", "Nobody")
    assert (answer.code, behind.removed) == (1, [])
    assert "no player is called 'Nobody'" in answer.err


def test_who_is_offline_cannot_be_unpaired_and_hears_of_forgetting(footlight, behind, old):
    answer = footlight("unpair", "Hall")
    assert (answer.code, behind.unpaired) == (1, [])
    assert answer.err.startswith("footlight: Hall is offline")
    assert "footlight remove Hall" in answer.err


def test_whoever_is_not_known_is_not_replaced(footlight, behind):
    answer = footlight("pair", "10.0.0.9", "--code", "314159", "--replace", "Bar")
    assert (answer.code, behind.pairings, behind.replacements) == (1, [], [])
    assert "Bar" in answer.err


def test_a_new_box_brings_no_name_of_its_own(footlight, behind):
    answer = footlight("pair", "10.0.0.9", "--code", "314159", "--replace", "Lobby", "--name", "Hall")
    assert (answer.code, behind.replacements) == (2, [])
    assert "rename it afterwards" in answer.err.replace("\n", " ").replace("│ ", "")


@pytest.mark.parametrize("code", ["12345", "1234567", "abcdef", ""])
def test_what_is_no_code_is_wrong_usage_and_dials_nobody(footlight, behind, code):
    answer = footlight("pair", "Lobby", "--code", code)
    assert (answer.code, behind.pairings) == (2, [])


def test_a_wrong_code_is_said(footlight, behind):
    behind.error = WrongCode("the code is wrong. Read it again.")
    answer = footlight("pair", "10.0.0.9", "--code", "314159")
    assert (answer.code, answer.err) == (1, "footlight: the code is wrong. Read it again.\n")


def test_a_player_is_unpaired(footlight, behind, lobby):
    answer = footlight("unpair", "Lobby")
    assert (answer.code, answer.out) == (0, "Lobby belongs to no site any more.\n")
    assert behind.unpaired == [lobby.id]


def test_who_may_not_unpair_is_told_so(footlight, behind):
    behind.error = RoleDenied("/unpair needs the role admin.")
    answer = footlight("unpair", "Lobby")
    assert (answer.code, answer.err) == (1, "footlight: /unpair needs the role admin.\n")


@pytest.mark.parametrize(
    "command",
    [
        ("pause", "Lobby"),
        ("unpair", "Lobby"),
        ("pair", "Lobby", "--code", "314159"),
        ("play", "Lobby", "/x"),
        ("watch",),
    ],
)
def test_without_a_site_a_command_says_how_to_get_one(footlight, behind, monkeypatch, command):
    def none(*_):
        raise NoSite(NO_SITE)

    monkeypatch.setattr(behind, "site", none)
    monkeypatch.setattr(behind, "link", none)
    answer = footlight(*command)
    assert (answer.code, answer.out) == (1, "")
    assert "footlight site create NAME" in answer.err
