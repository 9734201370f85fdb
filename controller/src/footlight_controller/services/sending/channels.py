"""The channels in use: an outbox for each, what makes its sender, and a task that empties it."""

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence

from footlight_common.clock import Clock
from footlight_common.errors import InvalidArgument
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import Sending
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.words import TEST_CODE
from footlight_controller.services.alert_archive import AlertArchive
from footlight_controller.services.alert_rules import AlertRules
from footlight_controller.services.alert_store import Notice
from footlight_controller.services.sending.mail import MailSender
from footlight_controller.services.sending.outbox import Outbox
from footlight_controller.services.sending.sender import Sender
from footlight_controller.services.sending.webhook import WebhookSender

# Links that break with one switch are found to be broken within a heartbeat and a half.
GATHER_S: Mapping[Channel, float] = {Channel.EMAIL: 15.0, Channel.WEBHOOK: 1.0}


class Channels:
    """On the core thread. What is put is kept at once, and sent from `run` on."""

    def __init__(
        self,
        clock: Clock,
        *,
        rules: AlertRules,
        archive: AlertArchive,
        chance: Callable[[], float],
        site: Callable[[], str],
        changed: Callable[[Channel], None],
        context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        gather_s: Mapping[Channel, float] = GATHER_S,
    ) -> None:
        """`changed` is called when a channel stands otherwise; `context` judges certificates of servers."""
        self._clock = clock
        self._rules = rules
        self._archive = archive
        self._chance = chance
        self._site = site
        self._changed = changed
        self._context = context
        self._gather_s = gather_s
        self._outboxes: dict[Channel, Outbox] = {}
        self._tasks: dict[Channel, asyncio.Task[None]] = {}
        self._next_id = 1
        self._running = False

    def open(self, waiting: Sequence[Notice], next_id: int) -> None:
        """Have an outbox for each channel that is set up, with what an earlier run did not send."""
        self._next_id = next_id
        for channel in self._rules.plan.channels:
            self._open(channel, [notice for notice in waiting if notice.channel is channel])

    def run(self) -> None:
        """Send from now on."""
        self._running = True
        for channel in self._outboxes:
            self._start(channel)

    async def close(self) -> None:
        """Send nothing any more; what waits is kept."""
        self._running = False
        await self._end(*self._tasks)

    @property
    def sending(self) -> dict[Channel, Sending]:
        """How each channel in use stands."""
        return {channel: outbox.sending for channel, outbox in self._outboxes.items()}

    def put(self, channel: Channel, alert: AlertView) -> None:
        """Tell of this alert by this channel, if it is in use."""
        outbox = self._outboxes.get(channel)
        if outbox is not None:
            notice = Notice(id=self._next_id, channel=channel, alert=alert, made_s=self._clock.wall_s())
            self._next_id += 1
            self._archive.keep_notices([notice])
            outbox.put(notice)

    async def use(self, channel: Channel) -> None:
        """The settings of this channel are others: try at once what waits, or forget it when the channel is off."""
        if channel in self._rules.plan.channels:
            if channel not in self._outboxes:
                self._open(channel, [])
            self._outboxes[channel].try_now()
            self._start(channel)
        elif (outbox := self._outboxes.pop(channel, None)) is not None:
            await self._end(channel)
            outbox.drop_all()

    async def test(self, channel: Channel, name: str) -> str:
        """Send a test by somebody of this name, past the outbox. As `Alerts.test`."""
        now_s = self._clock.wall_s()
        trial = AlertView(
            id=0,
            rule=RuleName.OTHER,
            code=TEST_CODE,
            player_id="",
            player_name=name,
            severity=Severity.INFO,
            detail="This is what an alert looks like. Nothing is wrong.",
            began_s=now_s,
            raised_s=now_s,
        )
        return await (await self._sender(channel)).send([trial])

    def _open(self, channel: Channel, waiting: Sequence[Notice]) -> None:
        self._outboxes[channel] = Outbox(
            self._clock,
            make_sender=lambda: self._sender(channel),
            gather_s=self._gather_s[channel],
            chance=self._chance,
            waiting=waiting,
            tried=self._archive.keep_notices,
            done=self._archive.drop_notices,
            changed=lambda: self._changed(channel),
        )

    def _start(self, channel: Channel) -> None:
        if self._running and channel not in self._tasks:
            run = self._outboxes[channel].run()
            self._tasks[channel] = asyncio.get_running_loop().create_task(run, name=f"alerts-{channel}")

    async def _end(self, *channels: Channel) -> None:
        tasks = [task for channel in channels if (task := self._tasks.pop(channel, None)) is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _sender(self, channel: Channel) -> Sender:
        rules = self._rules
        if channel is Channel.EMAIL and rules.email is not None:
            return MailSender(
                rules.email, rules.password, site=self._site, wall_s=self._clock.wall_s, context=self._context
            )
        if channel is Channel.WEBHOOK and rules.webhook is not None:
            return WebhookSender(await rules.webhook_secret(), site=self._site, context=self._context)
        msg = f"nothing is set up to send by {channel}. Set it up with: footlight alerts {channel}"
        raise InvalidArgument(msg)
