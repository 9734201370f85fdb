"""Pictures of alerts: the line over a page, the Alerts page with its tabs, and what it asks."""

from collections.abc import Awaitable, Callable

from playhouse import until
from PySide6.QtWidgets import QWidget

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.hours import Hours, Span
from footlight_controller.core.alerting.rules import Rule, RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.services.controller import Controller
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.ports import ControllerPort
from footlight_controller.ui.shell.places import ALERTS, MONITORING
from footlight_controller.ui.window import MainWindow

_WORKDAYS, _WEEKEND = frozenset(range(5)), frozenset({5, 6})


async def draw_alerts(
    window: MainWindow,
    bridge: Bridge,
    draw: Callable[[str], Awaitable[None]],
    draw_sheet: Callable[[QWidget, str], Awaitable[None]],
) -> None:
    """`draw` makes pictures of the window under a name, `draw_sheet` those of a dialog."""
    page, desk = window.records.alerts.page, window.records.alerts.desk
    await bridge.call(_raise)
    await until(lambda: len(desk.board.open) > 2, "alerts")
    desk.acknowledge(desk.unseen[-1])
    await until(lambda: any(alert.acknowledged for alert in desk.board.open), "an alert that somebody looks after")
    window.frame.open_page(MONITORING)
    await draw("monitoring-alerts")
    window.frame.open_page(ALERTS)
    for tab, name in enumerate(("alerts", "alerts-history", "alerts-rules", "alerts-sending")):
        page.tabs.setCurrentIndex(tab)
        await until(lambda: not page.past.reader.busy, "the history of the alerts")
        await draw(name)
    for button, name in (
        (page.rules.rules[RuleName.TEMPERATURE].change, "alerts-rule"),
        (page.rules.hours.buttons[0], "alerts-hours"),
        (page.sending.email.set_up, "alerts-email"),
        (page.sending.webhook.set_up, "alerts-webhook"),
    ):
        button.click()
        sheet = next(sheet for sheet in page.findChildren(Sheet) if sheet.isVisible())
        await draw_sheet(sheet, name)
        sheet.reject()
    page.tabs.setCurrentIndex(0)


async def _raise(port: ControllerPort) -> None:
    """No disk has so much room, so that every player is in want of it at once."""
    alerts = port.alerts
    open_late = Span(days=_WEEKEND, begins_min=10 * 60, ends_min=2 * 60)
    hours = Hours(spans=(Span(days=_WORKDAYS, begins_min=8 * 60, ends_min=22 * 60), open_late))
    await alerts.set_hours(Target.area("Canteen"), hours)
    await alerts.mute(Target.rule(RuleName.CLOCK), 8 * 3600.0)
    await alerts.set_rule(RuleName.DISK, Rule(threshold=1_000_000.0, severity=Severity.WARNING))
    if isinstance(port, Controller):
        port.watch_alerts()
