"""The bridge without a second thread: what is asked is done on the loop of the test."""

import asyncio

from controller.ui.scripted import ScriptedController


class DirectCalls:
    """Of a scripted controller; `hold` keeps everything waiting until it is set."""

    def __init__(self, controller: ScriptedController) -> None:
        self.controller = controller
        self.hold: asyncio.Event | None = None

    async def call(self, request):
        if self.hold is not None:
            await self.hold.wait()
        return await request(self.controller)
