"""The figures of players: as they are now, and as they were."""

import asyncio
from collections.abc import Callable, Collection

from footlight_common.errors import NotLinked, Unreachable
from footlight_common.protocol.events import MetricsUpdate
from footlight_common.protocol.pages import MetricsPage
from footlight_common.protocol.topics import Topic
from footlight_controller.core.changes import Changes, DeviceOffline
from footlight_controller.services.deliveries import Deliveries
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.fetching import fetch_metrics
from footlight_controller.services.links import Links

# A player measures once a second while somebody watches; a slow link may take as long again, and again.
DEADLINE_S = 10.0


class PlayerMetrics:
    """Used on the core thread. For every member of the site."""

    def __init__(self, dialer: Dialer, links: Links, deliveries: Deliveries) -> None:
        self._dialer = dialer
        self._links = links
        self._deliveries = deliveries
        self._watched: dict[str, Callable[[], None]] = {}

    async def page(self, player_id: str, *, from_s: float, to_s: float, figures: Collection[str] = ()) -> MetricsPage:
        """Rollups of some figures between two times, Unix seconds; of all figures unless told.

        Raises NotLinked, and as `fetch_metrics` does.
        """
        peer = self._links.of(player_id).peer
        return await fetch_metrics(self._dialer, peer, player_id, from_s=from_s, to_s=to_s, figures=figures)

    async def look_at(self, *player_ids: str) -> None:
        """The user sees the figures of these players live, until the next call, also after a link broke.

        They come once a second as a MetricsUpdate among `Changes.events`.
        """
        for player_id in self._watched.keys() - {*player_ids}:
            self._watched.pop(player_id)()
        for player_id in {*player_ids} - self._watched.keys():
            self._watched[player_id] = self._links.listen(player_id, Topic.METRICS)

    async def now(self, player_id: str) -> MetricsUpdate:
        """The figures of one player, measured after the call.

        Raises NotLinked when it is offline or goes, Unreachable when none come within DEADLINE_S.
        """
        # Raises when it is offline.
        _ = self._links.of(player_id).peer
        heard: asyncio.Queue[MetricsUpdate | DeviceOffline] = asyncio.Queue()

        def hear(changes: Changes) -> None:
            for each in changes.events:
                if each.player_id == player_id and isinstance(each.event, MetricsUpdate | DeviceOffline):
                    heard.put_nowait(each.event)

        end_topic = self._links.listen(player_id, Topic.METRICS)
        end_hearing = self._deliveries.subscribe(hear)
        try:
            async with asyncio.timeout(DEADLINE_S):
                event = await heard.get()
        except TimeoutError as err:
            msg = f"the player sent no figures within {DEADLINE_S:.0f} s. It may be too old: update it."
            raise Unreachable(msg) from err
        finally:
            end_hearing()
            end_topic()
        if isinstance(event, DeviceOffline):
            msg = f"the player went offline: {event.reason}"
            raise NotLinked(msg)
        return event
