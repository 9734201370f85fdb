import asyncio

import pytest
from controller.ui.fleet import player

from footlight_common.errors import NothingToPlay
from footlight_common.protocol.commands import Pause, Rename, SetMute, Stop
from footlight_common.protocol.events import CommandCompleted
from footlight_controller.core.changes import DeviceOnline, FleetEvent
from footlight_controller.ui.commander import SHOWN_AFTER_S, Commander
from footlight_controller.ui.notes import Level
from footlight_controller.ui.tasks import Tasks


class Players:
    """Takes commands; those in `refusing` refuse, and all wait for `go`."""

    def __init__(self):
        self.sent = []
        self.refusing = {}
        self.go = asyncio.Event()

    async def command(self, player_id, action):
        self.sent.append((player_id, action))
        await self.go.wait()
        if reason := self.refusing.get(player_id):
            raise NothingToPlay(reason)


FOUR = [player(number, name) for number, name in enumerate(("Bar", "Lobby", "Stage", "Stairs"), start=1)]


@pytest.fixture
def sent_to(in_qt, eventually):
    """What `send_all` notes, and what the players got, given who refuses."""

    def run(views, action, refusing=None):
        async def story():
            players, tasks, notes = Players(), Tasks(), []
            players.refusing = refusing or {}
            commander = Commander(players, tasks)
            commander.noted.connect(notes.append)
            commander.send_all(views, action)
            # All at once: nobody waits for the answer of another.
            await eventually(lambda: len(players.sent) == len(views))
            players.go.set()
            await eventually(lambda: notes)
            await tasks.close()
            return notes, players.sent

        return in_qt(story())

    return run


def test_a_command_to_all_is_told_once(sent_to):
    (note,), sent = sent_to(FOUR, Pause())
    assert [player_id for player_id, _ in sent] == [view.id for view in FOUR]
    assert (note.subject, note.text, note.level) == ("4 players paused", "", Level.GOOD)


def test_who_did_not_is_told_with_the_reason_and_its_parts_have_everybody(sent_to):
    refusing = {FOUR[0].id: "Bar is offline.", FOUR[3].id: "nothing plays."}
    (note,), _ = sent_to(FOUR, Stop(), refusing)
    assert note.subject == "2 of 4 players stopped"
    assert note.text == "\u2068Bar\u2069: Bar is offline.\n\u2068Stairs\u2069: Nothing plays."
    assert note.level is Level.CAUTION
    assert [(part.subject_id, part.text) for part in note.parts] == [
        (FOUR[0].id, "Bar is offline."),
        (FOUR[3].id, "Nothing plays."),
        (FOUR[1].id, "Done"),
        (FOUR[2].id, "Done"),
    ]


def test_when_all_refuse_it_is_bad_and_only_the_first_are_named(sent_to):
    (note,), _ = sent_to(FOUR, SetMute(muted=True), {view.id: "no." for view in FOUR})
    assert (note.subject, note.level) == ("0 of 4 players muted", Level.BAD)
    assert note.text.splitlines()[-1] == "and 1 more"


def test_one_alone_is_told_as_ever(sent_to):
    (note,), _ = sent_to(FOUR[:1], Pause())
    assert (note.subject, note.text) == ("Bar", "Paused")


def test_what_the_players_say_of_it_afterwards_is_no_news(in_qt, eventually):
    def completed(view, command):
        event = CommandCompleted(seq=1, at_s=0.0, command=command, by="desk", ok=True)
        return FleetEvent(player_id=view.id, player_name=view.name, event=event)

    async def story():
        players, tasks = Players(), Tasks()
        commander = Commander(players, tasks)
        players.go.set()
        commander.send_all(FOUR[:2], Pause())
        await eventually(lambda: len(players.sent) == 2)
        assert not commander.told(completed(FOUR[0], "stop"))
        assert not commander.told(completed(FOUR[2], "pause"))
        online = FleetEvent(player_id=FOUR[0].id, player_name="Bar", event=DeviceOnline(at_s=0.0))
        assert not commander.told(online)
        assert commander.told(completed(FOUR[0], "pause"))
        assert not commander.told(completed(FOUR[0], "pause"))
        await tasks.close()

    in_qt(story())


def test_what_takes_long_is_shown_with_how_many_have_answered(in_qt, eventually):
    async def story():
        players, tasks, begun, notes = Players(), Tasks(), [], []
        commander = Commander(players, tasks)
        commander.begun.connect(begun.append)
        commander.noted.connect(notes.append)
        commander.send_all(FOUR, Pause())
        await eventually(lambda: begun)
        (activity,) = begun
        assert (activity.text, activity.done, activity.total) == ("Pausing 4 players…", 0, 4)
        over = []
        activity.over.connect(lambda: over.append(activity.done))
        players.go.set()
        await eventually(lambda: over)
        assert over == [4]
        assert notes[0].subject == "4 players paused"
        await tasks.close()

    in_qt(story())


