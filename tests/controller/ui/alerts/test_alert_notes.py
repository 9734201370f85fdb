from dataclasses import replace

import pytest
from controller.ui.scripted_alerts import NOW_S, alert, over

from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Ending
from footlight_controller.core.alerting.rules import DEFAULTS, RuleName
from footlight_controller.ui.alerts.alert_notes import notes_of
from footlight_controller.ui.notes import Level


def note_of(told, rules=DEFAULTS):
    (note,) = notes_of([told], rules)
    return note


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.INFO, Level.INFO), (Severity.WARNING, Level.CAUTION), (Severity.CRITICAL, Level.BAD)],
)
def test_an_alert_is_kept_under_the_bell_and_as_loud_as_it_matters(severity, level, qapp):
    note = note_of(alert(severity=severity))
    assert (note.subject, note.subject_id, note.level, note.lasting) == ("Lobby", f"{1:016x}", level, True)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (alert(1, RuleName.TEMPERATURE, value=84.0), "Too hot (84 °C)"),
        (alert(1, RuleName.DISK, value=300.0), "Little disk space left (300 MB)"),
        (alert(1, RuleName.CLOCK, value=-70.0), "Its clock is wrong (1 min behind)"),
        (alert(1, RuleName.OTHER, detail="the display is off."), "The display is off."),
        (alert(1, RuleName.CRASHES, detail="it ended 3 times"), "Crashed several times. It ended 3 times"),
        (over(1, RuleName.DISK, value=300.0), "Over after 5 min: Little disk space left (300 MB)"),
    ],
)
def test_it_says_what_is_wrong_and_what_is_over(told, text, qapp):
    assert note_of(told).text == text


def test_that_a_player_went_and_came_back_is_not_told_again_in_the_same_words(qapp):
    assert note_of(alert(1, detail="it sends nothing any more.")).text == "Has been offline for 1 min"
    assert note_of(over(1)).text == "Was offline for 5 min"


def test_of_a_rule_that_tells_no_recovery_none_is_told(qapp):
    rules = {**DEFAULTS, RuleName.OFFLINE: replace(DEFAULTS[RuleName.OFFLINE], recovery=False)}
    assert notes_of([over(1)], rules) == []
    assert notes_of([alert(1)], rules) != []


@pytest.mark.parametrize("ending", [Ending.OFF, Ending.RULE_OFF, Ending.REMOVED])
def test_what_somebody_ended_by_hand_is_not_told(ending, qapp):
    assert notes_of([over(1, ending=ending, ended_s=NOW_S)], DEFAULTS) == []
