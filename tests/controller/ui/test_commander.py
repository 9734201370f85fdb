import asyncio

import pytest
from controller.ui.fleet import player

from footlight_common.errors import NothingToPlay
from footlight_common.protocol.commands import Pause, SetMute, Stop
from footlight_common.protocol.events import CommandCompleted
from footlight_controller.core.changes import DeviceOnline, FleetEvent
from footlight_controller.ui.commander import Commander
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


def test_who_did_not_is_told_with_the_reason_and_the_detail_has_everybody(sent_to):
    refusing = {FOUR[0].id: "Bar is offline.", FOUR[3].id: "nothing plays."}
    (note,), _ = sent_to(FOUR, Stop(), refusing)
    assert note.subject == "2 of 4 players stopped"
    assert note.text == "\u2068Bar\u2069: Bar is offline.\n\u2068Stairs\u2069: Nothing plays."
    assert note.level is Level.CAUTION
    assert [line.partition(": ")[2] for line in note.detail.splitlines()] == [
        "Bar is offline.",
        "Done",
        "Done",
        "Nothing plays.",
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
