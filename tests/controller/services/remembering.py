"""A player on a real socket that has a past, and hands it out in pages as a player does."""

import asyncio

import msgspec
from aiohttp import web
from controller.services.conftest import ScriptedPlayer

from footlight_common.protocol.base import encode
from footlight_common.protocol.pages import HistoryPage
from footlight_common.protocol.session import Cursor


class RememberingPlayer(ScriptedPlayer):
    """`asked` are the queries it was asked with. While `gate` is closed it does not answer."""

    def __init__(self, player_id, life, *, stream="s1", first_kept=1, most=1000):
        super().__init__(player_id)
        self.life = life
        self.first_kept = first_kept
        self.most = most
        self.cursor = Cursor(stream=stream, seq=len(life.events))
        self.routes = [web.get("/history", self._hand_out)]
        self.asked = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = 0

    async def tell_newest(self):
        """The newest event of its life, as it happens."""
        self.cursor = Cursor(stream=self.cursor.stream, seq=len(self.life.events))
        await self.say(encode(self.life.events[-1]))

    async def _hand_out(self, request):
        query = dict(request.query)
        self.asked.append({name: value for name, value in query.items() if name != "limit"})
        self.waiting += 1
        await self.gate.wait()
        self.waiting -= 1
        events = [event for event in self.life.events if event.seq >= self.first_kept and self._fits(event, query)]
        limit = min(int(query["limit"]), self.most)
        newest_first = "before" in query and "after" not in query and "from_s" not in query
        events = events[-limit:] if newest_first else events[:limit]
        page = HistoryPage(
            stream=self.cursor.stream,
            events=tuple(events),
            runs=tuple(self.life.runs[number] for number in sorted({event.run for event in events})),
            first_kept=self.first_kept,
            last=len(self.life.events),
        )
        return web.Response(body=msgspec.json.encode(page), content_type="application/json")

    def _fits(self, event, query):
        at_s = self.life.runs[event.run].began_s + event.up_s
        return (
            event.seq > int(query.get("after", 0))
            and event.seq < int(query.get("before", 2**53))
            and at_s >= float(query.get("from_s", 0))
        )
