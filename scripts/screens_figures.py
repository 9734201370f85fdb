"""Pictures of what a player measures and says: the tabs Figures and Log of its page, and cards with a line of it."""

from collections.abc import Awaitable, Callable

from playhouse import until

from footlight_controller.ui.figures.span import CHOICES_S, DAY_S
from footlight_controller.ui.models.arranging import Shape
from footlight_controller.ui.shell.places import MONITORING
from footlight_controller.ui.window import MainWindow

# Seconds of readings, so that there is a line to see.
_WATCHED = 12


async def draw_figures(window: MainWindow, player_id: str, draw: Callable[[str], Awaitable[None]]) -> None:
    """Of one player, as it is at this moment."""
    window.open_player(player_id)
    figures = window.records.figures
    window.player.open_tab(figures)
    await until(lambda: figures.board is not None and figures.board.record.latest is not None, "the first figures")
    board = figures.board
    assert board is not None
    board.bar.choices[CHOICES_S[0]].click()
    begin_s = board.record.latest_s
    await until(lambda: board.record.latest_s >= begin_s + _WATCHED, "some seconds of figures")
    await draw("figures")
    board.bar.choices[CHOICES_S[3]].click()
    await until(lambda: not board.reader.busy, "a week of figures")
    board.plots.show_crosshair(board.record.latest_s - 2.3 * DAY_S)
    await draw("figures-crosshair")
    log = window.records.logs
    window.player.open_tab(log)
    await until(lambda: log.model.rowCount() > 0, "the log of a player")
    await draw("log")
    log.table.go_to(log.model.rowCount() - 1)
    log.table.opened.emit(log.table.currentIndex())
    await draw("log-line")
    log.details.fold()
    window.player.open_tab()
    window.frame.open_page(MONITORING)
    window.page.toolbar.shapes[Shape.LARGE].click()
    await draw("monitoring-large")
    window.page.toolbar.shapes[Shape.MEDIUM].click()
