"""The past of players, from players that answer on real sockets."""

import asyncio
import contextlib
import time

import pytest
from controller.lives import ITEMS, Life
from controller.services.conftest import PLAYER_ID
from controller.services.remembering import RememberingPlayer
from controller.services.states import is_offline, is_online

from footlight_common.clock import SystemClock
from footlight_common.errors import NotLinked, ProtocolError
from footlight_common.model.alerts import Severity
from footlight_common.model.history import Run
from footlight_common.model.player import PlayerStats
from footlight_common.protocol.base import encode
from footlight_common.protocol.events import PlaybackStarted
from footlight_common.protocol.session import Welcome
from footlight_controller.core.timeline import Gap, Played, Unknown
from footlight_controller.services.histories import Histories
from footlight_controller.services.history_cache import FILE_NAME, HistoryCache
from footlight_controller.services.history_teller import HistoryTeller

DAY_S = 86_400.0
OTHER_ID = "cd34000000000000"


def past(plays, length_s=60.0, born_s=None):
    """A life that goes on until now: so many items, one after another."""
    life = Life(time.time() - plays * length_s if born_s is None else born_s).power_on()
    for number in range(plays):
        life.play(ITEMS[number % 3], shown_s=length_s)
    return life


@pytest.fixture
async def remembering():
    players = []

    async def start(life, player_id=PLAYER_ID, **options):
        players.append(await RememberingPlayer(player_id, life, **options).start())
        return players[-1]

    yield start
    for player in players:
        player.gate.set()
        await player.stop()


@pytest.fixture
async def keeping(make_controller, data_dir):
    """Starts a controller that keeps histories in the data directory; again after the one before is closed."""
    controllers = []

    async def start(**options):
        for controller in controllers:
            await controller.close()
        histories = Histories(SystemClock(), HistoryCache(data_dir / FILE_NAME), **options)
        controllers.append(make_controller(histories=histories))
        await controllers[-1].start()
        return controllers[-1]

    yield start
    for controller in controllers:
        await controller.close()


async def told(controller, life, player_id=PLAYER_ID, from_s=None):
    return await controller.history(player_id, life.events[0].at_s if from_s is None else from_s, time.time() + 60)


def seqs(story):
    return [each.event.seq for each in story.events]


async def until(controller, life, fits, from_s=None):
    """What is told of the life, once it fits."""
    changed = asyncio.Event()
    stop = controller.subscribe(lambda _: changed.set())
    async with asyncio.timeout(10):
        while not fits(story := await told(controller, life, from_s=from_s)):
            # What is known up to now grows without a word, too.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), 0.2)
            changed.clear()
    stop()
    return story


async def knows(controller, life, from_s=None):
    return await until(controller, life, lambda story: story.timeline.known, from_s)


async def test_what_happened_while_no_controller_was_there_is_told_in_order(keeping, remembering):
    life = past(5)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    story = await knows(controller, life)
    assert seqs(story) == [1, *range(2, 12)]
    assert [span.item for span in story.timeline.screen if isinstance(span, Played)] == [ITEMS[n % 3] for n in range(5)]
    assert player.asked == [{"before": "12"}]


async def test_the_newest_is_fetched_first_in_pages(keeping, remembering):
    life = past(20)
    player = await remembering(life, most=10)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    assert [each["before"] for each in player.asked][:4] == ["42", "32", "22", "12"]


async def test_what_was_fetched_is_not_fetched_again(keeping, remembering, eventually):
    life = past(20)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    life.play(ITEMS[0], shown_s=0.0)
    player.cursor = type(player.cursor)(stream="s1", seq=43)
    player.asked.clear()
    controller = await keeping()
    await eventually(is_online(controller))
    story = await knows(controller, life)
    assert seqs(story)[-1] == 43
    assert player.asked == [{"before": "44"}]


