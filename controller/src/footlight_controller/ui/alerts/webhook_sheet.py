"""Asks where alerts are posted to."""

from PySide6.QtWidgets import QWidget

from footlight_common.errors import InvalidArgument
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.board import WebhookSettings
from footlight_controller.services.alert_rules import WebhookSecret
from footlight_controller.ui.alerts.alert_words import least_text
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.widgets.pick import Pick

LONGEST = 4000


class WebhookSheet(Sheet):
    """The address may hold a secret, and so it is never shown again; nor is the token."""

    def __init__(
        self, theme: Theme, desk: AlertDesk, before: WebhookSettings | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            desk.tasks,
            self._save,
            title=self.tr("Post alerts to a webhook"),
            text=self.tr("As JSON, while this app runs. What is behind the host is kept secret, and not shown again."),
            button=self.tr("Save"),
            parent=parent,
        )
        self._desk, self._before = desk, before
        self.url = line(example=self.tr("https://hooks.example.org/…"), secret=before is not None, longest=LONGEST)
        self.token = line(secret=True, longest=LONGEST)
        self.least = Pick(self.tr("Which alerts"), [(severity, least_text(severity)) for severity in Severity])
        self.least.pick(Severity.WARNING if before is None else before.least)
        kept = "" if before is None else self.tr("Empty: {} and its token stay").format(before.host)
        self.body.addWidget(Field(self.tr("Address"), self.url, kept))
        goes = self.tr("Goes along as “Authorization: Bearer”.")
        self.body.addWidget(Field(self.tr("Token, where one is needed"), self.token, goes))
        self.body.addWidget(Field(self.tr("Which alerts"), self.least))
        self.url.setFocus()

    async def _save(self) -> None:
        url, token = self.url.text().strip(), self.token.text().strip()
        if not url and (token or self._before is None):
            raise InvalidArgument(self.tr("Write the address, too."))
        secret = WebhookSecret(url=url, token=token) if url else None
        least = self.least.value
        await self._desk.ask(lambda port: port.set_webhook(secret, least=least))
