import pytest
from controller.ui.fleet import offline, player, playing

from footlight_common.model.playback import PlaybackState
from footlight_controller.core.changes import ConnectionState
from footlight_controller.core.view import DISTRUST, LinkState, LinkStatus
from footlight_controller.ui.player.layers import layers_of
from footlight_controller.ui.status import (
    CONNECTION_LOOKS,
    REFUSED_LOOKS,
    STATUS_LOOKS,
    Status,
    alert_of,
    look_of,
)
from footlight_controller.ui.summary import spoken
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.words import brief_last_try, brief_reason, why_not_online


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


@pytest.mark.parametrize(
    ("looks", "states"),
    [(STATUS_LOOKS, Status), (CONNECTION_LOOKS, ConnectionState), (REFUSED_LOOKS, {*DISTRUST, "version"})],
)
def test_every_state_has_an_icon_and_a_word_of_its_own(looks, states, theme):
    assert set(looks) == set(states)
    assert len({look.icon for look in looks.values()}) == len(looks)
    assert len({look.word for look in looks.values()}) == len(looks)
    assert all(not theme.icons.pixmap(look.icon, "#ffffff", 16).isNull() for look in looks.values())


@pytest.mark.parametrize(
    ("code", "word", "brief", "todo"),
    [
        ("not_paired", "Not paired", "A technician pairs it with the code on its screen", "chooses Pair in its menu"),
        ("other_site", "Other site", "It belongs to another site", "Use a controller of that site"),
        (
            "not_member",
            "Not a member there",
            "It does not know you. Ask an admin to invite you",
            "invite this computer",
        ),
        ("revoked", "Removed", "You were removed. Ask an admin to invite you", "Ask an admin to invite you again"),
        ("role_denied", "No access", "Your role lets you in no more. Ask an admin", "Ask an admin for another role"),
        ("credential_refused", "Not trusted", "Its keys and ours do not fit", "Pair it anew"),
        ("version", "Wrong version", "Too old or new for this app", "Pair it anew"),
    ],
)
@pytest.mark.parametrize("state", [LinkState.OFFLINE, LinkState.CONNECTING])
def test_who_refuses_has_a_word_of_its_own_and_says_what_to_do_also_while_it_is_called_again(
    code, word, brief, todo, state
):
    link = LinkStatus(state=state, code=code, reason="it says no. Pair it anew.", lost="it was closed.", lost_code=code)
    view = player(link=link, last_seen_s=None)
    assert (view.needs_attention, look_of(view).word, alert_of(view)) == (code, word, look_of(view).tone)
    assert look_of(view).tone in (Tone.BAD, Tone.CAUTION)
    assert (brief_reason(view), brief_last_try(view)) == (brief, "")
    assert todo in why_not_online(view)
    (row, *_) = layers_of(view, 0.0)
    assert (row.word, row.tone) == (word, look_of(view).tone)
    assert todo in row.why
    assert word in spoken(view)


def test_who_is_online_again_is_not_refused_any_more():
    view = player(link=LinkStatus(state=LinkState.ONLINE, code="revoked"))
    assert (view.refused, look_of(view)) == ("", STATUS_LOOKS[Status.PLAYING])
