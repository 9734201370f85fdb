"""`footlight alerts` as a person or a script uses it."""

import json
import re

import pytest
from controller.services.alert_scenes import an_alert

from footlight_common.clock import SystemClock
from footlight_common.model.player import PlayerIdentity
from footlight_common.storage import DataDirectory
from footlight_controller.core.alerting.alert import Acknowledged, Ending
from footlight_controller.core.alerting.plan import Channel, Who
from footlight_controller.core.changes import Changes
from footlight_controller.core.known import KnownPlayer
from footlight_controller.services.alert_store import FILE_NAME, AlertStore, Entry, Notice
from footlight_controller.services.registry import Registry

LOBBY_ID = "ab12000000000000"
URL = "https://hooks.example.org/in/T-secret"
MAIL = ("email", "--server", "127.0.0.1:1", "--from", "f@example.org", "--to", "office@example.org")


@pytest.fixture
def alerts(footlight, at_home, data_dir):
    """Runs `footlight alerts ...` of a controller that belongs to a site."""
    return lambda *arguments, typed=None: footlight("--data-dir", str(data_dir), "alerts", *arguments, typed=typed)


@pytest.fixture
async def known(data_dir):
    """The controller remembers a player."""
    registry = Registry.own(data_dir, SystemClock())
    registry.put(KnownPlayer(identity=PlayerIdentity(id=LOBBY_ID, name="Lobby", area="Foyer"), last_seen_s=1.0))
    await registry.close()


@pytest.fixture
def keep(data_dir):
    """Writes alerts as an earlier run did."""

    def write(**entry):
        store = AlertStore(data_dir / FILE_NAME, lambda _: None)
        store.write(Entry(**entry))
        store.close()

    return write


def rules(alerts):
    return {line["rule"]: line for line in alerts("rules", "--json").lines if "rule" in line}


def set_up(alerts, key):
    return [line for line in alerts("rules", "--json").lines if key in line]


def test_nothing_open_is_said(alerts):
    assert "Nothing needs a person" in alerts().out
    assert alerts("--json").out == ""


def test_what_is_open_is_listed_and_the_past_when_it_is_asked_for(alerts, keep):
    seen = Acknowledged(by=Who(name="Office", member="a1"), at_s=1_750_000_100.0)
    keep(
        alerts=[
            an_alert(1, ended_s=1_750_000_200.0, ending=Ending.RECOVERED),
            an_alert(2, player_name="Ha\x1bll", acknowledged=seen),
        ]
    )
    listed = alerts()
    assert "Hall is offline: nothing answers" in listed.out
    assert "seen by Office" in listed.out
    assert "\x1b" not in listed.out
    assert "Lobby" not in listed.out
    assert [line["id"] for line in alerts("--json").lines] == [2]
    past = alerts("--json", "--past", "2025-01-01").lines
    assert [(line["id"], line["event"]) for line in past] == [(2, "raised"), (1, "over")]
    assert past[0]["acknowledged"] == {"by": "Office", "member": "a1", "at": 1_750_000_100.0}
    assert alerts("--past", "yesterday").code == 2


def test_trouble_with_sending_is_said_beside_the_list(alerts, keep):
    notice = Notice(id=1, channel=Channel.EMAIL, alert=an_alert(1), made_s=1.0)
    keep(notices=[notice], troubles={Channel.EMAIL: "the mail server does not answer."})
    answer = alerts("--json")
    assert answer.out == ""
    assert "alerts do not go out by email: the mail server does not answer. 1 wait." in answer.err


def test_an_alert_is_acknowledged_by_the_member_of_this_controller(alerts, keep):
    keep(alerts=[an_alert(5), an_alert(6, player_id=LOBBY_ID)])
    assert alerts("ack", "5", "6").out == "2 alerts acknowledged.\n"
    assert [line["acknowledged"]["by"] for line in alerts("--json").lines] == ["Desk", "Desk"]
    answer = alerts("ack", "9")
    assert answer.code == 1
    assert "no alert that is open has the number 9" in answer.err


