import pytest
from controller.ui.fleet import offline, player
from PySide6.QtWidgets import QWidget

from footlight_common.protocol.commands import Pause, Rename, Restart, Stop
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.dialogs.requests import HANDFUL, Requests
from footlight_controller.ui.tasks import Tasks

FOUR = [player(number, name, area=name[0]) for number, name in enumerate(("Bar", "Lobby", "Stage", "Stairs"), start=1)]


class Recorder:
    """Takes what is asked for in the end."""

    def __init__(self):
        self.done = []

    def send_all(self, views, action):
        self.done.append((action, [view.name for view in views]))

    def remove(self, *views):
        self.done.append(("remove", [view.name for view in views]))


@pytest.fixture
def done():
    return Recorder()


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def requests(theme, done, window):
    return Requests(theme, Tasks(), done, lambda: FOUR, window)


@pytest.mark.parametrize("action", [Stop(), Restart()])
def test_what_costs_several_screens_something_is_asked_first(requests, done, window, action):
    requests.send_all(FOUR, action)
    dialog = window.findChild(Confirmation)
    assert "4 players" in dialog.windowTitle()
    assert done.done == []
    dialog.confirm.click()
    assert done.done == [(action, ["Bar", "Lobby", "Stage", "Stairs"])]


def test_stopping_several_says_that_they_lose_their_playlists(requests, window):
    requests.send_all(FOUR, Stop())
    assert "loses its playlist" in window.findChild(Confirmation).accessibleDescription()


@pytest.mark.parametrize(("views", "action"), [(FOUR, Pause()), (FOUR[:1], Stop()), (FOUR[:1], Restart())])
def test_what_costs_nothing_or_one_alone_is_done_at_once(requests, done, window, views, action):
    requests.send_all(views, action)
    assert window.findChild(Confirmation) is None
    assert done.done == [(action, [view.name for view in views])]


def test_a_no_does_nothing(requests, done, window):
    requests.send_all(FOUR, Stop())
    window.findChild(Confirmation).cancel.click()
    assert done.done == []


@pytest.mark.parametrize(
    ("views", "title", "says"),
    [
        (FOUR[:1], "Remove \u2068Bar\u2069?", "waits on Discovered"),
        ([player(9, "Gone", link=offline())], "Remove \u2068Gone\u2069?", "announces itself again"),
        (FOUR, "Remove 4 players?", "wait on Discovered"),
    ],
)
def test_removing_says_what_becomes_of_them(requests, done, window, views, title, says):
    requests.remove(views)
    dialog = window.findChild(Confirmation)
    assert dialog.windowTitle() == title
    assert says in dialog.accessibleDescription()
    dialog.confirm.click()
    assert done.done == [("remove", [view.name for view in views])]


def test_nobody_chosen_means_nothing_to_remove_or_move(requests, window):
    requests.remove([])
    requests.move([])
    assert window.findChildren(QWidget) == []


def test_players_are_moved_to_an_area_that_is_there_or_new(in_qt, eventually, theme, done, window):
    async def story():
        tasks = Tasks()
        requests = Requests(theme, tasks, done, lambda: FOUR, window)
        requests.move(FOUR[:3])
        question = window.findChild(Question)
        assert question.windowTitle() == "Move 3 players to an area"
        model = question.field.completer().model()
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["B", "L", "S"]
        question.field.setText("  Hall ")
        question.confirm.click()
        await eventually(lambda: done.done == [(Rename(area="Hall"), ["Bar", "Lobby", "Stage"])])
        await tasks.close()

    in_qt(story())


def test_those_that_stand_in_one_area_have_it_to_begin_with(requests, window):
    requests.move(FOUR[2:])
    assert window.findChild(Question).field.text() == "S"


def test_more_finds_than_a_handful_are_added_after_a_yes_that_has_the_keyboard(requests, window):
    added = []
    requests.add(HANDFUL, lambda: added.append("few"))
    assert added == ["few"]
    requests.add(1000, lambda: added.append("many"))
    dialog = window.findChild(Confirmation)
    assert "Add 1" in dialog.windowTitle()
    assert dialog.focusWidget() is dialog.confirm
    assert added == ["few"]
    dialog.confirm.click()
    assert added == ["few", "many"]
