"""What the window as a whole makes of alerts: the line over the pages, badge, bell, tray, cards, a player's page."""

from dataclasses import replace

import pytest
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_alerts import ME, NOW_S, alert, board, over
from controller.ui.scripted_window import scripted_window, toasts
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle

from footlight_common.model.alerts import Severity
from footlight_common.protocol.events import Alert
from footlight_controller.core.alerting.alert import Acknowledged
from footlight_controller.core.alerting.rules import RuleName
from footlight_controller.core.changes import DeviceOffline, DeviceOnline, FleetEvent
from footlight_controller.ui.shell.places import ALERTS, MONITORING
from footlight_controller.ui.widgets.elided_label import ElidedLabel

LOBBY, BAR = player(1, "Lobby"), player(2, "Bar left", area="Bar")
OFFLINE = alert(1)
HOT = alert(2, RuleName.TEMPERATURE, player_name="Bar left", severity=Severity.WARNING, value=84.0)
NOTED = alert(3, RuleName.OTHER, player_id=BAR.id, player_name="Bar left", severity=Severity.INFO, detail="It is dark.")
SEEN = Acknowledged(by=ME, at_s=NOW_S)


@pytest.fixture
def tell(in_qt, theme, eventually):
    """Runs `story(window, controller, say)`; `say(*alerts, alerted=...)` is what the controller says of alerts."""

    def run(story, size=(1280, 800)):
        controller = ScriptedController(changes_of(LOBBY, BAR, alerts=board()))

        def say(*alerts, views=(LOBBY, BAR), **changes):
            controller.alerts.board = board(*alerts)
            controller.say(changes_of(*views, alerts=controller.alerts.board, **changes))

        controller.alerts.told = lambda: controller.say(changes_of(LOBBY, BAR, alerts=controller.alerts.board))

        async def with_window():
            async with scripted_window(theme, controller, size) as (window, bridge):
                await bridge.start()
                await eventually(lambda: window.model.rowCount() == 2)
                await story(window, controller, say)

        in_qt(with_window())

    return run


def part(window):
    return window.records.alerts


def plain(text):
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_line_over_the_page_has_the_worst_that_nobody_looks_after_and_how_many_more(tell, eventually):
    async def story(window, controller, say):
        strip = part(window).strip
        assert not strip.isVisible()
        say(NOTED)
        await eventually(lambda: window.frame.side_bar.buttons[ALERTS].count == 1)
        assert not strip.isVisible()
        say(NOTED, HOT, OFFLINE)
        await eventually(strip.isVisible)
        assert plain(strip.text) == "Lobby: Offline Critical, and 1 more"
        say(HOT, replace(OFFLINE, acknowledged=SEEN))
        await eventually(lambda: plain(strip.text) == "Bar left: Too hot (84 °C) Warning")
        say(replace(HOT, acknowledged=SEEN))
        await eventually(lambda: not strip.isVisible())

    tell(story)


def test_the_line_opens_the_page_where_it_is_not_needed(tell, eventually):
    async def story(window, controller, say):
        say(OFFLINE, HOT)
        strip = part(window).strip
        await eventually(strip.isVisible)
        part(window).page.tabs.setCurrentIndex(2)
        strip.button.click()
        assert window.frame.open_key == ALERTS
        assert part(window).page.open.isVisible()
        assert not strip.isVisible()
        window.frame.open_page(MONITORING)
        assert strip.isVisible()

    tell(story)


def test_it_stands_beside_the_notices_of_the_controller_in_one_row_of_its_own(tell, eventually):
    async def story(window, controller, say):
        say(OFFLINE, HOT, notices=("the disk cannot be written.",))
        strip, banner = part(window).strip, window.frame.banner
        await eventually(lambda: strip.isVisible() and banner.isVisible())
        await eventually(lambda: strip.y() >= banner.geometry().bottom())
        assert strip.height() < 3 * strip.fontMetrics().height()
        assert banner.text == "The disk cannot be written."

    tell(story)


def test_in_a_low_window_it_shares_one_line_with_the_notices_of_the_controller(tell, eventually):
    async def story(window, controller, say):
        notices = ("the disk cannot be written.", "alerts do not go out by e-mail: the server cannot be reached.")
        say(OFFLINE, HOT, notices=notices)
        strip, banner = part(window).strip, window.frame.banner
        await eventually(lambda: strip.isVisible() and banner.isVisible())
        await eventually(lambda: strip.y() == banner.y() and strip.x() >= banner.geometry().right())
        assert max(strip.height(), banner.height()) < 3 * strip.fontMetrics().height()
        assert window.frame.stack.y() <= 3 * strip.fontMetrics().height()

    tell(story, size=(680, 480))


def test_the_side_bar_counts_what_nobody_looks_after(tell, eventually):
    async def story(window, controller, say):
        button = window.frame.side_bar.buttons[ALERTS]
        say(OFFLINE, HOT, replace(NOTED, acknowledged=SEEN))
        await eventually(lambda: button.count == 2)
        assert button.accessibleName() == "Alerts, 2 waiting"
        say()
        await eventually(lambda: button.count == 0)

    tell(story)


def test_what_is_raised_and_what_is_over_is_told_once_and_kept_under_the_bell(tell, eventually):
    told = Alert(seq=1, at_s=0.0, code="temperature", message="It is too hot.")
    event = FleetEvent(player_id=BAR.id, player_name="Bar left", event=told)

    async def story(window, controller, say):
        say(HOT, alerted=(HOT,), events=(event,))
        await eventually(lambda: toasts(window))
        assert toasts(window) == [("Bar left", "Too hot (84 °C)")]
        assert [note.text for note in window.notebook.kept] == ["Too hot (84 °C)"]
        past = replace(event, event=replace_active(told))
        say(alerted=(over(2, RuleName.TEMPERATURE, player_name="Bar left", value=84.0),), events=(past,))
        await eventually(lambda: len(window.notebook.kept) == 2)
        assert window.notebook.kept[0].text == "Over after 5 min: Too hot (84 °C)"

    tell(story)


