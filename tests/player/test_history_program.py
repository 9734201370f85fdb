"""What the whole program remembers of its own beginning and end, and of a disk that takes nothing."""

import sqlite3

import pytest
from player.killing import LIST, history
from player.program import join, until_playing

from footlight_common.model.history import OffReason
from footlight_common.model.playback import StopReason
from footlight_common.protocol.base import encode
from footlight_common.protocol.commands import Command
from footlight_common.protocol.events import (
    ControllerCame,
    ControllerLeft,
    PlaybackStarted,
    PlaybackStopped,
    PowerOff,
    PowerOn,
)

# No file of the process may grow beyond what history.db and its journal have after some seconds.
SMALL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (160 * 1024, 160 * 1024)); "


async def test_a_good_end_is_told_with_what_left_the_screen_and_who_was_there(start, client, arguments):
    process = await start(*arguments, "--port", "0")
    await process.line()
    link = await join(client, process.port)
    await link.send_str(encode(Command(id="1", action=LIST)))
    await until_playing(link)
    assert await process.end() == 0
    again = await start(*arguments, "--port", "0")
    await again.line()
    _, kept = await history(client, again.port)
    first = [event for event in kept.values() if event.run == 1]
    assert isinstance(first[0], PowerOn)
    (came,) = [event for event in first if isinstance(event, ControllerCame)]
    (left,) = [event for event in first if isinstance(event, ControllerLeft)]
    assert came.session == left.session
    assert isinstance(first[-1], PowerOff)
    assert first[-1].reason is OffReason.SHUTDOWN
    plays = [event for event in first if isinstance(event, PlaybackStarted | PlaybackStopped)]
    assert isinstance(plays[-1], PlaybackStopped)
    assert plays[-1].reason is StopReason.CLOSED
    assert plays[-1].item == plays[-2].item
    assert [event.run for event in kept.values()][len(first)] == 2


@pytest.mark.allow_blocking
async def test_on_a_full_disk_it_plays_on_and_tells_everything(start, client, arguments, data_dir):
    process = await start(*arguments, "--port", "0", before=SMALL_DISK)
    await process.line()
    link = await join(client, process.port)
    await link.send_json({"type": "subscribe", "topics": ["monitoring"]})
    await link.send_str(encode(Command(id="1", action=LIST)))
    heard: list[int] = []
    while len(heard) < 600:
        message = await link.receive_json(timeout=10)
        if "seq" in message:
            heard.append(message["seq"])
            await link.send_json({"type": "command", "id": "x", "action": {"do": "mute", "muted": False}})
    assert heard == list(range(heard[0], heard[0] + 600))
    await until_playing(link)
    database = sqlite3.connect(data_dir / "history.db")
    (kept,) = database.execute("SELECT max(seq) FROM event").fetchone()
    database.close()
    assert kept < heard[-1]
    await process.end()
    assert "cannot be kept" in process.errors
