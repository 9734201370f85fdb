"""Players of one name told apart: by the number that stands on their cards."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from footlight_controller.core.view import PlayerView
from footlight_controller.ui.notes import Note
from footlight_controller.ui.words import one_line

SHORT_ID = 4


class Namesakes:
    """The names that more than one of these players have; worked out once it is needed."""

    def __init__(self, players: Iterable[PlayerView]) -> None:
        self._names = [one_line(view.name) for view in players]
        self._shared: frozenset[str] | None = None

    def number(self, name: str, player_id: str) -> str:
        """` #ab12`, to stand behind a name that another player has too; else empty."""
        if self._shared is None:
            self._shared = frozenset(each for each, count in Counter(self._names).items() if count > 1)
        return f" #{player_id[:SHORT_ID]}" if player_id and one_line(name) in self._shared else ""

    def told(self, name: str, player_id: str) -> str:
        """`Lobby #ab12`, or the name alone where no other player is called the same."""
        return name + self.number(name, player_id)

    def names(self, players: Iterable[PlayerView]) -> list[str]:
        """`told` of each."""
        return [self.told(view.name, view.id) for view in players]

    def note(self, note: Note) -> Note:
        """The note, with each player in it told apart."""
        subject = self.told(note.subject, note.subject_id)
        parts = tuple(
            part if (name := self.told(part.subject, part.subject_id)) == part.subject else replace(part, subject=name)
            for part in note.parts
        )
        unchanged = subject == note.subject and parts == note.parts
        return note if unchanged else replace(note, subject=subject, parts=parts)
