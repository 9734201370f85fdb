"""The alerts of a controller, as the test says."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from footlight_common.errors import UnknownAlert
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Acknowledged, AlertView, Ending
from footlight_controller.core.alerting.board import AlertBoard, EmailSettings, WebhookSettings
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.alerting.plan import Channel, Mute, OffMark, Plan, Who
from footlight_controller.core.alerting.rules import DEFAULTS, Rule, RuleName, checked
from footlight_controller.core.alerting.target import Target
from footlight_controller.services.alert_rules import WebhookSecret
from footlight_controller.services.sending.mail import checked_email
from footlight_controller.services.sending.webhook import host_of

NOW_S = 1_750_000_000.0
ME = Who(name="Front office", member="5" * 16)


def alert(number: int = 1, rule: RuleName = RuleName.OFFLINE, **changes: Any) -> AlertView:
    """Open for ten minutes, at the player of the number."""
    fields: dict[str, Any] = {
        "id": number,
        "rule": rule,
        "code": rule.value,
        "player_id": f"{number:016x}",
        "player_name": "Lobby",
        "area": "Foyer",
        "severity": Severity.CRITICAL,
        "began_s": NOW_S - 600,
        "raised_s": NOW_S - 540,
    }
    return AlertView(**{**fields, **changes})


def over(number: int = 1, rule: RuleName = RuleName.OFFLINE, **changes: Any) -> AlertView:
    """Over since five minutes."""
    return alert(number, rule, **{"ended_s": NOW_S - 300, "ending": Ending.RECOVERED, **changes})


def board(*alerts: AlertView, **changes: Any) -> AlertBoard:
    """With these open."""
    return AlertBoard(**{"open": alerts, "watching": True, **changes})


class ScriptedAlerts:
    """As `Controller.alerts`; what was asked is recorded, and shows on `board`."""

    def __init__(self, *alerts: AlertView) -> None:
        self.board = board(*alerts)
        self.told: Callable[[], None] = lambda: None
        """Called when the board is another."""
        self.asked: list[tuple[object, ...]] = []
        """Every request, as (name, arguments...)."""
        self.kept: list[AlertView] = []
        """Those that are over or open, newest first, as `past` gives them."""
        self.open_to_account = False
        self.answer: Callable[[], None] = lambda: None
        self.tested = ""
        self.hold: asyncio.Event | None = None
        self.has_password = False

    async def past(
        self,
        *,
        from_s: float = 0.0,
        to_s: float = float("inf"),
        player_id: str = "",
        before: int | None = None,
        limit: int = 200,
    ) -> tuple[AlertView, ...]:
        await self._do("past", player_id, before)
        fits = [
            each
            for each in self.kept
            if player_id in ("", each.player_id)
            and (before is None or each.id < before)
            and each.began_s <= to_s
            and (each.ended_s is None or each.ended_s >= from_s)
        ]
        return tuple(fits[:limit])

    async def acknowledge(self, *alert_ids: int) -> None:
        await self._do("acknowledge", *alert_ids)
        if not set(alert_ids) <= {each.id for each in self.board.open}:
            raise UnknownAlert("no alert that is open has this number.")
        seen = Acknowledged(by=ME, at_s=NOW_S)
        self._show(
            open=tuple(replace(each, acknowledged=seen) if each.id in alert_ids else each for each in self.board.open)
        )

    async def mute(self, target: Target, for_s: float | None = None) -> Mute:
        await self._do("mute", target, for_s)
        mute = Mute(target=target, since_s=NOW_S, until_s=None if for_s is None else NOW_S + for_s, by=ME)
        self._plan(self.board.plan.with_mute(mute))
        return mute

    async def unmute(self, target: Target | None = None) -> bool:
        await self._do("unmute", target)
        self._plan(replace(self.board.plan, mutes=()) if target is None else self.board.plan.without_mute(target))
        return True

    async def set_rule(self, name: RuleName, rule: Rule) -> None:
        await self._do("set_rule", name, checked(name, rule))
        self._plan(self.board.plan.with_rule(name, rule))

    async def reset_rule(self, name: RuleName) -> None:
        await self._do("reset_rule", name)
        self._plan(self.board.plan.with_rule(name, DEFAULTS[name]))

    async def set_hours(self, target: Target, hours: Hours | None) -> None:
        await self._do("set_hours", target, hours)
        self._plan(self.board.plan.with_hours(target, hours))

    async def mark_off(self, player_id: str) -> None:
        await self._do("mark_off", player_id)
        self._plan(self.board.plan.with_off(OffMark(player_id=player_id, since_s=NOW_S, by=ME)))

    async def unmark_off(self, player_id: str) -> bool:
        await self._do("unmark_off", player_id)
        self._plan(self.board.plan.without_off(player_id))
        return True

    async def set_email(self, settings: EmailSettings | None, password: str | None = None) -> None:
        await self._do("set_email", settings, password)
        self._show(email=None if settings is None else checked_email(settings))

    async def set_webhook(
        self, secret: WebhookSecret | None = None, *, least: Severity | None = None, off: bool = False
    ) -> None:
        await self._do("set_webhook", secret, least, off)
        before = self.board.webhook
        settings = None
        if not off:
            host, token = ("", False) if before is None else (before.host, before.token)
            if secret is not None:
                host, token = host_of(secret), bool(secret.token)
            settings = WebhookSettings(host=host, token=token, least=least or Severity.WARNING)
        self._show(webhook=settings)

    async def test(self, channel: Channel) -> str:
        await self._do("test", channel)
        return self.tested

    async def _do(self, *request: object) -> None:
        self.asked.append(request)
        if self.hold is not None:
            await self.hold.wait()
        self.answer()

    def _plan(self, plan: Plan) -> None:
        self._show(plan=plan)

    def _show(self, **changes: Any) -> None:
        self.board = replace(self.board, **changes)
        self.told()
