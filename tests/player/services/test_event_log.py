import json

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.session import Cursor
from footlight_common.protocol.topics import Topic
from footlight_player.core.facts import Alarm, Completed, Skipped, Started, Stopped
from footlight_player.services.event_log import CAPACITY, EventLog
from footlight_player.services.feed import Feed

ALARM = Alarm(code="stalled", message="no frames", active=True)
ITEM = Item(uri="/a.mp4")


def new_log() -> EventLog:
    return EventLog(ManualClock(), Feed())


def test_events_are_numbered_from_one_without_holes():
    log = new_log()
    assert log.cursor.seq == 0
    assert [log.append(ALARM).seq for _ in range(3)] == [1, 2, 3]
    assert log.cursor.seq == 3


def test_every_fact_keeps_its_fields_and_gets_the_time():
    facts = [
        Started(item=ITEM, index=2, gap_ms=33.0),
        Stopped(item=ITEM, index=2, reason=StopReason.ENDED, played_s=9.5),
        Skipped(item=ITEM, index=2, code="media_missing", message="gone"),
        Completed(command="play", by="desk", ok=False, code="invalid_argument", message="no"),
        ALARM,
    ]
    log = new_log()
    events = [log.append(fact) for fact in facts]
    for fact, event in zip(facts, events, strict=True):
        assert {name: getattr(event, name) for name in fact.__slots__} == {
            name: getattr(fact, name) for name in fact.__slots__
        }
        assert event.at_s == 1_750_000_000.0


def test_a_reader_that_was_away_gets_what_it_missed():
    log = new_log()
    events = [log.append(ALARM) for _ in range(5)]
    first, missed = log.since(Cursor(stream=log.cursor.stream, seq=3))
    assert (first, missed) == (4, tuple(events[3:]))


def test_a_reader_that_missed_nothing_gets_nothing():
    log = new_log()
    log.append(ALARM)
    assert log.since(log.cursor) == (2, ())


def test_a_reader_of_another_stream_gets_all_there_is():
    log = new_log()
    events = [log.append(ALARM) for _ in range(2)]
    assert log.since(Cursor(stream="another", seq=700)) == (1, tuple(events))


def test_a_reader_from_the_future_gets_nothing():
    log = new_log()
    log.append(ALARM)
    assert log.since(Cursor(stream=log.cursor.stream, seq=700)) == (2, ())


def test_what_no_longer_fits_is_said_to_be_gone():
    log = new_log()
    for _ in range(CAPACITY + 10):
        log.append(ALARM)
    first, kept = log.since(Cursor(stream=log.cursor.stream, seq=0))
    assert (first, len(kept), kept[0].seq) == (11, CAPACITY, 11)


def test_each_start_of_a_player_is_another_stream():
    assert new_log().cursor.stream != new_log().cursor.stream


def test_the_feed_tells_only_what_was_asked_for():
    feed = Feed()
    log = EventLog(ManualClock(), feed)
    heard: list[tuple[Topic, str]] = []

    def listener(topic: Topic, tag: str, text: str) -> None:
        heard.append((topic, tag))
        assert json.loads(text)["type"] == tag

    log.append(ALARM)
    feed.listen((Topic.MONITORING,), listener)
    log.append(ALARM)
    assert feed.is_heard(Topic.MONITORING)
    assert not feed.is_heard(Topic.DEVICES)
    feed.listen((Topic.DEVICES,), listener)
    log.append(ALARM)
    assert heard == [(Topic.MONITORING, "alert")]
