"""The fleet: inputs in, changes out."""

from dataclasses import replace

import pytest

from footlight_common.discovery import Address, PlayerRecord
from footlight_common.model.history import OffReason
from footlight_common.model.playback import Item, Playback, PlaybackState
from footlight_common.model.player import HostFacts, PlayerIdentity, PlayerStats, PlayerStatus
from footlight_common.protocol.events import DeviceStatusChanged, PlaybackStarted, PowerOff, PowerOn, StatsUpdate
from footlight_common.protocol.session import Cursor, Snapshot, Welcome
from footlight_controller.core.changes import ConnectionState, DeviceOffline, DeviceOnline
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.fleet import DISCOVERY_NOTICE, Fleet
from footlight_controller.core.known import KnownPlayer
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import FleetStats, LinkState, LinkStatus

ID = "ab12000000000000"
SECOND_ID = "cd34000000000000"
IDENTITY = PlayerIdentity(id=ID, name="Lobby", area="Foyer")
HOME = Address(host="127.0.0.1", port=1)
NOW = Moment(wall_s=1_000.0, monotonic_s=10.0)
CLIP = Item(uri="/clips/one.mp4")
PLAYING = Playback(state=PlaybackState.PLAYING, item=CLIP, count=1, position_s=2.0, duration_s=30.0)
ONLINE = LinkStatus(state=LinkState.ONLINE, since_s=1_000.0)
OFFLINE = LinkStatus(state=LinkState.OFFLINE, code="unreachable", reason="nothing listens there", since_s=1_100.0)
CONNECTING = LinkStatus(state=LinkState.CONNECTING, reason="connecting to it")


def known_fleet(*ids: str) -> Fleet:
    fleet = Fleet()
    for player_id in ids:
        fleet.know(KnownPlayer(identity=replace(IDENTITY, id=player_id), addresses=(HOME,), last_seen_s=500.0))
    return fleet


def come_online(fleet: Fleet, player_id: str = ID, *, stream: str = "s", seq: int = 0, playback=PLAYING):
    identity = replace(IDENTITY, id=player_id)
    since = fleet.welcome(player_id, Welcome(identity=identity, cursor=Cursor(stream=stream, seq=seq)), NOW)
    status = PlayerStatus(identity=identity, playback=playback)
    fleet.hear(player_id, Snapshot(status=status, cursor=Cursor(stream=stream, seq=seq)), NOW)
    fleet.connect(player_id, ONLINE, (HOME,), NOW)
    return since


def started(seq: int) -> PlaybackStarted:
    return PlaybackStarted(seq=seq, at_s=1.0, item=CLIP, index=0)


def test_a_known_player_is_there_at_start_offline_since_it_was_last_seen():
    changes = known_fleet(ID).take()
    view = changes.players[ID]
    assert (view.name, view.online, view.last_seen_s, view.link.since_s) == ("Lobby", False, 500.0, 500.0)
    assert changes.stats == FleetStats(total=1, offline=1)


def test_nothing_new_means_no_changes():
    fleet = known_fleet(ID)
    fleet.take()
    fleet.know(KnownPlayer(identity=IDENTITY))
    assert fleet.take() is None


def test_coming_online_is_one_event_and_the_whole_state():
    fleet = known_fleet(ID)
    fleet.take()
    come_online(fleet)
    changes = fleet.take()
    assert [type(event.event) for event in changes.events] == [DeviceOnline]
    assert changes.players[ID].playing
    assert changes.stats == FleetStats(total=1, online=1, playing=1)
    assert changes.connection is ConnectionState.CONNECTED


def test_going_offline_is_one_event_with_the_reason_and_keeps_what_it_played():
    fleet = known_fleet(ID)
    come_online(fleet)
    fleet.take()
    fleet.connect(ID, OFFLINE, (HOME,), NOW)
    fleet.connect(ID, replace(OFFLINE, state=LinkState.CONNECTING), (HOME,), NOW)
    fleet.connect(ID, OFFLINE, (HOME,), NOW)
    changes = fleet.take()
    (event,) = changes.events
    assert event.player_name == "Lobby"
    assert event.event == DeviceOffline(at_s=1_000.0, code="unreachable", reason="nothing listens there")
    assert changes.players[ID].playback == PLAYING
    assert changes.stats == FleetStats(total=1, offline=1, attention=1)


