"""What became of a new list: whether anything of it reached the screen."""

from collections.abc import Sequence

from footlight_common.errors import NothingToPlay, NotLinked
from footlight_common.model.playback import Item, PlaybackState
from footlight_common.protocol.commands import Play
from footlight_common.protocol.events import PlaybackSkipped, PlaybackStarted
from footlight_controller.cli.session import complain
from footlight_controller.cli.texts import items_of
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.services.controller import Controller

OPEN_S = 10.0
# The state of the player comes right behind the events that led to it.
SETTLE_S = 1.0


class Opening:
    """The items of a list as the player tells of them."""

    def __init__(self, player_id: str, items: Sequence[Item]) -> None:
        self._player_id = player_id
        self._items = items
        self._uris = {item.uri for item in items}
        self._started = ""
        self._skipped: dict[str, PlaybackSkipped] = {}

    def take(self, changes: Changes) -> None:
        """What is new."""
        for told in changes.events:
            if told.player_id != self._player_id:
                continue
            match told.event:
                case PlaybackStarted(item=item) if item.uri in self._uris and not self._started:
                    self._started = item.uri
                case PlaybackSkipped(item=item) if item.uri in self._uris and not self._started:
                    self._skipped[item.uri] = told.event

    @property
    def plays(self) -> bool | None:
        """Whether something of the list plays; None as long as that is open."""
        if self._started:
            return True
        return False if self._skipped.keys() == self._uris else None

    def playable(self) -> list[Item]:
        """What is not known to fail, from the item that plays on."""
        first = next((place for place, item in enumerate(self._items) if item.uri == self._started), 0)
        ordered = [*self._items[first:], *self._items[:first]]
        return [item for item in ordered if item.uri not in self._skipped or item.uri == self._started]

    def reasons(self) -> list[str]:
        """Why items were skipped."""
        return [
            skip.message if skip.item.name in skip.message else f"{skip.item.name}: {skip.message}"
            for uri, skip in self._skipped.items()
            if uri != self._started
        ]


async def play(controller: Controller, view: PlayerView, items: tuple[Item, ...], *, loop: bool) -> str:
    """Have the player play these, wait for what comes of it, and put it into words.

    Raises NothingToPlay when nothing can be shown, NotLinked when the player goes away, or what the player refuses.
    """
    opening = Opening(view.id, items)
    unsubscribe = controller.subscribe(opening.take)
    try:
        await controller.command(view.id, Play(items=items, loop=loop))
        await controller.wait_until(lambda: opening.plays, OPEN_S)
    finally:
        unsubscribe()
    for reason in opening.reasons():
        complain(reason if opening.plays is False else f"warning: {reason}")
    if opening.plays:
        return f"{view.name} plays {items_of(opening.playable())}{', again and again' if loop else ''}."
    if opening.plays is False:
        msg = f"nothing of the list can be played. {await _what_it_shows(controller, view, items)}"
        raise NothingToPlay(msg)
    now = controller.players()[view.id]
    if not now.online:
        msg = f"{view.name} took the list and then went offline: {now.link.reason}"
        raise NotLinked(msg)
    return f"{view.name} is still opening {items_of(opening.playable())}."


async def _what_it_shows(controller: Controller, view: PlayerView, items: tuple[Item, ...]) -> str:
    def settled() -> PlayerView | None:
        now = controller.players()[view.id]
        return None if now.playback.state is PlaybackState.LOADING else now

    now = await controller.wait_until(settled, SETTLE_S)
    if now is not None and now.playback.state is PlaybackState.IDLE:
        return f"{view.name} is idle."
    if now is None or now.playback.item is None or now.playback.item in items:
        return f"{view.name} shows what it showed before."
    return f"{view.name} shows {now.playback.item.name}, as before."