async def test_events_that_come_by_themselves_are_kept_without_asking(keeping, remembering):
    life = past(2)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    player.asked.clear()
    life.now_s = time.time()
    life.play(ITEMS[1], shown_s=0.0)
    last = life.events.pop()
    await player.tell_newest()
    life.events.append(last)
    await player.tell_newest()
    story = await until(controller, life, lambda story: seqs(story)[-1] == 7)
    assert seqs(story) == list(range(1, 8))
    assert player.asked == []
    controller = await keeping()
    assert seqs(await told(controller, life)) == list(range(1, 8))


async def test_a_number_that_was_skipped_is_asked_for(keeping, remembering):
    life = past(2)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    life.play(ITEMS[1], shown_s=0.0)
    await player.tell_newest()
    await until(controller, life, lambda story: seqs(story) == list(range(1, 8)))
    assert player.asked[-1] == {"before": "7"}


@pytest.mark.parametrize("stalled", [False, True])
async def test_what_came_right_after_the_welcome_is_fetched_though_nothing_else_happens(keeping, remembering, stalled):
    life = past(2)
    if stalled:
        life.alert("no_frames")
    player = await remembering(life)
    # It was told before the controller listened, and is in what it hands out.
    life.now_s = time.time()
    life.come("one")
    controller = await keeping()
    await controller.add(player.address)
    story = await until(controller, life, lambda story: seqs(story)[-1:] == [len(life.events)])
    assert story.timeline.known
    assert story.timeline.screen[-1].ended_s == pytest.approx(time.time(), abs=2)


async def test_where_the_first_state_says_the_player_stands_is_asked_for(keeping, remembering):
    life = past(2)
    player = await remembering(life)
    early = player.cursor
    player.answer_hello = lambda _: encode(Welcome(identity=player.identity, cursor=early))
    life.now_s = time.time()
    life.come("one")
    player.cursor = type(early)(stream=early.stream, seq=early.seq + 1)
    controller = await keeping()
    await controller.add(player.address)
    story = await until(controller, life, lambda story: len(story.events) == len(life.events))
    assert story.timeline.known
    assert player.asked == [{"before": str(early.seq + 2)}]


async def test_a_period_long_ago_is_fetched_when_it_is_wanted_and_not_what_lies_between(keeping, remembering):
    life = past(4000, length_s=900.0)
    player = await remembering(life)
    controller = await keeping(keep_up=False)
    view = await controller.add(player.address)
    from_s = time.time() - 30 * DAY_S
    await controller.wait_until(lambda: controller.players()[view.id].online or None, 5)
    await controller.histories.fetch(PLAYER_ID, from_s, from_s + DAY_S)
    story = await controller.history(PLAYER_ID, from_s, from_s + DAY_S)
    assert story.timeline.known
    assert len(player.asked) <= 4
    periods = await controller.histories.known(PLAYER_ID)
    assert len(periods) == 2
    assert periods[0][0] < from_s < from_s + DAY_S < periods[0][1]
    between = await controller.history(PLAYER_ID, from_s + 12 * DAY_S, from_s + 13 * DAY_S)
    assert [span.why for span in between.timeline.screen if isinstance(span, Gap)] == [Unknown.NOT_FETCHED]


async def test_what_a_person_looks_at_is_fetched_and_said(keeping, remembering, listen):
    life = past(50)
    player = await remembering(life)
    controller = await keeping(keep_up=False)
    ear = listen(controller)
    await controller.add(player.address)
    controller.histories.look_at([PLAYER_ID], time.time() - DAY_S, time.time())
    await knows(controller, life)
    assert PLAYER_ID in ear.all.histories


async def test_without_being_asked_a_controller_for_one_command_fetches_nothing(keeping, remembering, eventually):
    player = await remembering(past(5))
    controller = await keeping(keep_up=False)
    await controller.add(player.address)
    await eventually(is_online(controller))
    assert not (await told(controller, player.life)).timeline.known
    assert player.asked == []


