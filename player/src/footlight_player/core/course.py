"""A playlist on its way: where it is, which items failed, and when it has to be given up."""

from dataclasses import replace

from footlight_common.errors import InvalidArgument, MediaError, NothingToPlay
from footlight_common.model.playback import Item, Playback, Playlist
from footlight_common.protocol.commands import Play
from footlight_player.core.facts import Skipped


def playlist_of(play: Play) -> Playlist:
    """What is asked for. Raises InvalidArgument where that cannot be played."""
    if not play.items:
        msg = "The list is empty. Give at least one file or address to play."
        raise InvalidArgument(msg)
    if not 0 <= play.start < len(play.items):
        msg = f"The list has {len(play.items)} items, so it cannot start at number {play.start + 1}."
        raise InvalidArgument(msg)
    return Playlist(items=play.items, loop=play.loop)


class Course:
    """One playlist from the command that brought it to the end."""

    def __init__(self, playlist: Playlist | None = None, number: int = 0) -> None:
        self.playlist = playlist or Playlist()
        self.number = number
        """Which of the playlists given since the start it is."""
        self.cursor = 0
        """Index of the item that was opened last."""
        self.given_up = False
        """A whole round failed: nothing more is opened unless someone asks."""
        self._failures = 0
        self._reported: dict[int, str] = {}

    @property
    def items(self) -> tuple[Item, ...]:
        return self.playlist.items

    def described_in(self, playback: Playback) -> Playback:
        """`playback` as one of this list."""
        return replace(playback, count=len(self.items), loop=self.playlist.loop, list_number=self.number)

    def beside(self, index: int, step: int) -> int | None:
        """The index `step` further, round the end of a list that loops; None beyond one that does not."""
        index += step
        if self.playlist.loop:
            return index % len(self.items)
        return index if 0 <= index < len(self.items) else None

    def asked_beside(self, index: int, step: int) -> int:
        """`beside`, for who asked for it. Raises NothingToPlay."""
        found = self.beside(index, step)
        if found is None:
            which = "last" if step > 0 else "first"
            msg = f"This is the {which} item of a list that does not loop. Play another list, or one that loops."
            raise NothingToPlay(msg)
        return found

    def fail(self, *, counts: bool = True) -> None:
        """An item could not be shown; one that `counts` brings the list nearer to being given up."""
        self._failures += counts
        self.given_up = self.given_up or self._failures >= len(self.items)

    def reported(self, index: int, item: Item, error: MediaError) -> tuple[Skipped, ...]:
        """What to tell of this failure; nothing if that was told before."""
        news = self._reported.get(index) != error.code
        self._reported[index] = error.code
        return (Skipped(item=item, index=index, code=error.code, message=str(error)),) if news else ()

    def prove(self, index: int) -> None:
        """The item can be played."""
        self._failures = 0
        self._reported.pop(index, None)

    def ask_for(self, index: int) -> None:
        """Somebody wants this item: it gets another chance, and another word when it fails."""
        self.given_up = False
        self.prove(index)
