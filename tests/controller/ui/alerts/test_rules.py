from dataclasses import replace

import pytest
from controller.ui.alerts.desk import LOBBY, RULES, STAGE
from controller.ui.scripted_alerts import ME, NOW_S

from footlight_common.errors import StorageError
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.hours import Hours, Span
from footlight_controller.core.alerting.plan import HoursOf, OffMark, Plan
from footlight_controller.core.alerting.rules import DEFAULTS, Rule, RuleName
from footlight_controller.core.alerting.target import Scope, Target

WORKDAYS = frozenset(range(5))


async def opened(desk, button, eventually):
    button.click()
    return await eventually(desk.sheet)


def test_each_rule_says_how_it_is_set(tell):
    async def story(desk):
        changed = Rule(after_s=90.0, threshold=70.0, severity=Severity.CRITICAL, recovery=False)
        desk.show(tab=RULES, plan=Plan().with_rule(RuleName.TEMPERATURE, changed))
        rules = desk.page.rules.rules
        assert set(rules) == set(RuleName)
        assert rules[RuleName.OFFLINE].state.text() == "after 1 min · Critical"
        assert rules[RuleName.DISK].state.text() == "after 1 min · under 500 MB · Warning or worse"
        assert rules[RuleName.FRAMES].state.text() == "after 30 s · Critical"
        assert rules[RuleName.OTHER].state.text() == "after 10 s · as the player says"
        told = "after 1 min · from 70 °C · Critical · not told when it is over · changed"
        assert rules[RuleName.TEMPERATURE].state.text() == told

    tell(story)


def test_a_rule_is_turned_off_and_on(tell, eventually):
    async def story(desk):
        desk.show(tab=RULES)
        row = desk.page.rules.rules[RuleName.CLOCK]
        row.on.click()
        await eventually(lambda: not row.change.isEnabled())
        assert desk.asked("set_rule") == [(RuleName.CLOCK, replace(DEFAULTS[RuleName.CLOCK], on=False))]
        assert "Off" in row.state.text()
        row.on.click()
        await eventually(lambda: row.change.isEnabled())
        assert desk.desk.board.plan.rules == DEFAULTS

    tell(story)


def test_a_switch_whose_rule_could_not_be_set_goes_back(tell, eventually):
    def fail():
        raise StorageError("the disk cannot be written.")

    async def story(desk):
        desk.show(tab=RULES)
        desk.alerts.answer = fail
        row = desk.page.rules.rules[RuleName.CLOCK]
        row.on.click()
        await eventually(lambda: row.on.isChecked() and desk.told)
        assert desk.told == [("Clock", "The disk cannot be written.")]

    tell(story)


def test_a_rule_gets_another_time_limit_and_severity(tell, eventually):
    async def story(desk):
        desk.show(tab=RULES)
        row = desk.page.rules.rules[RuleName.TEMPERATURE]
        sheet = await opened(desk, row.change, eventually)
        assert (sheet.after.text(), sheet.unit.text(), sheet.threshold.text()) == ("1", "minutes", "80")
        sheet.after.setText("90")
        sheet.unit._choose(1.0)
        sheet.threshold.setText("72.5")
        sheet.severity._choose(Severity.INFO)
        sheet.recovery.click()
        sheet.attempt()
        await eventually(lambda: desk.sheet() is None)
        wanted = Rule(after_s=90.0, threshold=72.5, severity=Severity.INFO, recovery=False)
        assert desk.asked("set_rule") == [(RuleName.TEMPERATURE, wanted)]

    tell(story)


@pytest.mark.parametrize(
    ("after", "threshold", "says"),
    [
        ("soon", "80", "The time is a number: 0 seconds to 24 hours."),
        ("1441", "80", "The time is a number: 0 seconds to 24 hours."),
        ("1", "", "The limit is a number: 30 to 120 °C."),
        ("1", "400", "The limit is a number: 30 to 120 °C."),
    ],
)
def test_what_a_rule_cannot_be_is_said_in_the_sheet(tell, eventually, after, threshold, says):
    async def story(desk):
        desk.show(tab=RULES)
        sheet = await opened(desk, desk.page.rules.rules[RuleName.TEMPERATURE].change, eventually)
        sheet.after.setText(after)
        sheet.threshold.setText(threshold)
        sheet.attempt()
        await eventually(lambda: sheet.error.text())
        assert sheet.error.text() == says
        assert desk.asked("set_rule") == []
        sheet.reject()

    tell(story)


def test_a_rule_goes_back_to_how_it_was_at_first(tell, eventually):
    async def story(desk):
        desk.show(tab=RULES, plan=Plan().with_rule(RuleName.OFFLINE, Rule(after_s=7.0, severity=Severity.INFO)))
        sheet = await opened(desk, desk.page.rules.rules[RuleName.OFFLINE].change, eventually)
        assert (sheet.after.text(), sheet.unit.text()) == ("7", "seconds")
        sheet.reset.click()
        sheet.attempt()
        await eventually(lambda: desk.sheet() is None)
        assert desk.desk.board.plan.rules == DEFAULTS

    tell(story)


