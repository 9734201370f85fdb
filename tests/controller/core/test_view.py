"""A player as the controller sees it: what a person should look at."""

from dataclasses import replace

import pytest

from footlight_common.model.playback import Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity, PlayerStats
from footlight_controller.core.view import LinkState, LinkStatus, PlayerView

FINE = PlayerView(
    identity=PlayerIdentity(id="ab12000000000000", name="Lobby"),
    link=LinkStatus(state=LinkState.ONLINE),
    last_seen_s=1_000.0,
    playback=Playback(state=PlaybackState.PLAYING),
    stats=PlayerStats(disk_free_bytes=500_000_000, temperature_c=79.9),
    clock_offset_s=-60.0,
)
STALLED = Playback(state=PlaybackState.STALLED)
AWAY = LinkStatus(state=LinkState.OFFLINE, code="unreachable", reason="nothing listens there")
REFUSED = LinkStatus(state=LinkState.OFFLINE, code="version", reason="Update the player.")


@pytest.mark.parametrize(
    ("view", "word"),
    [
        (FINE, ""),
        (replace(FINE, stats=PlayerStats(), clock_offset_s=None), ""),
        (replace(FINE, playback=STALLED), "stalled"),
        (replace(FINE, clock_offset_s=60.1), "clock"),
        (replace(FINE, clock_offset_s=-3600.0), "clock"),
        (replace(FINE, stats=PlayerStats(disk_free_bytes=499_999_999)), "disk"),
        (replace(FINE, stats=PlayerStats(temperature_c=80.0)), "hot"),
        (replace(FINE, link=AWAY), "offline"),
        (replace(FINE, link=replace(AWAY, state=LinkState.CONNECTING)), "offline"),
        (replace(FINE, link=LinkStatus(state=LinkState.CONNECTING)), ""),
        (replace(FINE, link=AWAY, last_seen_s=None), ""),
        (replace(FINE, link=REFUSED, last_seen_s=None), "version"),
    ],
)
def test_what_needs_attention_is_one_word(view, word):
    assert view.needs_attention == word


def test_the_worst_comes_first():
    bad = replace(FINE, playback=STALLED, clock_offset_s=99.0, stats=PlayerStats(disk_free_bytes=0, temperature_c=90.0))
    assert bad.needs_attention == "stalled"
    assert replace(bad, link=AWAY).needs_attention == "offline"
    assert replace(bad, playback=FINE.playback).needs_attention == "clock"


def test_figures_from_before_it_went_away_are_no_news():
    hot = replace(FINE, link=LinkStatus(state=LinkState.CONNECTING), stats=PlayerStats(temperature_c=95.0))
    assert hot.needs_attention == ""
