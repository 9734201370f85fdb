"""A box breaks, and another one takes its place with two real players."""

import asyncio

import pytest
from controller.services.boxes import Box
from controller.services.states import is_online

from footlight_common.clock import SystemClock
from footlight_common.errors import FootlightError, UnknownPlayer, WrongCode
from footlight_common.model.playback import Item, Playlist
from footlight_common.model.player import PlayerIdentity
from footlight_common.protocol.commands import Play, SetMute, SetVolume, Stop
from footlight_common.security.pairing_code import PairingCode
from footlight_common.storage import DataDirectory
from footlight_controller.core.programme import Programme
from footlight_controller.core.view import PlayerView
from footlight_controller.services.handing_over import hand_over
from footlight_controller.services.programmes import Programmes

OLD_ID, NEW_ID = "0123456789abcdef", "fedcba9876543210"
ITEMS = (Item(uri="sim:first?duration=60"), Item(uri="sim:second?duration=60"))


@pytest.fixture
async def old():
    box = await Box(OLD_ID, name="Old box").start()
    yield box
    await box.stop()


@pytest.fixture
async def new():
    box = await Box(NEW_ID, name="New box").start()
    yield box
    await box.stop()


async def broken(controller, old, eventually, *actions, remembered=ITEMS):
    """The old one did this, is known to show these items, and is gone."""
    await controller.pair(old.address, old.trust.code, name="Lobby", area="Foyer")
    await eventually(is_online(controller, OLD_ID))
    for action in actions:
        await controller.command(OLD_ID, action)
    await eventually(lambda: remembered == _items(controller.programmes.of(OLD_ID)))
    await old.go_off()
    await eventually(lambda: not controller.players()[OLD_ID].online)


async def test_the_new_box_takes_over_name_area_and_programme(controller, old, new, eventually):
    await broken(controller, old, eventually, SetVolume(level=20), SetMute(muted=True), Play(items=ITEMS, loop=True))
    view = await controller.replace(OLD_ID, new.address, new.trust.code)
    assert (view.id, view.name, view.identity.area) == (NEW_ID, "Lobby", "Foyer")
    assert OLD_ID not in controller.players()
    await eventually(lambda: new.player.playback.item)
    playback = new.player.playback
    assert (playback.item.uri, playback.count, playback.loop) == (ITEMS[0].uri, 2, True)
    assert (playback.volume, playback.muted) == (20, True)


async def test_a_box_that_showed_nothing_is_replaced_by_one_that_shows_nothing(controller, old, new, eventually):
    await broken(controller, old, eventually, Play(items=ITEMS), Stop(), remembered=())
    await controller.replace(OLD_ID, new.address, new.trust.code)
    assert new.player.playback.count == 0


async def test_after_a_wrong_code_the_old_one_stays_in_the_list_with_its_programme(controller, old, new, eventually):
    await broken(controller, old, eventually, Play(items=ITEMS))
    with pytest.raises(WrongCode):
        await controller.replace(OLD_ID, new.address, PairingCode(f"{(int(new.trust.code.secret) + 1) % 10**6:06}"))
    assert controller.players()[OLD_ID].name == "Lobby"
    assert _items(controller.programmes.of(OLD_ID)) == ITEMS


async def test_a_programme_that_cannot_go_on_is_told_together_with_what_was_done():
    async def command(action):
        if isinstance(action, Play):
            msg = "none of the files is there."
            raise FootlightError(msg)

    with pytest.raises(FootlightError, match=r"Lobby is paired, and does not show .*none of the files"):
        await hand_over(Programme(playlist=Playlist(items=ITEMS)), "Lobby", command)


async def test_whoever_is_not_in_the_list_is_not_replaced(controller, new):
    with pytest.raises(UnknownPlayer):
        await controller.replace(OLD_ID, new.address, new.trust.code)
    assert not new.trust.claimed


def _items(programme):
    return programme.playlist.items if programme else ()


@pytest.fixture
async def programmes(tmp_path):
    kept = Programmes.own(tmp_path, SystemClock())
    yield kept
    await kept.close()


def view_of(**playback):
    view = PlayerView(identity=PlayerIdentity(id=OLD_ID, name="Lobby"))
    return view.__class__(identity=view.identity, playback=view.playback.__class__(**{"count": 2} | playback))


async def test_programmes_are_there_in_the_next_run_and_for_a_command_line_beside(tmp_path, programmes, eventually):
    async def fetch(_):
        return Playlist(items=ITEMS)

    programmes.start(fetch)
    programmes.heard(view_of(list_number=1, volume=30))
    await eventually(lambda: programmes.of(OLD_ID))
    await programmes.close()
    beside = await asyncio.to_thread(Programmes.copy, tmp_path)
    assert beside.of(OLD_ID) == Programme(playlist=Playlist(items=ITEMS), volume=30)


async def test_what_a_command_learns_beside_others_is_added_to_what_is_kept(tmp_path):
    async def fetch(_):
        return Playlist(items=ITEMS)

    first, second = Programmes.copy(tmp_path), Programmes.copy(tmp_path)
    await first.learn(view_of(volume=30), fetch)
    second.put(NEW_ID, Programme(playlist=Playlist(items=ITEMS[:1])))
    await first.close()
    await second.close()
    kept = await asyncio.to_thread(Programmes.copy, tmp_path)
    assert kept.of(OLD_ID) == Programme(playlist=Playlist(items=ITEMS), volume=30)
    assert _items(kept.of(NEW_ID)) == ITEMS[:1]


async def test_what_a_command_learns_that_a_player_shows_no_more_is_dropped(tmp_path):
    async def fetch(_):
        return Playlist()

    first = Programmes.copy(tmp_path)
    first.put(OLD_ID, Programme(playlist=Playlist(items=ITEMS)))
    await first.close()
    second = await asyncio.to_thread(Programmes.copy, tmp_path)
    await second.learn(view_of(), fetch)
    await second.close()
    assert (await asyncio.to_thread(Programmes.copy, tmp_path)).of(OLD_ID) is None


async def test_a_command_writes_nothing_beside_the_app_that_owns_the_directory(tmp_path, monkeypatch):
    monkeypatch.setattr("footlight_controller.services.programmes.TRY_AGAIN_S", 0.0)
    command = Programmes.copy(tmp_path)
    command.put(OLD_ID, Programme(playlist=Playlist(items=ITEMS)))
    with DataDirectory(tmp_path):
        await command.close()
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


async def test_a_list_is_asked_for_once_and_again_when_it_changes_or_the_player_was_away(programmes, eventually):
    asked = []

    async def fetch(player_id):
        asked.append(player_id)
        return Playlist(items=ITEMS)

    programmes.start(fetch)
    for _ in range(3):
        programmes.heard(view_of(list_number=1))
    await eventually(lambda: len(asked) == 1)
    programmes.heard(view_of(list_number=2))
    await eventually(lambda: len(asked) == 2)
    programmes.lost(OLD_ID)
    programmes.heard(view_of(list_number=2))
    await eventually(lambda: len(asked) == 3)


async def test_a_list_that_cannot_be_had_leaves_what_was_known(programmes, eventually):
    answers = [Playlist(items=ITEMS), None]

    async def fetch(_):
        if (answer := answers.pop(0)) is None:
            msg = "no"
            raise FootlightError(msg)
        return answer

    programmes.start(fetch)
    programmes.heard(view_of(list_number=1))
    await eventually(lambda: programmes.of(OLD_ID))
    programmes.heard(view_of(list_number=2))
    await eventually(lambda: not answers)
    assert programmes.of(OLD_ID).playlist.items == ITEMS
