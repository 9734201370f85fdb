"""What the quick bar finds: players, what can be done with them, and the pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from footlight_common.protocol.commands import (
    AnyAction,
    Identify,
    Next,
    Pause,
    Previous,
    Resume,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.quick_match import Entry, fold
from footlight_controller.ui.status import STATUS_LOOKS, Status

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
    ) -> None:
        """`players` gives everybody as they are now."""
        self._players = players
        self._pages = tuple(pages)
        self._open_player = open_player
        self._send = send

    def __call__(self, typed: str) -> list[Entry]:
        """Entries for what was typed so far: pages and players, and the commands that its words begin."""
        words = fold(typed).split()
        views = sorted(self._players(), key=lambda view: (natural(view.name), view.id))
        found = [*self._pages, *(self._player(view) for view in views)]
        for word, icon, action in self._commands(words):
            first = fold(word).split()[0]
            if any(len(begun) >= LEAST_LETTERS and first.startswith(begun) for begun in words):
                found += [self._command(view, word, icon, action) for view in views if view.online]
        return found

    def _player(self, view: PlayerView) -> Entry:
        look = STATUS_LOOKS[Status.of(view)]
        detail = ", ".join(filter(None, (view.identity.area, look.word)))
        return Entry(
            title=view.name or view.short_id,
            detail=detail,
            icon=look.icon,
            keywords=view.id,
            run=lambda: self._open_player(view),
        )

    def _command(self, view: PlayerView, word: str, icon: str, action: AnyAction) -> Entry:
        return Entry(
            title=translate("QuickEntries", "{command} {player}").format(
                command=word, player=view.name or view.short_id
            ),
            detail=view.identity.area,
            icon=icon,
            keywords=view.id,
            run=lambda: self._send(view, action),
        )

    def _commands(self, words: list[str]) -> Iterator[tuple[str, str, AnyAction]]:
        yield translate("QuickEntries", "Pause"), "pause", Pause()
        yield translate("QuickEntries", "Resume"), "play", Resume()
        yield translate("QuickEntries", "Stop"), "stop", Stop()
        yield translate("QuickEntries", "Next item on"), "skip-next", Next()
        yield translate("QuickEntries", "Previous item on"), "skip-previous", Previous()
        yield translate("QuickEntries", "Mute"), "volume-off", SetMute(muted=True)
        yield translate("QuickEntries", "Unmute"), "volume-high", SetMute(muted=False)
        yield translate("QuickEntries", "Identify"), "eye-outline", Identify()
        for level in sorted({int(word) for word in words if word.isdecimal() and len(word) <= len(str(LOUDEST))}):
            if level <= LOUDEST:
                word = translate("QuickEntries", "Volume {} %").format(level)
                yield word, "volume-medium", SetVolume(level=level)
