from dataclasses import replace

from controller.ui.alerts.desk import BAR, LOBBY, STAGE, choose
from controller.ui.fleet import player
from controller.ui.scripted_alerts import ME, NOW_S, alert, board
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from footlight_common.errors import StorageError
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import Acknowledged
from footlight_controller.core.alerting.board import Sending
from footlight_controller.core.alerting.plan import Channel, Mute, OffMark, Plan
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.alerting.target import Target
from footlight_controller.ui.alerts import open_tab
from footlight_controller.ui.alerts.open_tab import ROWS_AT_ONCE
from footlight_controller.ui.notes import Level

OFFLINE = alert(1)
HOT = alert(
    2,
    RuleName.TEMPERATURE,
    player_name="Bar left",
    area="Bar",
    severity=Severity.WARNING,
    value=84.4,
    began_s=NOW_S - 120,
    told=(Channel.EMAIL, Channel.WEBHOOK),
)
FULL = alert(3, RuleName.DISK, player_name="Stage", severity=Severity.WARNING, value=300.0, raised_s=NOW_S - 9)
SEEN = replace(FULL, id=4, acknowledged=Acknowledged(by=ME, at_s=NOW_S - 60))


def test_an_alert_says_what_is_wrong_where_since_when_who_was_told_and_how_much_it_matters(tell):
    async def story(desk):
        desk.show(HOT)
        (row,) = desk.rows
        assert desk.titles() == ["Bar left: Too hot (84 °C)"]
        assert row.severity.text() == "Warning"
        assert "(2 min)" in row.about.text()
        assert row.about.text().endswith("told by e-mail and webhook")
        assert "Bar" in row.about.text()
        for part in ("Warning", "Too hot", "2 min", "webhook"):
            assert part in row.accessibleName()

    tell(story)


def test_who_has_not_taken_it_yet_was_not_told(tell):
    async def story(desk):
        hanging = {Channel.EMAIL: Sending(), Channel.WEBHOOK: Sending(waiting=1, untold=frozenset({2}))}
        desk.show(HOT, sending=hanging)
        (row,) = desk.rows
        assert row.about.text().endswith("told by e-mail · waiting: webhook")
        desk.show(HOT, sending={Channel.EMAIL: Sending(), Channel.WEBHOOK: Sending(given_up=frozenset({2}))})
        assert row.about.text().endswith("told by e-mail · could not be told: webhook")

    tell(story)


def test_what_nobody_looks_after_comes_first_then_what_matters_most_then_the_newest(tell):
    async def story(desk):
        desk.show(replace(SEEN, severity=Severity.CRITICAL), HOT, FULL, OFFLINE)
        assert [row.alert.id for row in desk.rows] == [1, 3, 2, 4]

    tell(story)


def test_acknowledging_one_says_who_looks_after_it_from_then_on(tell, eventually):
    async def story(desk):
        desk.show(OFFLINE, HOT)
        QTest.mouseClick(desk.rows[0].acknowledge, Qt.MouseButton.LeftButton)
        await eventually(lambda: desk.rows[0].acknowledge.isHidden())
        assert desk.asked("acknowledge") == [(1,)]
        assert "Front office" in desk.rows[0].seen.text()
        assert desk.told == []

    tell(story)


def test_after_one_was_acknowledged_nothing_moves_until_the_page_is_left(tell, eventually):
    async def story(desk):
        desk.show(OFFLINE, HOT)
        QTest.mouseClick(desk.rows[0].acknowledge, Qt.MouseButton.LeftButton)
        await eventually(lambda: desk.rows[0].acknowledge.isHidden())
        desk.alerts.board = replace(desk.alerts.board, open=(FULL, *desk.alerts.board.open))
        desk.say()
        await eventually(lambda: len(desk.rows) == 3)
        assert [row.alert.id for row in desk.rows] == [1, 2, 3]
        desk.page.hide()
        desk.page.show()
        assert [row.alert.id for row in desk.rows] == [3, 2, 1]

    tell(story)


