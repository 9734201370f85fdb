from collections.abc import AsyncIterator

import pytest_asyncio
from player.server.newcomer import Newcomer

from footlight_common.model.playback import PlaybackState


@pytest_asyncio.fixture
async def newcomer(data_dir) -> AsyncIterator[Newcomer]:
    newcomer = await Newcomer(data_dir).start()
    yield newcomer
    assert newcomer.player.playback.state is PlaybackState.PLAYING
    await newcomer.stop()
