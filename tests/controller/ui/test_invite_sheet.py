import asyncio

import pytest
from controller.ui.scripted_team import member
from controller.ui.stories import teller
from controller.ui.team_desk import TEAM, Desk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_common.clock import ManualClock
from footlight_common.errors import PairingFailed
from footlight_common.security.roles import Role
from footlight_controller.ui.team.countdown import Countdown
from footlight_controller.ui.team.invite import InviteSheet


@pytest.fixture
def tell(in_qt, theme):
    return teller(in_qt, lambda: Desk(theme))


async def invited(desk, eventually, role=Role.OPERATOR):
    desk.show(TEAM)
    desk.page.invite.click()
    sheet = desk.page.findChild(InviteSheet)
    sheet.choice.buttons[role].setChecked(True)
    sheet.confirm.click()
    await eventually(lambda: sheet.code.isVisible())
    return sheet


def test_an_invitation_shows_a_code_with_where_and_how_long_and_then_who_came(tell, eventually):
    async def story(desk):
        sheet = await invited(desk, eventually, Role.TECHNICIAN)
        assert desk.asked == [("invite", Role.TECHNICIAN)]
        assert sheet.code.text() == "123-456"
        assert sheet.code.accessibleName() == "Code: 1 2 3 - 4 5 6"
        assert "192.168.1.7:8480" in sheet.addresses.text()
        assert sheet.countdown.left_s == 300.0
        assert not sheet.confirm.isVisible()
        desk.controller.team.let_in(asyncio.get_running_loop(), member(9, "House manager", Role.TECHNICIAN))
        await eventually(lambda: desk.told)
        assert desk.told == [("House manager", "Joined the site as Technician")]
        assert sheet.isVisible()
        sheet.confirm.click()
        assert not sheet.isVisible()
        assert desk.asked == [("invite", Role.TECHNICIAN)]

    tell(story)


def test_closing_the_sheet_cancels_the_invitation(tell, eventually):
    async def story(desk):
        sheet = await invited(desk, eventually)
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await eventually(lambda: desk.asked[-1] == ("cancel_invitation",))

    tell(story)


def test_after_three_wrong_codes_the_new_one_is_on_show(tell, eventually):
    async def story(desk):
        sheet = await invited(desk, eventually)
        desk.controller.team.change_code(asyncio.get_running_loop(), "654-321")
        await eventually(lambda: sheet.code.text() == "654-321")
        assert "new one" in sheet.error.text()
        sheet.reject()

    tell(story)


def test_an_invitation_that_ran_out_says_so_and_can_be_made_anew(tell, eventually):
    async def story(desk):
        sheet = await invited(desk, eventually)
        why = PairingFailed("nobody joined in time. Invite again.")
        desk.controller.team.refuse(asyncio.get_running_loop(), why)
        await eventually(lambda: sheet.error.text() == "Nobody joined in time. Invite again.")
        assert sheet.choice.isVisible()
        sheet.confirm.click()
        await eventually(lambda: sheet.code.isVisible())
        assert desk.asked == [("invite", Role.OPERATOR)] * 2
        sheet.reject()

    tell(story)


def test_the_time_left_runs_and_ends(theme, qtbot):
    clock = ManualClock()
    countdown = Countdown(theme, clock)
    qtbot.addWidget(countdown)
    countdown.show()
    countdown.start(90.0)
    whole = countdown.grab().toImage()
    assert countdown.accessibleName() == "Time left: 1:30"
    clock._monotonic_s = 60.0
    countdown._advance()
    assert countdown.grab().toImage() != whole
    clock._monotonic_s = 91.0
    with qtbot.waitSignal(countdown.over):
        countdown._advance()
    assert countdown.accessibleName() == "Time left: 0:00"
    assert not countdown._tick.isActive()
