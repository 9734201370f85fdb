"""The page of a player over the whole way: real player (simulated engine), WebSocket and bridge."""

import pytest
from controller.no_discovery import NoDiscovery
from controller.services.home import move_in
from controller.ui.live_player import LivePlayer

from footlight_common.clock import SystemClock
from footlight_common.discovery import Address
from footlight_common.event_loop import new_event_loop
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Play
from footlight_controller import app
from footlight_controller.app import build_controller
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.player.page import PlayerPage
from footlight_controller.ui.tasks import Tasks

LIST = Play(items=tuple(Item(uri=f"sim:{name}?duration=60", title=name) for name in ("one", "two")))


@pytest.fixture
def live_player(tmp_path, data_dir):
    move_in(data_dir)
    player = LivePlayer(0xFEED0002, "Live lobby", tmp_path)
    yield player
    player.close()


def test_a_real_player_is_watched_and_commanded(in_qt, theme, eventually, live_player, data_dir, monkeypatch):
    monkeypatch.setattr(app, "Discovery", NoDiscovery)
    port = live_player.start()

    async def story(page, bridge):
        view = await bridge.add(Address(host="127.0.0.1", port=port))
        page.show_player(view)
        page.show()
        await eventually(lambda: page.header.status.text() == "Idle")
        page._commander.send(view, LIST)
        await eventually(lambda: page.header.status.text() == "Playing")
        await eventually(lambda: [item.name for item in page.queue.model.items] == ["one", "two"])
        await eventually(lambda: not page.picture.image.isNull())
        assert page.transport.item.whole == "one"
        page.transport.next.click()
        await eventually(lambda: page.queue.model.current == 1)
        page.transport.play.click()
        await eventually(lambda: page.header.status.text() == "Paused")

    async def with_page():
        clock, tasks = SystemClock(), Tasks()
        bridge = Bridge(lambda: build_controller(data_dir, "127.0.0.1"), new_event_loop)
        page = PlayerPage(theme, clock, Commander(bridge, tasks), bridge, tasks)
        bridge.changed.connect(page.show_changes)
        try:
            await bridge.start()
            await story(page, bridge)
        finally:
            page.hide()
            await tasks.close()
            await bridge.close()
            page.deleteLater()

    in_qt(with_page())
