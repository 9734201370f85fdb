from itertools import pairwise

import pytest
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_team import member, site
from controller.ui.scripted_window import scripted_window
from PySide6.QtCore import QPoint, QRect, Qt

from footlight_common.discovery import Address
from footlight_controller.core.discovered import DiscoveredPlayer

FOUND = tuple(
    DiscoveredPlayer(
        id=f"{number:016x}",
        name=f"Found {number}",
        addresses=(Address(host="127.0.0.1", port=8400 + number),),
        protocol=1,
        claimed=True,
        site=site().id,
        first_seen_s=0.0,
    )
    for number in range(50, 54)
)


def stations(part):
    """What Tab goes to within `part`, in its order."""
    found, widget, seen = [], part.nextInFocusChain(), set()
    while id(widget) not in seen:
        seen.add(id(widget))
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        found += [widget] * (takes and part.isAncestorOf(widget) and widget.isVisible())
        widget = widget.nextInFocusChain()
    return found


def follows(before, after):
    """Whether one comes to `after` later than to `before`: below it, or beside it on the right."""
    beside = after.top() <= before.bottom() and before.top() <= after.bottom()
    return after.left() >= before.left() if beside else after.top() > before.top()


@pytest.mark.parametrize("size", [(1280, 800), (680, 480)], ids=["wide", "narrow"])
def test_tab_follows_what_is_seen_on_every_page(in_qt, theme, eventually, size):
    async def story():
        fleet = (player(1, "Bar"), player(2, "Lobby"), player(3, "Stage", link=offline()))
        controller = ScriptedController(changes_of(*fleet, discovered=FOUND))
        controller.site = site(member(1), member(2, "Back office"), member(3, "Wardrobe"))
        async with scripted_window(theme, controller, size) as (window, bridge):
            await bridge.start()
            await eventually(lambda: window.model.rowCount() == len(fleet))
            wrong = []
            for key in ("monitoring", "discovered", "activity", "team", "settings"):
                window.frame.open_page(key)
                page = window.frame.stack.currentWidget()
                await eventually(lambda page=page: page.isVisible() and len(stations(page)) > 2)
                walk = stations(page)
                rects = [(each, QRect(each.mapTo(page, QPoint()), each.size())) for each in walk]
                wrong += [
                    (key, before.accessibleName(), after.accessibleName())
                    for (before, one), (after, other) in pairwise(rects)
                    if not follows(one, other)
                ]
            assert wrong == []

    in_qt(story())