def replace_active(event):
    return Alert(seq=2, at_s=1.0, code=event.code, message=event.message, active=False)


def test_what_a_player_says_while_it_is_muted_or_closed_is_told_by_nobody(tell, eventually):
    event = FleetEvent(
        player_id=BAR.id, player_name="Bar left", event=Alert(seq=1, at_s=0.0, code="disk", message="It is full.")
    )

    async def story(window, controller, say):
        say(events=(event, FleetEvent(player_id=LOBBY.id, player_name="Lobby", event=DeviceOnline(at_s=0.0))))
        await eventually(lambda: toasts(window))
        assert toasts(window) == [("Lobby", "Online")]
        assert window.notebook.kept == []

    tell(story)


def test_going_is_told_when_it_goes_and_later_only_for_how_long(tell, eventually):
    gone = DeviceOffline(at_s=0.0, code="unreachable", reason="it sends nothing any more.")

    async def story(window, controller, say):
        away = (player(1, "Lobby", link=offline("it sends nothing any more.")), BAR)
        say(views=away, events=(FleetEvent(player_id=LOBBY.id, player_name="Lobby", event=gone),))
        await eventually(lambda: len(window.notebook.kept) == 1)
        say(replace(OFFLINE, detail="it sends nothing any more."), views=away, alerted=(OFFLINE,))
        await eventually(lambda: len(window.notebook.kept) == 2)
        texts = [note.text for note in window.notebook.kept]
        assert texts == ["Has been offline for 1 min", "It sends nothing any more."]

    tell(story)


def test_the_desktop_tells_of_it_while_the_person_is_at_another_program(tell, eventually):
    async def story(window, controller, say):
        shown = []
        window.tray.tell = lambda notes: shown.extend(note.text for note in notes)
        window.activateWindow()
        await eventually(window.isActiveWindow)
        say(OFFLINE, alerted=(OFFLINE,))
        await eventually(lambda: window.notebook.kept)
        assert shown == []
        window.hide()
        say(HOT, alerted=(HOT,))
        await eventually(lambda: shown == ["Too hot (84 °C)"])
        window.show()

    tell(story)


def test_on_the_page_of_its_player_an_alert_stands_with_acknowledge(tell, eventually):
    async def story(window, controller, say):
        say(OFFLINE, HOT)
        at_player = part(window).at_player
        window.open_player(BAR.id)
        await eventually(at_player.isVisible)
        (line,) = [line for line in at_player.lines if line.isVisible()]
        assert "Too hot (84 °C)" in line.accessibleName()
        line.button.click()
        await eventually(lambda: controller.alerts.asked == [("acknowledge", 2)])
        await eventually(lambda: not line.button.isVisible())
        assert "Front office" in line.accessibleName()
        window.open_player(LOBBY.id)
        await eventually(lambda: "Offline" in at_player.lines[0].accessibleName())
        say()
        await eventually(lambda: not at_player.isVisible())

    tell(story)


def face(window, view):
    image = QImage(360, 160, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    window.page.wall._delegate.paint_view(painter, QRect(0, 0, 360, 160), view, QStyle.StateFlag.State_Enabled)
    painter.end()
    return image


def test_the_line_holds_names_that_are_written_right_to_left_in_their_place(tell, eventually):
    async def story(window, controller, say):
        say(replace(HOT, player_name="\u05dc\u05d5\u05d1\u05d9"))
        label = part(window).strip.findChild(ElidedLabel)
        await eventually(lambda: "\u2068\u05dc\u05d5\u05d1\u05d9\u2069: Too hot" in label.text())

    tell(story)


def test_the_page_of_another_player_opens_on_its_overview(tell, eventually):
    async def story(window, controller, say):
        window.open_player(BAR.id)
        window.player.tabs.setCurrentIndex(1)
        window.open_player(BAR.id)
        assert window.player.tabs.currentIndex() == 1
        window.open_player(LOBBY.id)
        assert window.player.tabs.currentIndex() == 0

    tell(story)


def test_acknowledged_on_the_page_of_its_player_it_stays_in_its_place(tell, eventually):
    async def story(window, controller, say):
        say(HOT, NOTED)
        window.open_player(BAR.id)
        lines = await eventually(lambda: [line for line in part(window).at_player.lines if line.isVisible()])
        assert [line.alert_id for line in lines] == [2, 3]
        lines[0].button.click()
        await eventually(lambda: lines[0].button.isHidden())
        assert [line.alert_id for line in lines] == [2, 3]

    tell(story)


def test_a_card_looks_otherwise_while_something_is_open_there_and_when_somebody_looks_after_it(tell, eventually):
    async def story(window, controller, say):
        well, other = face(window, BAR), face(window, LOBBY)
        say(HOT)
        await eventually(lambda: part(window).desk.at(BAR.id))
        wrong = face(window, BAR)
        assert wrong != well
        assert face(window, LOBBY) == other
        say(replace(HOT, acknowledged=SEEN))
        await eventually(lambda: part(window).desk.at(BAR.id)[0].acknowledged)
        assert face(window, BAR) not in (well, wrong)
        say()
        await eventually(lambda: not part(window).desk.at(BAR.id))
        assert face(window, BAR) == well

    tell(story)
