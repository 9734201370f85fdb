import pytest
from controller.ui.fleet import player

from footlight_common.discovery import Address
from footlight_common.errors import Unreachable
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.ui.discovered.finds import Finds
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.tasks import Tasks


def found(number=1, **fields):
    address = Address(host="127.0.0.1", port=8470)
    fields = {"name": "Lobby", "addresses": (address,), "protocol": 1, "first_seen_s": 0.0, **fields}
    return DiscoveredPlayer(id=f"{number:016x}", **fields)


class Adoptions:
    """Answers at once, or with `error`."""

    def __init__(self):
        self.asked = []
        self.error = None

    async def _take(self, what, about):
        self.asked.append((what, about))
        if self.error:
            raise self.error

    async def adopt(self, player_id):
        await self._take("adopt", player_id)
        return player(1)

    async def ignore(self, player_id):
        await self._take("ignore", player_id)

    async def unignore(self, player_id):
        await self._take("unignore", player_id)

    async def identify_discovered(self, player_id):
        await self._take("identify", player_id)

    async def set_automatic(self, on):
        await self._take("automatic", on)


@pytest.fixture
def told(in_qt, eventually):
    """Runs `act(newcomers)`; returns what was asked, the notes and what was busy, once `count` were asked."""

    def run(act, error=None, count=1):
        adoptions, notes, busy = Adoptions(), [], []
        adoptions.error = error

        async def story():
            tasks = Tasks()
            newcomers = Newcomers(adoptions, tasks)
            newcomers.noted.connect(notes.append)
            newcomers.busy_changed.connect(lambda player_id, on: busy.append(on))
            act(newcomers)
            await eventually(lambda: len(adoptions.asked) == count)
            await tasks.close()

        in_qt(story())
        return adoptions.asked, notes, busy

    return run


@pytest.mark.parametrize(
    ("act", "asked", "text"),
    [
        (lambda newcomers: newcomers.add(found()), "adopt", "Added"),
        (lambda newcomers: newcomers.ignore(found()), "ignore", "Ignored."),
        (lambda newcomers: newcomers.show_again(found()), "unignore", "Shown again"),
        (lambda newcomers: newcomers.identify(found()), "identify", "Shows its name"),
    ],
)
def test_what_is_asked_is_done_and_told(told, act, asked, text):
    requests, (note,), busy = told(act)
    assert requests == [(asked, found().id)]
    assert note.text.startswith(text)
    assert busy == [True, False]


def test_a_refusal_says_why(told):
    _, (note,), busy = told(lambda newcomers: newcomers.add(found()), Unreachable("no answer."))
    assert (note.level, note.text) == ("bad", "No answer.")
    assert busy == [True, False]


def test_asking_twice_is_asking_once(told):
    requests, _, _ = told(lambda newcomers: newcomers.add(found(), found()))
    assert requests == [("adopt", found().id)]


def test_players_are_added_by_themselves_from_then_on(told):
    requests, notes, _ = told(lambda newcomers: newcomers.set_automatic(True))
    assert (requests, notes) == ([("automatic", True)], [])


def test_each_that_is_found_is_told_once_and_again_after_it_was_gone():
    finds = Finds()
    assert [note.subject for note in finds.notes_of((found(1), found(2, ignored=True)))] == ["Lobby"]
    assert finds.notes_of((found(1, claimed=True),)) == []
    assert finds.notes_of(()) == []
    assert len(finds.notes_of((found(1),))) == 1
