"""A controller of the house that pairs a player, message by message, over the real socket."""

import aiohttp

from footlight_common.security import tls
from footlight_common.security.pairing import ControllerPairing
from footlight_common.security.pairing_code import PairingCode
from footlight_common.security.roles import Role


class Pairer:
    """One attempt. `hear` and `say` carry it; `player_key` is what the controller saw in TLS, or is made to believe."""

    def __init__(self, house, role=Role.ADMIN):
        self.house = house
        self.credential = house.credentials[role]
        self.client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls.stranger()))
        self.sent = []

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.client.close()

    async def dial(self, port, code: PairingCode, *, player_key=None):
        url = f"https://127.0.0.1:{port}/pair"
        self.link = await self.client.ws_connect(url, protocols=["footlight.pair.v1"], max_msg_size=2**21)
        seen = tls.server_key(self.link.get_extra_info("ssl_object"))
        own_key = self.credential.key.fingerprint
        self.pairing = ControllerPairing(code, own_key=own_key, player_key=player_key or seen)

    async def say(self, data: bytes):
        self.sent.append(data)
        await self.link.send_str(data.decode())

    async def hear(self) -> bytes:
        frame = await self.link.receive(timeout=10)
        assert frame.type is aiohttp.WSMsgType.TEXT, (frame.data, frame.extra)
        return frame.data.encode()

    async def refused(self) -> tuple[int, str]:
        """How the player closes."""
        frame = await self.link.receive(timeout=10)
        assert frame.type is aiohttp.WSMsgType.CLOSE, frame
        return frame.data, frame.extra

    async def reason(self) -> str:
        """Why the player closes, whatever it says before."""
        frame = await self.link.receive(timeout=10)
        while frame.type is aiohttp.WSMsgType.TEXT:
            frame = await self.link.receive(timeout=10)
        return frame.extra

    async def guess(self) -> str:
        """Try the code; the reason with which it was refused, at once or after the proof."""
        await self.say(self.pairing.open())
        frame = await self.link.receive(timeout=10)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            return frame.extra
        await self.say(self.pairing.confirm(frame.data.encode()))
        return await self.reason()

    async def confirm(self):
        await self.say(self.pairing.open())
        await self.say(self.pairing.confirm(await self.hear()))

    async def grant(self, *, name="Lobby", area="Foyer", standing=None):
        request = self.pairing.request(await self.hear())
        certificate = self.house.site.authority.issue_for_player(request.csr, request.player)
        await self.say(self.pairing.grant(certificate, standing or self.house.standing, name=name, area=area))

    async def pair(self, **granted):
        """All of it; the close code at the end."""
        await self.confirm()
        await self.grant(**granted)
        self.pairing.finish(await self.hear())
        return await self.refused()
