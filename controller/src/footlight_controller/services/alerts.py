"""Runs the alerts of a controller: hears of the fleet, keeps what is open and past, and has people told."""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from footlight_common.clock import Clock
from footlight_common.errors import InvalidArgument, UnknownAlert
from footlight_common.model.alerts import Severity
from footlight_common.storage import FLUSH_DEADLINE_S
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import AlertBoard, EmailSettings, WebhookSettings
from footlight_controller.core.alerting.hours import Hours
from footlight_controller.core.alerting.machine import (
    Acknowledge,
    Alerting,
    Effect,
    Ended,
    Gone,
    Input,
    Notify,
    Planned,
    Raised,
    Replanned,
    Revised,
    Seen,
    Tick,
)
from footlight_controller.core.alerting.plan import Channel, LocalTime, Mute, OffMark, Plan, Who
from footlight_controller.core.alerting.rules import DEFAULTS, Rule, RuleName, checked
from footlight_controller.core.alerting.target import Scope, Target
from footlight_controller.core.changes import Changes
from footlight_controller.core.moment import Moment
from footlight_controller.services.alert_archive import AlertArchive
from footlight_controller.services.alert_rules import AlertRules, WebhookSecret
from footlight_controller.services.alert_store import FILE_NAME, AlertStore
from footlight_controller.services.keyring_lock import KeyringLock
from footlight_controller.services.sending.channels import GATHER_S, Channels
from footlight_controller.services.sending.mail import checked_email
from footlight_controller.services.sending.webhook import host_of
from footlight_controller.services.site import Site

_log = logging.getLogger(__name__)

HOUSEKEEPING_S = 86_400.0
DEFAULT_PAGE_ALERTS = 200
_CHANNELS = {Channel.EMAIL: "e-mail", Channel.WEBHOOK: "webhook"}


def local_time(wall_s: float) -> datetime:
    """The clock on the wall, in the time zone of this computer."""
    return datetime.fromtimestamp(wall_s).astimezone()


