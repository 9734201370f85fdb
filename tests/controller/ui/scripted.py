"""A controller whose every word is given by the test, on the real core thread."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from controller.ui.scripted_alerts import ScriptedAlerts
from controller.ui.scripted_histories import ScriptedHistories
from controller.ui.scripted_logs import ScriptedLogs
from controller.ui.scripted_metrics import ScriptedMetrics
from controller.ui.scripted_team import ScriptedTeam, site

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError
from footlight_common.model.audit import DEFAULT_PAGE_ENTRIES, AuditEntry, AuditPage
from footlight_common.model.playback import Playlist
from footlight_common.protocol.commands import AnyAction
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.core.changes import Changes
from footlight_controller.core.site_view import SiteView
from footlight_controller.core.view import PlayerView

# The smallest PNG there is: one grey pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)


class ScriptedFinds:
    def __init__(self, controller: "ScriptedController") -> None:
        self._controller = controller

    async def adopt(self, player_id: str) -> PlayerView:
        await self._controller._ask("adopt", player_id)
        assert self._controller.welcome is not None
        return self._controller.welcome

    async def ignore(self, player_id: str) -> None:
        await self._controller._ask("ignore", player_id)

    async def unignore(self, player_id: str) -> None:
        await self._controller._ask("unignore", player_id)

    async def identify(self, player_id: str) -> None:
        await self._controller._ask("identify_discovered", player_id)

    async def set_automatic(self, on: bool) -> None:
        await self._controller._ask("set_automatic", on)


class ScriptedController:
    """`say` publishes changes; commands are recorded, and answered by what `answer` does."""

    def __init__(self, first: Changes | None = None) -> None:
        self.first = first or Changes()
        self.finds = ScriptedFinds(self)
        self.site: SiteView | None = site()
        """What changes have that say nothing of a site; None for the first start."""
        self.sent: list[tuple[str, AnyAction]] = []
        self.added: list[Address] = []
        self.removed: list[str] = []
        self.asked: list[tuple[object, ...]] = []
        """Every other request, as (name, arguments...)."""
        self.picture = PICTURE
        self.items = Playlist()
        self.team = ScriptedTeam(site())
        self.alerts = ScriptedAlerts()
        self.histories = ScriptedHistories()
        self.metrics = ScriptedMetrics()
        self.logs = ScriptedLogs()
        self.audits: dict[str, list[AuditEntry] | FootlightError] = {}
        """By player, newest first, or what it answers instead."""
        self.seen_at: dict[str, float] = {}
        self.closed = False
        self.cancelled = 0
        self.starting: Callable[[], None] = lambda: None
        self.starting_takes_for_ever = False
        self.closing_takes_for_ever = False
        self.loop: asyncio.AbstractEventLoop | None = None
        self.answer: Callable[[], None] = lambda: None
        self.hold: asyncio.Event | None = None
        self.welcome: PlayerView | None = None
        self._sinks: list[Callable[[Changes], None]] = []

    async def start(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.starting()
        if self.starting_takes_for_ever:
            await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True
        if self.closing_takes_for_ever:
            await asyncio.Event().wait()

    def subscribe(self, sink: Callable[[Changes], None]) -> Callable[[], None]:
        self._sinks.append(sink)
        sink(self._with_site(self.first))
        return lambda: self._sinks.remove(sink)

    async def command(self, player_id: str, action: AnyAction) -> None:
        self.sent.append((player_id, action))
        await self._answer()

    async def add(self, address: Address) -> PlayerView:
        self.added.append(address)
        await self._answer()
        assert self.welcome is not None
        return self.welcome

    async def remove(self, *player_ids: str) -> None:
        self.removed += player_ids
        await self._answer()

    async def pair(
        self, address: Address, code: PairingCode, *, name: str = "", area: str = "", player_id: str = ""
    ) -> PlayerView:
        await self._ask("pair", str(address), code.shown, name, area, player_id)
        assert self.welcome is not None
        return self.welcome

    async def unpair(self, player_id: str) -> None:
        await self._ask("unpair", player_id)

    async def replace(self, old_id: str, address: Address, code: PairingCode) -> PlayerView:
        await self._ask("replace", old_id, str(address), code.shown)
        assert self.welcome is not None
        return self.welcome

    async def screenshot(self, player_id: str, width_px: int, kind: str = "jpeg") -> bytes:
        await self._ask("screenshot", player_id, width_px, kind)
        return self.picture

    async def playlist(self, player_id: str) -> Playlist:
        await self._ask("playlist", player_id)
        return self.items

    async def audit(
        self,
        player_id: str,
        *,
        before: int | None = None,
        limit: int = DEFAULT_PAGE_ENTRIES,
        member: str = "",
        command: str = "",
    ) -> AuditPage:
        await self._ask("audit", player_id, before, limit, member, command)
        kept = self.audits.get(player_id, [])
        if isinstance(kept, FootlightError):
            raise kept
        older = [
            entry
            for entry in kept
            if (before is None or entry.seq < before)
            and member in ("", entry.member, entry.name)
            and command in ("", entry.command)
        ]
        page = tuple(older[:limit])
        return AuditPage(entries=page, next_before=page[-1].seq if len(older) > limit else None)

    async def seen(self) -> dict[str, float]:
        await self._ask("seen")
        return dict(self.seen_at)

    async def look_at(self, *player_ids: str) -> None:
        await self._ask("look_at", *player_ids)

    def say(self, *changes: Changes) -> None:
        """Publish from any thread, all in one turn of the core loop."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._say, changes)

    def _say(self, changes: tuple[Changes, ...]) -> None:
        for each in changes:
            for sink in list(self._sinks):
                sink(self._with_site(each))

    def _with_site(self, changes: Changes) -> Changes:
        return changes if changes.site is not None else replace(changes, site=self.site)

    async def _ask(self, *request: object) -> None:
        self.asked.append(request)
        await self._answer()

    async def _answer(self) -> None:
        try:
            if self.hold is not None:
                await self.hold.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        self.answer()
