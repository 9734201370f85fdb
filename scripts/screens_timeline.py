"""The scenes of the Timeline page and of the tab of a player, over what the simulated players have done until then."""

from typing import Protocol

from playhouse import until

from footlight_controller.ui.shell.places import TIMELINE
from footlight_controller.ui.timeline.ribbon import Kind
from footlight_controller.ui.timeline.sight import DAY_S, SHORTEST_S
from footlight_controller.ui.window import MainWindow


class Draws(Protocol):
    """Draws the window in all sizes and appearances."""

    window: MainWindow

    async def draw(self, name: str) -> None: ...


async def draw_timeline(screens: Draws, player_id: str) -> None:
    """The last minutes, the last day and the last month of everybody, and the story of one."""
    window = screens.window
    window.frame.open_page(TIMELINE)
    page, tab = window.records.timeline, window.records.timeline_tab

    def read() -> bool:
        lines = [line for line in page.chart.lines_in_sight() if not line.heading]
        played = any(line.past is not None and Kind.PLAYED in line.past.ribbon.kinds for line in lines)
        fetched = all(page.reader.missing_s(line.key) <= 1 for line in lines if not line.dimmed)
        return played and fetched and not page.reader.busy

    page.board.show_sight(page.board.sight.zoomed(1e-9, page.board.sight.until_s, page.board.sight.until_s))
    await until(lambda: read() and page.board.sight.length_s == SHORTEST_S, "the timeline of the last minutes")
    await screens.draw("timeline-minutes")
    page.board.controls.chips[DAY_S].click()
    await until(read, "the timeline of a day")
    await screens.draw("timeline")
    page.board.controls.chips[30 * DAY_S].click()
    await until(read, "the timeline of a month")
    await screens.draw("timeline-month")
    page.board.controls.chips[DAY_S].click()
    window.open_player(player_id)
    window.player.open_tab(tab)
    tab.board.show_sight(tab.board.sight.zoomed(1e-9, tab.board.sight.until_s, tab.board.sight.until_s))
    await until(lambda: tab.model.rowCount() > 0, "the story of a player")
    await screens.draw("timeline-player")
    window.player.open_tab()
