"""kill -9 at any moment: no event that anybody heard is lost, and the story goes on in order."""

import os
import random
from itertools import groupby, pairwise

import pytest
from player.killing import quick_check, rounds

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_common.protocol.events import PlaybackStarted, PlaybackStopped, PowerOff, PowerOn

# A handful in the suite; as many as you like by hand.
ROUNDS = int(os.environ.get("FOOTLIGHT_KILLS", "4"))
SEED = int(os.environ.get("FOOTLIGHT_SEED", "7"))


@pytest.mark.allow_blocking
async def test_what_was_heard_is_remembered_whenever_the_player_is_killed(start, client, arguments, data_dir):
    ear, kept = await rounds(start, client, arguments, random.Random(SEED), ROUNDS)
    assert quick_check(data_dir) == "ok"
    assert not list(data_dir.glob("*.corrupt.*"))
    # What was missed while the player was away is told again, and nothing twice.
    assert ear.repeated == []
    assert sorted(ear.heard) == list(range(min(ear.heard), max(ear.heard) + 1))
    assert len(ear.heard) >= 5 * ROUNDS
    _assert_whole(kept)


def _assert_whole(kept):
    """No number is missing, and every run has a beginning, an end, and stops what it started."""
    assert sorted(kept) == list(range(1, len(kept) + 1))
    events = [kept[seq] for seq in sorted(kept)]
    runs = [list(run) for _, run in groupby(events, key=lambda event: event.run)]
    assert [run[0].run for run in runs] == list(range(1, len(runs) + 1))
    for run in runs:
        assert isinstance(run[0], PowerOn)
        assert all(one.up_s <= other.up_s for one, other in pairwise(run))
    for run in runs[:-1]:
        assert isinstance(run[-1], PowerOff)
        assert run[-1].reason is OffReason.CUT
        plays = [event for event in run if isinstance(event, PlaybackStarted | PlaybackStopped)]
        started, stopped = plays[::2], plays[1::2]
        assert [type(event) for event in started] == [PlaybackStarted] * len(started)
        assert [event.item for event in stopped] == [event.item for event in started]
        cut = [event for event in stopped if event.reason is StopReason.CUT]
        assert cut in ([], stopped[-1:])
