"""The scenes of the Reports page, over what the simulated players have shown until then."""

from typing import Protocol

from playhouse import until

from footlight_controller.core.proof_of_play import By
from footlight_controller.ui.shell.places import REPORTS
from footlight_controller.ui.window import MainWindow


class Draws(Protocol):
    """Draws the window in all sizes and appearances."""

    window: MainWindow

    async def draw(self, name: str) -> None: ...


async def draw_reports(screens: Draws) -> None:
    """Proof of play, by item and by more than that, and availability."""
    screens.window.frame.open_page(REPORTS)
    page = screens.window.records.reports
    proof = page.proof

    def counted() -> bool:
        return proof.counting.whole and not proof.counting.busy and not proof.fetching.busy

    await until(counted, "counting what was on screen")
    proof.unknown.fetch.click()
    await until(counted, "fetching what the players remember")
    await screens.draw("reports")
    proof.bar.chips[By.PLAYER].click()
    await until(lambda: proof.model.report.by == (By.PLAYER, By.ITEM), "a line for each player and item")
    await screens.draw("reports-by-player")
    page.tabs.setCurrentIndex(1)
    await until(lambda: bool(page.availability.model.rows) and page.availability.measuring.whole, "the availability")
    await screens.draw("availability")
    page.tabs.setCurrentIndex(0)