class Alerts:
    """Used on the core thread. What people set is in force at once, and kept. Until `keep_watch`, nothing is raised."""

    def __init__(
        self,
        clock: Clock,
        *,
        rules: AlertRules | None = None,
        path: Path | None = None,
        chance: Callable[[], float] = lambda: 0.0,
        local: LocalTime = local_time,
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        gather_s: Mapping[Channel, float] = GATHER_S,
    ) -> None:
        """Without `path` and `rules` nothing is kept for the next run. `context` judges certificates of servers."""
        self._clock = clock
        self._rules = rules or AlertRules()
        self._archive = AlertArchive(AlertStore(path, self._on_rescue), clock, self._changed)
        self._local = local
        self._machine = Alerting(self._rules.plan, local)
        self._channels = Channels(
            clock,
            rules=self._rules,
            archive=self._archive,
            chance=chance,
            site=self._site_name,
            changed=self._sending_changed,
            context=context,
            gather_s=gather_s,
        )
        self._alerted: list[AlertView] = []
        self._board = AlertBoard()
        self._stale = True
        self._told: Callable[[], None] = _nothing
        self._note: Callable[[str, str], None] = _nothing
        self._site: Callable[[], Site | None] = lambda: None
        self._account = ""
        self._rescued = ""
        self._troubles: dict[Channel, str] = {}
        self._watching = False
        self._due_s = float("inf")
        self._timer: asyncio.Task[None] | None = None
        self._housekeeping: asyncio.Task[None] | None = None

    @classmethod
    def own(cls, data_dir: Path, clock: Clock, lock: KeyringLock, chance: Callable[[], float] = lambda: 0.0) -> Self:
        """Those in a data directory that this process owns. Raises StorageError."""
        return cls(clock, rules=AlertRules.own(data_dir, clock, lock), path=data_dir / FILE_NAME, chance=chance)

    async def start(
        self,
        *,
        told: Callable[[], None] = lambda: None,
        note: Callable[[str, str], None] = lambda _key, _text: None,
        site: Callable[[], Site | None] = lambda: None,
        account: str = "",
    ) -> None:
        """Read what was kept. Never raises: alerts work without a disk.

        `told` is called when `board` or `take_alerted` have news, and `note` sets a standing warning by key. Whoever
        asks for something is the member of `site`, or else of the name `account`.
        """
        self._told, self._note, self._site, self._account = told, note, site, account
        kept = await self._archive.load()
        self._machine = Alerting(self._rules.plan, self._local, open_alerts=kept.open, next_id=kept.next_id)
        self._channels.open(kept.notices, kept.next_notice)
        self._changed()

    def keep_watch(self, everybody: Changes) -> None:
        """Raise alerts and send them from now on, with `take` hearing of every change after this one."""
        self._watching = True
        self.take(everybody)
        for alert in self._machine.open:
            if alert.player_id not in everybody.players:
                self._feed(Gone(alert.player_id))
        self._channels.run()
        self._housekeeping = asyncio.get_running_loop().create_task(self._keep_house(), name="alerts-housekeeping")
        self._changed()

    def take(self, changes: Changes) -> None:
        """Hear of what is new in the fleet."""
        now, effects = self._now(), list[Effect]()
        for player_id in changes.removed:
            effects += self._machine.feed(Gone(player_id), now)
        for view in changes.players.values():
            effects += self._machine.feed(Seen(view), now)
        self._carry_out(effects)

    async def close(self) -> None:
        """Save what is unsaved. What is not sent yet is sent in the next run."""
        self._watching = False
        tasks = [task for task in (self._timer, self._housekeeping) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._channels.close()
        try:
            async with asyncio.timeout(FLUSH_DEADLINE_S):
                await self._archive.close()
        except TimeoutError:
            _log.error("saving the alerts took more than %.0f s and was given up", FLUSH_DEADLINE_S)
        await self._rules.close()

    @property
    def board(self) -> AlertBoard:
        """What there is to show; the same object while nothing changed."""
        if self._stale:
            self._stale = False
            self._board = AlertBoard(
                open=self._machine.open,
                plan=self._machine.plan,
                email=self._rules.email,
                webhook=self._rules.webhook,
                sending=self._channels.sending,
                watching=self._watching,
            )
        return self._board

    def take_alerted(self) -> Sequence[AlertView]:
        """The alerts that were raised, or are over, since the last call."""
        alerted, self._alerted = self._alerted, []
        return alerted

    async def past(
        self,
        *,
        from_s: float = 0.0,
        to_s: float = float("inf"),
        player_id: str = "",
        before: int | None = None,
        limit: int = DEFAULT_PAGE_ALERTS,
    ) -> tuple[AlertView, ...]:
        """Alerts that were open at some time between `from_s` and `to_s` (wall time), newest first.

        Those of one player alone with its id; the next page with the number of the last as `before`. Raises
        StorageError.
        """
        return await self._archive.past(from_s=from_s, to_s=to_s, player_id=player_id, before=before, limit=limit)

    async def acknowledge(self, *alert_ids: int) -> None:
        """Whoever asks looks after these. One that somebody looks after already stays theirs. Raises UnknownAlert."""
        there = {alert.id for alert in self._machine.open}
        for missing in [each for each in alert_ids if each not in there]:
            msg = f"no alert that is open has the number {missing}. See which there are with: footlight alerts"
            raise UnknownAlert(msg)
        for alert_id in alert_ids:
            self._feed(Acknowledge(alert_id, self._who()))

    async def mute(self, target: Target, for_s: float | None = None) -> Mute:
        """Raise nothing for it, for so many seconds or for good. Raises InvalidArgument for less than a second."""
        if for_s is not None and not 1.0 <= for_s <= 10 * 366 * 86_400.0:
            msg = "a mute lasts from a second to ten years, or for good."
            raise InvalidArgument(msg)
        now_s = self._clock.wall_s()
        until_s = None if for_s is None else now_s + for_s
        mute = Mute(target=target, since_s=now_s, until_s=until_s, by=self._who())
        self._plan(self._machine.plan.with_mute(mute))
        return mute

    async def unmute(self, target: Target | None = None) -> bool:
        """Take the mute for exactly this target away, or all; whether there was one."""
        plan = self._machine.plan
        after = replace(plan, mutes=()) if target is None else plan.without_mute(target)
        self._plan(after)
        return after.mutes != plan.mutes

    async def set_rule(self, name: RuleName, rule: Rule) -> None:
        """Have this rule like this. Raises InvalidArgument for what cannot be."""
        self._plan(self._machine.plan.with_rule(name, checked(name, rule)))

    async def reset_rule(self, name: RuleName) -> None:
        """Have this rule as it is out of the box."""
        self._plan(self._machine.plan.with_rule(name, DEFAULTS[name]))

    async def set_hours(self, target: Target, hours: Hours | None) -> None:
        """Mind a player, an area or all within these hours alone; None for no hours of its own.

        Raises InvalidArgument for a rule, which has none.
        """
        if target.scope is Scope.RULE:
            msg = "operating hours are of a player, an area or all, and not of a rule."
            raise InvalidArgument(msg)
        self._plan(self._machine.plan.with_hours(target, hours))

    async def mark_off(self, player_id: str) -> None:
        """The player is off on purpose: no offline alert until it was away and is back."""
        mark = OffMark(player_id=player_id, since_s=self._clock.wall_s(), by=self._who())
        self._plan(self._machine.plan.with_off(mark))

    async def unmark_off(self, player_id: str) -> bool:
        """The player is not off on purpose; whether it was thought to be."""
        there = self._machine.plan.off_mark(player_id) is not None
        self._plan(self._machine.plan.without_off(player_id))
        return there

    async def set_email(self, settings: EmailSettings | None, password: str | None = None) -> None:
        """Send e-mails like this from now on; None for none. Without a `password` the one there is stays.

        Raises InvalidArgument for what cannot be sent with, or a user without a password.
        """
        if settings is not None:
            checked_email(settings)
            before = self._rules.email
            same = before is not None and (before.server, before.user) == (settings.server, settings.user)
            if settings.user and password is None and not (same and self._rules.has_password):
                msg = f"the user {settings.user} needs a password for {settings.server}."
                raise InvalidArgument(msg)
        await self._rules.set_email(settings, password)
        await self._use(Channel.EMAIL)

    async def set_webhook(
        self, secret: WebhookSecret | None = None, *, least: Severity | None = None, off: bool = False
    ) -> None:
        """Post to this address from now on, alerts from `least` on; without one to the same as before, or not at all.

        Raises InvalidArgument for no address of a webhook.
        """
        before = self._rules.webhook
        settings: WebhookSettings | None = None
        if not off:
            if secret is not None:
                settings = WebhookSettings(host=host_of(secret), token=bool(secret.token))
            elif before is not None:
                settings = before
            else:
                msg = "a webhook needs an address."
                raise InvalidArgument(msg)
            settings = replace(settings, least=least or (before.least if before else Severity.WARNING))
        await self._rules.set_webhook(settings, secret)
        await self._use(Channel.WEBHOOK)

    @property
    def open_to_account(self) -> bool:
        """Whether a password or address lies in the file as it is, for there is no keyring that keeps it."""
        return self._rules.open_to_account

    async def test(self, channel: Channel) -> str:
        """Send a test at once; what did not go well all the same, or an empty text.

        Raises SendFailed, CredentialRefused, or InvalidArgument when the channel is not in use.
        """
        return await self._channels.test(channel, self._who().name or "Footlight")

    def _who(self) -> Who:
        site = self._site()
        me = None if site is None else site.member
        return Who(name=self._account) if me is None else Who(name=me.name, member=me.id)

    def _site_name(self) -> str:
        site = self._site()
        return "" if site is None else site.name

    def _now(self) -> Moment:
        return Moment(self._clock.wall_s(), self._clock.monotonic_s())

    def _plan(self, plan: Plan) -> None:
        self._rules.put(plan)
        self._feed(Planned(plan))
        self._changed()

    def _feed(self, what: Input) -> None:
        self._carry_out(self._machine.feed(what, self._now()))

    def _carry_out(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            match effect:
                case Raised(alert):
                    _log.info("alert %d: %s at %s", alert.id, alert.code, alert.player_id)
                    self._alerted.append(alert)
                    self._archive.keep(alert)
                case Ended(alert):
                    _log.info("alert %d is over: %s", alert.id, alert.ending)
                    self._alerted.append(alert)
                    self._archive.keep(alert)
                case Revised(alert):
                    self._archive.keep(alert)
                case Notify(channel, alert):
                    self._channels.put(channel, alert)
                case Replanned(plan):
                    self._rules.put(plan)
        if effects:
            self._changed()
        if self._watching:
            self._set_timer()

    def _set_timer(self) -> None:
        wait_s = self._machine.wait_s(self._now())
        due_s = float("inf") if wait_s is None else self._clock.monotonic_s() + wait_s
        # One that wakes too early looks again; only too late would be wrong.
        if due_s < self._due_s - 0.01:
            self._due_s = due_s
            if self._timer is not None:
                self._timer.cancel()
            self._timer = asyncio.get_running_loop().create_task(self._tick_in(due_s), name="alerts-timer")

    async def _tick_in(self, due_s: float) -> None:
        await self._clock.sleep(due_s - self._clock.monotonic_s())
        self._due_s, self._timer = float("inf"), None
        self._feed(Tick())

    async def _keep_house(self) -> None:
        while True:
            await self._archive.prune(self._clock.wall_s())
            await self._clock.sleep(HOUSEKEEPING_S)

    async def _use(self, channel: Channel) -> None:
        await self._channels.use(channel)
        self._sending_changed(channel)
        self._feed(Planned(replace(self._machine.plan, channels=self._rules.plan.channels)))
        self._changed()

    def _sending_changed(self, channel: Channel) -> None:
        sending = self._channels.sending.get(channel)
        trouble = "" if sending is None else sending.trouble
        if self._troubles.get(channel) != trouble:
            self._troubles[channel] = trouble
            self._archive.keep_trouble(channel, trouble)
        self._note(f"alerts-{channel}", f"Alerts do not go out by {_CHANNELS[channel]}: {trouble}" if trouble else "")
        self._changed()

    def _on_rescue(self, text: str) -> None:
        # Called in the thread that reads and writes.
        self._rescued = text

    def _changed(self) -> None:
        self._stale = True
        self._note("alerts-file", self._rules.rescued or self._rescued)
        self._note("alerts-storage", self._archive.trouble or self._rules.trouble)
        self._told()


def _nothing(*_: str) -> None:
    pass
