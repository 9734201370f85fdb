"""`footlight play` tells what came of the list, and not only that the player took it."""

import dataclasses

import pytest

from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.protocol.events import PlaybackSkipped, PlaybackStarted
from footlight_common.protocol.topics import Topic
from footlight_controller.core.view import LinkState, LinkStatus

ID = "ab12000000000000"


def started(uri: str) -> PlaybackStarted:
    return PlaybackStarted(seq=1, at_s=1.0, item=Item(uri=uri), index=0)


def skipped(uri: str, message: str = "This is no video.") -> PlaybackSkipped:
    return PlaybackSkipped(seq=1, at_s=1.0, item=Item(uri=uri), index=0, code="media_unsupported", message=message)


@pytest.fixture
def told(behind):
    """What the player tells once it has the list."""

    def told(*events) -> None:
        behind.tells = lambda _: list(events)

    return told


def test_what_plays_is_said_when_it_plays(footlight, behind, told):
    told(started("/a.mp4"))
    answer = footlight("play", "Lobby", "/a.mp4", "/b.mp4", "--loop")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Lobby plays a.mp4 and 1 more, again and again.\n"
    assert Topic.MONITORING in behind.options["topics"]


def test_when_nothing_can_be_played_each_item_has_its_reason(footlight, told):
    told(skipped("/a.txt"), skipped("/b.txt", "There is no file /b.txt."))
    answer = footlight("play", "Lobby", "/a.txt", "/b.txt", "/a.txt")
    assert (answer.code, answer.out) == (1, "")
    first, second, last = answer.err.splitlines()
    assert first == "footlight: a.txt: This is no video."
    assert second == "footlight: There is no file /b.txt."
    assert last == "footlight: nothing of the list can be played. Lobby is idle."


def test_when_nothing_can_be_played_what_stays_on_the_screen_is_said(footlight, behind, told, lobby):
    playback = Playback(state=PlaybackState.PLAYING, item=Item(uri="/old.mp4"), count=1)
    behind.views[ID] = dataclasses.replace(lobby, playback=playback)
    told(skipped("/a.txt"))
    assert footlight("play", "Lobby", "/a.txt").err.endswith("Lobby shows old.mp4, as before.\n")


def test_what_was_skipped_before_something_played_is_a_warning(footlight, told):
    told(skipped("/a.txt"), started("/b.mp4"))
    answer = footlight("play", "Lobby", "/a.txt", "/b.mp4", "/c.mp4")
    assert (answer.code, answer.out) == (0, "Lobby plays b.mp4 and 1 more.\n")
    assert answer.err == "footlight: warning: a.txt: This is no video.\n"


def test_other_items_and_other_players_do_not_count(footlight, told):
    told(started("/old.mp4"), skipped("/older.mp4"))
    answer = footlight("play", "Lobby", "/a.mp4")
    assert (answer.code, answer.out, answer.err) == (0, "Lobby is still opening a.mp4.\n", "")


def test_a_player_that_goes_away_while_it_opens_is_a_failure(footlight, behind, lobby):
    def leave(_) -> list:
        link = LinkStatus(state=LinkState.OFFLINE, code="link_failed", reason="the connection broke off")
        behind.views[ID] = dataclasses.replace(lobby, link=link)
        return []

    behind.tells = leave
    answer = footlight("play", "Lobby", "/a.mp4")
    assert (answer.code, answer.out) == (1, "")
    assert "went offline: the connection broke off" in answer.err
