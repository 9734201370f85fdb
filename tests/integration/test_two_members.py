"""Two controllers with data directories and roles of their own drive one player, all of them real programs."""

import csv
import io

import pytest
from controller.services.colleagues import colleague
from controller.services.home import move_in
from integration.conftest import Program

from footlight_common.security.roles import Role


@pytest.fixture
def bo(tmp_path):
    """The site of Bo, who is an operator."""
    site = colleague("Stage", Role.OPERATOR)
    move_in(tmp_path / "operator", site)
    return site


@pytest.fixture
async def operator(tmp_path, bo):
    """`footlight` of Bo."""
    program = Program(tmp_path / "operator")
    yield program
    await program.close()


async def test_an_operators_reboot_is_refused_in_words_and_stands_in_the_audit(footlight, operator, player, name):
    assert (await operator("volume", name, "40"))[0] == 0
    code, out, err = await operator("restart", name)
    assert (code, out) == (1, "")
    said = "restart needs the role technician or above, and yours is operator. Ask an admin of the site."
    assert err == f"footlight: {said}\n"
    assert (await footlight("volume", name, "60"))[0] == 0
    lines = await footlight.lines("audit", name, "--json")
    told = [(line["member"] and line["member"]["name"], line["role"], line["command"], line["ok"]) for line in lines]
    assert told == [
        ("Desk", "admin", "volume", True),
        ("Stage", "operator", "restart", False),
        ("Stage", "operator", "volume", True),
        (None, None, "roster", True),
    ]
    refused = lines[1]
    assert (refused["player"]["id"], refused["code"], refused["message"]) == (player.id, "role_denied", said)
    # The player is the same as before.
    assert (await footlight("restart", name))[0] == 0


async def test_who_may_not_read_the_audit_is_told_so(operator, player, name):
    code, out, err = await operator("audit", name)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"footlight: {name}: audit needs the role technician or above, and yours is operator. "
        "Ask an admin of the site.",
        "footlight: no player gave out its audit.",
    ]


async def test_the_audit_outlives_a_kill_and_is_saved_as_a_table(footlight, player, name, tmp_path):
    await footlight("volume", name, "40")
    assert [line["detail"] for line in await footlight.lines("audit", name, "--json")] == ["40"]
    await player.kill()
    await player.start("--port", "0")
    table = tmp_path / "audit.csv"
    code, out, _ = await footlight("audit", name, "--csv", str(table))
    assert (code, out) == (0, f"Saved 1 line as {table}.\n")
    header, row = csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert dict(zip(header, row, strict=True))["detail"] == "40"


async def test_controllers_see_each_other_at_a_player(controller, operator, bo, player, eventually):
    def names() -> list[str]:
        view = controller.players().get(player.id)
        return [] if view is None else [one.name for one in view.present]

    await eventually(lambda: names() == ["Desk"])
    watch = await operator.start("watch")
    await eventually(lambda: names() == ["Desk", "Stage"])
    watch.kill()
    await watch.communicate()
    await eventually(lambda: names() == ["Desk"])
    assert bo.member.id in await controller.seen()
