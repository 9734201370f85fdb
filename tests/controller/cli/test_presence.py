"""Who is at a player, for people and for programs."""

import dataclasses

from footlight_common.model.presence import Present
from footlight_common.protocol.events import PresenceChanged
from footlight_common.security.roles import Role
from footlight_controller.cli.lines import event_line
from footlight_controller.cli.stories import event_text
from footlight_controller.core.changes import ControlTaken, FleetEvent

PLAYER_ID = "ab12000000000000"
ME = Present(session="me", member="aa", name="Office", role=Role.ADMIN)
BO = Present(session="bo", member="bb", name="Bo\x1b[2J", role=Role.OPERATOR, commanded_s=5.0, command="play")
TAKEN = ControlTaken(at_s=5.0, member="bb", name="Bo\x1b[2J", controller="Front desk")


def told(event):
    return FleetEvent(player_id=PLAYER_ID, player_name="Lobby", event=event)


def story(event):
    return event_text(told(event), []).plain


def test_players_as_json_name_the_others_who_are_there(footlight, behind, lobby):
    behind.views[lobby.id] = dataclasses.replace(lobby, present=(ME, BO), session="me")
    (line,) = footlight("players", "--json").lines
    assert line["present"] == [BO.name]
    assert line["role"] is None


def test_a_change_is_a_line_with_everybody():
    line = event_line(told(PresenceChanged(at_s=5.0, present=(ME, BO))))
    assert (line["event"], line["at"]) == ("presence_changed", 5.0)
    assert [(one["name"], one["role"], one["command"]) for one in line["present"]] == [
        ("Office", "admin", ""),
        (BO.name, "operator", "play"),
    ]


def test_who_takes_control_is_a_line():
    assert event_line(told(TAKEN)) == {
        "event": "control_taken",
        "player": {"id": PLAYER_ID, "name": "Lobby"},
        "at": 5.0,
        "member": "bb",
        "name": TAKEN.name,
        "controller": "Front desk",
    }


def test_people_read_who_is_there_and_who_controls():
    assert story(PresenceChanged(at_s=5.0, present=(ME, BO))).endswith("is watched by Office, Bo[2J (controls it)")
    assert story(PresenceChanged(at_s=5.0)).endswith("is watched by nobody")
    assert story(TAKEN).endswith("is controlled by Bo[2J now")


def test_a_person_with_two_programs_open_is_named_once():
    second = dataclasses.replace(BO, session="bo's phone", commanded_s=None, command="")
    namesake = dataclasses.replace(ME, session="other", member="cc")
    assert story(PresenceChanged(at_s=5.0, present=(second, ME, BO, namesake))).endswith(
        "is watched by Bo[2J (controls it), Office, Office"
    )