@pytest.mark.usefixtures("known")
def test_players_areas_rules_and_all_are_muted_and_unmuted(alerts):
    assert "Alerts of Lobby are muted until" in alerts("mute", "ab12", "--for", "2h").out
    assert alerts("mute", "foyer").out == "Alerts of everything in Foyer are muted for good.\n"
    assert "the rule disk" in alerts("mute", "--rule", "disk", "--for", "7d").out
    assert "everything" in alerts("mute", "--all").out
    mutes = [line["mute"] for line in set_up(alerts, "mute")]
    assert mutes == [
        {"of": "player", "name": LOBBY_ID},
        {"of": "area", "name": "Foyer"},
        {"of": "rule", "name": "disk"},
        {"of": "all", "name": ""},
    ]
    listed = alerts("rules").out
    assert "Muted: Lobby until" in listed
    assert "by Desk" in listed
    assert alerts("unmute", "Lobby").out == "Alerts of Lobby are raised again.\n"
    assert alerts("unmute", "Lobby").code == 1
    assert alerts("unmute", "FOYER").code == 0
    assert alerts("unmute").out == "No mute is left.\n"
    assert alerts("unmute").out == "Nothing was muted.\n"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("mute",), 1, "name one of a player, an area"),
        (("mute", "Lobby", "--all"), 1, "name one of a player, an area"),
        (("mute", "Attic"), 1, "no player is called 'Attic'.*areas Foyer"),
        (("mute", "--rule", "sunshine"), 2, "there is no rule 'sunshine'"),
        (("mute", "Lobby", "--for", "soon"), 2, "is no length of time"),
        (("mute", "Lobby", "--for", "0s"), 1, "from a second to ten years"),
        (("set", "offline"), 2, "say what to change"),
        (("set", "offline", "--threshold", "3"), 1, "has no threshold"),
        (("set", "disk", "--threshold", "nan"), 1, "is a number from 1 to"),
        (("set", "disk", "--after", "30d"), 1, "is 0 s to 86400 s"),
        (("set", "disk", "--severity", "awful"), 2, "there is no severity 'awful'"),
        (("hours", "Lobby"), 2, "write days and times"),
        (("hours", "Lobby", "mon 8-18"), 2, "are no hours"),
        (("hours", "Lobby", "mon 08:00-18:00", "--never"), 2, "write days and times"),
        (("hours",), 2, "name a player, an area or --all"),
        (("expect-off", "Attic"), 1, "no player is called"),
        (("email", "--server", "mail.example.org"), 1, "need --server, --from and --to"),
        (("email", "--server", "127.0.0.1:1", "--from", "me", "--to", "a@b.org"), 1, "is no e-mail address"),
        (("email", "--security", "rot13"), 2, "there is no 'rot13'"),
        (("webhook", "--severity", "info"), 1, "a webhook needs an address"),
        (("test",), 1, "nothing is set up"),
        (("test", "webhook"), 1, "nothing is set up to send by webhook"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(alerts, arguments, code, says):
    answer = alerts(*arguments)
    words = " ".join(answer.err.replace("│", " ").split())
    assert answer.code == code
    assert re.search(says, words), words


def test_a_rule_is_changed_and_set_back(alerts):
    answer = alerts(
        "set", "temperature", "--after", "2m", "--threshold", "70", "--severity", "critical", "--no-recovery"
    )
    assert answer.out == "The rule temperature is set.\n"
    expected = {"rule": "temperature", "on": True, "after_s": 120.0, "threshold": 70.0, "unit": "\u00b0C"}
    assert rules(alerts)["temperature"] == {**expected, "severity": "critical", "recovery": False}
    assert "70 °C" in alerts("rules").out
    assert alerts("set", "temperature", "--severity", "player", "--off").out == "The rule temperature is off.\n"
    assert (rules(alerts)["temperature"]["severity"], rules(alerts)["temperature"]["on"]) == (None, False)
    alerts("set", "temperature", "--reset", "--after", "0s")
    assert (rules(alerts)["temperature"]["threshold"], rules(alerts)["temperature"]["after_s"]) == (80.0, 0.0)


@pytest.mark.usefixtures("known")
def test_hours_are_set_for_a_player_an_area_or_all(alerts):
    answer = alerts("hours", "Lobby", "mon-fri 08:00-18:00", "sat,sun 10:00-2:00")
    assert answer.out == "Hours of Lobby: mon-fri 08:00-18:00; sat-sun 10:00-02:00.\n"
    assert alerts("hours", "Foyer", "--never").out == "Hours of everything in Foyer: never.\n"
    assert alerts("hours", "--all", "fri-mon 00:00-00:00").out == "Hours of everything: mon,fri-sun 00:00-24:00.\n"
    hours = set_up(alerts, "hours")
    assert hours[0]["spans"] == [
        {"days": [0, 1, 2, 3, 4], "begins_min": 480, "ends_min": 1080},
        {"days": [5, 6], "begins_min": 600, "ends_min": 120},
    ]
    assert "Hours of Lobby" in alerts("rules").out
    assert "as of all others" in alerts("hours", "Lobby", "--always").out
    assert len(set_up(alerts, "hours")) == 2


@pytest.mark.usefixtures("known")
def test_a_player_is_marked_as_off_on_purpose(alerts):
    assert alerts("expect-off", "lobby").out == "Lobby is off on purpose until it is back.\n"
    assert set_up(alerts, "off")[0]["off"] == LOBBY_ID
    assert "Off on purpose: Lobby, as Desk says" in alerts("rules").out
    assert alerts("expect-off", "lobby", "--undo").out == "Lobby is no longer off on purpose.\n"
    assert alerts("expect-off", "lobby", "--undo").out == "Lobby is not off on purpose.\n"


def test_a_password_is_read_and_never_shown(alerts, data_dir):
    answer = alerts(*MAIL, "--user", "office", typed="pass-secret\n")
    assert answer.code == 0, answer.err
    assert "which your account alone can read" in answer.out
    shown = [answer, alerts("email"), alerts("email", "--json"), alerts("rules", "--json"), alerts("test", "email")]
    assert all("pass-secret" not in each.out + each.err for each in shown)
    assert shown[2].lines[0]["user"] == "office"
    assert "pass-secret" not in (data_dir / "alerts.json").read_text()
    # Without --password it is not asked again.
    assert alerts("email", "--severity", "critical", "--to", "stage@example.org").code == 0
    settings = alerts("email", "--json").lines[0]
    assert (settings["to"], settings["severity"], settings["port"]) == (["stage@example.org"], "critical", 1)
    assert alerts("email", "--off").out == "Alerts are not sent by e-mail.\n"
    assert alerts("email", "--json").lines == [{"channel": "email", "on": False}]
    assert '"data"' not in "".join(path.read_text() for path in data_dir.glob("alerts.json*"))


def test_the_port_goes_with_the_security(alerts):
    mail = ("email", "--server", "mail.example.org", "--from", "f@example.org", "--to", "a@example.org")
    alerts(*mail)
    assert alerts("email", "--json").lines[0]["port"] == 587
    alerts("email", "--security", "tls")
    assert alerts("email", "--json").lines[0]["port"] == 465


def test_the_address_of_a_webhook_is_read_and_never_shown(alerts, data_dir):
    answer = alerts("webhook", "--set", "--token", typed=f"{URL}\ntok-secret\n")
    assert "Alerts are posted to https://hooks.example.org." in answer.out
    shown = [answer, alerts("webhook"), alerts("webhook", "--json")]
    assert all("secret" not in (each.out + each.err).replace("what is secret", "") for each in shown)
    expected = {"channel": "webhook", "on": True, "host": "https://hooks.example.org", "token": True}
    assert shown[2].lines == [{**expected, "severity": "warning"}]
    assert alerts("webhook", "--off").out == "Alerts are not posted to a webhook.\n"
    refused = alerts("webhook", "--set", typed="https://office:pw-secret@example.org/x\n")
    assert refused.code == 1
    assert "pw-secret" not in refused.out + refused.err


def test_a_test_that_fails_says_why_and_exits_with_one(alerts):
    alerts(*MAIL, "--security", "none")
    answer = alerts("test")
    assert answer.code == 1
    assert "the mail server 127.0.0.1:1 cannot be reached" in answer.err


def test_while_the_app_owns_the_directory_it_can_be_looked_at_and_not_changed(alerts, keep, data_dir):
    keep(alerts=[an_alert(1)])
    with DataDirectory(data_dir):
        assert alerts("--json").lines[0]["id"] == 1
        assert alerts("rules").code == alerts("email").code == 0
        for change in (("ack", "1"), ("mute", "--all"), ("set", "disk", "--off"), ("webhook", "--off")):
            answer = alerts(*change)
            assert answer.code == 1
            assert "is in use by another footlight" in answer.err
            assert "in the app" in answer.err


def test_a_file_of_alerts_that_cannot_be_read_is_said(alerts, data_dir):
    (data_dir / FILE_NAME).write_bytes(b"x" * 5000)
    answer = alerts()
    assert answer.code == 1
    assert "cannot be read" in answer.err


def test_watching_prints_what_is_raised_until_it_is_interrupted(alerts, behind, monkeypatch):
    told = Changes(alerted=(an_alert(1), an_alert(1, ended_s=1.0, ending=Ending.RECOVERED)))

    def watch():
        behind.changes = told

    behind.watch_alerts = watch
    lines = []

    def note(line):
        lines.append(line)
        if len(lines) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("footlight_controller.cli.alerts.print_line", note)
    answer = alerts("watch", "--json")
    assert answer.code == 0
    assert [line["event"] for line in lines] == ["raised", "over"]
    assert behind.options["own"]
    assert behind.closed


def test_lines_are_ascii_and_whole(alerts, keep):
    keep(alerts=[an_alert(1, player_name="Küche\u202e")])
    (line,) = alerts("--json").out.splitlines()
    assert line.isascii()
    assert json.loads(line)["player"]["name"] == "Küche\u202e"
