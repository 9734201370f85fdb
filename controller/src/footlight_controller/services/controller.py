"""The front door of the Qt-free half: everything the desktop app and the command line ask for goes through here."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TypeVar

from footlight_common.clock import Clock
from footlight_common.discovery import Address
from footlight_common.errors import NoSite, UnknownPlayer
from footlight_common.model.audit import DEFAULT_PAGE_ENTRIES, AuditPage
from footlight_common.model.playback import Playlist
from footlight_common.protocol.commands import AnyAction
from footlight_common.protocol.topics import USUAL_TOPICS, Topic
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.core.fleet import DISCOVERY_NOTICE, Fleet
from footlight_controller.core.known import KnownPlayer
from footlight_controller.core.site_view import Inviter
from footlight_controller.core.story import Story
from footlight_controller.core.view import PlayerView
from footlight_controller.services.alerts import Alerts
from footlight_controller.services.deliveries import Deliveries, Sink
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.discovery import Discovery, Sighting
from footlight_controller.services.fetching import fetch_audit, fetch_history, fetch_picture, fetch_playlist
from footlight_controller.services.finds import Finds
from footlight_controller.services.handing_over import ONLINE_S, hand_over
from footlight_controller.services.histories import Histories
from footlight_controller.services.link_reports import LinkReports
from footlight_controller.services.links import Links, close_all
from footlight_controller.services.membership import Membership
from footlight_controller.services.pairing import pair, unpair
from footlight_controller.services.player_logs import PlayerLogs
from footlight_controller.services.player_metrics import PlayerMetrics
from footlight_controller.services.programmes import Programmes
from footlight_controller.services.registry import Registry
from footlight_controller.services.seen import newest_seen
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import SiteFile
from footlight_controller.services.team import Team, site_view

T = TypeVar("T")


class Controller:
    """Holds a link to every player that is ours, and tells who else is there. Called on the core thread alone."""

    def __init__(
        self,
        *,
        registry: Registry,
        site_file: SiteFile,
        discovery: Discovery,
        dialer: Dialer,
        clock: Clock,
        chance: Callable[[], float],
        topics: Sequence[Topic] = USUAL_TOPICS,
        dial_everybody: bool = True,
        automatic: bool = True,
        programmes: Programmes | None = None,
        alerts: Alerts | None = None,
        watchful: bool = False,
        histories: Histories | None = None,
    ) -> None:
        """`topics` is what links subscribe to. Without `dial_everybody`, only players named to `link` are dialled.

        `automatic` takes in whoever announces himself; without it they are discovered, and wait in `finds`.
        What players show is remembered in `programmes`, for `replace`. With `watchful`, alerts are raised and sent.
        """
        self._registry = registry
        self.programmes = programmes or Programmes()
        """What each player shows, for the day on which it is replaced."""
        self._discovery = discovery
        self._dialer = dialer
        self._clock = clock
        self.alerts = alerts or Alerts(clock)
        """What needs a person, and how people are told."""
        self._watchful = watchful
        self.histories = histories or Histories(clock, keep_up=False)
        """What players remember, as far as it is here."""
        self._fleet = Fleet()
        self._deliveries = Deliveries(self._fleet, self._bring_up_to_date)
        self.finds = Finds(
            automatic=automatic,
            fleet=self._fleet,
            registry=registry,
            dialer=dialer,
            clock=clock,
            dial=self._take_in,
            told=self._deliveries.schedule,
        )
        """Players that announce themselves, and what people decide about them."""
        self._membership = Membership(
            site_file, dialer, self._site_changed, keep=registry.owned, rested=self._deliveries.schedule
        )
        self.team = Team(
            site_file,
            self._membership,
            clock,
            self.use_site,
            dialer=dialer,
            announcer=discovery,
            lost=self._team_lost,
            rested=self._deliveries.schedule,
        )
        """What people do with the site and its members."""
        reports = LinkReports(
            fleet=self._fleet,
            registry=registry,
            programmes=self.programmes,
            histories=self.histories,
            membership=self._membership,
            dialer=dialer,
            clock=clock,
            told=self._deliveries.schedule,
            strayed=self.finds.strayed,
        )
        self._links = Links(
            dialer=dialer, clock=clock, chance=chance, listener=reports, topics=topics, dial_everybody=dial_everybody
        )
        self.logs = PlayerLogs(dialer, self._links, self._deliveries)
        """What players say, for technicians and admins."""
        self.metrics = PlayerMetrics(dialer, self._links, self._deliveries)
        """What players measure."""

    async def start(self) -> None:
        """Show whom the registry knows, dial them, and look for others. When it fails, nothing is left to close."""
        try:
            await self._begin()
        except BaseException:
            await self.close()
            raise

    async def _begin(self) -> None:
        await self._dialer.start()
        trouble = await self._membership.start()
        self._fleet.note("site", trouble)
        # One that cannot be read is not said to be missing.
        self._dialer.no_site = trouble or self._dialer.no_site
        self._fleet.note("registry", self._registry.rescued)
        for known in self._registry.players():
            self._fleet.know(known)
            self._dialer.remember(known.identity.id, known.roster[0], known.key)
            self._take_in(known.identity.id, known.addresses)
        self.finds.begin()
        self.programmes.start(self.playlist)
        await self._start_alerts()
        await self.histories.start(
            lambda player_id, question: fetch_history(
                self._dialer, self._links.of(player_id).peer, player_id, question
            ),
            self._history_changed,
        )
        finds = self.finds
        await self._discovery.start(finds.sighted, self._discovery_trouble, finds.gone, self._deliveries.schedule)
        self._deliveries.schedule()

    async def _start_alerts(self) -> None:
        await self.alerts.start(told=self._deliveries.schedule, note=self._fleet.note, site=lambda: self._dialer.site)
        if self._watchful:
            self.watch_alerts()

    def watch_alerts(self) -> None:
        """Raise alerts and send them from now on. Once, and not for a controller that was made `watchful`."""
        self.alerts.keep_watch(self._fleet.everybody())
        self._deliveries.subscribe(self.alerts.take)

    async def close(self) -> None:
        """Let go of every link and save the registry. Nobody is told of the links that go. May be called again."""
        self.finds.closing = True
        self._deliveries.end()
        for view in self._fleet.players.values():
            if view.online:
                self._registry.put(KnownPlayer.of(view), exact=True)
        runners = self._links.let_go_of_all()
        # Whoever loses patience may cancel one of these; the next is still done.
        async with AsyncExitStack() as steps:
            steps.push_async_callback(self._registry.close)
            steps.push_async_callback(self.programmes.close)
            steps.push_async_callback(self.alerts.close)
            steps.push_async_callback(self.histories.close)
            steps.push_async_callback(self._dialer.close)
            steps.push_async_callback(self._membership.close)
            steps.push_async_callback(close_all, runners)
            steps.push_async_callback(self._discovery.close)
            steps.push_async_callback(self.team.close)

    def players(self) -> Mapping[str, PlayerView]:
        """Everybody by id, as they are now; a live, read-only mapping."""
        return self._fleet.players

    @property
    def inviters(self) -> tuple[Inviter, ...]:
        """Which controllers announce an open invitation now."""
        return self._discovery.inviters

    def sightings(self) -> list[Sighting]:
        """Who announces itself by Zeroconf now."""
        return self._discovery.sightings

    def subscribe(self, sink: Sink) -> Callable[[], None]:
        """Have `sink` called at once with everybody, and then with every change. Returns what ends it."""
        return self._deliveries.subscribe(sink)

    async def wait_until(self, found: Callable[[], T | None], timeout_s: float) -> T | None:
        """What `found` returns as soon as it is not None, asked again at every change; None after `timeout_s`."""
        return await self._deliveries.wait_until(found, timeout_s)

    async def command(self, player_id: str, action: AnyAction) -> None:
        """Have a player do something; returns once it says that it did.

        Raises:
            NotLinked: the player is offline or not known.
            CommandTimeout: no answer within 10 s.
            FootlightError: the player's own, by code.
        """
        await self._links.of(player_id).command(action)

    async def screenshot(self, player_id: str, width_px: int, kind: str = "jpeg") -> bytes:
        """What is on the screen of a player, as an image file `width_px` (16 to 1280) wide.

        `kind` is jpeg, webp or png; a simulated player answers with PNG whatever is asked.
        Raises NotLinked when the player is offline or not known, and as `fetch_picture` does.
        """
        return await fetch_picture(self._dialer, self._links.of(player_id).peer, player_id, width_px, kind)

    async def playlist(self, player_id: str) -> Playlist:
        """All items of what a player plays. Raises NotLinked, and as `fetch_playlist` does."""
        return await fetch_playlist(self._dialer, self._links.of(player_id).peer, player_id)

    async def remember(self, player_id: str) -> None:
        """Keep what an online player shows now, for `replace`. Without an answer what was known stays."""
        if (view := self._fleet.players.get(player_id)) is not None and view.online:
            await self.programmes.learn(view, self.playlist)

    async def audit(
        self,
        player_id: str,
        *,
        before: int | None = None,
        limit: int = DEFAULT_PAGE_ENTRIES,
        member: str = "",
        command: str = "",
    ) -> AuditPage:
        """What was asked of a player, and by whom. Raises NotLinked, and as `fetch_audit` does."""
        peer = self._links.of(player_id).peer
        return await fetch_audit(
            self._dialer, peer, player_id, before=before, limit=limit, member=member, command=command
        )

    async def history(self, player_id: str, from_s: float, until_s: float) -> Story:
        """What is known here of a player's past. As Histories.story, of `histories`, which can do more."""
        return await self.histories.story(player_id, from_s, until_s)

    def _history_changed(self, player_id: str) -> None:
        if player_id in self._fleet.players:
            self._fleet.note_history(player_id)
            self._deliveries.schedule()

    async def seen(self) -> dict[str, float]:
        """When members were last seen by a player that is online: Unix seconds by id. Raises as `newest_seen`."""
        online = [view for view in self._fleet.players.values() if view.online]
        return await newest_seen(self._dialer, online, lambda player_id: self._links.of(player_id).peer)

    async def look_at(self, *player_ids: str) -> None:
        """The user has these players open, until the next call: they hear who else begins to control them."""
        self._fleet.look_at(frozenset(player_ids))

    async def add(self, address: Address) -> PlayerView:
        """Take in the player at `address`, who it is and all.

        Raises:
            NotLinked: the controller is closing.
            FootlightError: as `Dialer.about` and `Dialer.open` do.
        """
        self.site()
        about = await self._dialer.about(address)
        connection, welcome = await self._dialer.open(address, about.id)
        await connection.close()
        self.finds.check_open()
        self.finds.take(welcome.identity, (address,))
        return self._fleet.players[welcome.identity.id]

    def site(self) -> Site:
        """The site of this controller. Raises NoSite, which says so when there is one that cannot be read."""
        try:
            return self._membership.site
        except NoSite as err:
            raise NoSite(self._dialer.no_site) from err

    async def hear_out(self) -> None:
        """Return once every roster that players have sent until now was looked at."""
        await self._membership.settled()

    @property
    def team_settled(self) -> bool:
        """Whether every roster that players have sent was looked at, and no change of the team is made again."""
        return self._membership.idle and self.team.settled

    async def use_site(self, site: Site) -> None:
        """Belong to this site from now on, or have this newer state of it. Raises StorageError.

        Links that are up stay, and their players are sent the roster. Whoever waits is dialled at once.
        """
        await self._membership.take(site)

    def _site_changed(self, site: Site) -> None:
        self._fleet.show_site(site_view(site))
        self._fleet.note("site", "")
        self._fleet.note("team", "")
        self.team.site_changed(site)
        self.finds.site_changed(site.id)
        self._links.offer()
        self._links.dial_again()
        self._deliveries.schedule()

    def _team_lost(self, text: str) -> None:
        self._fleet.note("team", text)
        self._deliveries.schedule()

    async def pair(
        self, address: Address, code: PairingCode, *, name: str = "", area: str = "", player_id: str = ""
    ) -> PlayerView:
        """Pair the player at `address` with the site and link it. Raises NoSite, and as `pairing.pair` does."""
        paired = await pair(self._dialer, self.site(), address, code, name=name, area=area, player=player_id)
        self.finds.check_open()
        # It may be waiting out a refusal of before.
        await close_all(self._links.let_go(paired.id))
        self.finds.take(paired, (address,))
        self._fleet.paired(paired, self._dialer.key_of(paired.id))
        self._registry.put(KnownPlayer.of(self._fleet.players[paired.id]))
        return self._fleet.players[paired.id]

    async def unpair(self, player_id: str) -> None:
        """Have a player forget the site, and take it out of the list. Raises NotLinked, and as `pairing.unpair`."""
        await unpair(self._dialer, self._links.of(player_id).peer, player_id)
        await self.remove(player_id)

    async def replace(self, old_id: str, address: Address, code: PairingCode, *, player_id: str = "") -> PlayerView:
        """Pair a new box under the name and area of one that broke, which leaves the list, and have it go on.

        Raises UnknownPlayer, and as `pair` does. When the box is paired and does not show the programme of the old
        one, FootlightError says so.
        """
        if old_id not in self._fleet.players:
            msg = "the player to be replaced is not in the list any more."
            raise UnknownPlayer(msg)
        await self.remember(old_id)
        old, programme = self._fleet.players[old_id], self.programmes.of(old_id)
        view = await self.pair(address, code, name=old.name, area=old.identity.area, player_id=player_id)
        if view.id != old_id:
            await self.remove(old_id)
        if programme is not None:
            self._links.start(view.id)
            await self.wait_until(lambda: self._fleet.players[view.id].online or None, ONLINE_S)
            await hand_over(programme, view.name, lambda action: self.command(view.id, action))
        return self._fleet.players.get(view.id, view)

    async def remove(self, *player_ids: str) -> None:
        """Take players out of the list and the registry, and end their links.

        One that is online is discovered at once, the others when they announce themselves again; none is taken in
        by itself. One that is not in the list is none.
        """
        players = self._fleet.players
        # The announcement of one that is offline may be an old one.
        online = {player_id for player_id in player_ids if player_id in players and players[player_id].online}
        runners = self._links.let_go(*player_ids)
        self._registry.remove(*player_ids)
        self.programmes.remove(*player_ids)
        for player_id in player_ids:
            self.finds.removed(player_id)
            self._fleet.remove(player_id)
        for sighting in self.sightings() if online else ():
            if sighting.record.id in online:
                self.finds.sighted(sighting)
        self._deliveries.schedule()
        await self.histories.remove(*player_ids)
        await close_all(runners)

    def link(self, player_id: str) -> None:
        """Hold a link to this player from now on. Raises UnknownPlayer, NoSite."""
        self.site()
        self._links.start(player_id)

    def _take_in(self, player_id: str, addresses: tuple[Address, ...]) -> None:
        self._links.take_in(player_id, addresses, self._fleet.players[player_id].link.since_s)

    def _discovery_trouble(self, text: str) -> None:
        self._fleet.note(DISCOVERY_NOTICE, text)
        self._deliveries.schedule()

    def _bring_up_to_date(self) -> None:
        self._fleet.note("storage", self._registry.trouble)
        self._fleet.note("histories", self.histories.trouble)
        self._fleet.show_discovered(self.finds.discovered)
        self._fleet.show_inviters(self._discovery.inviters)
        self._fleet.show_alerts(self.alerts.board, self.alerts.take_alerted())
