"""The whole way, for real: player, WebSocket, controller, bridge, model, cards and toasts."""

import pytest
from controller.no_discovery import NoDiscovery
from controller.services.home import move_in
from controller.ui.live_player import LivePlayer
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from footlight_common.clock import SystemClock
from footlight_common.event_loop import new_event_loop
from footlight_common.model.playback import Item
from footlight_common.protocol.commands import Pause, Play, Resume, SetVolume, Stop
from footlight_controller import app
from footlight_controller.app import build_controller
from footlight_controller.ui.bridge import Bridge
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.discovered.newcomers import Newcomers
from footlight_controller.ui.models.player_list import Role
from footlight_controller.ui.status import Status
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.window import MainWindow

PLAYLIST = Play(items=tuple(Item(uri=f"sim:{name}?duration=60") for name in ("one", "two")), loop=True)


@pytest.fixture
def live_player(tmp_path, data_dir):
    move_in(data_dir)
    player = LivePlayer(0xFEED0001, "Live lobby", tmp_path)
    yield player
    player.close()


def test_a_player_added_by_address_is_seen_commanded_and_missed(
    in_qt, theme, eventually, live_player, data_dir, monkeypatch
):
    monkeypatch.setattr(app, "Discovery", NoDiscovery)
    port = live_player.start()

    async def story(window, bridge):
        def index():
            return window.model.index_of(live_player.identity.id)

        def is_now(status):
            return index().isValid() and index().data(Role.STATUS) == status

        def said(text):
            return any(text in toast.body for toast in window.toasts.shown if toast.title == "Live lobby")

        window.ask_address()
        dialog = window.findChild(Question)
        QTest.keyClicks(dialog.field, f"127.0.0.1:{port}")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await eventually(lambda: is_now(Status.IDLE))
        view = index().data(Role.VIEW)
        assert (view.name, view.identity.area, view.addresses[0].port) == ("Live lobby", "Foyer", port)

        # Beside the note that it was added, nothing is said of what follows from that.
        await eventually(lambda: not window.toasts.shown)
        window._commander.send(view, PLAYLIST)
        await eventually(lambda: is_now(Status.PLAYING))
        assert (index().data(Role.INDEX), index().data(Role.COUNT)) == (0, 2)
        await eventually(lambda: said("Playing"))
        first_s = index().data(Role.POSITION_S)
        await eventually(lambda: index().data(Role.POSITION_S) > first_s)

        for action, done in (
            (Pause(), lambda: is_now(Status.PAUSED)),
            (Resume(), lambda: is_now(Status.PLAYING)),
            (SetVolume(level=40), lambda: index().data(Role.VOLUME) == 40),
            (Stop(), lambda: is_now(Status.IDLE)),
        ):
            window._commander.send(view, action)
            await eventually(done)
        await eventually(lambda: said("Stopped"))

        window._commander.send(view, Resume())
        await eventually(lambda: any(toast.level == "bad" for toast in window.toasts.shown))

        live_player.close()
        await eventually(lambda: index().data(Role.STATUS) in (Status.OFFLINE, Status.CONNECTING))
        assert index().data(Role.REASON)
        await eventually(lambda: "offline" in [toast.topic for toast in window.toasts.shown])

    async def with_window():
        tasks, bridge = Tasks(), Bridge(lambda: build_controller(data_dir, "127.0.0.1"), new_event_loop)
        window = MainWindow(
            theme, SystemClock(), Commander(bridge, tasks), tasks, Newcomers(bridge, tasks), bridge=bridge
        )
        bridge.changed.connect(window.show_changes)
        window.show()
        await bridge.start()
        try:
            await story(window, bridge)
        finally:
            window.hide()
            await tasks.close()
            await bridge.close()
            window.toasts.clear()
            window.deleteLater()

    in_qt(with_window())