def test_what_is_answered_at_once_is_not_shown_as_under_way(in_qt, eventually):
    async def story():
        players, tasks, begun, notes = Players(), Tasks(), [], []
        commander = Commander(players, tasks)
        commander.begun.connect(begun.append)
        commander.noted.connect(notes.append)
        players.go.set()
        commander.send(FOUR[0], Pause())
        await eventually(lambda: notes)
        await asyncio.sleep(2 * SHOWN_AFTER_S)
        assert begun == []
        await tasks.close()

    in_qt(story())


def test_cancelling_ends_the_waiting_and_says_who_had_not_answered(in_qt, eventually):
    async def story():
        players, tasks, begun, notes = Players(), Tasks(), [], []
        commander = Commander(players, tasks)
        commander.begun.connect(begun.append)
        commander.noted.connect(notes.append)
        commander.send_all(FOUR[:2], Pause())
        await eventually(lambda: begun)
        begun[0].cancel()
        await eventually(lambda: notes)
        assert (notes[0].subject, notes[0].level) == ("0 of 2 players paused", Level.BAD)
        assert "Cancelled" in notes[0].parts[0].text
        await tasks.close()

    in_qt(story())


def test_cancelling_what_one_player_was_asked_is_told(in_qt, eventually):
    async def story():
        players, tasks, begun, notes = Players(), Tasks(), [], []
        commander = Commander(players, tasks)
        commander.begun.connect(begun.append)
        commander.noted.connect(notes.append)
        commander.send(FOUR[1], Pause())
        await eventually(lambda: begun)
        assert begun[0].text == "Asking \u2068Lobby\u2069 to pause…"
        begun[0].cancel()
        await eventually(lambda: notes)
        assert (notes[0].subject, notes[0].level) == ("Lobby", Level.INFO)
        await tasks.close()

    in_qt(story())


class Desk(Players):
    """Players that are added and removed too."""

    def __init__(self):
        super().__init__()
        self.go.set()
        self.removed = []
        self.error = None

    async def add(self, address):
        return FOUR[0]

    async def remove(self, *player_ids):
        self.removed.append(player_ids)
        if self.error:
            raise self.error


@pytest.fixture
def told_of(in_qt, eventually):
    """The desk after `act(commander)`, and what is noted of it."""

    def run(act, error=None, refusing=None):
        async def story():
            desk, tasks, notes = Desk(), Tasks(), []
            desk.error, desk.refusing = error, refusing or {}
            commander = Commander(desk, tasks)
            commander.noted.connect(notes.append)
            work = act(commander)
            if work is not None:
                await work
            await eventually(lambda: notes)
            await tasks.close()
            return desk, notes

        return in_qt(story())

    return run


def test_several_are_removed_in_one_go_and_told_once(told_of):
    desk, (note,) = told_of(lambda commander: commander.remove(*FOUR))
    assert desk.removed == [tuple(view.id for view in FOUR)]
    assert (note.subject, note.level) == ("4 players removed", Level.GOOD)


def test_one_that_is_removed_is_named_and_a_refusal_says_why(told_of):
    _, (note,) = told_of(lambda commander: commander.remove(FOUR[0]))
    assert (note.subject, note.text) == ("Bar", "Removed. Add it again to have it back.")
    _, (note,) = told_of(lambda commander: commander.remove(*FOUR), NothingToPlay("it is closing."))
    assert (note.subject, note.text, note.level) == ("4 players could not be removed", "It is closing.", Level.BAD)


def test_a_player_that_is_there_already_is_not_told_as_added(told_of):
    _, (note,) = told_of(lambda commander: commander.add("bar:8470"))
    assert (note.subject, note.text) == ("Bar", "Added")
    _, (note,) = told_of(lambda commander: commander.add("bar:8470", {FOUR[0].id}))
    assert (note.subject, note.text) == ("Bar", "It is in the list already")


@pytest.mark.parametrize(
    ("action", "subject", "text"),
    [
        (Rename(name="Terrace"), "Terrace", "Name changed"),
        (Rename(area="Hall"), "Bar", "Stands in Hall now"),
        (Rename(area=""), "Bar", "Stands in no area now"),
        (Rename(name="Terrace", area="Hall"), "Terrace", "Name and area changed"),
    ],
)
def test_of_name_and_area_that_is_told_which_changed(told_of, action, subject, text):
    desk, (note,) = told_of(lambda commander: commander.rename(FOUR[0], action))
    assert desk.sent == [(FOUR[0].id, action)]
    assert (note.subject, note.text) == (subject, text)


def test_what_a_player_says_of_its_new_name_afterwards_is_no_news_and_a_refusal_is(in_qt):
    event = CommandCompleted(seq=1, at_s=0.0, command="rename", by="desk", ok=True)
    told = FleetEvent(player_id=FOUR[0].id, player_name="Bar", event=event)

    async def story():
        desk = Desk()
        commander = Commander(desk, Tasks())
        await commander.rename(FOUR[0], Rename(name="Terrace"))
        assert commander.told(told)
        desk.refusing = {FOUR[0].id: "no."}
        with pytest.raises(NothingToPlay):
            await commander.rename(FOUR[0], Rename(name="Terrace"))
        assert not commander.told(told)

    in_qt(story())


def test_players_that_were_moved_are_told_where_to(sent_to):
    (note,), _ = sent_to(FOUR, Rename(area="Hall"))
    assert note.subject == "4 players moved to Hall"
