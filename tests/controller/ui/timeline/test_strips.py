import numpy as np
import pytest
from controller.lives import BORN_S, Life

from footlight_common.model.alerts import Severity
from footlight_controller.core.unfolding import unfold
from footlight_controller.ui.theme.tokens import DARK, LIGHT
from footlight_controller.ui.timeline.looks import palette_of, pattern
from footlight_controller.ui.timeline.ribbon import Kind, ribbon_of_timeline
from footlight_controller.ui.timeline.sight import Sight
from footlight_controller.ui.timeline.strips import Strips

SIZE = (200, 14)
PALETTE = palette_of(DARK)


@pytest.fixture
def ribbon():
    life = Life().power_on().play(shown_s=1000).wait(1000).power_off(1000).power_on().play(shown_s=500)
    life.alert("disk", severity=Severity.CRITICAL).play(shown_s=500).alert("disk", active=False)
    now_s = life.now_s + 2000
    return ribbon_of_timeline(unfold("p", [life.chapter()], BORN_S, now_s, now_s=now_s, heard_s=life.now_s))


def pixels(image):
    return np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), image.width()).copy()


def colour(found, at_s, sight, row=4):
    return found[row, int((at_s - sight.from_s) / sight.length_s * SIZE[0])]


def test_everything_has_its_own_look(ribbon):
    sight = Sight(BORN_S, 6000.0)
    found = pixels(Strips(PALETTE).image("p", ribbon, sight, SIZE))
    assert colour(found, BORN_S + 500, sight) == PALETTE.fills[Kind.PLAYED]
    assert colour(found, BORN_S + 1500, sight) == PALETTE.fills[Kind.IDLE]
    assert colour(found, BORN_S + 2500, sight) == PALETTE.fills[Kind.OFF]
    out_of_reach = found[:, int(4500 / 6000 * SIZE[0]) :]
    assert set(np.unique(out_of_reach)) == {PALETTE.fills[Kind.NOT_HEARD], PALETTE.inks[Kind.NOT_HEARD]}


def test_an_alert_is_underlined_as_long_as_it_stood(ribbon):
    sight = Sight(BORN_S, 6000.0)
    foot = pixels(Strips(PALETTE).image("p", ribbon, sight, SIZE))[-1]
    marked = np.flatnonzero(foot == PALETTE.alerts[Severity.CRITICAL])
    assert (marked[0], marked[-1]) == (int(3500 / 6000 * SIZE[0]), int(4000 / 6000 * SIZE[0]) - 1)


def test_from_afar_shares_are_stacked(ribbon):
    sight = Sight(BORN_S, 2000.0 * SIZE[0])
    first = pixels(Strips(PALETTE).image("p", ribbon, sight, SIZE))[:, 0]
    assert (first == PALETTE.fills[Kind.PLAYED]).sum() == SIZE[1] / 2
    assert (first == PALETTE.fills[Kind.IDLE]).sum() == SIZE[1] / 2


@pytest.mark.parametrize("shift", [1, -1, 30, -30, 99, -99])
def test_what_is_moved_by_pixels_looks_as_if_it_were_drawn_anew(ribbon, shift):
    step_s = 20.0
    sight = Sight(BORN_S + 500, step_s * SIZE[0])
    moved = Sight(sight.from_s + shift * step_s, sight.length_s)
    strips = Strips(PALETTE)
    strips.image("p", ribbon, sight, SIZE)
    found = pixels(strips.image("p", ribbon, moved, SIZE))
    anew = pixels(Strips(PALETTE).image("p", ribbon, moved, SIZE))
    known = np.isin(anew, [*map(int, (PALETTE.fills[kind] for kind in (Kind.PLAYED, Kind.IDLE, Kind.OFF)))])
    # Patterns move with the time they stand for; that is no difference of what is known.
    assert np.array_equal(found[known], anew[known])
    assert known.any()


def test_what_did_not_change_is_not_drawn_again(ribbon):
    strips, sight = Strips(PALETTE), Sight(BORN_S, 6000.0)
    before = strips.image("p", ribbon, sight, SIZE)
    assert strips.image("p", ribbon, sight, SIZE) is before
    strips.dress(palette_of(LIGHT))
    assert strips.image("p", ribbon, sight, SIZE) is not before


def test_what_nobody_knows_has_a_pattern_of_its_own():
    broken = {Kind.STALLED, Kind.CUT}
    assert all(pattern(kind, 24, 24) is not None for kind in broken)
    unknown = [kind for kind in Kind if kind not in broken and pattern(kind, 24, 24) is not None]
    assert unknown == [Kind.NOT_FETCHED, Kind.NOT_HEARD, Kind.LOST, Kind.FORGOTTEN, Kind.BEFORE]
    assert len({pattern(kind, 24, 24).tobytes() for kind in unknown}) == len(unknown)
