"""`footlight audit`: from the pages of several players to one list, a table or JSON."""

import csv
import dataclasses
import io
import time

import pytest
from controller.services.home import home

from footlight_common.errors import NotLinked, RoleDenied
from footlight_common.model.audit import AuditEntry, AuditPage
from footlight_common.model.player import PlayerIdentity
from footlight_common.security.roles import Role
from footlight_controller.core.view import LinkStatus

LOBBY, HALL = "ab12000000000000", "cd34000000000000"
NOW_S = time.time()


def entry(seq, command="play", *, ago_s=0.0, **fields):
    return AuditEntry(seq=seq, at_s=NOW_S - ago_s, command=command, member="3e" * 8, name="Stage", **fields)


class Audits:
    """What each player answers, two entries a page."""

    def __init__(self):
        self.entries = {}
        self.asked = []

    async def __call__(self, player_id, *, before, limit, member, command):
        self.asked.append((player_id, before, limit, member, command))
        found = self.entries.get(player_id, [])
        if isinstance(found, Exception):
            raise found
        left = [each for each in found if before is None or each.seq < before]
        size = min(limit, 2)
        return AuditPage(entries=tuple(left[:size]), next_before=left[size - 1].seq if len(left) > size else None)


@pytest.fixture
def audits(behind, lobby, monkeypatch):
    monkeypatch.setattr("footlight_controller.cli.audit.STRANGER_SETTLE_S", 0.0)
    # Not of the import, which a long run has far behind it.
    monkeypatch.setitem(globals(), "NOW_S", time.time())
    behind.views[HALL] = dataclasses.replace(lobby, identity=PlayerIdentity(id=HALL, name="Hall"))
    behind.audit = Audits()
    behind.audit.entries = {
        LOBBY: [
            entry(5, "stop", ago_s=1.0),
            entry(4, "volume", ago_s=20.0, detail="80"),
            entry(2, "restart", ago_s=3000.0, ok=False, code="role_denied", message="no", role=Role.OPERATOR),
        ],
        HALL: [entry(9, "play", ago_s=10.0, detail="=1+1")],
    }
    return behind.audit


def test_the_lists_of_all_players_are_one_newest_first(footlight, audits):
    answer = footlight("audit", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert [(line["player"]["name"], line["command"]) for line in answer.lines] == [
        ("Lobby", "stop"),
        ("Hall", "play"),
        ("Lobby", "volume"),
        ("Lobby", "restart"),
    ]


def test_a_line_says_who_what_and_what_came_of_it(footlight, audits):
    line = footlight("audit", "Lobby", "--json").lines[-1]
    assert line == {
        "player": {"id": LOBBY, "name": "Lobby"},
        "seq": 2,
        "at": NOW_S - 3000.0,
        "member": {"id": "3e" * 8, "name": "Stage"},
        "role": "operator",
        "controller": "",
        "command": "restart",
        "detail": "",
        "ok": False,
        "code": "role_denied",
        "message": "no",
    }


def test_only_the_players_named_are_asked_and_dialled(footlight, audits, behind):
    footlight("audit", "Hall", "cd34", "--member", "Stage", "--command", "play", "--limit", "7")
    assert audits.asked == [(HALL, None, 7, "Stage", "play")]
    assert behind.options["dial_everybody"] is False
    assert behind.options["own"] is False


def test_no_more_pages_are_asked_for_than_are_shown(footlight, audits):
    assert len(footlight("audit", "--limit", "2", "--json").lines) == 2
    assert {before for _, before, *_ in audits.asked} == {None}


def test_what_is_older_is_left_out_and_not_asked_for(footlight, audits):
    audits.entries[LOBBY] += [entry(1, ago_s=9000.0), entry(1, ago_s=9001.0)]
    assert [line["command"] for line in footlight("audit", "Lobby", "--since", "1m", "--json").lines] == [
        "stop",
        "volume",
    ]
    assert [before for _, before, *_ in audits.asked] == [None, 4]


def test_who_is_none_of_the_site_is_not_said_to_be_missing(footlight, audits, behind, lobby):
    for number, code in enumerate(("other_site", "not_paired", "unreachable")):
        player_id = f"{number}e" * 8
        identity = PlayerIdentity(id=player_id, name=f"Is {code}")
        behind.views[player_id] = dataclasses.replace(
            lobby, identity=identity, link=LinkStatus(code=code, reason="it says so.")
        )
    answer = footlight("audit", "--json")
    assert answer.err == "footlight: offline, and not in the list: Is unreachable.\n"


def test_people_get_a_table(footlight, audits):
    answer = footlight("audit")
    head, first, *_, last = answer.out.splitlines()
    assert head.split() == ["TIME", "PLAYER", "MEMBER", "ROLE", "COMMAND", "DETAIL", "RESULT"]
    assert first.split()[-4:] == ["Lobby", "Stage", "stop", "done"]
    assert last.split()[-5:] == ["Lobby", "Stage", "operator", "restart", "no"]


def test_in_the_table_namesakes_are_told_apart_by_the_start_of_their_id(footlight, audits, behind, lobby):
    behind.views[HALL] = dataclasses.replace(lobby, identity=PlayerIdentity(id=HALL, name="Lobby"))
    _, first, second, *_ = footlight("audit").out.splitlines()
    assert "Lobby (ab12)" in first
    assert "Lobby (cd34)" in second


def test_nothing_is_said_in_words(footlight, audits):
    audits.entries = {}
    assert footlight("audit").out == "Nothing of that was asked of them.\n"


def test_a_table_for_spreadsheets_holds_no_formula(footlight, audits, tmp_path):
    answer = footlight("audit", "--csv", "audit.csv")
    assert (answer.code, answer.out) == (0, "Saved 4 lines as audit.csv.\n")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "audit.csv").read_text(encoding="utf-8-sig"))))
    assert [row["command"] for row in rows] == ["stop", "play", "volume", "restart"]
    assert rows[1]["detail"] == "'=1+1"


