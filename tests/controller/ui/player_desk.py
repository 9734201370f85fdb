"""The page of a player over a bridge whose every answer is given by the test."""

from controller.ui.fleet import changes_of
from controller.ui.scripted import PICTURE

from footlight_common.clock import ManualClock
from footlight_common.model.playback import Item, Playlist
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.player.page import PlayerPage
from footlight_controller.ui.tasks import Tasks

ITEMS = tuple(Item(uri=f"/media/{name}.mp4") for name in ("one", "two", "three", "four", "five"))


class Port:
    """The bridge as the page sees it, with answers given by the test."""

    def __init__(self):
        self.sent = []
        self.pictures_asked = []
        self.playlists_asked = []
        self.picture = PICTURE
        self.items = Playlist(items=ITEMS, loop=True)
        self.error = None
        self.picture_error = None
        self.playlist_error = None
        self.hold = None
        self.command_hold = None

    async def command(self, player_id, action):
        self.sent.append(action)
        if self.command_hold:
            await self.command_hold.wait()
        if self.error:
            raise self.error

    async def add(self, address):
        raise NotImplementedError

    async def remove(self, player_id):
        raise NotImplementedError

    async def screenshot(self, player_id, width_px):
        self.pictures_asked.append((player_id, width_px))
        if self.hold:
            await self.hold.wait()
        if self.picture_error:
            raise self.picture_error
        return self.picture

    async def playlist(self, player_id):
        self.playlists_asked.append(player_id)
        if self.playlist_error:
            raise self.playlist_error
        return self.items


class Desk:
    def __init__(self, theme):
        self.tasks = Tasks()
        self.port = Port()
        self.clock = ManualClock()
        self.page = PlayerPage(theme, self.clock, Commander(self.port, self.tasks), self.port, self.tasks)
        self.page.resize(1060, 735)
        self.heard = []
        self.page.back.connect(lambda: self.heard.append("back"))
        for name in ("play_files_wanted", "play_url_wanted", "copy_address_wanted", "remove_wanted"):
            getattr(self.page, name).connect(lambda view, name=name: self.heard.append((name, view.name)))

    def show(self, view):
        self.page.show_player(view)
        self.page.show()

    def change(self, view):
        self.page.show_changes(changes_of(view))
