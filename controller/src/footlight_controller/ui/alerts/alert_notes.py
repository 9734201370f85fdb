"""What is told of alerts in passing: one note when one is raised, and one when its cause is gone."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView, Ending
from footlight_controller.core.alerting.rules import Rule, RuleName
from footlight_controller.ui.alerts.alert_words import rule_title, what
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.player.figures import duration
from footlight_controller.ui.words import sentence

translate = QCoreApplication.translate

_LEVELS = {Severity.INFO: Level.INFO, Severity.WARNING: Level.CAUTION, Severity.CRITICAL: Level.BAD}


def notes_of(alerted: Sequence[AlertView], rules: Mapping[RuleName, Rule]) -> list[Note]:
    """The notes that these deserve, in their order."""
    return [note for alert in alerted if (note := _note_of(alert, rules)) is not None]


def _note_of(alert: AlertView, rules: Mapping[RuleName, Rule]) -> Note | None:
    if alert.open:
        return Note(
            topic=f"alert {alert.code}",
            subject=alert.player_name,
            subject_id=alert.player_id,
            text=_raised(alert),
            together=Counted("AlertNotes", "%n player(s) need attention: {}", "", 2).holding(rule_title(alert.rule)),
            level=_LEVELS[alert.severity],
            icon="bell-alert-outline",
            lasting=True,
        )
    if alert.ending is not Ending.RECOVERED or not rules[alert.rule].recovery:
        # Else a person has just said so here.
        return None
    return Note(
        topic=f"alert over {alert.code}",
        subject=alert.player_name,
        subject_id=alert.player_id,
        text=_over(alert),
        together=Counted("AlertNotes", "%n player(s) are well again", "", 2),
        level=Level.GOOD,
        icon="bell-check-outline",
        lasting=True,
    )


def _raised(alert: AlertView) -> str:
    if alert.rule is RuleName.OFFLINE:
        # That it went, and why, was told when it went.
        away = duration(max(1.0, alert.raised_s - alert.began_s))
        return translate("AlertNotes", "Has been offline for {}").format(away)
    if alert.rule is RuleName.OTHER and alert.detail:
        return sentence(alert.detail)
    if alert.detail:
        return translate("AlertNotes", "{}. {}").format(what(alert), sentence(alert.detail))
    return what(alert)


def _over(alert: AlertView) -> str:
    lasted = duration(max(0.0, (alert.ended_s or alert.began_s) - alert.began_s))
    if alert.rule is RuleName.OFFLINE:
        return translate("AlertNotes", "Was offline for {}").format(lasted)
    told = sentence(alert.detail) if alert.rule is RuleName.OTHER and alert.detail else what(alert)
    return translate("AlertNotes", "Over after {}: {}").format(lasted, told)
