import pytest
from controller.ui.fleet import offline, player, playing

from footlight_common.model.playback import PlaybackState
from footlight_controller.core.changes import ConnectionState
from footlight_controller.core.view import LinkState
from footlight_controller.ui.status import CONNECTION_LOOKS, STATUS_LOOKS, Status


@pytest.mark.parametrize("state", list(PlaybackState))
def test_an_online_player_has_the_status_of_its_playback(state):
    status = Status.of(player(playback=playing(state=state)))
    assert status.value == state.value
    assert status.online


@pytest.mark.parametrize("state", list(PlaybackState))
def test_whatever_it_played_last_an_offline_player_is_offline(state):
    gone = player(link=offline(), playback=playing(state=state))
    calling = player(link=offline(state=LinkState.CONNECTING), playback=playing(state=state))
    assert (Status.of(gone), Status.of(calling)) == (Status.OFFLINE, Status.CONNECTING)
    assert not Status.of(gone).online
    assert not Status.of(calling).online


@pytest.mark.parametrize(("looks", "states"), [(STATUS_LOOKS, Status), (CONNECTION_LOOKS, ConnectionState)])
def test_every_state_has_an_icon_and_a_word_of_its_own(looks, states, theme):
    assert set(looks) == set(states)
    assert len({look.icon for look in looks.values()}) == len(looks)
    assert len({look.word for look in looks.values()}) == len(looks)
    assert all(not theme.icons.pixmap(look.icon, "#ffffff", 16).isNull() for look in looks.values())
