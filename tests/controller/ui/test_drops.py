import pytest
from controller.ui.fleet import changes_of, offline, player
from controller.ui.scripted import ScriptedController
from controller.ui.scripted_window import scripted_window
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Play
from footlight_controller.ui.models.arranging import Arranging, Shape

PLAY = Play(items=(Item(uri="/media/a.mp4"),))
FLEET = (player(1, "Bar"), player(2, "Lobby"), player(3, "Stage"), player(4, "Tower", link=offline()))


@pytest.fixture
def tell(in_qt, theme, eventually):
    """Runs `story(window, controller, drop)`; `drop(row)` lets a file go there and says whether it would be taken."""

    def run(story, shape):
        controller = ScriptedController(changes_of(*FLEET))

        async def with_window():
            async with scripted_window(theme, controller) as (window, bridge):
                window.page.arrange(Arranging(shape=shape))
                view = window.page.table if shape is Shape.TABLE else window.page.wall

                def drop(row):
                    mime, key, button = QMimeData(), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
                    mime.setUrls([QUrl.fromLocalFile("/media/a.mp4")])
                    place = view.visualRect(view.model().index(row, 0)).center()
                    over = QDragMoveEvent(place, Qt.DropAction.CopyAction, mime, button, key)
                    view.dragMoveEvent(over)
                    if over.isAccepted():
                        view.dropEvent(QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, button, key))
                    return over.isAccepted()

                await bridge.start()
                await eventually(lambda: window.model.rowCount() == len(FLEET))
                window.grab()
                await eventually(lambda: all(in_place(view, row) for row in range(len(FLEET))))
                await story(window, controller, view, drop)

        in_qt(with_window())

    return run


def in_place(view, row):
    index = view.model().index(row, 0)
    return view.indexAt(view.visualRect(index).center()) == index


def choose(view, *rows):
    flags = view.selectionModel().SelectionFlag
    view.clearSelection()
    for row in rows:
        view.selectionModel().select(view.model().index(row, 0), flags.Select | flags.Rows)


SHAPES = pytest.mark.parametrize("shape", [Shape.MEDIUM, Shape.TABLE], ids=str)


@SHAPES
def test_a_file_let_go_on_a_player_plays_there(tell, eventually, shape):
    async def story(window, controller, view, drop):
        assert drop(1)
        await eventually(lambda: controller.sent)
        assert controller.sent == [(FLEET[1].id, PLAY)]

    tell(story, shape)


@SHAPES
def test_a_file_let_go_on_one_of_several_chosen_plays_on_all_of_them(tell, eventually, shape):
    async def story(window, controller, view, drop):
        choose(view, 0, 2)
        assert drop(2)
        await eventually(lambda: len(controller.sent) == 2)
        assert sorted(controller.sent) == [(FLEET[0].id, PLAY), (FLEET[2].id, PLAY)]
        await eventually(lambda: [toast.title for toast in window.toasts.shown] == ["2 players were given the files"])

    tell(story, shape)


@SHAPES
def test_a_file_let_go_beside_those_chosen_plays_there_alone_and_nowhere_on_who_is_gone(tell, eventually, shape):
    async def story(window, controller, view, drop):
        choose(view, 0, 2)
        assert not drop(3)
        assert drop(1)
        await eventually(lambda: controller.sent)
        assert controller.sent == [(FLEET[1].id, PLAY)]
        assert len(window.page.choice.rows) == 2

    tell(story, shape)