def test_the_hello_has_the_last_word_on_names():
    fleet = Fleet()
    fleet.sight(PlayerRecord(id=ID, name="Rumour"))
    assert fleet.players[ID].name == "Rumour"
    come_online(fleet)
    fleet.sight(PlayerRecord(id=ID, name="Rumour"))
    assert fleet.players[ID].name == "Lobby"


def test_a_record_renames_a_player_that_is_away():
    fleet = known_fleet(ID)
    fleet.sight(PlayerRecord(id=ID, name="Hall"))
    view = fleet.players[ID]
    assert (view.name, view.identity.area) == ("Hall", "Foyer")


def test_texts_of_a_player_are_brought_to_a_form_that_can_be_shown():
    fleet = known_fleet(ID)
    identity = PlayerIdentity(id=ID, name="\x1b[2J\n", area="a\nb" * 500)
    fleet.welcome(ID, Welcome(identity=identity, cursor=Cursor(stream="s", seq=0)), NOW)
    seen = fleet.players[ID].identity
    assert seen.name == "[2J"
    assert seen.area.startswith("a ba b")
    assert len(seen.area) <= 200


def test_a_name_of_the_longest_that_a_player_takes_is_whole_in_any_script():
    name = "שלום עולם" * 22
    fleet = known_fleet(ID)
    come_online(fleet)
    fleet.hear(
        ID,
        Snapshot(
            status=PlayerStatus(identity=PlayerIdentity(id=ID, name=name[:200]), playback=PLAYING),
            cursor=Cursor(stream="s", seq=0),
        ),
        Moment(wall_s=1.0, monotonic_s=1.0),
    )
    assert fleet.everybody().players[ID].name == name[:200]


def test_a_player_without_a_name_is_called_by_its_id():
    fleet = known_fleet(ID)
    fleet.welcome(ID, Welcome(identity=PlayerIdentity(id=ID, name="\n"), cursor=Cursor(stream="s", seq=0)), NOW)
    assert fleet.players[ID].name == "ab12"


def test_stats_move_the_position():
    fleet = known_fleet(ID)
    come_online(fleet)
    later = Moment(wall_s=1_005.0, monotonic_s=15.0)
    fleet.hear(ID, StatsUpdate(at_s=1.0, stats=PlayerStats(presented_fps=30.0), position_s=7.0), later)
    view = fleet.players[ID]
    assert (view.position_s(16.0), view.stats.presented_fps, view.last_seen_s) == (8.0, 30.0, 1_005.0)


def test_a_status_replaces_the_one_before_and_is_passed_on():
    fleet = known_fleet(ID)
    come_online(fleet)
    fleet.take()
    event = DeviceStatusChanged(at_s=1.0, status=PlayerStatus(identity=IDENTITY))
    fleet.hear(ID, event, NOW)
    changes = fleet.take()
    assert [told.event for told in changes.events] == [event]
    assert changes.stats == FleetStats(total=1, online=1, playing=0)


def test_events_keep_their_order():
    fleet = known_fleet(ID)
    come_online(fleet)
    fleet.take()
    for seq in (1, 2, 3):
        fleet.hear(ID, started(seq), NOW)
    assert [told.event.seq for told in fleet.take().events] == [1, 2, 3]


def test_no_event_is_told_twice():
    fleet = known_fleet(ID)
    come_online(fleet, seq=4)
    fleet.take()
    for seq in (3, 4, 5, 5, 4, 6):
        fleet.hear(ID, started(seq), NOW)
    assert [told.event.seq for told in fleet.take().events] == [5, 6]


def test_the_first_session_asks_for_no_replay():
    assert come_online(known_fleet(ID), seq=7) is None


def test_a_later_session_asks_for_what_came_after_the_last_event_heard():
    fleet = known_fleet(ID)
    come_online(fleet, seq=7)
    fleet.hear(ID, started(8), NOW)
    assert come_online(fleet, seq=12) == Cursor(stream="s", seq=8)