def test_hours_of_an_area_are_added_and_stand_there_in_words(tell, eventually):
    async def story(desk):
        desk.show(tab=RULES)
        rules = desk.page.rules
        assert rules.always.isVisible()
        sheet = await opened(desk, rules.add_hours, eventually)
        sheet.scope._choose(Scope.AREA)
        assert sheet.name.choices == ["Back of house", "Bar", "Foyer"]
        sheet.name.setText("bar")
        sheet.spans[0].ends.setText("2:00")
        sheet.attempt()
        await eventually(lambda: desk.sheet() is None)
        span = Span(days=WORKDAYS, begins_min=480, ends_min=120)
        assert desk.asked("set_hours") == [(Target.area("Bar"), Hours(spans=(span,)))]
        title, text = rules.hours.texts[0]
        assert (title, text) == ("Everything in \u2068Bar\u2069", "Mon\u2013Fri 08:00\u201302:00")
        assert not rules.always.isVisible()

    tell(story)


def test_hours_of_a_player_can_be_never_and_be_changed(tell, eventually):
    async def story(desk):
        desk.show(tab=RULES)
        rules = desk.page.rules
        sheet = await opened(desk, rules.add_hours, eventually)
        sheet.scope._choose(Scope.PLAYER)
        sheet.name.setText("Lobby")
        sheet.whole._choose(True)
        assert not sheet.spans[0].isVisible()
        sheet.attempt()
        await eventually(lambda: desk.sheet() is None)
        assert desk.asked("set_hours") == [(Target.player(LOBBY.id), Hours())]
        assert rules.hours.texts == [("Lobby", "Never: nothing is raised at any time")]
        sheet = await opened(desk, rules.hours.buttons[0], eventually)
        sheet.whole._choose(False)
        sheet.add.click()
        for chip in sheet.spans[1].days:
            chip.setChecked(True)
        sheet.spans[1].begins.setText("0:00")
        sheet.spans[1].ends.setText("24:00")
        sheet.attempt()
        await eventually(lambda: desk.sheet() is None)
        assert rules.hours.texts == [("Lobby", "Mon\u2013Fri 08:00\u201318:00; daily 00:00\u201324:00")]

    tell(story)


def test_hours_are_taken_away(tell, eventually):
    hours = HoursOf(target=Target.everything(), hours=Hours())

    async def story(desk):
        desk.show(tab=RULES, plan=Plan(hours=(hours,)))
        desk.page.rules.hours.buttons[1].click()
        await eventually(lambda: desk.page.rules.always.isVisible())
        assert desk.asked("set_hours") == [(Target.everything(), None)]

    tell(story)


@pytest.mark.parametrize(
    ("scope", "name", "begins", "days", "says"),
    [
        (Scope.AREA, "Nowhere", "8:00", True, "There is no area of this name."),
        (Scope.PLAYER, "", "8:00", True, "There is no player of this name."),
        (Scope.ALL, "", "8", True, "Write times as in 08:00"),
        (Scope.ALL, "", "24:00", True, "Write times as in 08:00"),
        (Scope.ALL, "", "8:00", False, "Choose at least one day"),
    ],
)
def test_hours_that_cannot_be_are_said_in_the_sheet(tell, eventually, scope, name, begins, days, says):
    async def story(desk):
        desk.show(tab=RULES)
        sheet = await opened(desk, desk.page.rules.add_hours, eventually)
        sheet.scope._choose(scope)
        sheet.name.setText(name)
        sheet.spans[0].begins.setText(begins)
        for chip in sheet.spans[0].days:
            chip.setChecked(days)
        sheet.attempt()
        await eventually(lambda: sheet.error.text())
        assert sheet.error.text().startswith(says)
        assert desk.asked("set_hours") == []
        sheet.reject()

    tell(story)


def test_a_player_is_marked_as_off_on_purpose_and_not_any_more(tell, eventually):
    async def story(desk):
        desk.show(tab=RULES, plan=Plan(off=(OffMark(player_id=STAGE.id, since_s=NOW_S, by=ME),)))
        rules = desk.page.rules
        assert [title for title, _ in rules.off.texts] == ["Stage"]
        sheet = await opened(desk, rules.add_off, eventually)
        sheet.name.setText("nobody")
        sheet.attempt()
        await eventually(lambda: sheet.error.text())
        sheet.name.setText("lobby")
        sheet.attempt()
        await eventually(lambda: len(rules.off.texts) == 2)
        rules.off.buttons[0].click()
        await eventually(lambda: [title for title, _ in rules.off.texts] == ["Lobby"])

    tell(story)
