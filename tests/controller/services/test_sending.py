"""E-mails and webhooks over real sockets: what arrives, and what is said when nothing does."""

import asyncio
import socket

import pytest
from controller.services.alert_scenes import an_alert, mail_settings
from controller.services.post import PASSWORD, USER, Hook, PostOffice, certificate

from footlight_common.errors import InvalidArgument, SendFailed
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Ending
from footlight_controller.core.alerting.board import MailSecurity
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.services.alert_rules import WebhookSecret
from footlight_controller.services.sending.mail import MailSender, checked_email
from footlight_controller.services.sending.webhook import WebhookSender, host_of

ALERT = an_alert()


@pytest.fixture
def trust(tmp_path):
    """What a server shows, and who trusts it."""
    return certificate(tmp_path)


@pytest.fixture
async def offices():
    made = []

    async def make(*arguments, **options):
        made.append(await PostOffice(*arguments, **options).start())
        return made[-1]

    yield make
    for office in made:
        await office.stop()


@pytest.fixture
async def hooks():
    made = []

    async def make(*arguments):
        made.append(await Hook(*arguments).start())
        return made[-1]

    yield make
    for hook in made:
        await hook.stop()


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def mail_sender(settings, *, password=PASSWORD, **options):
    async def known():
        return password

    return MailSender(settings, known, site=lambda: "Museum", wall_s=lambda: 1_750_000_000.0, **options)


def hook_sender(url, *, token="", **options):
    return WebhookSender(WebhookSecret(url=url, token=token), site=lambda: "Museum", **options)


async def test_several_alerts_are_one_email(offices):
    office = await offices()
    over = an_alert(2, player_name="Hall", rule=RuleName.DISK, value=312.0, detail="", ended_s=1_750_000_100.0)
    sender = mail_sender(mail_settings(office.port, to=("office@example.org", "stage@example.org")))
    assert await sender.send([ALERT, an_alert(2, player_name="Hall"), over]) == ""
    (mail,) = office.mails
    assert mail["Subject"] == "Footlight: Lobby is offline and 2 more"
    assert mail["To"] == "office@example.org, stage@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    lines = mail.get_content().splitlines()
    assert "CRITICAL  Lobby is offline: nothing answers [Foyer]" in lines[0]
    assert "Hall has little disk space left (312 MB)" in lines[2]
    assert "Footlight of Museum" in lines


async def test_names_of_players_cannot_add_to_the_head_of_an_email(offices):
    office = await offices()
    await mail_sender(mail_settings(office.port)).send([an_alert(player_name="x\r\nBcc: eve@example.org\u202e")])
    (mail,) = office.mails
    assert mail["Bcc"] is None
    assert "Bcc: eve@example.org" in mail["Subject"]


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
@pytest.mark.allow_log("login_data is deprecated")
async def test_an_email_goes_out_over_tls_with_user_and_password(offices, trust, security):
    server, client = trust
    office = await offices(server, wrapped=security is MailSecurity.TLS)
    settings = mail_settings(office.port, security, server="localhost", user=USER)
    await mail_sender(settings, context=lambda: client).send([ALERT])
    assert len(office.mails) == 1
    assert office.logins[-1].password == PASSWORD.encode()


async def test_a_wrong_password_is_said_without_the_password(offices, trust):
    server, client = trust
    office = await offices(server)
    settings = mail_settings(office.port, MailSecurity.STARTTLS, server="localhost", user=USER)
    with pytest.raises(SendFailed, match="does not take the user and the password") as refused:
        await mail_sender(settings, password="wrong-battery-9", context=lambda: client).send([ALERT])
    assert "wrong-battery-9" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert not office.mails


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
@pytest.mark.allow_log("SMTP session exception")
async def test_a_mail_server_that_nobody_vouches_for_gets_nothing(offices, trust, security):
    office = await offices(trust[0], wrapped=security is MailSecurity.TLS)
    settings = mail_settings(office.port, security, server="localhost", user=USER)
    with pytest.raises(SendFailed, match="not trusted"):
        await mail_sender(settings).send([ALERT])
    assert not office.mails
    assert not office.logins


async def test_a_mail_server_without_starttls_gets_nothing_when_it_is_asked_for(offices):
    office = await offices()
    with pytest.raises(SendFailed, match="does not offer STARTTLS"):
        await mail_sender(mail_settings(office.port, MailSecurity.STARTTLS)).send([ALERT])
    assert not office.mails


async def test_a_mail_server_that_is_down_cannot_be_reached(closed_port):
    with pytest.raises(SendFailed, match="cannot be reached"):
        await mail_sender(mail_settings(closed_port)).send([ALERT])


async def test_a_mail_server_that_takes_its_time_is_given_up(offices):
    office = await offices()
    office.open.clear()
    with pytest.raises(SendFailed, match="did not answer in time"):
        await mail_sender(mail_settings(office.port), deadline_s=0.3).send([ALERT])


async def test_a_mail_server_that_says_nothing_is_given_up(silent_port):
    with pytest.raises(SendFailed, match="did not answer in time"):
        await mail_sender(mail_settings(silent_port), deadline_s=0.3).send([ALERT])


