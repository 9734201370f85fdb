import asyncio
import threading
from dataclasses import replace
from functools import reduce

import pytest
from controller.ui.fleet import changes_of, player
from controller.ui.scripted import ScriptedController

from footlight_common.errors import FootlightError, NotLinked, StorageError
from footlight_common.protocol.commands import Pause
from footlight_controller.core.changes import Changes, DeviceOnline, FleetEvent
from footlight_controller.ui import bridge as bridge_module
from footlight_controller.ui.bridge import Bridge


def numbered(number: int) -> Changes:
    view = replace(player(number % 7 + 1), taken_s=float(number))
    event = FleetEvent(player_id=view.id, player_name=view.name, event=DeviceOnline(at_s=float(number)))
    removed = frozenset({f"{(number + 3) % 7 + 1:016x}"})
    return changes_of(view, events=(event,), removed=removed)


class Deliveries:
    """What came out of a bridge, and when."""

    def __init__(self, bridge: Bridge) -> None:
        self.changes: list[Changes] = []
        self.threads: set[int] = set()
        bridge.changed.connect(self._take)

    def _take(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.threads.add(threading.get_ident())

    @property
    def numbers(self) -> list[float]:
        return [each.event.at_s for changes in self.changes for each in changes.events]


def with_bridge(in_qt, story, controller=None):
    """Runs `story(bridge, controller, deliveries)` between start and close."""
    controller = controller or ScriptedController()
    # What is delivered is compared with what was said.
    controller.site = None

    async def run():
        bridge = Bridge(lambda: controller)
        deliveries = Deliveries(bridge)
        await bridge.start()
        try:
            await story(bridge, controller, deliveries)
        finally:
            await bridge.close()

    in_qt(run())
    assert controller.closed
    return controller


def test_everybody_known_at_the_start_is_delivered_on_the_qt_thread(in_qt, eventually):
    async def story(bridge, controller, deliveries):
        await eventually(lambda: deliveries.changes)
        assert deliveries.changes[0].players.keys() == {player(1).id}
        assert deliveries.threads == {threading.get_ident()}

    with_bridge(in_qt, story, ScriptedController(changes_of(player(1))))


def test_the_first_changes_do_not_wait_for_others(in_qt, eventually, monkeypatch):
    # With a hundred seconds between later deliveries, what comes soon came at once.
    monkeypatch.setattr(bridge_module, "DELIVERIES_PER_S", 5.01)

    async def story(bridge, controller, deliveries):
        await eventually(lambda: deliveries.changes)
        for number in range(4):
            controller.say(numbered(number))
            await eventually(lambda number=number: number in deliveries.numbers, timeout_s=5)
        assert deliveries.numbers == [0.0, 1.0, 2.0, 3.0]

    with_bridge(in_qt, story)


def test_when_the_pace_is_used_up_changes_wait(in_qt, eventually, monkeypatch):
    monkeypatch.setattr(bridge_module, "DELIVERIES_PER_S", 5.01)

    async def story(bridge, controller, deliveries):
        await eventually(lambda: deliveries.changes)
        for number in range(4):
            controller.say(numbered(number))
            await eventually(lambda number=number: number in deliveries.numbers, timeout_s=5)
        controller.say(numbered(4))
        await bridge.remove(player(1).id)
        assert deliveries.numbers == [0.0, 1.0, 2.0, 3.0]

    with_bridge(in_qt, story)


def test_a_burst_arrives_whole_and_in_order_and_merged_as_its_parts_would_be(in_qt, eventually):
    parts = [numbered(number) for number in range(300)]

    async def story(bridge, controller, deliveries):
        await eventually(lambda: deliveries.changes)
        for start in range(0, 300, 10):
            controller.say(*parts[start : start + 10])
            await asyncio.sleep(0.002)
        await eventually(lambda: len(deliveries.numbers) == 300)
        assert deliveries.numbers == [float(number) for number in range(300)]
        merged = reduce(Changes.then, deliveries.changes)
        assert merged == reduce(Changes.then, [controller.first, *parts])

    with_bridge(in_qt, story)


def test_a_qt_thread_that_was_busy_finds_one_delivery_not_a_backlog(in_qt, eventually):
    async def story(bridge, controller, deliveries):
        await eventually(lambda: deliveries.changes)
        before = len(deliveries.changes)
        said = threading.Event()
        controller.say(*(numbered(number) for number in range(50)))
        controller.loop.call_soon_threadsafe(said.set)
        assert said.wait(5)  # the Qt thread stands still meanwhile
        await eventually(lambda: len(deliveries.numbers) == 50)
        assert len(deliveries.changes) == before + 1

    with_bridge(in_qt, story)


def test_of_a_large_delivery_a_few_players_come_in_a_turn_of_the_event_loop(in_qt, eventually, monkeypatch):
    monkeypatch.setattr(bridge_module, "PLAYERS_A_TURN", 3)
    crowd = changes_of(*(player(number) for number in range(1, 9)), events=numbered(5).events)

    async def story(bridge, controller, deliveries):
        await eventually(lambda: len(deliveries.changes) == 3)
        assert [len(changes.players) for changes in deliveries.changes] == [3, 3, 2]
        assert reduce(Changes.then, deliveries.changes) == crowd

    with_bridge(in_qt, story, ScriptedController(crowd))


def test_a_command_goes_to_the_core_thread_and_its_end_comes_back(in_qt):
    async def story(bridge, controller, deliveries):
        await bridge.command("abc", Pause())
        assert controller.sent == [("abc", Pause())]

    with_bridge(in_qt, story)


def test_the_error_of_a_command_is_raised_where_it_was_asked_for(in_qt):
    def refuse():
        raise NotLinked("the player is offline.")

    async def story(bridge, controller, deliveries):
        controller.answer = refuse
        with pytest.raises(NotLinked, match="offline"):
            await bridge.command("abc", Pause())

    with_bridge(in_qt, story)


def test_whoever_stops_waiting_for_a_command_cancels_it_in_the_core(in_qt, eventually):
    async def story(bridge, controller, deliveries):
        controller.hold = asyncio.Event()
        waiting = asyncio.ensure_future(bridge.command("abc", Pause()))
        await eventually(lambda: controller.sent)
        waiting.cancel()
        await asyncio.wait([waiting])
        await eventually(lambda: controller.cancelled == 1)

    with_bridge(in_qt, story)


def test_closing_ends_a_command_under_way(in_qt, eventually):
    waiting = []

    async def story(bridge, controller, deliveries):
        controller.hold = asyncio.Event()
        waiting.append(asyncio.ensure_future(bridge.command("abc", Pause())))
        await eventually(lambda: controller.sent)
        await bridge.close()
        await asyncio.wait(waiting)
        assert waiting[0].cancelled()
        with pytest.raises(FootlightError, match="closing"):
            await bridge.command("abc", Pause())

    with_bridge(in_qt, story)


def test_a_controller_that_cannot_start_says_why_and_is_closed(in_qt):
    controller = ScriptedController()

    def refuse():
        raise StorageError("the disk is full: make room and start again.")

    controller.starting = refuse

    async def run():
        bridge = Bridge(lambda: controller)
        with pytest.raises(StorageError, match="disk is full"):
            await bridge.start()
        await bridge.close()

    in_qt(run())
    assert controller.closed


def test_a_controller_that_cannot_be_made_says_why(in_qt):
    def make():
        raise StorageError("another Footlight uses this directory.")

    async def run():
        bridge = Bridge(make)
        with pytest.raises(StorageError, match="another Footlight"):
            await bridge.start()
        await bridge.close()

    in_qt(run())


def test_closing_does_not_wait_for_a_slow_start(in_qt, eventually):
    controller = ScriptedController()
    controller.starting_takes_for_ever = True

    async def run():
        bridge = Bridge(lambda: controller)
        starting = asyncio.ensure_future(bridge.start())
        await eventually(lambda: controller.loop)
        await bridge.close()
        await asyncio.wait([starting])
        assert starting.cancelled() or starting.exception()

    in_qt(run())
    assert controller.closed


def test_a_bridge_that_never_started_closes(in_qt):
    async def run():
        await Bridge(ScriptedController).close()

    in_qt(run())


def test_a_controller_that_hangs_is_left_after_its_time(in_qt, expect_log, monkeypatch):
    monkeypatch.setattr(bridge_module, "CLOSE_TIMEOUT_S", 0.05)
    expect_log("did not close within")
    controller = ScriptedController()
    controller.closing_takes_for_ever = True

    async def run():
        bridge = Bridge(lambda: controller)
        await bridge.start()
        await bridge.close()

    in_qt(run())


def test_a_core_that_ends_by_itself_is_told(in_qt, eventually, expect_log):
    expect_log("ended by itself")
    controller = ScriptedController()

    async def run():
        bridge = Bridge(lambda: controller)
        told = []
        bridge.failed.connect(told.append)
        await bridge.start()
        controller.loop.call_soon_threadsafe(bridge._living.cancel)
        await eventually(lambda: told)
        assert "ended" in told[0]
        await bridge.close()

    in_qt(run())
    assert controller.closed


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("screenshot", ("abc", 320, "webp")),
        ("playlist", ("abc",)),
        ("adopt", ("abc",)),
        ("ignore", ("abc",)),
        ("unignore", ("abc",)),
        ("identify_discovered", ("abc",)),
        ("set_automatic", (True,)),
    ],
)
def test_every_request_goes_to_the_core_thread_and_its_answer_comes_back(in_qt, name, arguments):
    scripted = ScriptedController()
    scripted.welcome = player(1)
    answers = {"screenshot": scripted.picture, "playlist": scripted.items, "adopt": scripted.welcome}
    threads = []
    scripted.answer = lambda: threads.append(threading.get_ident())

    async def story(bridge, controller, deliveries):
        assert await getattr(bridge, name)(*arguments) == answers.get(name)

    with_bridge(in_qt, story, scripted)
    assert scripted.asked == [(name, *arguments)]
    assert threading.get_ident() not in threads


def test_what_a_busy_qt_thread_misses_is_merged_meanwhile_and_arrives_whole(in_qt, eventually, monkeypatch):
    monkeypatch.setattr(bridge_module, "MAX_PARTS", 7)

    async def story(bridge, controller, deliveries):
        await eventually(lambda: deliveries.changes)
        said = threading.Event()
        controller.say(*(numbered(number) for number in range(50)))
        controller.loop.call_soon_threadsafe(said.set)
        assert said.wait(5)  # the Qt thread stands still meanwhile
        assert len(bridge._pending) < 7
        await eventually(lambda: deliveries.numbers == [float(number) for number in range(50)])

    with_bridge(in_qt, story)
