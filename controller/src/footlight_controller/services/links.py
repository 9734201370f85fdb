"""The links to all players that are ours: one runner each."""

import asyncio
from collections.abc import Callable, Iterator, Sequence

from footlight_common.clock import Clock
from footlight_common.discovery import Address
from footlight_common.errors import NotLinked, UnknownPlayer
from footlight_common.protocol.topics import Topic
from footlight_controller.core.link import Link
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.link_runner import LinkListener, LinkRunner


class Links:
    """By the player's id. Used on the core thread."""

    def __init__(
        self,
        *,
        dialer: Dialer,
        clock: Clock,
        chance: Callable[[], float],
        listener: LinkListener,
        topics: Sequence[Topic],
        dial_everybody: bool,
    ) -> None:
        """Without `dial_everybody`, only players named to `start` are dialled."""
        self._dialer = dialer
        self._clock = clock
        self._chance = chance
        self._listener = listener
        self._topics = topics
        self._dial_everybody = dial_everybody
        self._runners: dict[str, LinkRunner] = {}
        self._wanted: dict[str, dict[object, Topic]] = {}

    def __iter__(self) -> Iterator[LinkRunner]:
        return iter([*self._runners.values()])

    def take_in(self, player_id: str, addresses: tuple[Address, ...], since_s: float) -> None:
        """Hold a link to this player; one that has one is said to be at these addresses now.

        `since_s` is the wall time since when it is offline.
        """
        runner = self._runners.get(player_id)
        if runner is not None:
            runner.sighted(addresses)
            return
        link = Link(addresses, chance=self._chance, since_s=since_s)
        self._listener.link_changed(player_id, link.status, link.addresses)
        runner = LinkRunner(
            player_id,
            link,
            dialer=self._dialer,
            clock=self._clock,
            listener=self._listener,
            topics=self._topics,
        )
        runner.also(self._wanted.get(player_id, {}).values())
        self._runners[player_id] = runner
        if self._dial_everybody:
            runner.start()

    def listen(self, player_id: str, topic: Topic) -> Callable[[], None]:
        """Subscribe to this topic of one player as well, now and after each break. Returns what ends it."""
        key = object()
        self._wanted.setdefault(player_id, {})[key] = topic
        self._tell(player_id)

        def end() -> None:
            if self._wanted.get(player_id, {}).pop(key, None) is not None:
                self._tell(player_id)

        return end

    def _tell(self, player_id: str) -> None:
        wanted = self._wanted[player_id]
        if not wanted:
            del self._wanted[player_id]
        if (runner := self._runners.get(player_id)) is not None:
            runner.also(wanted.values())

    def is_up(self, player_id: str) -> bool:
        """Whether the player is connected."""
        return player_id in self._runners and self._runners[player_id].is_up

    def start(self, player_id: str) -> None:
        """Dial this player from now on. Raises UnknownPlayer."""
        if player_id not in self._runners:
            msg = f"no player has the id {player_id}."
            raise UnknownPlayer(msg)
        self._runners[player_id].start()

    def dial_again(self) -> None:
        """Whoever waits is dialled now: the reason to wait may be gone."""
        for runner in self:
            runner.sighted(())

    def offer(self) -> None:
        """Send the roster of this controller to everybody who is online and has an older one."""
        for runner in self:
            runner.offer()

    def of(self, player_id: str) -> LinkRunner:
        """The link to this player. Raises NotLinked when it has none."""
        runner = self._runners.get(player_id)
        if runner is None:
            msg = "the player is not in the list any more."
            raise NotLinked(msg)
        return runner

    def let_go(self, *player_ids: str) -> list[LinkRunner]:
        """Hold these no more; they are still to be closed."""
        return [runner for each in player_ids if (runner := self._runners.pop(each, None)) is not None]

    def let_go_of_all(self) -> list[LinkRunner]:
        """Stop all; they are still to be closed."""
        runners = self.let_go(*self._runners)
        for runner in runners:
            runner.stop()
        return runners


async def close_all(runners: Sequence[LinkRunner]) -> None:
    """Close them side by side."""
    await asyncio.gather(*(runner.close() for runner in runners))
