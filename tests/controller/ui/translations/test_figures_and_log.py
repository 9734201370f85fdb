"""The tabs Figures and Log of a player's page in a language that nobody speaks."""

from dataclasses import replace

from controller.ui.fleet import changes_of, offline
from controller.ui.scripted_logs import AT_S, line
from controller.ui.scripted_metrics import readings
from controller.ui.translations.lively import fleet

from footlight_common.errors import Unreachable
from footlight_common.model.audit import AuditEntry
from footlight_common.model.logs import LogLevel
from footlight_common.model.metrics import Throttling
from footlight_common.protocol.events import MetricsUpdate
from footlight_controller.core.changes import FleetEvent

EVERYTHING = {
    "temperature_c": 60.0,
    "throttling": Throttling(under_voltage=True, throttled=True, frequency_capped_since_boot=True),
    "disk_free_bytes": 10**9,
    "disk_total_bytes": 10**10,
    "disk_life_percent": 90.0,
    "received_bytes_s": 1e6,
    "sent_bytes_s": 1e5,
    "rss_bytes": 10**8,
    "open_files": 20,
    "decoder": "no",
}


def test_figures_speak_the_language(tour, eventually):
    async def story(window, controller, look):
        view = fleet()[0]
        controller.metrics.answer = Unreachable("ΛΞΠ")
        window.open_player(view.id)
        window.player.open_tab(window.records.figures)
        board = window.records.figures.board
        await eventually(lambda: board.reader.error is not None)
        look()
        for second in range(3):
            event = MetricsUpdate(at_s=window.records.figures._clock.wall_s() + second, metrics=readings(**EVERYTHING))
            told = FleetEvent(player_id=view.id, player_name=view.name, event=event)
            window.show_changes(replace(changes_of(view), site=controller.site, events=(told,)))
        await eventually(lambda: not board.plots._waiting)
        look()
        board.plots.setFocus()
        board.plots.show_crosshair(board.span.to_s - 1)
        look()
        window.show_changes(replace(changes_of(replace(view, link=offline("ΛΞΠ"))), site=controller.site))
        look()

    tour(story)


def test_the_log_speaks_the_language(tour, eventually):
    async def story(window, controller, look):
        view = fleet()[0]
        window.open_player(view.id)
        tab = window.records.logs
        window.player.open_tab(tab)
        look()
        controller.logs.lines = [line(2, "ΠΣΦ\nΠΣΦ", level, "ΘΛΞ") for level in LogLevel]
        controller.audits = {view.id: [AuditEntry(seq=1, at_s=AT_S, name="ΦΨΛ", command="set_log_level")]}
        controller.logs.level, controller.logs.raised_until_s = LogLevel.DEBUG, AT_S + 10**9
        tab.hide()
        tab.show()
        await eventually(lambda: tab.model.rowCount() == len(LogLevel) and tab.raised.isVisible())
        tab.foot.more.menu().aboutToShow.emit()
        look()
        tab.table.selectRow(0)
        tab.table.opened.emit(tab.table.currentIndex())
        tab.foot.pause.click()
        tab.bar.search.setText("ΞΔΘ")
        tab.bar.after.click()
        look()
        tab.bar.text.setText("ΞΔΘ")
        look()
        tab.foot.clear.click()
        window.show_changes(replace(changes_of(replace(view, link=offline("ΛΞΠ"))), site=controller.site))
        look()

    tour(story)
