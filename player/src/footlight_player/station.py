"""One player of the program: its parts, its server and its place on disk."""

import asyncio
import logging
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from footlight_common.clock import Clock
from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import PairingClosed, StorageError
from footlight_common.model.player import HostFacts, PlayerIdentity
from footlight_player.core.kiosk import Kiosk
from footlight_player.core.memory import Memory
from footlight_player.engine.simulated_camera import SimulatedCamera
from footlight_player.server.box import Box
from footlight_player.server.listener import Listener
from footlight_player.services.audit import Audit
from footlight_player.services.history import History
from footlight_player.services.home import Home
from footlight_player.services.host_figures import HostProbe
from footlight_player.services.logs.logs import Logs
from footlight_player.services.metrics import Rollups
from footlight_player.services.player import Player
from footlight_player.services.screenshots import Screenshots
from footlight_player.services.trust import Trust
from footlight_player.services.trust_audit import TrustAudit
from footlight_player.system.advertise import Advertiser

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What the players of one process have in common."""

    clock: Clock
    host: str
    probe: HostProbe
    advertiser: Advertiser
    disk: Executor
    """One thread for the audits of all."""
    figures: Executor
    """One thread for the rollups of all: a month of them is read while events are written."""
    logs: Logs


class RestartAsked(Exception):
    """A controller wants the program to start anew."""


class Station:
    """One player with its server and its place on disk."""

    def __init__(
        self,
        shared: Shared,
        *,
        identity: PlayerIdentity,
        kiosk: Kiosk,
        host: HostFacts,
        trust: Trust,
        home: Home | None = None,
        restarts: bool = False,
    ) -> None:
        self._renaming: set[asyncio.Task[None]] = set()
        self._shared = shared
        self._home = home
        self._trust = trust
        self._engine = kiosk.engine
        self.player = Player(
            identity=identity,
            engine=kiosk.engine,
            clock=shared.clock,
            probe=shared.probe,
            show=kiosk.show,
            remember=home.resume.save if home is not None else _forget,
            host=host,
            renamed=self._renamed if home is not None else None,
            restarts=restarts,
            audit=Audit(shared.clock, None if home is None else home.audit_path, worker=shared.disk),
            logs=shared.logs,
            history=History(shared.clock, None if home is None else home.history_path, worker=shared.disk),
            rollups=Rollups(shared.clock, None if home is None else home.metrics_path, worker=shared.figures),
        )
        TrustAudit(trust, self.player.audit)
        self._screenshots = Screenshots(kiosk.camera or SimulatedCamera(lambda: self.player.playback), shared.clock)
        self.listener = Listener(self.player, trust, self._screenshots, shared.clock)
        self.port = 0
        self._site = trust.site
        self._restored = False
        self._box = None if home is None else Box(home.path, {"code": self._code, "reset": self._reset})
        self._settling: set[asyncio.Task[None]] = set()
        trust.listen(self._on_trust)

    async def start(self, memory: Memory, port: int | None) -> None:
        await self.player.start(memory)
        self._restored = True
        self.player.host = replace(self.player.host, mpv=self._engine.version)
        before = self._home.identity.port if self._home is not None else None
        self.port = await self.listener.start(self._shared.host, port, before=before)
        if self._home is not None:
            await self._home.identity.keep_port(self.port)
        if self._box is not None:
            await self._box.open()
        self.player.overlay.set_claimed(claimed=self._trust.claimed)
        if self._home is not None and self._home.trust.trouble:
            self.player.overlay.announce(self._home.trust.trouble)
        await self._settle()
        self.tell_addresses(self._shared.advertiser.addresses)

    def introduction(self) -> str:
        """Name, id and address."""
        identity = self.player.identity
        address = Address(host=self._shared.advertiser.addresses[0], port=self.port)
        return f"{identity.name} {identity.id} {address}"

    def tell_addresses(self, hosts: tuple[str, ...]) -> None:
        self.player.overlay.set_addresses(tuple(str(Address(host=host, port=self.port)) for host in hosts))
        query = urlencode({"host": hosts[0], "port": self.port, "id": self.player.identity.id}, safe=":")
        self.player.overlay.set_invitation(f"footlight:pair?{query}")

    async def follow_code(self) -> None:
        """Keep the code on the screen up to date, until cancelled."""
        await self._trust.follow_code(self._show_code)

    def _show_code(self, code: str) -> None:
        self._shared.logs.book.hide(code, code.replace("-", ""))
        self.player.overlay.set_code(code)

    async def announce(self) -> None:
        # Not `announce`: a claim may have been told already.
        await self._announce_again()

    async def until_restart(self) -> None:
        """Raise RestartAsked when a controller wants that."""
        await self.player.restart_wanted.wait()
        raise RestartAsked

    async def say_goodbye(self) -> None:
        if self.player.restart_wanted.is_set():
            await self.listener.close("restart", "The player starts anew.")
        else:
            await self.listener.close("shutdown", "The player was closed.")

    def _renamed(self, identity: PlayerIdentity) -> None:
        task = asyncio.get_running_loop().create_task(self._make_name_known(identity), name="rename")
        self._renaming.add(task)
        task.add_done_callback(self._renaming.discard)

    async def _make_name_known(self, identity: PlayerIdentity) -> None:
        if self._home is not None:
            await self._home.identity.rename(identity)
        await self._announce_again()

    async def _announce_again(self) -> None:
        await self._shared.advertiser.rename(self._record(), self.port)

    def _record(self) -> PlayerRecord:
        identity, site = self.player.identity, self._trust.site
        return PlayerRecord(id=identity.id, name=identity.name, claimed=bool(site), site=site)

    def _on_trust(self) -> None:
        site, before = self._trust.site, self._site
        if site == before:
            return
        self._site = site
        self.player.overlay.set_claimed(claimed=bool(site))
        if site:
            self.player.overlay.announce(f"Paired with {self._trust.site_name}")
        task = asyncio.get_running_loop().create_task(self._follow_site(), name="site-changed")
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    async def _follow_site(self) -> None:
        # A new name is announced together with the site.
        if not await self._settle():
            await self._announce_again()

    async def _settle(self) -> bool:
        """Take the name and area that came with a claim; whether there were any."""
        given = self._trust.given
        if given is None:
            return False
        self.player.call(name=given.name, area=given.area)
        await asyncio.gather(*self._renaming)
        try:
            await self._trust.settle()
        except StorageError as err:
            _log.warning("%s", err)
        return True

    async def _code(self) -> str:
        if self._trust.claimed:
            msg = f"this player belongs to the site {self._trust.site_name}. Run footlight-player reset first."
            raise PairingClosed(msg)
        await self._trust.allow_pairing()
        code = self._trust.code
        return "" if code is None else code.shown

    async def _reset(self) -> str:
        await self._trust.reset()
        return ""

    async def close(self) -> None:
        if self._box is not None:
            await self._box.close()
        await asyncio.gather(*self._settling, return_exceptions=True)
        await asyncio.gather(*self._renaming, return_exceptions=True)
        await self._screenshots.close()
        await self.player.close()
        # A player that could not start must not forget what the one before it played.
        if self._home is not None and self._restored:
            self._home.resume.save(self.player.memory, to_the_second=True)


def _forget(_: Memory) -> None:
    """A player that keeps nothing."""