def test_it_moves_a_while_after_the_pointer_has_left(tell, eventually, monkeypatch):
    monkeypatch.setattr(open_tab, "HOLDS_MS", 50)

    async def story(desk):
        desk.show(OFFLINE, HOT)
        QTest.mouseClick(desk.rows[0].acknowledge, Qt.MouseButton.LeftButton)
        await eventually(lambda: [row.alert.id for row in desk.rows] == [2, 1])

    tell(story)


def test_acknowledge_all_leaves_out_what_somebody_looks_after(tell, eventually):
    async def story(desk):
        desk.show(OFFLINE, HOT, SEEN)
        desk.page.open.all.click()
        await eventually(lambda: not desk.desk.unseen)
        assert sorted(desk.asked("acknowledge")) == [(1,), (2,)]
        await eventually(lambda: not desk.page.open.all.isVisible())

    tell(story)


def test_of_all_those_that_ended_meanwhile_keep_nobody_from_the_others(tell, eventually):
    async def story(desk):
        desk.show(OFFLINE, HOT, FULL)
        desk.alerts.board = board(HOT, FULL)
        desk.page.open.all.click()
        await eventually(lambda: not desk.desk.unseen)
        assert [each.id for each in desk.desk.board.open if each.acknowledged] == [2, 3]
        assert desk.told == []

    tell(story)


def test_acknowledging_what_is_over_already_is_said_and_harms_nothing(tell, eventually):
    async def story(desk):
        desk.show(OFFLINE)
        desk.alerts.board = board()
        desk.rows[0].acknowledge.click()
        await eventually(lambda: desk.told)
        assert desk.told == [("Alerts", "This alert is over already.")]
        assert desk.notes[0].level is Level.INFO

    tell(story)


def test_what_could_not_be_done_is_told_and_can_be_tried_again(tell, eventually):
    def fail():
        raise StorageError("the disk cannot be written.")

    async def story(desk):
        desk.show(OFFLINE)
        desk.alerts.answer = fail
        desk.rows[0].acknowledge.click()
        assert not desk.rows[0].acknowledge.isEnabled()
        await eventually(lambda: desk.rows[0].acknowledge.isEnabled())
        assert desk.told == [("Alerts", "The disk cannot be written.")]

    tell(story)


def test_a_click_on_an_alert_goes_to_its_player_and_a_click_on_its_button_does_not(tell):
    async def story(desk):
        desk.show(HOT)
        QTest.mouseClick(desk.rows[0], Qt.MouseButton.LeftButton, pos=QPoint(80, 12))
        assert desk.wanted == [BAR.id]
        QTest.mouseClick(desk.rows[0].acknowledge, Qt.MouseButton.LeftButton)
        assert desk.wanted == [BAR.id]
        choose(desk.rows[0].menu, "Go to Bar left")
        assert desk.wanted == [BAR.id, BAR.id]

    tell(story)


def test_player_rule_and_area_of_an_alert_can_be_muted_for_a_while_or_for_good(tell, eventually):
    async def story(desk):
        desk.show(HOT)
        menu = desk.rows[0].menu
        choose(menu, "Mute Bar left", "For 1 hour")
        choose(menu, "Mute “Temperature” at all players", "For 8 hours")
        choose(menu, "Mute everything in Bar", "Until I unmute it")
        await eventually(lambda: len(desk.desk.board.plan.mutes) == 3)
        assert desk.asked("mute") == [
            (Target.player(BAR.id), 3600.0),
            (Target.rule(RuleName.TEMPERATURE), 8 * 3600.0),
            (Target.area("Bar"), None),
        ]
        assert [subject for subject, _ in desk.told] == [
            "Bar left",
            "The rule “Temperature”",
            "Everything in \u2068Bar\u2069",
        ]

    tell(story)


def test_only_who_is_offline_can_be_off_on_purpose_from_its_alert(tell, eventually):
    async def story(desk):
        desk.show(OFFLINE)
        choose(desk.rows[0].menu, "It is off on purpose")
        await eventually(lambda: desk.desk.board.plan.off)
        assert desk.asked("mark_off") == [(LOBBY.id,)]
        desk.show(HOT)
        await eventually(lambda: desk.rows[0].alert == HOT)
        desk.rows[0].menu.aboutToShow.emit()
        assert "It is off on purpose" not in [entry.text() for entry in desk.rows[0].menu.actions()]

    tell(story)


