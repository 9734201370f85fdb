"""The Reports page in a language that nobody speaks."""

import pytest
from controller.lives import Life
from controller.ui.translations.lively import fleet
from PySide6.QtCore import QDate

from footlight_common.errors import Unreachable
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_controller.core.proof_of_play import By
from footlight_controller.core.timeline import Unknown
from footlight_controller.ui.reports.period import Period
from footlight_controller.ui.reports.why_unknown import why_short
from footlight_controller.ui.shell.places import REPORTS


def day():
    """A bit of everything, until now."""
    film = Item(uri="/ΠΣΦ", title="ΠΣΦ")
    now_s = float(QDate.currentDate().startOfDay().toSecsSinceEpoch())
    life = Life(now_s - 86_400.0).power_on().play(film, 600, presented=10).play(film, 60, reason=StopReason.CUT)
    life.power_off(60, OffReason.CUT).power_on().wait(600).power_off(60).power_on().play(film, 600)
    return life.wait(now_s - life.now_s)


@pytest.mark.parametrize("areas", [False, True])
def test_reports_speak_the_language(tour, eventually, areas):
    async def story(window, controller, look):
        first, second = fleet()[:2]
        life = day()
        controller.histories.now_s = life.now_s
        controller.histories.lives = {first.id: life, second.id: life}
        controller.histories.rows = {second.id: [(1, 2), (6, len(life.events))]}
        controller.histories.failures = {second.id: Unreachable("ΛΞΠ")}
        window.frame.open_page(REPORTS)
        page = window.records.reports
        proof, availability = page.proof, page.availability
        proof.bar.period.first.show_day(QDate.currentDate().addDays(-2))
        proof.bar.period.choose(Period.DAYS)
        for chip in (By.PLAYER, By.AREA, By.DAY):
            proof.bar.chips[chip].click()
        await eventually(lambda: not proof._again.isActive() and proof.counting.whole and not proof.counting.busy)
        proof.unknown.who.click()
        look()
        proof.unknown.fetch.click()
        await eventually(lambda: not proof.fetching.busy and proof.counting.whole and not proof.counting.busy)
        look()
        proof.bar.item.setText("nobody")
        await eventually(proof.quiet.isVisible)
        look()
        page.tabs.setCurrentIndex(1)
        availability.bar.period.choose(Period.LAST_MONTH)
        await eventually(
            lambda: not availability._again.isActive() and availability.measuring.whole and availability.model.rows
        )
        availability.bar.choose_areas(areas)
        look()

    tour(story)


@pytest.mark.usefixtures("pseudo_spoken")
def test_every_reason_why_nobody_knows_has_words():
    assert all(why_short(why).startswith("[") for why in Unknown)
