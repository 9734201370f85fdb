from dataclasses import replace

import pytest
from controller.ui.fleet import player
from controller.ui.scripted_team import member, site

from footlight_common.protocol.commands import Pause, Restart
from footlight_common.protocol.session import Caller
from footlight_common.security.roles import Role
from footlight_controller.ui.permission import UNPAIRS, Permission


def of(role, **fields):
    permission = Permission()
    permission.show_site(site(member(role=role), **fields))
    return permission


def at_player(role, **fields):
    return player(member=Caller(id="a" * 16, name="Front office", role=role), **fields)


@pytest.mark.parametrize(
    ("role", "kind", "refusal"),
    [
        (Role.VIEWER, Pause, "Needs the role operator; yours is viewer in \u2068North hall\u2069"),
        (Role.OPERATOR, Pause, ""),
        (Role.OPERATOR, Restart, "Needs the role technician; yours is operator in \u2068North hall\u2069"),
        (Role.TECHNICIAN, Restart, ""),
        (Role.ADMIN, Restart, ""),
    ],
)
def test_what_a_role_may_ask_of_a_player(role, kind, refusal):
    assert of(role).refusal(player(), kind) == refusal
    assert of(role).refusal_as(role, kind) == refusal


def test_the_player_has_the_last_word_on_the_role():
    permission = of(Role.ADMIN)
    assert permission.refusal(at_player(Role.VIEWER), Pause)
    assert of(Role.VIEWER).refusal(at_player(Role.OPERATOR), Pause) == ""
    assert permission.refusal_on(at_player(Role.TECHNICIAN), UNPAIRS)


@pytest.mark.parametrize("roster", [(1, 3), (1, 4), (2, 1)])
def test_a_player_that_has_the_newest_roster_judges_by_it_and_not_as_it_welcomed(roster):
    promoted = of(Role.ADMIN)
    assert promoted.refusal(at_player(Role.OPERATOR, roster=roster), Restart) == ""
    demoted = of(Role.VIEWER)
    assert "Needs the role operator" in demoted.refusal(at_player(Role.ADMIN, roster=roster), Pause)
    assert demoted.best_role([at_player(Role.ADMIN, roster=roster)]) is Role.VIEWER


def test_a_player_whose_roster_is_behind_judges_as_it_welcomed():
    assert of(Role.VIEWER).refusal(at_player(Role.ADMIN, roster=(1, 2)), Restart) == ""
    assert of(Role.ADMIN).refusal(at_player(Role.VIEWER, roster=(0, 9)), Pause)


def test_where_nothing_is_known_nothing_is_refused():
    permission = Permission()
    assert permission.refusal(player(), Restart) == ""
    assert permission.best_role([player()]) is None
    assert permission.refusal_as(None, Restart) == ""


def test_of_several_players_the_best_role_counts():
    permission = of(Role.VIEWER)
    assert permission.best_role([at_player(Role.VIEWER), at_player(Role.OPERATOR)]) is Role.OPERATOR
    assert permission.best_role([]) is None


def test_pairing_needs_the_role_and_the_key():
    assert of(Role.TECHNICIAN).pairing_refusal() == ""
    assert "technician" in of(Role.OPERATOR).pairing_refusal()
    permission = Permission()
    permission.show_site(replace(site(member(role=Role.TECHNICIAN)), signs_players=False))
    assert permission.pairing_refusal().startswith("The key that pairs players is not here.")


def test_without_a_site_and_after_removal_it_says_so():
    permission = Permission()
    assert permission.refusal_here(Role.ADMIN) == "This controller belongs to no site yet"
    permission.show_site(site(member(), me=None))
    assert permission.refusal_here(Role.ADMIN).startswith("You are not in")
    assert permission.role is None


def test_only_another_state_of_the_site_is_told(qtbot):
    permission = of(Role.ADMIN)
    with qtbot.assertNotEmitted(permission.changed):
        permission.show_site(site(member(role=Role.ADMIN)))
    with qtbot.waitSignal(permission.changed):
        permission.show_site(site(member(role=Role.VIEWER)))
    assert permission.role is Role.VIEWER