def test_one_line_is_one_line(footlight, audits):
    assert footlight("audit", "--limit", "1", "--csv", "audit.csv").out == "Saved 1 line as audit.csv.\n"


def test_a_command_that_there_is_not_is_answered_with_those_that_there_are(footlight, audits):
    answer = footlight("audit", "--command", "nonsense")
    said = " ".join(answer.err.replace("│", "").split())
    assert (answer.code, audits.asked) == (2, [])
    assert "no command 'nonsense'" in said
    happenings = "restart, set_log_level, unpair, paired, reset, roster, lost"
    assert all(word in said for word in ("play, pause", "volume", happenings))


def test_the_words_of_what_happens_without_a_command_may_be_asked_for(footlight, audits):
    assert footlight("audit", "Lobby", "--command", "Paired").code == 0
    assert audits.asked[0][-1] == "paired"


def test_a_member_that_nobody_is_called_is_said(footlight, audits):
    audits.entries = {}
    answer = footlight("audit", "--member", "nobody")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "footlight: no member is called 'nobody'. See who there is with: footlight site members\n"


def test_who_is_a_member_or_was_one_is_not_said_to_be_unknown(footlight, audits):
    assert footlight("audit", "--member", "Stage").err == ""
    audits.entries = {}
    assert footlight("audit", "--member", home().member.name.upper()).err == ""
    assert footlight("audit", "--member", home().member.id).err == ""


def test_a_table_that_cannot_be_written_says_why(footlight, audits):
    answer = footlight("audit", "--csv", "none/audit.csv")
    assert answer.code == 1
    assert "Choose another place with --csv" in answer.err


def test_a_player_that_refuses_is_named_and_the_others_are_shown(footlight, audits):
    audits.entries[HALL] = RoleDenied("audit needs the role technician.")
    answer = footlight("audit", "--json")
    assert (answer.code, len(answer.lines)) == (0, 3)
    assert answer.err == "footlight: Hall: audit needs the role technician.\n"


def test_when_all_refuse_it_failed(footlight, audits):
    audits.entries = {each: RoleDenied("audit needs the role technician.") for each in (LOBBY, HALL)}
    answer = footlight("audit")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines()[-1] == "footlight: no player gave out its audit."


def test_who_is_offline_is_named(footlight, audits, behind):
    behind.views[HALL] = dataclasses.replace(behind.views[HALL], link=LinkStatus(reason="nothing listens there"))
    answer = footlight("audit", "--json")
    assert (answer.code, len(answer.lines)) == (0, 3)
    assert answer.err == "footlight: offline, and not in the list: Hall.\n"


def test_with_nobody_online_it_failed(footlight, audits, behind):
    behind.views = {
        each: dataclasses.replace(view, link=LinkStatus(reason="nothing listens there"))
        for each, view in behind.views.items()
    }
    assert "no player is online" in footlight("audit").err
    answer = footlight("audit", "Lobby")
    assert answer.code == 1
    assert "Lobby is offline: nothing listens there" in answer.err


def test_a_player_that_goes_meanwhile_is_named(footlight, audits):
    audits.entries[HALL] = NotLinked("the player is offline: it was shut down.")
    assert "Hall: the player is offline" in footlight("audit").err


@pytest.mark.parametrize("arguments", [["--since", "yesterday"], ["--limit", "0"], ["--limit", "100001"]])
def test_wrong_usage_is_exit_code_2(footlight, audits, arguments):
    assert footlight("audit", *arguments).code == 2
    assert audits.asked == []


def test_an_unknown_player_is_refused(footlight, audits):
    answer = footlight("audit", "Nobody")
    assert answer.code == 1
    assert "no player is called 'Nobody'" in answer.err
