"""Alerts on disk: over restarts, for others to read, capped, and begun anew when damaged."""

import stat

import pytest
from controller.services.alert_scenes import an_alert

from footlight_common.errors import StorageError
from footlight_controller.core.alerting.alert import Acknowledged, Ending
from footlight_controller.core.alerting.plan import Channel, Who
from footlight_controller.services.alert_store import (
    MAX_AGE_S,
    AlertStore,
    Entry,
    Notice,
    peek_open,
    peek_past,
    peek_sending,
)

NOW_S = 1_750_000_000.0


@pytest.fixture
def path(data_dir):
    return data_dir / "alerts.db"


@pytest.fixture
def open_store(path):
    stores = []

    def make(rescued=lambda _: None):
        stores.append(AlertStore(path, rescued))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


def past(store, **question):
    return store.past(**{"from_s": 0.0, "to_s": 1e12, "player_id": "", "before": None, "limit": 100, **question})


def over(number, raised_s, ended_s, **options):
    return an_alert(number, raised_s=raised_s, ended_s=ended_s, ending=Ending.RECOVERED, **options)


def test_what_is_open_and_unsent_is_there_in_the_next_run(open_store, path):
    seen = an_alert(2, acknowledged=Acknowledged(by=Who(name="Office", member="a1"), at_s=NOW_S), value=1.5)
    notice = Notice(id=7, channel=Channel.EMAIL, alert=seen, made_s=NOW_S, tries=3)
    store = open_store()
    store.write(Entry(alerts=[an_alert(1), seen, over(3, NOW_S, NOW_S + 1)], notices=[notice]))
    store.close()
    kept = open_store().load()
    assert kept.open == (an_alert(1), seen)
    assert kept.next_id == 4
    assert kept.notices == (notice,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_alert_that_is_over_takes_the_place_of_the_open_one_and_what_is_sent_goes(open_store):
    store = open_store()
    notice = Notice(id=7, channel=Channel.EMAIL, alert=an_alert(1), made_s=NOW_S)
    store.write(Entry(alerts=[an_alert(1)], notices=[notice]))
    store.write(Entry(alerts=[over(1, NOW_S, NOW_S + 9)], sent=[7]))
    kept = store.load()
    assert (kept.open, kept.notices, kept.next_id) == ((), (), 2)
    assert [alert.ended_s for alert in past(store)] == [NOW_S + 9]


def test_the_past_is_asked_by_time_player_and_page(open_store):
    store = open_store()
    store.write(
        Entry(
            alerts=[
                over(1, 100.0, 200.0),
                over(2, 150.0, 400.0, player_id="other"),
                an_alert(3, raised_s=300.0),
                over(4, 500.0, 600.0),
            ]
        )
    )
    assert [alert.id for alert in past(store)] == [4, 3, 2, 1]
    assert [alert.id for alert in past(store, from_s=250.0, to_s=450.0)] == [3, 2]
    assert [alert.id for alert in past(store, player_id="other")] == [2]
    assert [alert.id for alert in past(store, before=3, limit=1)] == [2]


def test_others_read_what_is_kept_while_it_is_open(open_store, path):
    store = open_store()
    notice = Notice(id=7, channel=Channel.EMAIL, alert=an_alert(1), made_s=NOW_S)
    store.write(Entry(alerts=[an_alert(1), over(2, 100.0, 200.0)], notices=[notice]))
    store.write(Entry(troubles={Channel.EMAIL: "the server is down.", Channel.WEBHOOK: ""}))
    assert [alert.id for alert in peek_open(path)] == [1]
    assert [alert.id for alert in peek_past(path, from_s=0.0, to_s=1e12, limit=10)] == [2, 1]
    sending = peek_sending(path)
    assert (sending[Channel.EMAIL].waiting, sending[Channel.EMAIL].trouble) == (1, "the server is down.")
    assert Channel.WEBHOOK not in sending
    store.close()
    assert [alert.id for alert in peek_open(path)] == [1]


def test_where_nothing_was_kept_there_is_nothing_to_read(path):
    assert peek_open(path) == ()
    assert peek_sending(path) == {}
    assert not path.exists()


def test_others_are_told_that_a_file_is_damaged(path):
    path.write_bytes(b"no database at all, but long enough to be looked at" * 30)
    with pytest.raises(StorageError, match="cannot be read"):
        peek_open(path)


def test_a_damaged_file_is_put_aside_and_said(open_store, path, expect_log):
    expect_log("could not be read")
    path.write_bytes(b"no database at all, but long enough to be looked at" * 30)
    said = []
    store = open_store(said.append)
    assert store.load().open == ()
    store.write(Entry(alerts=[an_alert(1)]))
    assert "a new one is begun" in said[0]
    assert list(path.parent.glob("alerts.db.corrupt.*"))


def test_only_what_is_over_and_old_is_let_go(open_store):
    store = open_store()
    old_s = NOW_S - MAX_AGE_S - 10.0
    store.write(Entry(alerts=[over(1, old_s, old_s + 1), an_alert(2, raised_s=old_s), over(3, NOW_S, NOW_S)]))
    store.prune(NOW_S)
    assert [alert.id for alert in past(store)] == [3, 2]
