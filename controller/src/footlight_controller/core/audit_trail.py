"""What several players were asked for as one list, newest first, though each hands out its own a page at a time."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from footlight_common.model.audit import AuditEntry, AuditPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One line of the audit, and whose it is."""

    player_id: str
    player_name: str
    entry: AuditEntry

    @property
    def newest_first(self) -> float:
        """What the list is sorted by."""
        return -self.entry.at_s


@dataclass(slots=True)
class _Source:
    name: str
    newest: int = 0
    """Number of its newest entry that is here."""
    oldest_s: float = float("inf")
    """Time of its oldest entry that is here."""
    before: int | None = None
    """Where its next page begins."""
    begun: bool = False
    ended: bool = False

    @property
    def holds_up(self) -> bool:
        """Whether older entries of it may be missing."""
        return self.begun and not self.ended


_order = attrgetter("newest_first")


class AuditTrail:
    """Takes pages in any order. What it shows is whole as far back as it goes: nothing is put in between later.

    Only the first page of a player, and what is new, comes above what was there.
    """

    def __init__(self, players: Iterable[tuple[str, str]]) -> None:
        """`players` are ids and names."""
        self._sources = {player_id: _Source(name) for player_id, name in players}
        self._lines: list[Audited] = []
        self._failures: dict[str, Exception] = {}

    @property
    def lines(self) -> Sequence[Audited]:
        """Newest first, as far back as all players are known that answered."""
        held = [source.oldest_s for source in self._sources.values() if source.holds_up]
        if not held:
            return self._lines[:]
        return self._lines[: bisect_right(self._lines, -max(held), key=_order)]

    @property
    def failures(self) -> dict[str, Exception]:
        """By player, why nothing, or nothing more, could be had of it."""
        return dict(self._failures)

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to ask for."""
        return all(source.ended for source in self._sources.values())

    @property
    def size(self) -> int:
        """How many lines are here, shown or not."""
        return len(self._lines)

    def add(self, player_id: str, name: str) -> None:
        """One more player to ask; nothing for one that is there and answers."""
        if player_id not in self._sources or player_id in self._failures:
            self._forget(player_id)
            self._failures.pop(player_id, None)
            self._sources[player_id] = _Source(name)

    def wanted(self, most: int) -> list[tuple[str, int | None]]:
        """Whom to ask next, and for what is before which number: first everybody once, then who holds up the others."""
        fresh: list[tuple[str, int | None]] = [
            (player_id, None) for player_id, source in self._sources.items() if not source.begun
        ]
        if fresh:
            return fresh[:most]
        held = [(source.oldest_s, player_id) for player_id, source in self._sources.items() if source.holds_up]
        return [(player_id, self._sources[player_id].before) for _, player_id in sorted(held, reverse=True)[:most]]

    def take(self, player_id: str, page: AuditPage) -> None:
        """A page that was asked for as `wanted` said."""
        source = self._sources.get(player_id)
        if source is None:
            return
        self._keep(player_id, source, page.entries)
        source.begun = True
        source.before, source.ended = page.next_before, page.next_before is None

    def renew(self, player_id: str, page: AuditPage) -> None:
        """The newest page of a player of which older ones are here."""
        source = self._sources.get(player_id)
        if source is None or not source.begun:
            return
        fresh = tuple(entry for entry in page.entries if entry.seq > source.newest)
        if fresh and len(fresh) == len(page.entries) and page.next_before is not None:
            # There may be others between the two: it begins anew.
            self._forget(player_id)
            self._sources[player_id] = _Source(source.name)
            self.take(player_id, page)
            return
        self._keep(player_id, source, fresh)

    def fail(self, player_id: str, why: Exception) -> None:
        """It does not answer, or refuses: nothing waits for it."""
        source = self._sources.get(player_id)
        if source is not None:
            source.begun = source.ended = True
            self._failures[player_id] = why

    def _keep(self, player_id: str, source: _Source, entries: Iterable[AuditEntry]) -> None:
        new = [Audited(player_id=player_id, player_name=source.name, entry=entry) for entry in entries]
        if not new:
            return
        source.newest = max(source.newest, *(line.entry.seq for line in new))
        source.oldest_s = min(source.oldest_s, *(line.entry.at_s for line in new))
        self._lines.extend(new)
        # Nearly in order already, which is quick.
        self._lines.sort(key=_order)

    def _forget(self, player_id: str) -> None:
        self._lines = [line for line in self._lines if line.player_id != player_id]
