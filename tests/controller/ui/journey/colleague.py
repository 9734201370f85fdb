"""Somebody else of the site, at a controller of their own with its own directory, in a thread of its own."""

import asyncio
import concurrent.futures
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from controller.services.home import home, move_in

from footlight_common.discovery import Address
from footlight_common.protocol.commands import AnyAction
from footlight_common.security.certificates import Credential
from footlight_common.security.keys import TLSKey, spki
from footlight_common.security.roles import Role
from footlight_common.security.roster import Member
from footlight_controller import app
from footlight_controller.core.site_view import SiteView
from footlight_controller.services.controller import Controller
from footlight_controller.services.site import Site
from footlight_controller.ui.core_thread import CoreThread

T = TypeVar("T")


class Colleague:
    """Called from the thread of the test."""

    def __init__(self, data_dir: Path) -> None:
        """Of no site, unless there is one in `data_dir`."""
        self._data_dir = data_dir
        self._controller: Controller | None = None
        self._ready: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._over = asyncio.Event()
        self._thread = CoreThread(self._live, asyncio.new_event_loop)

    @classmethod
    def of_home(cls, data_dir: Path, name: str, role: Role, number: int = 7) -> "Colleague":
        """A member of the site of the tests."""
        key = TLSKey.generate()
        certificate = home().authority().issue_for_member(spki(key.public), f"{number:016x}")
        member = Member.of(certificate, name=name, role=role, added_at_s=1.0, added_by="Desk")
        joined = home().published(home().standing.roster.with_member(member))
        move_in(data_dir, Site(standing=joined.standing, credential=Credential(key, certificate)))
        return cls(data_dir)

    def come(self) -> None:
        """Start the controller."""
        self._thread.start()
        self._ready.result(10)

    def go(self) -> None:
        """Close it; nothing where it is closed."""
        if self._over.is_set():
            return
        self._thread.call_soon(self._over.set)
        self._thread.ended.result(10)
        assert self._thread.join(5)

    def add(self, address: str) -> str:
        """Take the player at `address` into the list; its id."""
        return self._call(lambda controller: controller.add(Address.parse(address))).id

    def command(self, player_id: str, action: AnyAction) -> None:
        """Raises what the player refuses with."""
        self._call(lambda controller: controller.command(player_id, action))

    def join(self, address: str, code: str, name: str) -> SiteView:
        """Belong to the site of whoever invites there."""
        return self._call(lambda controller: controller.team.join(Address.parse(address), code, name))

    def is_linked(self, player_id: str) -> bool:
        assert self._controller is not None
        return self._controller.players()[player_id].online

    def _call(self, request: Callable[[Controller], Coroutine[Any, Any, T]]) -> T:
        assert self._controller is not None
        return self._thread.submit(request(self._controller)).result(15)

    async def _live(self) -> None:
        self._controller = app.build_controller(self._data_dir, "127.0.0.1")
        await self._controller.start()
        self._ready.set_result(None)
        await self._over.wait()
        await self._controller.close()
