"""Several real players and several controllers of one site, each with a data directory of its own."""

import asyncio
from pathlib import Path

from controller.no_discovery import NoDiscovery
from controller.services.boxes import Box
from controller.services.home import move_in

from footlight_common.clock import SystemClock
from footlight_common.protocol.session import Hello
from footlight_common.security.certificates import Credential
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_controller.services.controller import Controller
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.reach import Reach
from footlight_controller.services.registry import Registry
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

PLAYERS = ("a1" * 8, "a2" * 8, "a3" * 8)


def with_member(site: Site, identifier: str, role: Role) -> tuple[Site, Site]:
    """The admin's site with one member more, and that member's: with no more keys than the roster brings."""
    key = TLSKey.generate()
    certificate = site.authority().issue_for_member(spki(key.public), identifier)
    member = Member.of(certificate, name=identifier[:4], role=role, added_at_s=2.0, added_by="Desk")
    after = site.published(site.standing.roster.with_member(member))
    return after, Site(standing=site.standing, credential=Credential(key, certificate)).after(after.standing.offer)


class Town:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._boxes: list[Box] = []
        self._desks: list[Controller] = []

    async def box(self, player_id: str, site: Site | None = None) -> Box:
        self._boxes.append(
            await Box(player_id, name=f"Box {player_id[:2]}", folder=self._folder / player_id).start(site)
        )
        return self._boxes[-1]

    async def desk(self, name: str, site: Site | None = None, *, own: bool = True) -> Controller:
        """A controller; without `site` it goes on with what it had under this name.

        Without `own` it is a guest in a directory that another process owns.
        """
        folder, clock = self._folder / name, SystemClock()
        await asyncio.to_thread(folder.mkdir, exist_ok=True)
        file = await asyncio.to_thread(move_in, folder, site) if site is not None else self.file(name)
        controller = Controller(
            registry=await asyncio.to_thread(Registry.own, folder, clock) if own else Registry.copy(folder),
            site_file=file,
            discovery=NoDiscovery(),
            dialer=Dialer(Reach("127.0.0.1"), Hello(name=name)),
            clock=clock,
            chance=lambda: 0.0,
        )
        self._desks.append(controller)
        await controller.start()
        return controller

    def file(self, name: str) -> SiteFile:
        return SiteFile(self._folder / name, NoKeyring())

    async def close(self) -> None:
        for desk in self._desks:
            await desk.close()
        for box in [box for box in self._boxes if box.on]:
            await box.stop()
