import asyncio
from dataclasses import replace

import pytest
from controller.ui.alerts.desk import SENDING
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from footlight_common.errors import SendFailed
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.board import EmailSettings, MailSecurity, Sending, WebhookSettings
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.ui.dialogs.confirmation import Confirmation

MAIL = EmailSettings(
    server="mail.example.org", port=587, user="footlight", sender="footlight@example.org", to=("office@example.org",)
)
HOOK = WebhookSettings(host="https://hooks.example.org", token=True, least=Severity.CRITICAL)
SECRET = "correct-horse"


async def opened(desk, button, eventually):
    button.click()
    return await eventually(desk.sheet)


def everything_said(widget):
    """All that can be read or is spoken."""
    parts = [widget, *widget.findChildren(QWidget)]
    texts = [part.text() for part in parts if isinstance(part, QLabel)]
    texts += [part.displayText() for part in parts if isinstance(part, QLineEdit)]
    texts += [part.accessibleName() + part.accessibleDescription() + part.toolTip() for part in parts]
    return " ".join(texts)


def test_what_is_not_set_up_says_so_and_can_be_set_up(tell):
    async def story(desk):
        desk.show(tab=SENDING)
        for card in (desk.page.sending.email, desk.page.sending.webhook):
            assert card.set_up.text() == "Set up…"
            assert not card.test.isVisible()
            assert not card.off.isVisible()

    tell(story)


def test_a_channel_says_where_it_goes_and_how_it_stands(tell):
    async def story(desk):
        sending = {
            Channel.EMAIL: Sending(waiting=2, trouble="the mail server cannot be reached."),
            Channel.WEBHOOK: Sending(),
        }
        desk.show(tab=SENDING, email=MAIL, webhook=HOOK, sending=sending)
        email, webhook = desk.page.sending.email, desk.page.sending.webhook
        assert "office@example.org" in email.about.text()
        assert "mail.example.org:587 (STARTTLS)" in email.about.text()
        assert email.trouble.text() == "The mail server cannot be reached."
        assert "2 notices wait to be sent." in email.state.text()
        assert "https://hooks.example.org, with a token" in webhook.about.text()
        assert "Critical ones only" in webhook.about.text()
        assert not webhook.trouble.isVisible()

    tell(story)


def test_e_mail_is_set_up_and_the_password_is_nowhere_to_be_seen_again(tell, eventually, caplog):
    async def story(desk):
        desk.show(tab=SENDING)
        sheet = await opened(desk, desk.page.sending.email.set_up, eventually)
        sheet.server.setText("mail.example.org")
        sheet.user.setText("footlight")
        sheet.password.setText(SECRET)
        sheet.writer.setText("footlight@example.org")
        sheet.to.setText("office@example.org; night@example.org")
        sheet.least._choose(Severity.CRITICAL)
        assert SECRET not in everything_said(sheet)
        sheet.attempt()
        await eventually(lambda: desk.page.sending.email.test.isVisible())
        ((settings, password),) = desk.asked("set_email")
        wanted = replace(MAIL, to=("office@example.org", "night@example.org"), least=Severity.CRITICAL)
        assert (settings, password) == (wanted, SECRET)
        await eventually(lambda: desk.sheet() is None)
        sheet = await opened(desk, desk.page.sending.email.set_up, eventually)
        assert (sheet.server.text(), sheet.user.text(), sheet.password.text()) == ("mail.example.org", "footlight", "")
        sheet.attempt()
        await eventually(lambda: len(desk.asked("set_email")) == 2)
        assert desk.asked("set_email")[1] == (wanted, None)
        assert SECRET not in everything_said(desk.page) + str(desk.notes) + caplog.text

    tell(story)


def test_the_port_follows_the_security_unless_another_was_written(tell, eventually):
    async def story(desk):
        desk.show(tab=SENDING)
        sheet = await opened(desk, desk.page.sending.email.set_up, eventually)
        assert sheet.port.text() == "587"
        sheet.security._choose(MailSecurity.TLS)
        assert sheet.port.text() == "465"
        sheet.port.setText("2525")
        sheet.security._choose(MailSecurity.NONE)
        assert sheet.port.text() == "2525"
        sheet.reject()

    tell(story)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("server", "", "Write the name of the mail server."),
        ("server", "no server", "no"),
        ("port", "smtp", "The port is a number, usually 587."),
        ("to", "", "Write whom the e-mails go to."),
        ("to", "office", "'office' is no e-mail address."),
        ("writer", "nobody", "'nobody' is no e-mail address."),
    ],
)
def test_settings_that_cannot_be_are_said_in_the_sheet(tell, eventually, field, text, says):
    async def story(desk):
        desk.show(tab=SENDING, email=MAIL)
        sheet = await opened(desk, desk.page.sending.email.set_up, eventually)
        getattr(sheet, field).setText(text)
        sheet.attempt()
        await eventually(lambda: sheet.error.text())
        assert says in sheet.error.text()
        assert desk.asked("set_email") == []
        sheet.reject()

    tell(story)


