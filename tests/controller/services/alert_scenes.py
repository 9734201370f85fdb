"""Alerts, deliveries and settings that the tests of the services are made from."""

from controller.core.alerting.scenes import away, player

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import EmailSettings, MailSecurity
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.changes import Changes

IDS = [f"{number:016x}" for number in range(1, 60)]
LOBBY, HALL = IDS[0], IDS[1]


def an_alert(number=1, *, ended_s=None, **options):
    facts = {
        "id": number,
        "rule": RuleName.OFFLINE,
        "code": "offline",
        "player_id": IDS[0],
        "player_name": "Lobby",
        "area": "Foyer",
        "severity": Severity.CRITICAL,
        "detail": "nothing answers",
        "began_s": 1_750_000_000.0,
        "raised_s": 1_750_000_060.0,
        "ended_s": ended_s,
    }
    return AlertView(**{**facts, **options})


def all_away(*player_ids):
    return Changes(players={each: away(player_id=each) for each in player_ids})


def all_here(*player_ids):
    return Changes(players={each: player(player_id=each) for each in player_ids})


def mail_settings(at_port, security=MailSecurity.NONE, **options):
    facts = {"server": "127.0.0.1", "port": at_port, "security": security, "sender": "footlight@example.org"}
    return EmailSettings(**{**facts, "to": ("office@example.org",), **options})
