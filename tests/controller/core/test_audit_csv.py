import csv
import io

import pytest

from footlight_common.model.audit import AuditEntry
from footlight_common.security.roles import Role
from footlight_controller.core.audit_csv import HEADER, write_csv
from footlight_controller.core.audit_trail import Audited


def written(**fields):
    entry = AuditEntry(**{"seq": 1, "at_s": 0.0, "command": "play", **fields})
    out = io.StringIO(newline="")
    assert write_csv([Audited(player_id="a" * 16, player_name="Lobby", entry=entry)], out) == 1
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert tuple(rows[0]) == HEADER
    return dict(zip(HEADER, rows[1], strict=True))


def test_a_line_says_who_did_what_where_when_and_what_came_of_it():
    row = written(
        at_s=1_750_000_000.0,
        member="b" * 16,
        name="Back office",
        role=Role.OPERATOR,
        controller="Desk 2",
        command="restart",
        ok=False,
        code="role_denied",
        message="no",
    )
    assert row["time"] == "2025-06-15T15:06:40+00:00"
    assert (row["player"], row["member"], row["role"]) == ("Lobby", "Back office", "operator")
    assert (row["command"], row["result"], row["code"], row["message"]) == ("restart", "Refused", "role_denied", "no")


@pytest.mark.parametrize(("fields", "word"), [({}, "Done"), ({"ok": False, "code": "unreadable"}, "Failed")])
def test_the_result_has_the_words_of_the_window(fields, word):
    assert written(**fields)["result"] == word


def test_quotes_commas_and_lines_stay_within_their_cell():
    assert written(detail='a "b", c\nd')["detail"] == 'a "b", c\nd'


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_nothing_in_it_is_a_formula_for_a_spreadsheet(name):
    assert written(name=name)["member"] == f"'{name}"


@pytest.mark.parametrize("at_s", [1e18, -1e18, float("nan"), float("inf")])
def test_a_clock_that_runs_wild_spoils_nothing(at_s):
    assert written(at_s=at_s)["time"] == ""
