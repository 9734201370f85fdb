"""An admin's desk that invites and a newcomer's that joins, on real sockets of this machine."""

import asyncio

import aiohttp
from controller.services.home import move_in

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.protocol.session import Hello
from footlight_common.ration import abort
from footlight_common.security import tls
from footlight_common.security.invitation import Joining
from footlight_common.security.keys import TLSKey
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.inviting import Invitations
from footlight_controller.services.join_listener import JOIN_PATH, JOIN_SUBPROTOCOL
from footlight_controller.services.joining import join
from footlight_controller.services.keyring_lock import NoKeyring
from footlight_controller.services.reach import Reach
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile

LOOPBACK = Reach("127.0.0.1")


def other_than(code: str) -> str:
    """Another code of the same form."""
    return PairingCode(f"{(int(code.replace('-', '')) + 1) % 10**6:06}").shown


class Quiet:
    """Announces nothing."""

    def __init__(self):
        self.said = []

    def announce(self, record, port, addresses):
        self.said.append((record, port, tuple(addresses)))

    async def withdraw(self):
        self.said.clear()


class AdminDesk:
    """Holds a site on disk, and lets people join it."""

    def __init__(self, folder, clock=None):
        self.file = move_in(folder, Site.create("Museum", "Desk", at_s=1.0))
        self.site = self.file.require()
        self.announcer = Quiet()
        self.clock = clock or SystemClock()
        self.published = []
        self.invitations = Invitations(publish=self.publish, reach=LOOPBACK, announcer=self.announcer, clock=self.clock)

    async def publish(self, change):
        site = self.site.published(change(self.site))
        await asyncio.to_thread(self.file.save, site)
        self.site = site
        self.published.append(site)
        return site

    async def invite(self, role=Role.OPERATOR):
        return await self.invitations.open(self.site, role)

    @property
    def busy(self):
        """Whether somebody is at it now: others are told to wait."""
        return self.invitations._room._attempts._open is not None

    @property
    def names(self):
        return [member.name for member in self.site.standing.roster.members]


class NewDesk:
    """Belongs to no site yet."""

    def __init__(self, folder):
        folder.mkdir(exist_ok=True)
        self.file = SiteFile(folder, NoKeyring())
        self.dialer = Dialer(LOOPBACK, Hello(name="new"))
        self.present = None

    async def keep(self, site):
        await asyncio.to_thread(self.file.save, site)

    async def join(self, address: Address, code: str, name="Reader", keep=None):
        return await join(self.dialer, self.present, address, PairingCode.parse(code), name, keep or self.keep)

    async def kept(self):
        """The site as the next run finds it."""
        return await asyncio.to_thread(self.file.load)


class RawCaller:
    """A new member's side, message by message, which may do as it likes."""

    def __init__(self, address, code, name="Reader"):
        self.address, self.code, self.name = address, PairingCode.parse(code), name
        self.key = TLSKey.generate()
        self.heard = []
        self.membership = None

    async def __aenter__(self):
        self._session = aiohttp.ClientSession()
        self.socket = await self._session.ws_connect(
            f"wss://{self.address}{JOIN_PATH}", ssl=tls.stranger(), protocols=(JOIN_SUBPROTOCOL,)
        )
        shown = tls.server_key(self.socket.get_extra_info("ssl_object"))
        self.joining = Joining(self.code, name=self.name, key=self.key, admin_key=shown)
        return self

    async def __aexit__(self, *_):
        await self.socket.close()
        await self._session.close()

    def turns(self):
        """What it says, in order, each made when it is its turn."""
        return [
            self.joining.open,
            lambda: self.joining.confirm(self.heard[0]),
            lambda: [self.joining.invited(self.heard[1]), self.joining.apply()][1],
            self.done,
        ]

    def done(self):
        self.membership = self.joining.membership(self.heard[2])
        return self.joining.done()

    async def say(self, data):
        await self.socket.send_str(data.decode())

    async def hear(self):
        frame = await self.socket.receive(timeout=5)
        self.heard.append(str(frame.data).encode() if frame.type is aiohttp.WSMsgType.TEXT else frame)
        return self.heard[-1]

    async def go(self, upto=4):
        """The first of its turns, with the answer to each heard."""
        for turn in self.turns()[:upto]:
            await self.say(turn())
            await self.hear()

    async def end(self):
        """The code and reason of the close frame, whatever is said before it."""
        while isinstance(frame := await self.hear(), bytes):
            pass
        return frame.data, frame.extra

    def vanish(self):
        """As a killed program or a pulled cable."""
        abort(self.socket._response.connection.transport)
