from typing import get_args

import pytest

from footlight_common.model.alerts import Severity
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, StopReason
from footlight_common.protocol.events import AnyNumbered
from footlight_player.core.facts import (
    Alarm,
    Came,
    Completed,
    Fact,
    Left,
    Lost,
    Skipped,
    Started,
    Stepped,
    Stopped,
    TurnedOff,
    TurnedOn,
)
from footlight_player.services.numbering import numbered

ITEM = Item(uri="/a.mp4")
FACTS = [
    Started(item=ITEM, index=2, gap_ms=33.0),
    Stopped(item=ITEM, index=2, reason=StopReason.ENDED, played_s=9.5, presented_frames=285, dropped_frames=1),
    Skipped(item=ITEM, index=2, code="media_missing", message="gone"),
    Completed(command="play", by="desk", ok=False, code="invalid_argument", message="no"),
    Alarm(code="temperature", message="hot", active=True, severity=Severity.CRITICAL),
    TurnedOn(version="0.1.0"),
    TurnedOff(reason=OffReason.CUT),
    Came(session="5e55", name="Ada", controller="desk"),
    Left(session="5e55", name="Ada", controller="desk"),
    Stepped(by_s=-3600.5),
    Lost(lost=3, message="full"),
]


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_keeps_its_fields_and_gets_a_number_a_run_and_the_time(fact):
    event = numbered(fact, seq=7, run=3, began_s=1_750_000_000.0, up_s=60.25)
    assert {name: getattr(event, name) for name in fact.__slots__} == {
        name: getattr(fact, name) for name in fact.__slots__
    }
    assert (event.seq, event.run, event.up_s, event.at_s) == (7, 3, 60.25, 1_750_000_060.25)


def test_there_is_a_fact_for_every_event():
    assert {type(fact) for fact in FACTS} == set(get_args(Fact))
    events = {type(numbered(fact, seq=1, run=1, began_s=0.0, up_s=0.0)) for fact in FACTS}
    assert events == set(get_args(AnyNumbered))


def test_times_are_told_as_they_are_kept():
    event = numbered(Started(item=ITEM, index=0, gap_ms=33.36666), seq=1, run=1, began_s=0.125, up_s=1.23456)
    assert (event.up_s, event.at_s, event.gap_ms) == (1.235, 1.36, 33.367)


@pytest.mark.parametrize("kind", [Started, Skipped])
def test_the_password_in_the_address_of_an_item_is_not_told(kind):
    item = Item(uri="rtsp://user:secret@camera/stream")
    fields = {Started: {"gap_ms": 1.0}, Skipped: {"code": "x", "message": "y"}}[kind]
    event = numbered(kind(item=item, index=0, **fields), seq=1, run=1, began_s=0.0, up_s=0.0)
    assert "secret" not in event.item.uri
    assert event.item.name == item.name
