"""Whom of those that announce themselves the controller takes in, and who waits for a person to decide."""

from collections.abc import Iterable
from dataclasses import replace

from footlight_common.discovery import Address, PlayerRecord
from footlight_common.errors import UnknownPlayer
from footlight_common.protocol.base import MIN_PROTOCOL_VERSION
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.known import IgnoredPlayer


class Adoption:
    """Takes in everybody when automatic, else nobody; never whom a person removed or ignores. The others wait here."""

    def __init__(self, *, automatic: bool = True) -> None:
        self.automatic = automatic
        self.only_of: str | None = None
        """Id of the site whose players alone are taken in; None for everybody."""
        self._removed: set[str] = set()
        self._waiting: dict[str, DiscoveredPlayer] = {}
        self._discovered: tuple[DiscoveredPlayer, ...] | None = ()

    @property
    def discovered(self) -> tuple[DiscoveredPlayer, ...]:
        """Who waits, and who is ignored, in the order they came; the same tuple as before when nothing changed."""
        if self._discovered is None:
            self._discovered = tuple(self._waiting.values())
        return self._discovered

    def takes(self, player_id: str, site: str = "") -> bool:
        """Whether a player that announces itself, as one of this site, becomes one of ours."""
        waiting = self._waiting.get(player_id)
        wanted = self.automatic and self.only_of in (None, site)
        return wanted and player_id not in self._removed and not (waiting and waiting.ignored)

    def find(self, player_id: str) -> DiscoveredPlayer:
        """The discovered player with this id. Raises UnknownPlayer."""
        if player_id not in self._waiting:
            msg = "the player does not announce itself any more. Add it by its address, or wait until it comes back."
            raise UnknownPlayer(msg)
        return self._waiting[player_id]

    def found(self, record: PlayerRecord, addresses: tuple[Address, ...], at_s: float) -> None:
        """A player that is none of ours announces itself at `addresses`, at this wall time."""
        before = self._waiting.get(record.id)
        self._put(
            DiscoveredPlayer(
                id=record.id,
                name=record.name,
                addresses=addresses,
                protocol=record.protocol,
                claimed=record.claimed,
                site=record.site,
                # A newer one may well speak our version too; the hello will tell.
                compatible=record.protocol >= MIN_PROTOCOL_VERSION,
                first_seen_s=before.first_seen_s if before else at_s,
                ignored=before.ignored if before else False,
            )
        )

    def gone(self, player_id: str) -> None:
        """A player announces itself no more. An ignored one stays in the list."""
        waiting = self._waiting.get(player_id)
        if waiting and waiting.ignored:
            self._put(replace(waiting, addresses=()))
        elif waiting:
            self._drop(player_id)

    def remember(self, ignored: Iterable[IgnoredPlayer]) -> None:
        """These were ignored in an earlier run."""
        for row in ignored:
            self._put(DiscoveredPlayer(id=row.id, name=row.name, protocol=0, first_seen_s=row.since_s, ignored=True))

    def ignore(self, player_id: str) -> None:
        """A person does not want to be asked about the player. Raises UnknownPlayer."""
        self._put(replace(self.find(player_id), ignored=True))

    def unignore(self, player_id: str) -> bool:
        """The player waits again, if it is there; whether it is. Raises UnknownPlayer."""
        waiting = self.find(player_id)
        if waiting.announced:
            self._put(replace(waiting, ignored=False))
        else:
            self._drop(player_id)
        return waiting.announced

    def removed(self, player_id: str) -> None:
        """A person took the player out; an announcement must not undo that."""
        self._removed.add(player_id)

    def added(self, player_id: str) -> None:
        """The player is one of ours now."""
        self._removed.discard(player_id)
        self._drop(player_id)

    def _put(self, player: DiscoveredPlayer) -> None:
        if self._waiting.get(player.id) != player:
            self._waiting[player.id] = player
            self._discovered = None

    def _drop(self, player_id: str) -> None:
        if self._waiting.pop(player_id, None) is not None:
            self._discovered = None
