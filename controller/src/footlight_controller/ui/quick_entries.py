"""What the quick bar finds: players, what can be done with them, and the pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from footlight_common.protocol import commands
from footlight_common.protocol.commands import AnyAction
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.permission import Permission
from footlight_controller.ui.quick_match import Entry, fold
from footlight_controller.ui.status import look_of

LOUDEST = 100
# One letter begins half of the commands, which for a thousand players would be slow to look through.
LEAST_LETTERS = 2

translate = QCoreApplication.translate


class QuickEntries:
    """A provider for the quick bar. Commands are made for online players only, and only once their word is typed."""

    def __init__(
        self,
        *,
        players: Callable[[], Iterable[PlayerView]],
        pages: Sequence[Entry],
        open_player: Callable[[PlayerView], None],
        send: Callable[[PlayerView, AnyAction], None],
        finds: Callable[[], Iterable[DiscoveredPlayer]] = tuple,
        open_find: Callable[[DiscoveredPlayer], None] = lambda _player: None,
        permission: Permission | None = None,
    ) -> None:
        """`players` gives everybody as they are now, `finds` those that were found and are not added, in order.

        Commands that the member's role does not allow are not found; without `permission` nothing is refused.
        """
        self._permission = permission or Permission()
        self._players = players
        self._pages = tuple(pages)
        self._open_player = open_player
        self._send = send
        self._finds = finds
        self._open_find = open_find
        # What the key before needed, for most of it is needed again.
        self._kept: dict[tuple[str, str], tuple[PlayerView, Entry]] = {}

    def __call__(self, typed: str) -> list[Entry]:
        """Entries for what was typed so far: pages and players, and the commands that its words begin."""
        words = fold(typed).split()
        views = sorted(self._players(), key=lambda view: (natural(view.name), view.id))
        kept, self._kept = self._kept, {}

        def entry(word: str, view: PlayerView, make: Callable[[], Entry]) -> Entry:
            old = kept.get((word, view.id))
            new = old if old is not None and old[0] is view else (view, make())
            self._kept[word, view.id] = new
            return new[1]

        found = [*self._pages, *(entry("", view, partial(self._player, view)) for view in views)]
        found += [self._find(player) for player in self._finds()]
        template = translate("QuickEntries", "{command} {player}")
        for word, icon, action in self._commands(words):
            first = fold(word).split()[0]
            if any(len(begun) >= LEAST_LETTERS and first.startswith(begun) for begun in words):
                found += [
                    entry(word, view, partial(self._command, view, template, word, icon, action))
                    for view in views
                    if view.online and not self._permission.refusal(view, type(action))
                ]
        return found

    def hint(self, typed: str) -> str:
        """What to type instead, where nothing fits and it can be told why; else empty."""
        words = fold(typed).split()
        volume = fold(translate("QuickEntries", "Volume {} %").format(0)).split()[0]
        if any(len(word) >= LEAST_LETTERS and volume.startswith(word) for word in words):
            example = translate("QuickEntries", "Volume {} %").format(40)
            return translate("QuickEntries", "The volume goes from 0 to 100: type “{}” and the player.").format(example)
        return self._refusal(words)

    def _refusal(self, words: list[str]) -> str:
        """Why a command whose word is typed is not offered for any player."""
        for word, _, action in self._commands(words):
            first = fold(word).split()[0]
            if any(len(begun) >= LEAST_LETTERS and first.startswith(begun) for begun in words):
                role = self._permission.best_role(view for view in self._players() if view.online)
                return self._permission.refusal_as(role, type(action))
        return ""

    def _find(self, player: DiscoveredPlayer) -> Entry:
        added, paired = (
            translate("QuickEntries", "Found, not added yet"),
            translate("QuickEntries", "Found, not paired yet"),
        )
        return Entry(
            title=player.name or player.short_id,
            detail=added if player.claimed else paired,
            icon="radar",
            player_id=player.id,
            run=lambda: self._open_find(player),
        )

    def _player(self, view: PlayerView) -> Entry:
        look = look_of(view)
        detail = ", ".join(filter(None, (view.identity.area, look.word)))
        return Entry(
            title=view.name or view.short_id,
            detail=detail,
            icon=look.icon,
            player_id=view.id,
            run=lambda: self._open_player(view),
        )

    def _command(self, view: PlayerView, template: str, word: str, icon: str, action: AnyAction) -> Entry:
        return Entry(
            title=template.format(command=word, player=view.name or view.short_id),
            detail=view.identity.area,
            icon=icon,
            player_id=view.id,
            run=lambda: self._send(view, action),
        )

    def _commands(self, words: list[str]) -> Iterator[tuple[str, str, AnyAction]]:
        yield translate("QuickEntries", "Pause"), "pause", commands.Pause()
        yield translate("QuickEntries", "Resume"), "play", commands.Resume()
        yield translate("QuickEntries", "Stop"), "stop", commands.Stop()
        yield translate("QuickEntries", "Next item on"), "skip-next", commands.Next()
        yield translate("QuickEntries", "Previous item on"), "skip-previous", commands.Previous()
        yield translate("QuickEntries", "Mute"), "volume-off", commands.SetMute(muted=True)
        yield translate("QuickEntries", "Unmute"), "volume-high", commands.SetMute(muted=False)
        yield translate("QuickEntries", "Identify"), "eye-outline", commands.Identify()
        for level in sorted({int(word) for word in words if word.isdecimal() and len(word) <= len(str(LOUDEST))}):
            if level <= LOUDEST:
                word = translate("QuickEntries", "Volume {} %").format(level)
                yield word, "volume-medium", commands.SetVolume(level=level)
