"""Who is told that does not look at the screen: by e-mail, and by a webhook."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from footlight_common.errors import FootlightError
from footlight_controller.core.alerting.board import EmailSettings, MailSecurity, Sending, WebhookSettings
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.ui.alerts.alert_words import least_text, short_time
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.alerts.email_sheet import EmailSheet
from footlight_controller.ui.alerts.webhook_sheet import WebhookSheet
from footlight_controller.ui.alerts_ports import AlertsPort
from footlight_controller.ui.attempt import Attempt
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.widgets.steady_focus import SteadyFocus
from footlight_controller.ui.widgets.working_bar import working_bar
from footlight_controller.ui.words import one_line, sentence

WIDTH = 820


class ChannelCard(Card):
    """How one channel is set up and how it stands, and what can be done about it."""

    set_up_wanted = Signal()
    off_wanted = Signal()

    def __init__(
        self, theme: Theme, desk: AlertDesk, channel: Channel, icon: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._desk, self._channel = desk, channel
        space = theme.tokens.space
        self._answer = ""
        self._glyph = Glyph(theme, icon, Tone.QUIET, size=22, plate=40)
        self._icon = icon
        self.about = label("", "muted", wrap=True)
        self.state = label("", "small", wrap=True)
        self.trouble = label("", "error", wrap=True)
        self.answer = label("", "small", wrap=True)
        self.progress = working_bar()
        self.set_up = QPushButton()
        self.test = QPushButton(self.tr("Send a test"))
        self.off = QPushButton(self.tr("Turn off…"))
        for button in (self.set_up, self.test, self.off):
            button.setAccessibleDescription(title)
        self.set_up.clicked.connect(self.set_up_wanted)
        self.test.clicked.connect(self._start)
        self.off.clicked.connect(self.off_wanted)
        self._focus = SteadyFocus(self)
        self._attempt = Attempt(desk.tasks, self._try, self)
        self._attempt.busy_changed.connect(self._show_busy)
        self._attempt.failed.connect(lambda err: self._show_answer(sentence(str(err)), "error"))
        self._attempt.succeeded.connect(self._show_sent)
        words = QVBoxLayout()
        words.setSpacing(space.half)
        words.addWidget(label(title, "strong"))
        for part in (self.about, self.state, self.trouble, self.answer, self.progress):
            words.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.one)
        for button in (self.set_up, self.test, self.off):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words.addSpacing(space.half)
        words.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(space.one_half)
        glyphs = QVBoxLayout()
        glyphs.addWidget(self._glyph)
        glyphs.addStretch(1)
        row.addLayout(glyphs)
        row.addLayout(words, 1)
        self.column.addLayout(row)
        self.answer.hide()
        self.progress.hide()

    def show_channel(self, about: str, sending: Sending | None, wall_s: float) -> None:
        """What it does, and how it stands; no `sending` for one that is not set up."""
        there = sending is not None
        self.about.setText(about)
        self.set_up.setText(self.tr("Change…") if there else self.tr("Set up…"))
        self.set_up.setProperty("kind", "" if there else "primary")
        self.set_up.style().unpolish(self.set_up)
        self.set_up.style().polish(self.set_up)
        self.test.setVisible(there)
        self.off.setVisible(there)
        self.state.setVisible(there)
        self.trouble.setVisible(there and bool(sending and sending.trouble))
        if not there:
            self._show_answer("", "small")
        if sending is not None:
            self.state.setText(self._state(sending, wall_s))
            self.trouble.setText(sentence(sending.trouble))
        tone = Tone.QUIET if sending is None else Tone.BAD if sending.trouble else Tone.GOOD
        self._glyph.show_as(self._icon, tone)

    def _state(self, sending: Sending, wall_s: float) -> str:
        if sending.trouble:
            first = self.tr("Does not work now; it is tried again by itself.")
        elif sending.sent_s is None:
            first = self.tr("Nothing was sent since the start of the app.")
        else:
            first = self.tr("Last sent {}.").format(short_time(sending.sent_s, wall_s))
        waiting = self.tr("%Ln notice(s) wait to be sent.", "", sending.waiting) if sending.waiting else ""
        return " ".join(filter(None, (first, waiting)))

    async def _try(self) -> None:
        self._answer = await self._desk.ask(lambda port: port.test(self._channel))

    def _start(self) -> None:
        self._show_answer(self.tr("Sending…"), "small")
        self._attempt.start()

    def _show_busy(self, on: bool) -> None:
        self.progress.setVisible(on)
        self._focus.enable(self.test, not on)

    def _show_sent(self) -> None:
        went = self.tr("The test went out. Look whether it arrived.")
        self._show_answer(" ".join(filter(None, (went, sentence(self._answer)))), "error" if self._answer else "strong")

    def _show_answer(self, text: str, kind: str) -> None:
        self.answer.setText(text)
        self.answer.setProperty("kind", kind)
        self.answer.style().unpolish(self.answer)
        self.answer.style().polish(self.answer)
        self.answer.setVisible(bool(text))


class SendingTab(QWidget):
    """Follows the board."""

    def __init__(self, theme: Theme, desk: AlertDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self._looked: tuple[EmailSettings | None, WebhookSettings | None] = (None, None)
        space = theme.tokens.space
        self.setObjectName("page")
        self.email = ChannelCard(theme, desk, Channel.EMAIL, "email-outline", self.tr("E-mail"))
        self.webhook = ChannelCard(theme, desk, Channel.WEBHOOK, "webhook", self.tr("Webhook"))
        self.open = label(
            self.tr(
                "There is no keyring on this desktop: passwords and addresses lie in a file that only your account"
                " can read."
            ),
            "small",
            wrap=True,
        )
        self.open.hide()
        self.email.set_up_wanted.connect(lambda: self._show_sheet(EmailSheet(theme, desk, desk.board.email, self)))
        self.webhook.set_up_wanted.connect(
            lambda: self._show_sheet(WebhookSheet(theme, desk, desk.board.webhook, self))
        )
        self.email.off_wanted.connect(lambda: self._ask_off(Channel.EMAIL))
        self.webhook.off_wanted.connect(lambda: self._ask_off(Channel.WEBHOOK))
        held = QWidget()
        held.setMaximumWidth(WIDTH)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.one_half)
        text = self.tr("Who is not in front of the screen is told by e-mail or webhook, while this app runs.")
        column.addWidget(SectionHeader(theme, self.tr("Sending"), text))
        column.addWidget(self.email)
        column.addWidget(self.webhook)
        column.addWidget(self.open)
        column.addStretch(1)
        inside = QWidget()
        inside.setObjectName("page")
        row = QHBoxLayout(inside)
        row.setContentsMargins(space.three, space.two, space.three, space.three)
        row.addWidget(held, 1000)
        row.addStretch(1)
        area = Scrolled()
        area.setWidget(inside)
        outside = QStackedLayout(self)
        outside.addWidget(area)
        desk.changed.connect(self._show_soon)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_board()

    def show_board(self) -> None:
        """As it stands now."""
        board, wall_s = self._desk.board, self._desk.clock.wall_s()
        self.email.show_channel(self._email_text(board.email), self._sending(Channel.EMAIL), wall_s)
        self.webhook.show_channel(self._webhook_text(board.webhook), self._sending(Channel.WEBHOOK), wall_s)
        if board.email is None and board.webhook is None:
            self.open.hide()
        elif self._looked != (board.email, board.webhook):
            self._desk.tasks.start(self._look_where())
        self._looked = board.email, board.webhook

    def _sending(self, channel: Channel) -> Sending | None:
        board = self._desk.board
        there = board.email if channel is Channel.EMAIL else board.webhook
        return None if there is None else board.sending.get(channel, Sending())

    def _email_text(self, settings: EmailSettings | None) -> str:
        if settings is None:
            return self.tr("Alerts are not sent by e-mail.")
        line = {
            MailSecurity.STARTTLS: self.tr("STARTTLS"),
            MailSecurity.TLS: self.tr("TLS"),
            MailSecurity.NONE: self.tr("no privacy"),
        }[settings.security]
        server = self.tr("{}:{} ({})").format(settings.server, settings.port, line)
        lines = [
            self.tr("To {}").format(", ".join(settings.to)),
            self.tr("From {} by {}").format(settings.sender, server),
            least_text(settings.least),
        ]
        return "\n".join(map(one_line, lines))

    def _webhook_text(self, settings: WebhookSettings | None) -> str:
        if settings is None:
            return self.tr("Alerts are not posted to a webhook.")
        token = self.tr("with a token") if settings.token else self.tr("without a token")
        where = self.tr("To {}, {}").format(one_line(settings.host), token)
        return "\n".join((where, least_text(settings.least)))

    def _show_sheet(self, sheet: EmailSheet | WebhookSheet) -> None:
        sheet.open()

    def _ask_off(self, channel: Channel) -> None:
        email = channel is Channel.EMAIL
        dialog = Confirmation(
            self._theme,
            title=self.tr("Send no e-mails any more?") if email else self.tr("Post nothing any more?"),
            text=self.tr("What waits to be sent, and the password, are forgotten.")
            if email
            else self.tr("What waits to be sent, the address and the token are forgotten."),
            button=self.tr("Turn off"),
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: self._turn_off(channel))
        dialog.open()

    def _turn_off(self, channel: Channel) -> None:
        if channel is Channel.EMAIL:
            self._desk.start(lambda port: port.set_email(None), self.tr("E-mail"))
        else:
            self._desk.start(lambda port: port.set_webhook(off=True), self.tr("Webhook"))

    async def _look_where(self) -> None:
        try:
            on = await self._desk.ask(_open_to_account)
        except FootlightError:
            return
        self.open.setVisible(on)

    def _show_soon(self) -> None:
        if self.isVisible():
            self.show_board()


async def _open_to_account(port: AlertsPort) -> bool:
    return port.open_to_account