def test_events_of_a_replay_are_told_though_the_snapshot_came_first():
    fleet = known_fleet(ID)
    come_online(fleet, seq=7)
    come_online(fleet, seq=9)
    fleet.take()
    for seq in (8, 9):
        fleet.hear(ID, started(seq), NOW)
    assert [told.event.seq for told in fleet.take().events] == [8, 9]


def test_a_player_that_numbers_anew_is_asked_for_everything():
    fleet = known_fleet(ID)
    come_online(fleet, stream="before", seq=70)
    assert come_online(fleet, stream="after", seq=3) == Cursor(stream="after", seq=0)
    fleet.take()
    fleet.hear(ID, started(1), NOW)
    assert [told.event.seq for told in fleet.take().events] == [1]


def test_a_player_that_went_back_in_its_numbers_is_followed():
    fleet = known_fleet(ID)
    come_online(fleet, seq=70)
    assert come_online(fleet, seq=3) == Cursor(stream="s", seq=3)


def test_a_player_that_was_started_again_goes_on_with_its_numbers_and_tells_what_was_missed():
    fleet = known_fleet(ID)
    come_online(fleet, seq=8)
    fleet.connect(ID, OFFLINE, (HOME,), NOW)
    assert come_online(fleet, seq=12) == Cursor(stream="s", seq=8)
    fleet.take()
    missed = [
        PowerOff(seq=9, at_s=1.0, run=1, reason=OffReason.CUT),
        PowerOn(seq=10, at_s=2.0, run=2),
        started(11),
        started(12),
    ]
    for event in [*missed, missed[0]]:
        fleet.hear(ID, event, NOW)
    assert [event.event for event in fleet.take().events] == missed


def test_a_player_that_begins_a_new_history_meanwhile_is_followed_into_it():
    fleet = known_fleet(ID)
    come_online(fleet, stream="before", seq=70)
    status = PlayerStatus(identity=IDENTITY, playback=PLAYING)
    fleet.hear(ID, Snapshot(status=status, cursor=Cursor(stream="after", seq=5)), NOW)
    fleet.take()
    fleet.hear(ID, started(5), NOW)
    fleet.hear(ID, started(6), NOW)
    assert [event.event.seq for event in fleet.take().events] == [6]
    assert come_online(fleet, stream="after", seq=9) == Cursor(stream="after", seq=6)


def test_removing_takes_the_player_out_of_the_figures():
    fleet = known_fleet(ID, SECOND_ID)
    come_online(fleet)
    fleet.take()
    fleet.remove(ID)
    changes = fleet.take()
    assert changes.removed == {ID}
    assert changes.stats == FleetStats(total=1, offline=1)
    assert ID not in fleet.players


def test_a_removed_player_that_comes_back_is_no_removal():
    fleet = known_fleet(ID)
    fleet.take()
    fleet.remove(ID)
    fleet.sight(PlayerRecord(id=ID, name="Lobby"))
    changes = fleet.take()
    assert (changes.removed, set(changes.players)) == (frozenset(), {ID})


def test_notices_stand_until_they_are_taken_away():
    fleet = Fleet()
    fleet.note("discovery", "no mDNS")
    fleet.note("storage", "disk full")
    assert fleet.take().notices == ("no mDNS", "disk full")
    fleet.note("discovery", "")
    assert fleet.take().notices == ("disk full",)
    fleet.note("discovery", "")
    assert fleet.take() is None


@pytest.mark.parametrize(
    ("links", "indicator"),
    [
        ((), ConnectionState.SEARCHING),
        ((CONNECTING,), ConnectionState.SEARCHING),
        ((OFFLINE,), ConnectionState.DISCONNECTED),
        ((OFFLINE, CONNECTING), ConnectionState.SEARCHING),
        ((ONLINE,), ConnectionState.CONNECTED),
        ((ONLINE, OFFLINE), ConnectionState.PARTIAL),
        ((ONLINE, CONNECTING), ConnectionState.PARTIAL),
    ],
)
def test_the_indicator_sums_up_the_links(links, indicator):
    ids = [f"{number:016x}" for number in range(len(links))]
    fleet = known_fleet(*ids)
    for player_id, link in zip(ids, links, strict=True):
        fleet.connect(player_id, link, (HOME,), NOW)
    assert fleet.everybody().connection is indicator


