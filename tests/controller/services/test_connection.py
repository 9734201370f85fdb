"""What is said of those who answer and are no players."""

import pytest
from aiohttp import web

from footlight_common.discovery import Address
from footlight_common.errors import ProtocolError
from footlight_common.protocol.session import Hello
from footlight_controller.services.connection import Dialer
from footlight_controller.services.reach import Reach


@pytest.fixture
async def web_server():
    """Some other program that speaks HTTP."""
    runner = web.AppRunner(web.Application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Address(host="127.0.0.1", port=runner.addresses[0][1])
    await runner.cleanup()


async def test_another_web_server_is_no_player_and_its_status_is_not_shown(web_server):
    dialer = Dialer(Reach(), Hello(name="desk"))
    await dialer.start()
    with pytest.raises(ProtocolError) as refused:
        await dialer.open(web_server)
    await dialer.close()
    assert str(refused.value) == f"what answers at {web_server} is no Footlight player. Check the address and the port."
