"""What waits to be told: in order, together, bounded, and tried again until it goes out."""

import asyncio

import pytest
from controller.services.alert_scenes import an_alert

from footlight_common.clock import ManualClock
from footlight_common.errors import SendFailed
from footlight_controller.core.alerting.plan import Channel
from footlight_controller.services.alert_store import Notice
from footlight_controller.services.sending.outbox import MAX_BATCH, MAX_TRIES, MAX_WAITING, Outbox

DAY_S = 86_400.0


class Postman:
    """Sends nothing, or says that it did."""

    def __init__(self):
        self.trouble = ""
        self.batches = []
        self.attempts = []
        self.done = []
        self.tried = []

    async def send(self, alerts):
        self.attempts.append([alert.id for alert in alerts])
        if self.trouble:
            raise SendFailed(self.trouble)
        self.batches.append([alert.id for alert in alerts])
        return ""


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def postman():
    return Postman()


@pytest.fixture
async def make_outbox(clock, postman):
    running = []

    async def sender():
        return postman

    def make(waiting=(), make_sender=sender):
        outbox = Outbox(
            clock,
            make_sender=make_sender,
            gather_s=10.0,
            chance=lambda: 0.0,
            waiting=waiting,
            tried=postman.tried.extend,
            done=postman.done.extend,
            changed=lambda: None,
        )
        running.append(asyncio.create_task(outbox.run()))
        return outbox

    yield make
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def notice(number, clock, **options):
    return Notice(id=number, channel=Channel.EMAIL, alert=an_alert(number), made_s=clock.wall_s(), **options)


async def test_what_comes_together_goes_together_and_in_order(make_outbox, postman, clock):
    outbox = make_outbox()
    outbox.put(notice(1, clock))
    await clock.advance(9.0)
    outbox.put(notice(2, clock))
    assert not postman.attempts
    await clock.advance(1.5)
    assert postman.batches == [[1, 2]]
    assert [each.id for each in postman.done] == [1, 2]
    assert (outbox.sending.waiting, outbox.sending.sent_s) == (0, clock.wall_s() - 0.5)


async def test_a_crowd_goes_in_several(make_outbox, postman, clock):
    outbox = make_outbox()
    for number in range(MAX_BATCH + 3):
        outbox.put(notice(number, clock))
    await clock.advance(1.0)
    assert [len(batch) for batch in postman.batches] == [MAX_BATCH]
    await clock.advance(10.0)
    assert [len(batch) for batch in postman.batches] == [MAX_BATCH, 3]


async def test_what_fails_is_tried_after_growing_pauses_up_to_five_minutes(make_outbox, postman, clock, expect_log):
    expect_log("the server is down")
    postman.trouble = "the server is down."
    outbox = make_outbox()
    outbox.put(notice(1, clock))
    await clock.advance(10.5)
    assert len(postman.attempts) == 1
    pauses = []
    for _ in range(11):
        before, count = clock.monotonic_s(), len(postman.attempts)
        while len(postman.attempts) == count:
            await clock.advance(1.0)
        pauses.append(clock.monotonic_s() - before)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert outbox.sending.trouble == "the server is down."
    assert outbox.sending.waiting == 1
    assert postman.tried[-1].tries == 12


async def test_once_it_works_again_all_goes_out_and_the_trouble_is_over(make_outbox, postman, clock, expect_log):
    expect_log("the server is down")
    postman.trouble = "the server is down."
    outbox = make_outbox()
    outbox.put(notice(1, clock))
    await clock.advance(60.0)
    outbox.put(notice(2, clock))
    postman.trouble = ""
    await clock.advance(40.0)
    assert postman.batches == [[1, 2]]
    assert outbox.sending.trouble == ""


async def test_new_settings_cut_the_pause_short(make_outbox, postman, clock, expect_log):
    expect_log("the server is down")
    postman.trouble = "the server is down."
    outbox = make_outbox()
    outbox.put(notice(1, clock))
    await clock.advance(700.0)
    postman.trouble = ""
    outbox.try_now()
    await clock.advance(0.0)
    assert postman.batches == [[1]]


async def test_after_a_day_of_trying_it_is_given_up_and_said(make_outbox, postman, clock, expect_log):
    expect_log("the server is down")
    postman.trouble = "the server is down."
    outbox = make_outbox()
    outbox.put(notice(1, clock))
    for _ in range(290):
        await clock.advance(300.0)
    assert [each.id for each in postman.done] == [1]
    assert clock.monotonic_s() > DAY_S
    assert outbox.sending.waiting == 0
    assert "1 older notices were given up" in outbox.sending.trouble
    assert len(outbox.sending.given_up) == 1
    assert not outbox.sending.untold


async def test_a_clock_that_jumps_a_year_gives_nothing_up_at_once(make_outbox, postman, clock, expect_log):
    expect_log("the server is down")
    postman.trouble = "the server is down."
    outbox = make_outbox()
    outbox.put(notice(1, clock))
    await clock.advance(20.0)
    clock.jump_wall(365 * DAY_S)
    await clock.advance(20.0)
    assert outbox.sending.waiting == 1
    postman.trouble = ""
    await clock.advance(60.0)
    assert postman.batches == [[1]]


async def test_tries_of_earlier_runs_count(make_outbox, postman, clock, expect_log):
    expect_log("the server is down")
    postman.trouble = "the server is down."
    make_outbox([notice(1, clock, tries=MAX_TRIES - 1), notice(2, clock)])
    await clock.advance(11.0)
    assert [each.id for each in postman.done] == [1]


async def test_of_too_many_the_oldest_go(make_outbox, postman, clock):
    outbox = make_outbox()
    for number in range(MAX_WAITING + 5):
        outbox.put(notice(number, clock))
    assert outbox.sending.waiting == MAX_WAITING
    assert [each.id for each in postman.done] == [0, 1, 2, 3, 4]


async def test_a_library_that_breaks_does_not_end_the_outbox_and_its_words_are_not_repeated(
    make_outbox, clock, postman, expect_log, caplog
):
    expect_log("sending broke")

    async def broken():
        msg = "secret-token"
        raise RuntimeError(msg)

    outbox = make_outbox(make_sender=broken)
    outbox.put(notice(1, clock))
    await clock.advance(30.0)
    assert "RuntimeError" in outbox.sending.trouble
    assert "secret-token" not in caplog.text + outbox.sending.trouble
    assert postman.tried[-1].tries > 2