async def test_at_most_two_players_are_asked_at_one_time(keeping, remembering, eventually):
    ids = [f"{number:016x}" for number in range(1, 6)]
    players = [await remembering(past(3), each) for each in ids]
    for player in players:
        player.gate.clear()
    controller = await keeping()
    for player in players:
        await controller.add(player.address)
    for each in ids:
        await eventually(is_online(controller, each))
    await eventually(lambda: sum(player.waiting for player in players) == 2)
    assert sum(len(player.asked) for player in players) == 2
    for player in players:
        player.gate.set()
    await eventually(lambda: all(player.asked for player in players))


async def test_closing_ends_what_is_being_fetched_at_once(keeping, remembering, eventually):
    player = await remembering(past(3))
    player.gate.clear()
    controller = await keeping()
    await controller.add(player.address)
    await eventually(lambda: player.waiting)
    waiter = asyncio.ensure_future(controller.histories.fetch(PLAYER_ID, 0.0, time.time()))
    await asyncio.sleep(0)
    async with asyncio.timeout(3):
        await controller.close()
    with pytest.raises(NotLinked):
        await waiter


async def test_whoever_stops_waiting_takes_the_wish_back(keeping, remembering, eventually):
    player = await remembering(past(3))
    player.gate.clear()
    controller = await keeping(keep_up=False)
    await controller.add(player.address)
    await eventually(is_online(controller))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await controller.histories.fetch(PLAYER_ID, 0.0, time.time())
    player.gate.set()
    await controller.histories.fetch(PLAYER_ID, 0.0, time.time())
    assert (await told(controller, player.life)).timeline.known


async def test_of_a_player_that_is_offline_what_is_here_is_told_and_the_rest_is_not_known(
    keeping, remembering, eventually
):
    life = past(3)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    await player.stop()
    await eventually(is_offline(controller))
    with pytest.raises(NotLinked):
        await controller.histories.fetch(PLAYER_ID, 0.0, time.time())
    story = await controller.history(PLAYER_ID, life.events[0].at_s, time.time() + 60)
    assert seqs(story) == list(range(1, 8))
    assert isinstance(story.timeline.screen[-1], Gap)
    assert story.timeline.screen[-1].why is Unknown.NOT_HEARD


async def test_a_player_that_lost_its_history_begins_another(keeping, remembering, eventually):
    life = past(3, born_s=time.time() - 1000)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    await player.stop()
    await eventually(is_offline(controller))
    again = await remembering(past(1, 0.5, time.time() - 0.5), stream="s2")
    await controller.add(again.address)
    await eventually(is_online(controller))
    story = await until(controller, life, lambda story: len(story.events) == 10)
    assert seqs(story) == [*range(1, 8), 1, 2, 3]
    assert Unknown.LOST in [span.why for span in story.timeline.screen if isinstance(span, Gap)]


async def test_a_player_too_old_to_remember_is_left_alone(keeping, player, eventually):
    player.cursor = type(player.cursor)(stream="s", seq=5)
    controller = await keeping()
    await controller.add(player.address)
    await eventually(is_online(controller))
    with pytest.raises(ProtocolError, match="too old to give out its history"):
        await controller.histories.fetch(PLAYER_ID, 0.0, time.time())


async def test_what_was_forgotten_by_the_player_is_not_asked_for_for_ever(keeping, remembering):
    life = past(20)
    player = await remembering(life, first_kept=30)
    controller = await keeping()
    await controller.add(player.address)
    story = await knows(controller, life)
    assert seqs(story) == list(range(30, 42))
    assert story.timeline.screen[0].why is Unknown.FORGOTTEN
    assert len(player.asked) == 1


async def test_a_player_that_was_removed_is_forgotten(keeping, remembering, eventually):
    life = past(3)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    await controller.remove(PLAYER_ID)
    assert (await told(controller, life)).events == ()


async def test_a_damaged_cache_is_said_and_fetched_again(
    keeping, remembering, data_dir, listen, expect_log, eventually
):
    (data_dir / FILE_NAME).write_bytes(b"this is no database" * 100)
    expect_log("could not be read")
    life = past(3)
    player = await remembering(life)
    controller = await keeping()
    ear = listen(controller)
    await controller.add(player.address)
    await knows(controller, life)
    await eventually(lambda: any("fetched from the players again" in each for each in ear.all.notices))


