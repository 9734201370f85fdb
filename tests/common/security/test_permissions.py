"""Every command and path has its least role, and who has less is refused in words."""

from typing import get_args

import pytest

from footlight_common.errors import RoleDenied
from footlight_common.protocol.commands import AnyAction, Identify, Pause, Rename, Restart, SetLogLevel, SetVolume
from footlight_common.protocol.topics import Topic
from footlight_common.security.permissions import COMMANDS, OPEN_PATHS, PATHS, may, require, require_path, require_topic
from footlight_common.security.roles import Role


def test_every_command_of_the_protocol_is_in_the_table_and_none_other():
    assert set(COMMANDS) == set(get_args(AnyAction))


def test_a_viewer_changes_nothing():
    assert min(COMMANDS.values()) > Role.VIEWER


@pytest.mark.parametrize(
    ("action", "least"),
    [
        (Pause(), Role.OPERATOR),
        (SetVolume(level=5), Role.OPERATOR),
        (Identify(), Role.OPERATOR),
        (Rename(name="Lobby"), Role.TECHNICIAN),
        (Restart(), Role.TECHNICIAN),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_command_needs_its_role_or_a_higher_one(action, least):
    assert [may(role, action) for role in Role] == [role >= least for role in Role]


def test_who_may_not_is_told_what_it_needs():
    with pytest.raises(RoleDenied, match=r"restart needs the role technician or above, and yours is operator\. Ask"):
        require(Role.OPERATOR, Restart())


def test_who_may_is_let_through():
    require(Role.TECHNICIAN, Restart())
    require_path(Role.VIEWER, "/screenshot")


def test_watching_needs_no_more_than_a_viewer():
    assert PATHS["/screenshot"] is PATHS["/playlist"] is Role.VIEWER


def test_the_audit_is_for_technicians_and_who_was_seen_for_admins():
    assert (PATHS["/audit"], PATHS["/seen"]) == (Role.TECHNICIAN, Role.ADMIN)


def test_what_a_player_says_is_for_technicians():
    assert {PATHS["/logs"], PATHS["/logs/archive"], COMMANDS[SetLogLevel]} == {Role.TECHNICIAN}
    require_topic(Role.TECHNICIAN, Topic.LOGS)
    with pytest.raises(RoleDenied, match="logs needs the role technician or above, and yours is operator"):
        require_topic(Role.OPERATOR, Topic.LOGS)


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic is not Topic.LOGS])
def test_all_other_topics_are_for_everybody(topic):
    require_topic(Role.VIEWER, topic)


def test_only_an_admin_has_a_player_forget_the_site():
    assert PATHS["/unpair"] is Role.ADMIN
    with pytest.raises(RoleDenied, match="unpair needs the role admin, and yours is technician"):
        require_path(Role.TECHNICIAN, "/unpair")


def test_a_path_that_nobody_thought_of_is_closed():
    with pytest.raises(RoleDenied):
        require_path(Role.TECHNICIAN, "/secrets")


def test_only_what_says_so_is_open_to_strangers():
    assert {"/about", "/pair"} == OPEN_PATHS
    assert not OPEN_PATHS & set(PATHS)