def test_a_fleet_that_was_reached_once_is_disconnected_not_searching():
    fleet = known_fleet(ID)
    come_online(fleet)
    fleet.connect(ID, replace(CONNECTING, code=""), (HOME,), NOW)
    assert fleet.everybody().connection is ConnectionState.DISCONNECTED


def hear_figures(fleet: Fleet, at_s: float, **figures: object) -> None:
    fleet.hear(ID, StatsUpdate(at_s=at_s, stats=PlayerStats(**figures)), NOW)


def test_the_welcome_tells_of_the_machine():
    fleet = known_fleet(ID)
    host = HostFacts(hostname="lobby-pi", time_zone="Europe/Berlin")
    fleet.welcome(ID, Welcome(identity=IDENTITY, cursor=Cursor(stream="s", seq=0), host=host), NOW)
    assert fleet.players[ID].host == host


def test_the_clock_of_a_player_is_compared_with_ours_and_small_steps_are_left_out():
    fleet = known_fleet(ID)
    come_online(fleet)
    assert fleet.players[ID].clock_offset_s is None
    offsets = []
    for at_s in (1_002.0, 1_002.4, 1_001.6, 1_003.0, 990.0):
        hear_figures(fleet, at_s)
        offsets.append(fleet.players[ID].clock_offset_s)
    assert offsets == [2.0, 2.0, 2.0, 3.0, -10.0]


def test_who_needs_attention_is_counted_as_it_comes_and_goes():
    fleet = known_fleet(ID, SECOND_ID)
    come_online(fleet)
    hear_figures(fleet, NOW.wall_s, temperature_c=85.0)
    assert fleet.take().stats.attention == 1
    fleet.connect(SECOND_ID, OFFLINE, (HOME,), NOW)
    assert fleet.take().stats.attention == 2
    hear_figures(fleet, NOW.wall_s, temperature_c=60.0)
    fleet.remove(SECOND_ID)
    assert fleet.take().stats.attention == 0


def test_who_is_discovered_is_in_every_delivery_and_the_same_again_is_none():
    fleet = Fleet()
    discovered = (DiscoveredPlayer(id=ID, name="Lobby", protocol=1, first_seen_s=1.0),)
    fleet.show_discovered(discovered)
    changes = fleet.take()
    assert changes.discovered is discovered
    assert not changes.players
    fleet.show_discovered(discovered)
    assert fleet.take() is None
    fleet.note("storage", "The disk is full.")
    later = fleet.take()
    assert later.discovered is discovered
    assert fleet.everybody().discovered is discovered
    fleet.show_discovered(())
    assert later.then(fleet.take()).discovered == ()


def test_why_mdns_does_not_work_is_a_field_and_a_notice():
    fleet = Fleet()
    fleet.note(DISCOVERY_NOTICE, "mDNS does not start.")
    broken = fleet.take()
    assert (broken.discovery, broken.notices) == ("mDNS does not start.", ("mDNS does not start.",))
    fleet.note(DISCOVERY_NOTICE, "")
    assert broken.then(fleet.take()).discovery == ""


def test_a_machine_is_busy_from_the_first_of_many_high_figures_until_a_lower_one_or_the_end_of_the_link():
    fleet = known_fleet(ID)
    come_online(fleet)

    def busy_since_s(cpu_percent: float | None, wall_s: float) -> float | None:
        stats = StatsUpdate(at_s=wall_s, stats=PlayerStats(cpu_percent=cpu_percent))
        fleet.hear(ID, stats, Moment(wall_s=wall_s, monotonic_s=0.0))
        return fleet.players[ID].busy_since_s

    assert [busy_since_s(percent, at_s) for percent, at_s in ((94.0, 1.0), (95.0, 2.0), (99.0, 3.0))] == [
        None,
        2.0,
        2.0,
    ]
    assert busy_since_s(20.0, 4.0) is None
    assert busy_since_s(100.0, 5.0) == 5.0
    assert busy_since_s(None, 6.0) is None
    assert busy_since_s(100.0, 7.0) == 7.0
    fleet.connect(ID, LinkStatus(state=LinkState.OFFLINE, reason="gone.", code="unreachable"), (HOME,), NOW)
    assert fleet.players[ID].busy_since_s is None
