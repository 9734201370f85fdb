"""Who else is at a player, and when a user is told that somebody else begins to control it."""

from controller.core.test_fleet import HOME, ID, IDENTITY, NOW, OFFLINE, ONLINE, known_fleet

from footlight_common.model.player import PlayerStatus
from footlight_common.model.presence import Present
from footlight_common.protocol.events import PresenceChanged
from footlight_common.protocol.session import Cursor, Snapshot, Welcome
from footlight_common.security.roles import Role
from footlight_controller.core.changes import ControlTaken

CURSOR = Cursor(stream="s", seq=0)


def one(session, *, commanded=False, name="", since_s=1.0):
    return Present(
        session=session,
        member=session * 8,
        name=name or session,
        role=Role.OPERATOR,
        controller=f"{session}'s desk",
        since_s=since_s,
        commanded_s=5.0 if commanded else None,
        command="play" if commanded else "",
    )


ME, MY_COMMAND = one("me"), one("me", commanded=True)
BO, BOS_COMMAND = one("bo", since_s=2.0), one("bo", commanded=True, since_s=2.0)


def online(*present):
    """A fleet whose player is online, with these at it."""
    fleet = known_fleet(ID)
    fleet.welcome(ID, Welcome(identity=IDENTITY, cursor=CURSOR, session="me"), NOW)
    fleet.hear(ID, Snapshot(status=PlayerStatus(identity=IDENTITY), cursor=CURSOR, present=present), NOW)
    fleet.connect(ID, ONLINE, (HOME,), NOW)
    fleet.take()
    return fleet


def hear(fleet, *present):
    """The events that this presence gave, without the one that brought it."""
    fleet.hear(ID, PresenceChanged(at_s=6.0, present=present), NOW)
    changes = fleet.take()
    return [] if changes is None else [told.event for told in changes.events if isinstance(told.event, ControlTaken)]


def view(fleet):
    return fleet.players[ID]


def test_a_snapshot_says_who_is_there_and_who_of_them_this_is():
    fleet = online(BO, ME)
    assert [each.session for each in view(fleet).present] == ["me", "bo"]
    assert view(fleet).session == "me"


def test_a_change_is_shown_and_told_once():
    fleet = online(ME)
    fleet.hear(ID, PresenceChanged(at_s=6.0, present=(ME, BO)), NOW)
    fleet.hear(ID, PresenceChanged(at_s=7.0, present=(ME, BO)), NOW)
    (told,) = fleet.take().events
    assert told.event.present == (ME, BO)
    assert len(view(fleet).present) == 2


def test_nobody_is_shown_at_a_player_that_is_offline():
    fleet = online(ME, BO)
    fleet.connect(ID, OFFLINE, (HOME,), NOW)
    assert (view(fleet).present, view(fleet).session) == ((), "")


def test_a_new_session_begins_without_those_of_the_one_before():
    fleet = online(ME, BO)
    fleet.welcome(ID, Welcome(identity=IDENTITY, cursor=CURSOR, session="new"), NOW)
    assert (view(fleet).present, view(fleet).session) == ((), "new")


def test_names_of_others_are_shown_on_one_line_and_bounded():
    fleet = online(ME, one("bo", name="\x1b[2J\n" + "x" * 99), one("cy", name="\u202e"))
    bo, cy = [each for each in view(fleet).present if each.session != "me"]
    assert (bo.name[:4], len(bo.name)) == ("[2J ", 64)
    assert cy.name == "cycy"


class TestControlTaken:
    def test_who_controls_the_player_is_told_who_else_begins_to(self):
        fleet = online(MY_COMMAND, BO)
        (taken,) = hear(fleet, MY_COMMAND, BOS_COMMAND)
        assert (taken.name, taken.controller, taken.member) == ("bo", "bo's desk", "bo" * 8)
        assert taken.at_s == NOW.wall_s

    def test_who_has_the_player_open_is_told_too(self):
        fleet = online(ME, BO)
        fleet.look_at(frozenset({ID}))
        assert len(hear(fleet, ME, BOS_COMMAND)) == 1

    def test_nobody_else_is_disturbed(self):
        fleet = online(ME, BO)
        fleet.look_at(frozenset({"other"}))
        assert hear(fleet, ME, BOS_COMMAND) == []

    def test_it_is_told_once_while_they_go_on(self):
        fleet = online(MY_COMMAND, BO)
        assert len(hear(fleet, MY_COMMAND, BOS_COMMAND)) == 1
        assert hear(fleet, MY_COMMAND, BOS_COMMAND, one("cy")) == []

    def test_it_is_told_again_after_they_had_stopped(self):
        fleet = online(MY_COMMAND, BOS_COMMAND)
        assert hear(fleet, MY_COMMAND, BO) == []
        assert len(hear(fleet, MY_COMMAND, BOS_COMMAND)) == 1

    def test_what_this_controller_does_is_no_news(self):
        fleet = online(ME, BOS_COMMAND)
        assert hear(fleet, MY_COMMAND, BOS_COMMAND) == []

    def test_who_controlled_it_before_this_controller_came_is_no_news(self):
        fleet = online(ME, BOS_COMMAND)
        fleet.look_at(frozenset({ID}))
        assert hear(fleet, ME, BOS_COMMAND, one("cy")) == []
