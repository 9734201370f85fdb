import pytest
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_window import scripted_window
from PySide6.QtCore import QPoint, QRect


@pytest.mark.parametrize("size", [(680, 480), (1280, 800)], ids=["smallest", "usual"])
def test_the_controls_below_the_picture_are_in_sight(in_qt, theme, eventually, size):
    async def story():
        async with scripted_window(theme, ScriptedController(changes_of(player(1))), size) as (window, bridge):
            await bridge.start()
            await eventually(lambda: window.model.rowCount() == 1)
            window.open_player(player(1).id)
            area, play = window.player.area.viewport(), window.player.transport.play
            await eventually(
                lambda: area.rect().contains(
                    QRect(play.mapTo(window, QPoint()) - area.mapTo(window, QPoint()), play.size())
                )
            )

    in_qt(story())
