"""Which player a person means who types an id, the start of one, or a name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from footlight_common.errors import AmbiguousPlayer, UnknownPlayer
from footlight_controller.core.view import PlayerView

# More would not be read.
MAX_LISTED = 12


def choose(wanted: str, players: Iterable[PlayerView]) -> PlayerView:
    """The one player called `wanted`: by id, by name in any case, by the start of its id, then by its HOST:PORT.

    Raises UnknownPlayer listing who is there, or AmbiguousPlayer listing who fits.
    """
    everybody = sorted(players, key=lambda player: (player.name.casefold(), player.id))
    folded = wanted.strip().casefold()
    for fits in (
        [player for player in everybody if player.id == folded],
        [player for player in everybody if player.name.casefold() == folded],
        [player for player in everybody if folded and player.id.startswith(folded)],
        [player for player in everybody if folded in map(str, player.addresses[:1])],
        [player for player in everybody if folded in map(str, player.addresses)],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            msg = f"{len(fits)} players are called {wanted!r}: {_listed(fits)}. Write the start of one id instead."
            raise AmbiguousPlayer(msg)
    msg = f"no player is called {wanted!r}. {_known(folded, everybody)}"
    raise UnknownPlayer(msg)


def distinct_names(names: Mapping[str, str]) -> dict[str, str]:
    """What to call each player, by id as `names`: its name, and where namesakes are among them the start of its id."""
    often = Counter(name.casefold() for name in names.values())
    return {
        player_id: f"{name} ({_start_of(player_id, [*names])})" if often[name.casefold()] > 1 else name
        for player_id, name in names.items()
    }


def _known(wanted: str, everybody: list[PlayerView]) -> str:
    if not everybody:
        return "No player was found."
    if len(everybody) <= MAX_LISTED:
        return f"These are there: {_listed(everybody)}."
    names = {player.name.casefold(): player for player in everybody}
    close = [names[name] for name in get_close_matches(wanted, names, n=MAX_LISTED)]
    there = f"{len(everybody)} others are there"
    return f"{there}, among them {_listed(close)}." if close else f"{there}; `footlight players` lists them."


def _listed(players: list[PlayerView]) -> str:
    if len(players) > MAX_LISTED:
        return f"{_listed(players[:MAX_LISTED])} and {len(players) - MAX_LISTED} more"
    ids = [player.id for player in players]
    return ", ".join(f"{player.name} ({_start_of(player.id, ids)})" for player in players)


def _start_of(player_id: str, ids: list[str]) -> str:
    """The shortest start of an id, from four digits, that no other of `ids` shares."""
    for length in range(4, len(player_id)):
        if sum(other.startswith(player_id[:length]) for other in ids) == 1:
            return player_id[:length]
    return player_id
