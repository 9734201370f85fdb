import json

from footlight_common.protocol.events import Alert
from footlight_common.protocol.topics import Topic
from footlight_player.services.feed import Feed

ALERT = Alert(seq=1, at_s=0.0, code="stalled", message="no frames")


def test_the_feed_tells_only_what_was_asked_for():
    feed = Feed()
    heard: list[tuple[Topic, str]] = []

    def listener(topic: Topic, tag: str, text: str) -> None:
        heard.append((topic, tag))
        assert json.loads(text)["type"] == tag

    feed.publish(Topic.MONITORING, ALERT)
    feed.listen((Topic.MONITORING,), listener)
    feed.publish(Topic.MONITORING, ALERT)
    assert feed.is_heard(Topic.MONITORING)
    assert not feed.is_heard(Topic.DEVICES)
    feed.listen((Topic.DEVICES,), listener)
    feed.publish(Topic.MONITORING, ALERT)
    assert heard == [(Topic.MONITORING, "alert")]
