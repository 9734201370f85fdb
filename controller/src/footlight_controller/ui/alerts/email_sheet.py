"""Asks how e-mails are sent."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from footlight_common.discovery import Address
from footlight_common.errors import InvalidArgument
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.board import EmailSettings, MailSecurity
from footlight_controller.services.sending.mail import PORTS, checked_email
from footlight_controller.ui.alerts.alert_words import least_text
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.field import Field, line
from footlight_controller.ui.widgets.pick import Pick

LONGEST = 255


class EmailSheet(Sheet):
    """Filled with `before`. A password that is there is never shown again."""

    def __init__(
        self, theme: Theme, desk: AlertDesk, before: EmailSettings | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            desk.tasks,
            self._save,
            title=self.tr("Send alerts by e-mail"),
            text=self.tr("While this app runs. Whoever keeps the mail server knows what to write here."),
            button=self.tr("Save"),
            parent=parent,
        )
        self._desk, self._before, self._space = desk, before, theme.tokens.space.one
        self.server = line(example=self.tr("mail.example.org"), longest=LONGEST)
        self.port = line(longest=5)
        self.security = Pick(
            self.tr("Privacy of the line"),
            (
                (MailSecurity.STARTTLS, self.tr("STARTTLS")),
                (MailSecurity.TLS, self.tr("TLS")),
                (MailSecurity.NONE, self.tr("None: everybody on the way can read it")),
            ),
        )
        self.user = line(longest=LONGEST)
        self.password = line(secret=True, longest=1000)
        self.writer = line(example=self.tr("footlight@example.org"), longest=LONGEST)
        self.to = line(example=self.tr("office@example.org, night@example.org"), longest=4000)
        self.least = Pick(self.tr("Which alerts"), [(severity, least_text(severity)) for severity in Severity])
        self.least.pick(Severity.WARNING)
        kept = self.tr("Empty: the one there is stays") if before is not None and before.user else ""
        self._beside((Field(self.tr("Mail server"), self.server), 3), (Field(self.tr("Port"), self.port), 1))
        self.body.addWidget(Field(self.tr("Privacy of the line"), self.security))
        self._beside(
            (Field(self.tr("User, where one is needed"), self.user), 1),
            (Field(self.tr("Password"), self.password, kept), 1),
        )
        self.body.addWidget(Field(self.tr("From"), self.writer))
        self.body.addWidget(Field(self.tr("To, with commas between several"), self.to))
        self.body.addWidget(Field(self.tr("Which alerts"), self.least))
        self.port.setText(str(PORTS[self.security.value]))
        if before is not None:
            self._fill(before)
        self._usual = PORTS[self.security.value]
        self.security.picked.connect(self._follow_security)
        self.server.setFocus()

    def _fill(self, before: EmailSettings) -> None:
        self.server.setText(before.server)
        self.port.setText(str(before.port))
        self.security.pick(before.security)
        self.user.setText(before.user)
        self.writer.setText(before.sender)
        self.to.setText(", ".join(before.to))
        self.least.pick(before.least)

    def _beside(self, *fields: tuple[Field, int]) -> None:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._space)
        for field, share in fields:
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(held)

    def _follow_security(self) -> None:
        """The usual port goes with it, unless another was written."""
        if self.port.text().strip() in ("", str(self._usual)):
            self.port.setText(str(PORTS[self.security.value]))
        self._usual = PORTS[self.security.value]

    def settings(self) -> EmailSettings:
        """As it is written. Raises InvalidArgument."""
        port, server = self.port.text().strip(), self.server.text().strip()
        if not server:
            raise InvalidArgument(self.tr("Write the name of the mail server."))
        if not port.isascii() or not port.isdigit():
            raise InvalidArgument(self.tr("The port is a number, usually {}.").format(self._usual))
        to = tuple(filter(None, re.split(r"[\s,;]+", self.to.text())))
        if not to:
            raise InvalidArgument(self.tr("Write whom the e-mails go to."))
        try:
            # Whoever types host and port into one field means both.
            address = Address.parse(server, default_port=int(port))
        except ValueError as err:
            raise InvalidArgument(str(err)) from err
        return checked_email(
            EmailSettings(
                server=address.host,
                port=address.port,
                security=self.security.value,
                user=self.user.text().strip(),
                sender=self.writer.text().strip(),
                to=to,
                least=self.least.value,
            )
        )

    async def _save(self) -> None:
        settings, password = self.settings(), self.password.text() or None
        await self._desk.ask(lambda port: port.set_email(settings, password))