def test_everything_can_be_muted(tell, eventually):
    async def story(desk):
        desk.show()
        choose(desk.page.open.mute.menu(), "For 8 hours")
        await eventually(lambda: desk.desk.board.plan.mutes)
        assert desk.asked("mute") == [(Target.everything(), 8 * 3600.0)]

    tell(story)


def test_what_is_muted_or_off_on_purpose_stands_there_with_the_way_to_end_it(tell, eventually):
    plan = Plan(
        mutes=(
            Mute(target=Target.area("Bar"), since_s=NOW_S, until_s=NOW_S + 60, by=ME),
            Mute(target=Target.rule(RuleName.CLOCK), since_s=NOW_S, by=ME),
            Mute(target=Target.everything(), since_s=NOW_S - 100, until_s=NOW_S - 1, by=ME),
        ),
        off=(OffMark(player_id=STAGE.id, since_s=NOW_S, by=None),),
    )

    async def story(desk):
        desk.show(plan=plan)
        silences = desk.page.open.silences
        titles = [title for title, _ in silences.list.texts]
        assert titles == ["Everything in \u2068Bar\u2069", "The rule “Clock”", "Stage"]
        assert "until you unmute it, by \u2068Front office\u2069" in silences.list.texts[1][1]
        assert "shut down" in silences.list.texts[2][1]
        silences.list.buttons[0].click()
        silences.list.buttons[2].click()
        await eventually(lambda: len(silences.list.texts) == 1)
        assert desk.asked("unmute") == [(Target.area("Bar"),)]
        assert desk.asked("unmark_off") == [(STAGE.id,)]

    tell(story)


def test_a_mute_whose_time_is_over_goes_without_anybody_telling(tell):
    plan = Plan(mutes=(Mute(target=Target.area("Bar"), since_s=NOW_S, until_s=NOW_S + 60, by=ME),))

    async def story(desk):
        desk.show(plan=plan)
        assert desk.page.open.silences.isVisible()
        await desk.clock.advance(61)
        desk.page.open.show_board()
        assert not desk.page.open.silences.isVisible()

    tell(story)


def test_where_nothing_is_open_that_is_said(tell):
    async def story(desk):
        desk.show()
        assert desk.page.open.quiet.isVisible()
        assert desk.page.open.quiet.headline == "Nothing needs a person"
        assert desk.page.tabs.tabText(0) == "Open"
        desk.show(OFFLINE)
        assert not desk.page.open.quiet.isVisible()
        assert desk.page.tabs.tabText(0) == "Open (1)"

    tell(story)


def test_hundreds_of_alerts_come_some_at_a_time(tell):
    many = tuple(alert(number) for number in range(1, 3 * ROWS_AT_ONCE))

    async def story(desk):
        desk.show(*many)
        assert len(desk.rows) == ROWS_AT_ONCE
        assert desk.page.open.more.isVisible()
        desk.page.open.more.click()
        desk.page.open.more.click()
        assert len(desk.rows) == len(many)
        assert not desk.page.open.more.isVisible()

    tell(story)


def test_the_keyboard_stays_at_the_alert_it_was_at(tell, eventually):
    async def story(desk):
        desk.show(HOT)
        desk.page.activateWindow()
        desk.rows[0].acknowledge.setFocus()
        desk.alerts.board = board(HOT, OFFLINE)
        desk.say()
        await eventually(lambda: len(desk.rows) == 2)
        assert desk.rows[1].alert == HOT
        assert desk.page.focusWidget() is desk.rows[1].acknowledge
        desk.rows[1].acknowledge.click()
        await eventually(lambda: desk.rows[1].acknowledge.isHidden())
        assert desk.page.focusWidget() is desk.rows[1].more

    tell(story)


def test_players_of_one_name_are_told_apart(tell):
    async def story(desk):
        desk.players = [LOBBY, player(0xABC << 52, "Lobby")]
        desk.show(OFFLINE)
        assert desk.titles() == ["Lobby #0000: Offline"]

    tell(story)