async def test_a_mail_server_that_refuses_the_text_is_quoted(offices):
    office = await offices()
    office.answer = "452 mailbox is full"
    with pytest.raises(SendFailed, match="452 mailbox is full"):
        await mail_sender(mail_settings(office.port)).send([ALERT])


async def test_one_wrong_address_keeps_nobody_else_from_being_told(offices):
    office = await offices()
    office.refused = {"stage@example.org"}
    sender = mail_sender(mail_settings(office.port, to=("office@example.org", "stage@example.org")))
    assert "stage@example.org" in await sender.send([ALERT])
    assert len(office.mails) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"server": "mail example"},
        {"server": ""},
        {"port": 0},
        {"to": ()},
        {"to": ("office",)},
        {"to": ("office@example.org\nBcc: x@y.org",)},
        {"sender": "Office <office@example.org>"},
        {"server": "mail.example.org", "user": "office"},
    ],
)
def test_what_cannot_be_sent_with_is_refused(wrong):
    with pytest.raises(InvalidArgument):
        checked_email(mail_settings(25, **wrong))


async def test_a_webhook_gets_json_with_everything(hooks, trust):
    server, client = trust
    hook = await hooks(server)
    over = an_alert(2, severity=Severity.WARNING, ended_s=1_750_000_100.0, ending=Ending.RECOVERED)
    sender = hook_sender(f"https://localhost:{hook.port}/in/T123", token="abc", context=lambda: client)
    await sender.send([ALERT, over])
    (post,) = hook.posts
    assert (post["source"], post["version"], post["site"]) == ("footlight", 1, "Museum")
    assert post["text"].splitlines() == ["Lobby is offline: nothing answers", "Over: Lobby is offline"]
    first, second = post["alerts"]
    assert (first["id"], first["event"], first["rule"], first["severity"]) == (1, "raised", "offline", "critical")
    assert first["player"] == {"id": "0000000000000001", "name": "Lobby", "area": "Foyer"}
    assert (second["event"], second["ended"], second["ending"]) == ("over", 1_750_000_100.0, "recovered")
    assert hook.headers[0]["Authorization"] == "Bearer abc"


async def test_a_webhook_that_nobody_vouches_for_gets_nothing(hooks, trust):
    hook = await hooks(trust[0])
    with pytest.raises(SendFailed, match="not trusted"):
        await hook_sender(f"https://localhost:{hook.port}/in/T123", token="abc").send([ALERT])
    assert not hook.headers


@pytest.mark.parametrize(
    ("status", "says"),
    [(404, "404 Not Found.*again"), (401, "401"), (500, "500 Internal Server Error"), (503, "503"), (302, "moved")],
)
async def test_a_webhook_that_refuses_is_told_with_its_status_and_never_with_its_secret(hooks, status, says):
    hook = await hooks()
    hook.status, hook.extra = status, {"Location": f"http://127.0.0.1:{hook.port}/elsewhere"}
    with pytest.raises(SendFailed, match=says) as refused:
        await hook_sender(f"http://127.0.0.1:{hook.port}/in/T123").send([ALERT])
    assert "T123" not in str(refused.value)
    assert len(hook.headers) == 1


async def test_a_webhook_that_is_down_slow_or_breaks_off_is_told(hooks, closed_port):
    with pytest.raises(SendFailed, match="cannot be reached") as down:
        await hook_sender(f"http://127.0.0.1:{closed_port}/in/T123").send([ALERT])
    assert "T123" not in str(down.value)
    hook = await hooks()
    hook.open.clear()
    with pytest.raises(SendFailed, match="did not answer in time"):
        await hook_sender(f"http://127.0.0.1:{hook.port}/in/T123", deadline_s=0.3).send([ALERT])
    hook.open.set()

    async def slam(_, writer):
        writer.close()

    server = await asyncio.start_server(slam, "127.0.0.1", 0)
    with pytest.raises(SendFailed, match="broke off"):
        await hook_sender(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/in/T123").send([ALERT])
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("", ""),
        ("hooks.example.org/x", ""),
        ("ftp://hooks.example.org/x", ""),
        ("https:///x", ""),
        ("https://hooks.example.org:99999/x", ""),
        ("https://office:pw@hooks.example.org/x", ""),
        ("https://hooks.example.org/x y", ""),
        ("https://hooks.example.org/x\r\nHost: y", ""),
        ("https://hooks.example.org/x", "a b"),
        ("https://hooks.example.org/x", "a\r\nX: y"),
        ("http://hooks.example.org/x", "token"),
        ("https://hooks.example.org/" + 3000 * "x", ""),
    ],
)
def test_what_is_no_address_of_a_webhook_is_refused_and_not_repeated(url, token):
    with pytest.raises(InvalidArgument) as refused:
        host_of(WebhookSecret(url=url, token=token))
    assert "office:pw" not in str(refused.value)
    assert "/x" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://hooks.example.org/services/T1/B2/secret", "https://hooks.example.org"),
        ("http://192.168.1.5:8123/api/webhook/secret", "http://192.168.1.5:8123"),
        ("https://[::1]:8443/secret", "https://[::1]:8443"),
    ],
)
def test_of_a_webhook_only_the_host_is_shown(url, host):
    secret = WebhookSecret(url=url, token="")
    assert host_of(secret) == host
    assert "secret" not in repr(secret)
