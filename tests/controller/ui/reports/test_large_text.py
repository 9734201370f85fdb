"""The Reports page where the person has set large text."""

import asyncio

import pytest
from controller.ui.fleet import changes_of
from controller.ui.reports.desk import BAR, LOBBY, NOW_S, bar, lobby
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_window import scripted_window
from controller.ui.test_large_text import cut, large, outside, overlapping  # noqa: F401  one of them is a fixture

from footlight_controller.core.proof_of_play import By
from footlight_controller.ui.reports.period import Period
from footlight_controller.ui.shell.places import REPORTS


@pytest.mark.parametrize("size", [(1280, 800), (680, 480)], ids=["1280x800", "680x480"])
def test_no_text_is_cut_and_nothing_overlaps(large, in_qt, eventually, size):  # noqa: F811
    controller = ScriptedController(changes_of(LOBBY, BAR))
    controller.histories.now_s = NOW_S
    controller.histories.lives = {LOBBY.id: lobby(), BAR.id: bar()}
    controller.histories.rows = {LOBBY.id: [(1, 4), (6, len(lobby().events))]}
    faults = {}

    async def look(window, where):
        for _ in range(5):
            await asyncio.sleep(0)
        window.grab()
        if seen := [*cut(window), *outside(window), *overlapping(window)]:
            faults[where] = seen

    async def story():
        async with scripted_window(large, controller, size) as (window, bridge):
            await bridge.start()
            await eventually(lambda: window.model.rowCount() == 2)
            page = window.records.reports
            page.proof._clock = page.availability._clock = window.records.last_day._clock
            page.proof._clock._wall_s = NOW_S
            window.frame.open_page(REPORTS)
            await eventually(lambda: page.proof.model.rows)
            await look(window, "proof of play")
            page.proof.bar.period.choose(Period.DAYS)
            page.proof.bar.chips[By.DAY].click()
            await eventually(lambda: not page.proof._again.isActive() and not page.proof.counting.busy)
            await look(window, "days")
            page.tabs.setCurrentIndex(1)
            await eventually(lambda: page.availability.model.rows)
            await look(window, "availability")

    in_qt(story())
    assert not faults, "\n".join(f"{where}: {fault}" for where, each in faults.items() for fault in each)