async def test_another_process_may_read_what_is_kept(make_controller, keeping, remembering, data_dir):
    life = past(3)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    reader = make_controller(own=False, histories=Histories.copy(data_dir, SystemClock()))
    await reader.start()
    assert seqs(await told(reader, life)) == list(range(1, 8))
    await reader.close()


async def test_hours_are_what_the_timeline_says_and_are_reckoned_once(keeping, remembering, monkeypatch):
    begin_s = time.time() // 3600 * 3600 - 30 * 3600
    life = Life(begin_s + 600).power_on().wait(1200).play(shown_s=5400).power_off(3600).power_on().alert("hot")
    life.wait(time.time() - life.now_s)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await knows(controller, life)
    found = await controller.histories.hours(PLAYER_ID, begin_s + 10, 31)
    assert (found.from_s, found.step_s) == (begin_s, 3600)
    assert found.unknown[0] == pytest.approx(1 / 6)
    assert found.idle[:2] == pytest.approx((1 / 3, 0))
    assert found.played[:3] == pytest.approx((0.5, 1, 0))
    assert found.off[:4] == pytest.approx((0, 0, 1, 0))
    assert found.alerts[:4] == (None, None, None, Severity.WARNING)
    told = []
    monkeypatch.setattr(HistoryTeller, "timeline", lambda *period: told.append(period))
    assert (await controller.histories.hours(PLAYER_ID, begin_s, 30)).played == found.played[:30]
    assert told == []


async def test_hours_that_were_not_fetched_are_not_known(keeping, remembering, eventually):
    player = await remembering(past(3))
    controller = await keeping(keep_up=False)
    await controller.add(player.address)
    await eventually(is_online(controller))
    found = await controller.histories.hours(PLAYER_ID, time.time() - 7200, 5)
    assert found.unknown[:2] == (1.0, 1.0)
    assert set(found.why[:2]) == {Unknown.NOT_FETCHED}
    # The rest of this hour lies in the future, and what comes after it too.
    assert 0.0 < found.unknown[2] <= 1.0
    assert found.unknown[3:] == (0.0, 0.0)
    assert found.why[3:] == (None, None)


async def test_a_clock_that_was_set_has_hours_reckoned_anew(keeping, remembering):
    begin_s = time.time() // 3600 * 3600 - 10 * 3600
    life = Life(begin_s).power_on().play(shown_s=3600)
    life.wait(time.time() - life.now_s)
    life.runs[1] = Run(number=1, began_s=begin_s - 7200)
    player = await remembering(life)
    controller = await keeping()
    await controller.add(player.address)
    await until(controller, life, lambda story: len(story.events) == 3, begin_s - 7200)
    assert (await controller.histories.hours(PLAYER_ID, begin_s - 7200, 1)).played == pytest.approx((1.0,), abs=1e-3)
    life.step_clock(7200)
    life.runs[1] = Run(number=1, began_s=begin_s)
    await player.tell_newest()
    await until(controller, life, lambda story: len(story.events) == 4)
    assert (await controller.histories.hours(PLAYER_ID, begin_s, 1)).played == pytest.approx((1.0,), abs=1e-3)


async def test_a_player_whose_clock_is_a_year_behind_is_told_of_by_the_clock_here(keeping, remembering, eventually):
    life = Life(time.time() - 365 * DAY_S).power_on().play(ITEMS[0], shown_s=30)
    life.tell(PlaybackStarted, item=ITEMS[1], index=1)
    player = await remembering(life)
    player.stats = PlayerStats(uptime_s=40.0)
    controller = await keeping()
    await controller.add(player.address)
    await eventually(is_online(controller))
    day_s = time.time() - DAY_S
    story = await until(controller, life, lambda story: len(story.events) == 4, day_s)
    plays = [span for span in story.timeline.screen if isinstance(span, Played)]
    assert [round(span.ended_s - span.started_s) for span in plays] == [30, pytest.approx(10, abs=5)]
    assert all(span.estimated for span in plays)
    assert plays[1].on_screen
