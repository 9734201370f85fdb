"""What people set about alerts is kept; what cannot be read of it is passed over; secrets are locked."""

import json

import pytest
from controller.services.alert_scenes import mail_settings

from footlight_common.clock import SystemClock
from footlight_common.errors import CredentialRefused
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.board import WebhookSettings
from footlight_controller.core.alerting.hours import Hours, Span
from footlight_controller.core.alerting.plan import Channel, Mute, OffMark, Plan, Who
from footlight_controller.core.alerting.rules import DEFAULTS, Rule, RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.services.alert_rules import AlertRules, WebhookSecret
from footlight_controller.services.keyring_lock import KeyringLock, NoKeyring

URL = "https://hooks.example.org/in/T-secret"
WEBHOOK = WebhookSettings(host="https://hooks.example.org", token=True, least=Severity.CRITICAL)


class Ring:
    """A keyring that can be locked."""

    def __init__(self):
        self.secrets = {}
        self.locked = False

    def get(self, name):
        return None if self.locked else self.secrets.get(name)

    def put(self, name, secret):
        self.secrets[name] = secret
        return True


@pytest.fixture
def ring():
    return Ring()


@pytest.fixture
async def opened(data_dir, ring):
    made = []

    def make(keyring=None):
        made.append(AlertRules.own(data_dir, SystemClock(), KeyringLock(keyring or ring)))
        return made[-1]

    yield make
    for rules in made:
        await rules.close()


def on_disk(data_dir):
    return "".join(path.read_text() for path in data_dir.glob("alerts.json*"))


async def test_out_of_the_box_there_are_the_defaults_and_nobody_is_told(opened):
    plan = opened().plan
    assert plan == Plan()
    assert plan.rules[RuleName.OFFLINE].after_s == 60.0
    assert not plan.channels


async def test_all_of_a_plan_is_there_in_the_next_run(opened):
    rules = opened()
    night = Hours(spans=(Span(days=frozenset({4, 5}), begins_min=1080, ends_min=120), Span(days=frozenset({0}))))
    plan = (
        Plan()
        .with_rule(RuleName.DISK, Rule(on=False, after_s=5.0, threshold=100.0, severity=Severity.INFO, recovery=False))
        .with_hours(Target.area("Foyer"), night)
        .with_hours(Target.everything(), Hours())
        .with_mute(
            Mute(target=Target.rule(RuleName.CLOCK), since_s=1.0, until_s=2.0, by=Who(name="Office", member="a"))
        )
        .with_mute(Mute(target=Target.player("ab" * 8), since_s=1.0))
        .with_off(OffMark(player_id="ab" * 8, since_s=3.0, gone=True))
        .with_off(OffMark(player_id="cd" * 8, since_s=3.0, by=Who(name="Stage")))
    )
    rules.put(plan)
    await rules.close()
    assert opened().plan == plan


async def test_a_rule_that_is_as_at_first_is_not_kept_so_that_a_later_version_may_have_a_better_one(opened, data_dir):
    rules = opened()
    rules.put(Plan().with_rule(RuleName.DISK, Rule(threshold=100.0)))
    rules.put(Plan().with_rule(RuleName.DISK, DEFAULTS[RuleName.DISK]))
    await rules.close()
    assert json.loads((data_dir / "alerts.json").read_text())["tables"].get("rules", {}) == {}


async def test_what_cannot_be_read_is_passed_over(opened, data_dir, expect_log):
    expect_log("is passed over")
    good = {"name": "clock", "rule": {"on": False, "after_s": 1.0, "threshold": 30.0}}
    tables = {
        "rules": {
            "1": {"name": "nosuch", "rule": {}},
            "2": {"name": "disk", "rule": {"after_s": "soon"}},
            "3": {"name": "temperature", "rule": {"threshold": 5000.0}},
            "4": good,
        },
        "hours": {"1": {"target": {"scope": "all", "name": ""}, "hours": {"spans": [{"days": [9]}]}}},
        "mutes": {"1": {"target": {"scope": "room"}}},
        "off": {"1": {"player_id": 5}},
        "email": {"1": {"server": 1}},
        "secrets": {"1": {"channel": "pigeon", "data": ""}},
    }
    (data_dir / "alerts.json").write_text(json.dumps({"version": 1, "tables": tables}))
    rules = opened()
    assert rules.plan == Plan().with_rule(RuleName.CLOCK, Rule(on=False, after_s=1.0, threshold=30.0))
    assert rules.email is None


async def test_a_damaged_file_is_put_aside_and_said(opened, data_dir, expect_log):
    expect_log("could not be read")
    (data_dir / "alerts.json").write_text("{")
    rules = opened()
    assert rules.plan == Plan()
    assert "it is kept as" in rules.rescued


async def test_secrets_lie_in_the_file_closed_by_the_keyring(opened, data_dir):
    rules = opened()
    await rules.set_email(mail_settings(25, user="office"), "pass-secret")
    await rules.set_webhook(WEBHOOK, WebhookSecret(url=URL, token="tok-secret"))
    await rules.close()
    assert "pass-secret" not in on_disk(data_dir)
    assert "cGFzcy1zZWNyZXQ" not in on_disk(data_dir)
    assert not rules.open_to_account
    rules = opened()
    assert await rules.password() == "pass-secret"
    assert await rules.webhook_secret() == WebhookSecret(url=URL, token="tok-secret")
    assert rules.plan.channels == {Channel.EMAIL: Severity.WARNING, Channel.WEBHOOK: Severity.CRITICAL}


async def test_a_keyring_that_stays_closed_is_said(opened, ring):
    rules = opened()
    await rules.set_email(mail_settings(25, user="office"), "pass-secret")
    await rules.set_webhook(WEBHOOK, WebhookSecret(url=URL))
    ring.locked = True
    with pytest.raises(CredentialRefused, match="password of the mail server lies in the keyring"):
        await rules.password()
    with pytest.raises(CredentialRefused, match="address of the webhook lies in the keyring"):
        await rules.webhook_secret()


async def test_without_a_keyring_they_lie_in_a_file_for_this_account_alone(opened, data_dir):
    rules = opened(NoKeyring())
    await rules.set_email(mail_settings(25, user="office"), "pass-secret")
    assert rules.open_to_account
    await rules.close()
    assert (data_dir / "alerts.json").stat().st_mode & 0o777 == 0o600
    assert await opened(NoKeyring()).password() == "pass-secret"


async def test_what_is_forgotten_is_in_no_copy_either(opened, data_dir):
    rules = opened(NoKeyring())
    await rules.set_email(mail_settings(25, user="office"), "pass-secret")
    await rules.set_webhook(WEBHOOK, WebhookSecret(url=URL))
    await rules.flush()
    await rules.set_email(None)
    await rules.set_webhook(None)
    await rules.close()
    assert "secrets" in on_disk(data_dir)
    assert '"data"' not in on_disk(data_dir)


async def test_other_settings_keep_the_password(opened):
    rules = opened()
    await rules.set_email(mail_settings(25, user="office"), "pass-secret")
    await rules.set_email(mail_settings(25, user="office", least=Severity.CRITICAL))
    assert await rules.password() == "pass-secret"
    await rules.set_email(mail_settings(25))
    assert not rules.has_password
