"""The Alerts page with letters half as large again, as somebody may have set them in the system."""

import asyncio
from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_alerts import ME, NOW_S, alert, board, over
from controller.ui.scripted_window import scripted_window
from controller.ui.test_large_text import cut, large, outside, overlapping

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Acknowledged
from footlight_controller.core.alerting.board import EmailSettings, Sending, WebhookSettings
from footlight_controller.core.alerting.hours import Hours, Span
from footlight_controller.core.alerting.plan import Channel, HoursOf, Mute, OffMark, Plan
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.shell.places import ALERTS, MONITORING

__all__ = ["large"]

LONG = "A long name of many words that goes on and on, upper floor, left of the stairs"
VIEWS = player(1, "Lobby"), player(2, LONG, area="A long name of an area, too, which has no end")
HOURS = Hours(
    spans=(
        Span(days=frozenset(range(5)), begins_min=480, ends_min=1080),
        Span(days=frozenset({0, 2, 4, 6}), begins_min=1200, ends_min=120),
    )
)
BOARD = board(
    alert(1, told=(Channel.EMAIL, Channel.WEBHOOK), detail="it sends nothing any more. Is it switched on?"),
    alert(2, RuleName.DISK, player_name=LONG, area="Bar", severity=Severity.WARNING, value=300.0),
    alert(3, RuleName.CRASHES, acknowledged=Acknowledged(by=replace(ME, name=LONG), at_s=NOW_S)),
    plan=Plan(
        mutes=(Mute(target=Target.player(VIEWS[1].id), since_s=NOW_S, by=ME),),
        off=(OffMark(player_id=VIEWS[1].id, since_s=NOW_S, by=ME),),
        hours=(HoursOf(target=Target.everything(), hours=HOURS),),
    ),
    email=EmailSettings(
        server="mail.example.org", port=587, sender="footlight@example.org", to=("office@example.org",) * 6
    ),
    webhook=WebhookSettings(host="https://hooks.example.org"),
    sending={Channel.EMAIL: Sending(waiting=3, trouble="the mail server cannot be reached. Is it up?")},
)


@pytest.mark.parametrize("size", [(1280, 800), (680, 480)], ids=["1280x800", "680x480"])
def test_no_text_is_cut_and_nothing_overlaps(large, in_qt, eventually, size):
    controller = ScriptedController(changes_of(*VIEWS, alerts=BOARD))
    controller.alerts.board = BOARD
    controller.alerts.kept = [over(number, RuleName.DISK, value=300.0) for number in range(40, 0, -1)]
    faults = {}

    async def look(part, where):
        # Layouts are told in turns of the loop.
        for _ in range(5):
            await asyncio.sleep(0)
        part.grab()
        if seen := [*cut(part), *outside(part), *overlapping(part)]:
            faults[where] = seen

    async def story():
        async with scripted_window(large, controller, size) as (window, bridge):
            await bridge.start()
            await eventually(lambda: window.model.rowCount() == len(VIEWS))
            page = window.records.alerts.page
            await look(window, "the line over the page")
            window.open_player(VIEWS[1].id)
            await look(window, "the page of a player")
            window.frame.open_page(ALERTS)
            page.tabs.setCurrentIndex(1)
            # Whoever leaves the tab before they are read has none.
            await eventually(lambda: page.past.model.rows)
            for tab in range(page.tabs.count()):
                page.tabs.setCurrentIndex(tab)
                await look(window, page.tabs.tabText(tab))
            for button in (
                page.rules.rules[RuleName.TEMPERATURE].change,
                page.rules.hours.buttons[0],
                page.rules.add_off,
                page.sending.email.set_up,
                page.sending.webhook.set_up,
            ):
                button.click()
                sheet = next(sheet for sheet in page.findChildren(Sheet) if sheet.isVisible())
                await look(sheet, sheet.windowTitle())
                sheet.reject()
            window.frame.open_page(MONITORING)

    in_qt(story())
    assert not faults, "\n".join(f"{where}: {fault}" for where, each in faults.items() for fault in each)
