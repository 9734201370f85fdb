"""Who is at a player, and for how long they control it."""

import pytest
import pytest_asyncio
from player.actors import actor

from footlight_common.clock import ManualClock
from footlight_common.model.presence import CONTROLLING_S
from footlight_common.security.roles import Role
from footlight_player.services.presence import REFRESH_S, Presence

ANNA, BO = actor("Office"), actor("Stage")


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def told():
    """What was told at each change: names, and the commands of those who control."""
    return []


@pytest_asyncio.fixture
async def presence(clock, told):
    presence = Presence(clock, lambda: told.append({one.name: one.command for one in presence.present}))
    yield presence
    presence.close()


async def test_who_comes_and_goes_is_told(presence, told):
    presence.enter(ANNA)
    presence.enter(BO)
    presence.leave("Office")
    assert told == [{"Office": ""}, {"Office": "", "Stage": ""}, {"Stage": ""}]


async def test_who_was_never_here_is_no_change(presence, told):
    presence.leave("Office")
    presence.command("Office", "play")
    presence.know(ANNA)
    assert told == []


async def test_everybody_is_told_of_with_what_they_may_and_since_when(presence, clock):
    presence.enter(actor("Office", session="s1", role=Role.VIEWER))
    (one,) = presence.present
    assert (one.session, one.member, one.name, one.role) == ("s1", "Office", "Office", Role.VIEWER)
    assert (one.controller, one.since_s, one.commanded_s, one.controls) == (
        "Office's desk",
        clock.wall_s(),
        None,
        False,
    )


async def test_who_commands_controls_for_a_minute(presence, clock, told):
    presence.enter(ANNA)
    presence.command("Office", "play")
    assert presence.present[0].commanded_s == clock.wall_s()
    await clock.advance(CONTROLLING_S - 1)
    assert told[-1] == {"Office": "play"}
    await clock.advance(2)
    assert told[-1] == {"Office": ""}
    assert presence.present[0].controls is False


async def test_each_command_makes_the_minute_begin_again(presence, clock):
    presence.enter(ANNA)
    for _ in range(3):
        presence.command("Office", "next")
        await clock.advance(CONTROLLING_S - 1)
    assert presence.present[0].controls
    await clock.advance(2)
    assert not presence.present[0].controls


async def test_two_may_control_and_each_ends_by_themselves(presence, clock):
    presence.enter(ANNA)
    presence.enter(BO)
    presence.command("Office", "play")
    await clock.advance(30)
    presence.command("Stage", "stop")
    await clock.advance(31)
    assert [one.controls for one in presence.present] == [False, True]
    await clock.advance(30)
    assert [one.controls for one in presence.present] == [False, False]


async def test_who_drags_a_slider_floods_nobody(presence, clock, told):
    presence.enter(ANNA)
    told.clear()
    for _ in range(100):
        presence.command("Office", "volume")
        await clock.advance(REFRESH_S / 50)
    assert len(told) == 2


async def test_another_command_is_told_at_once(presence, told):
    presence.enter(ANNA)
    presence.command("Office", "play")
    presence.command("Office", "stop")
    assert told[-2:] == [{"Office": "play"}, {"Office": "stop"}]


async def test_another_role_or_name_is_told_and_the_same_is_not(presence, told):
    presence.enter(ANNA)
    presence.know(ANNA)
    assert len(told) == 1
    presence.know(actor("Office", role=Role.ADMIN))
    assert presence.present[0].role is Role.ADMIN
    assert len(told) == 2


async def test_a_clock_set_back_ends_nobodys_minute_early(presence, clock):
    presence.enter(ANNA)
    presence.command("Office", "play")
    clock.jump_wall(-1_000_000_000)
    await clock.advance(CONTROLLING_S - 1)
    assert presence.present[0].controls
