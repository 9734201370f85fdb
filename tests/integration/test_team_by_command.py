"""The team changed by commands that come and go, at several desks, with a real player that tells one of the other."""

import pytest
from integration.conftest import Program
from integration.invitations import join


@pytest.fixture
async def bar(tmp_path):
    """`footlight` of somebody else."""
    program = Program(tmp_path / "bar")
    yield program
    await program.close()


async def meet(player, *desks):
    for desk in desks:
        assert (await desk("add", player.address))[0] == 0


async def link_of(player, desk):
    (line,) = [line for line in await desk.lines("players", "--json") if line["id"] == player.id]
    return line["link"]["state"], line["roster_behind"], line["role"]


async def test_after_a_change_of_the_keys_everybody_goes_on(footlight, bar, player):
    await join(footlight, bar, "operator", "Bar")
    await meet(player, bar)
    # The desk that changes the keys has met the player in this very command alone.
    code, out, err = await footlight("site", "rotate", "--yes")
    assert (code, err) == (0, "")
    assert "1 player has the new team." in out
    assert await link_of(player, footlight) == ("online", False, "admin")
    assert (await bar("identify", player.id))[0] == 0
    assert await link_of(player, bar) == ("online", False, "operator")


async def test_an_admin_builds_on_what_another_one_did(footlight, bar, player, tmp_path):
    await join(footlight, bar, "admin", "Bar")
    third = Program(tmp_path / "third")
    await meet(player, footlight, bar)
    await join(footlight, third, "viewer", "Third")
    code, out, _ = await bar("site", "role", "Third", "operator")
    assert (code, out) == (0, "Third is operator now.\n1 player has the new team.\n")
    # A command that only looks also hears of it, and keeps it for the next.
    assert await link_of(player, footlight) == ("online", False, "admin")
    assert [(line["name"], line["role"]) for line in await footlight.lines("site", "members", "--json")] == [
        ("Desk", "admin"),
        ("Bar", "admin"),
        ("Third", "operator"),
    ]
    await third.close()


async def test_a_member_hears_of_another_role(footlight, bar, player):
    await join(footlight, bar, "viewer", "Bar")
    await meet(player, footlight, bar)
    assert (await footlight("site", "role", "Bar", "technician"))[0] == 0
    assert await link_of(player, bar) == ("online", False, "technician")
    (site,) = await bar.lines("site", "show", "--json")
    assert site["member"]["role"] == "technician"


async def test_two_people_of_one_name_are_told_apart(footlight, bar):
    member = await join(footlight, bar, "viewer", "desk")
    assert member["name"] == "desk 2"


async def test_who_changed_the_team_and_what_stands_in_the_audit(footlight, bar, player):
    await join(footlight, bar, "viewer", "Bar")
    await meet(player, footlight)
    assert (await footlight("site", "role", "Bar", "operator"))[0] == 0
    last, *_ = await footlight.lines("audit", player.id, "--json")
    assert (last["command"], last["member"]["name"], last["detail"]) == (
        "roster",
        "Desk",
        "Bar is operator instead of viewer",
    )
