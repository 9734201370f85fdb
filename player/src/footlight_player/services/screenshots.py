"""What is on the screen, as an image file for whoever asks."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from footlight_common.clock import Clock
from footlight_player.core.camera import Camera, ImageFile, ImageType, Shot

# One picture a second is enough for everybody who looks; each costs the graphics processor a copy.
SHARED_S = 1.0


class Screenshots:
    """Grabs when asked, at most once in SHARED_S; askers in between get the same picture."""

    def __init__(self, camera: Camera, clock: Clock) -> None:
        self._camera = camera
        self._clock = clock
        self._latest: _Shared | None = None
        self._grabbed_s = 0.0

    async def take(self, width_px: int, kind: ImageType) -> ImageFile:
        """An image file of what is on the screen, at most SHARED_S old, and what it is. Raises NoPicture."""
        while True:
            left_s = self._grabbed_s + SHARED_S - self._clock.monotonic_s()
            latest = self._latest
            if latest is None or latest.failed or (latest.done and left_s <= 0):
                latest = self._latest = _Shared(self._camera.grab(width_px), width_px)
                self._grabbed_s = self._clock.monotonic_s()
            if latest.width_px >= width_px:
                return await latest.file(width_px, kind)
            # Somebody was content with a smaller one just now.
            await self._clock.sleep(max(0.0, left_s))
            await latest.over()

    async def close(self) -> None:
        """Stop what is under way."""
        if self._latest is not None:
            await self._latest.close()


class _Shared:
    """One grab, and the files made of it."""

    def __init__(self, grab: Coroutine[Any, Any, Shot], width_px: int) -> None:
        self.width_px = width_px
        """Up to which files can be made of it."""
        self._shot = asyncio.get_running_loop().create_task(grab, name="grab")
        self._files: dict[tuple[int, ImageType], asyncio.Task[ImageFile]] = {}
        self._shot.add_done_callback(_fetch)

    @property
    def done(self) -> bool:
        return self._shot.done()

    @property
    def failed(self) -> bool:
        return self.done and (self._shot.cancelled() or self._shot.exception() is not None)

    async def file(self, width_px: int, kind: ImageType) -> ImageFile:
        key = (width_px, kind)
        if key not in self._files:
            self._files[key] = asyncio.get_running_loop().create_task(self._encode(*key), name="encode")
            self._files[key].add_done_callback(_fetch)
        # Whoever goes away must not take the picture from the others.
        return await asyncio.shield(self._files[key])

    async def over(self) -> None:
        """Return when it succeeded or failed."""
        await asyncio.wait([self._shot])

    async def close(self) -> None:
        tasks = [self._shot, *self._files.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _encode(self, width_px: int, kind: ImageType) -> ImageFile:
        shot = await asyncio.shield(self._shot)
        return await asyncio.to_thread(shot.encode, width_px, kind)


def _fetch(task: "asyncio.Task[Any]") -> None:
    """An error that nobody waits for any more is no news."""
    if not task.cancelled():
        task.exception()