def test_a_webhook_is_set_up_and_what_is_secret_of_it_is_not_shown_again(tell, eventually, caplog):
    async def story(desk):
        desk.show(tab=SENDING)
        webhook = desk.page.sending.webhook
        sheet = await opened(desk, webhook.set_up, eventually)
        sheet.attempt()
        await eventually(lambda: sheet.error.text())
        assert sheet.error.text() == "Write the address, too."
        sheet.url.setText("https://hooks.example.org/secret-way")
        sheet.token.setText(SECRET)
        sheet.attempt()
        await eventually(lambda: webhook.test.isVisible())
        ((secret, least, off),) = desk.asked("set_webhook")
        assert (secret.url, secret.token) == ("https://hooks.example.org/secret-way", SECRET)
        assert (least, off) == (Severity.WARNING, False)
        await eventually(lambda: desk.sheet() is None)
        said = everything_said(desk.page) + str(desk.notes) + caplog.text
        assert "secret-way" not in said
        assert SECRET not in said

    tell(story)


def test_the_address_of_a_webhook_stays_when_only_the_severity_is_another(tell, eventually):
    async def story(desk):
        desk.show(tab=SENDING, webhook=HOOK)
        sheet = await opened(desk, desk.page.sending.webhook.set_up, eventually)
        sheet.least._choose(Severity.INFO)
        sheet.attempt()
        await eventually(lambda: desk.asked("set_webhook"))
        assert desk.asked("set_webhook") == [(None, Severity.INFO, False)]

    tell(story)


def test_a_test_says_in_words_how_it_went(tell, eventually):
    def fail():
        raise SendFailed("the mail server does not take the user and the password. Set them again.")

    async def story(desk):
        desk.show(tab=SENDING, email=MAIL)
        card = desk.page.sending.email
        card.test.click()
        await eventually(lambda: "went out" in card.answer.text())
        assert desk.asked("test") == [(Channel.EMAIL,)]
        desk.alerts.answer = fail
        card.test.click()
        await eventually(lambda: "Set them again." in card.answer.text())
        assert card.answer.property("kind") == "error"
        assert card.test.isEnabled()

    tell(story)


def test_while_a_test_is_under_way_the_next_enter_turns_nothing_off(tell, eventually):
    async def story(desk):
        desk.alerts.hold = asyncio.Event()
        desk.show(tab=SENDING, email=MAIL)
        card = desk.page.sending.email
        desk.page.activateWindow()
        await eventually(desk.page.isActiveWindow)
        card.test.setFocus()
        QTest.keyClick(card.test, Qt.Key.Key_Space)
        await eventually(lambda: not card.test.isEnabled())
        assert desk.page.focusWidget() is card
        desk.alerts.hold.set()
        await eventually(lambda: card.test.hasFocus())

    tell(story)


def test_nothing_is_sent_any_more_once_somebody_has_meant_it(tell, eventually):
    async def story(desk):
        desk.show(tab=SENDING, email=MAIL, webhook=HOOK)
        for card, name in ((desk.page.sending.email, "set_email"), (desk.page.sending.webhook, "set_webhook")):
            card.off.click()
            dialog = next(each for each in desk.page.findChildren(Confirmation) if each.isVisible())
            assert desk.asked(name) == []
            dialog.confirm.click()
            await eventually(lambda card=card: not card.off.isVisible())
        assert desk.asked("set_email") == [(None, None)]
        assert desk.asked("set_webhook") == [(None, None, True)]

    tell(story)


def test_where_no_keyring_keeps_secrets_that_is_said(tell, eventually):
    async def story(desk):
        desk.alerts.open_to_account = True
        desk.show(tab=SENDING, email=MAIL)
        await eventually(lambda: desk.page.sending.open.isVisible())

    tell(story)
