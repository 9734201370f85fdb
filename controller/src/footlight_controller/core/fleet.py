"""Every player the controller knows: takes in what links and discovery report, gives out what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from footlight_common.discovery import Address, PlayerRecord, showable
from footlight_common.model.player import PlayerIdentity, PlayerStats, PlayerStatus
from footlight_common.model.presence import Present
from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_common.protocol.events import (
    Alert,
    AnyEvent,
    DeviceStatusChanged,
    Numbered,
    PowerOn,
    PresenceChanged,
    StatsUpdate,
)
from footlight_common.protocol.session import Cursor, Snapshot, Welcome
from footlight_controller.core.alarms import after, told
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import AlertBoard
from footlight_controller.core.changes import (
    Changes,
    ConnectionState,
    ControlTaken,
    DeviceOffline,
    DeviceOnline,
    FleetEvent,
)
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.known import KnownPlayer
from footlight_controller.core.moment import Moment
from footlight_controller.core.presence import controls, shown, took_control
from footlight_controller.core.site_view import Inviter, SiteView
from footlight_controller.core.view import BUSY_PERCENT, FleetStats, LinkState, LinkStatus, PlayerView

DISCOVERY_NOTICE = "discovery"
# A clock that runs wrong by less is not worth a repaint.
CLOCK_GRAIN_S = 0.5


def trimmed(identity: PlayerIdentity) -> PlayerIdentity:
    """`identity` with texts that fit a card and a registry: one line each, of bounded length, and some name."""
    name, area, version = (
        showable(text)[:MAX_NAME_LENGTH] for text in (identity.name, identity.area, identity.version)
    )
    return PlayerIdentity(id=identity.id, name=name or identity.id[:4], area=area, version=version)


class Fleet:
    """The controller's picture of its players. `take` collects what is new since the last `take`."""

    def __init__(self) -> None:
        self._players: dict[str, PlayerView] = {}
        self._site: SiteView | None = None
        self._inviters: tuple[Inviter, ...] = ()
        self._newest_roster = (0, 0)
        self._newest_mark = ""
        self._cursors: dict[str, Cursor] = {}
        self._notices: dict[str, str] = {}
        self._online = 0
        self._playing = 0
        self._unanswered = 0
        self._attention = 0
        self._discovered: tuple[DiscoveredPlayer, ...] = ()
        self._reached = False
        self._open: frozenset[str] = frozenset()
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._events: list[FleetEvent] = []
        self._histories: set[str] = set()
        self._alerts = AlertBoard()
        self._alerted: list[AlertView] = []
        self._dirty = False

    @property
    def players(self) -> Mapping[str, PlayerView]:
        """By id, as they are now. A live, read-only mapping of frozen views."""
        return MappingProxyType(self._players)

    def know(self, known: KnownPlayer) -> None:
        """A row of the registry, or a player added by address. One that is there already stays as it is."""
        if known.identity.id not in self._players:
            self._put(
                PlayerView(
                    identity=trimmed(known.identity),
                    addresses=known.addresses,
                    last_seen_s=known.last_seen_s,
                    roster=known.roster,
                    roster_mark=known.roster_mark,
                    roster_behind=self._behind(known.roster, known.roster_mark),
                    key=known.key,
                    link=LinkStatus(since_s=known.last_seen_s or 0.0),
                )
            )

    def show_site(self, site: SiteView) -> None:
        """The site of this controller is now like this. Whoever has an older roster than it is behind."""
        self._site = site
        self._newest_roster, self._newest_mark = (site.epoch, site.version), site.mark
        self._dirty = True
        for view in list(self._players.values()):
            self._put(replace(view, roster_behind=self._behind(view.roster, view.roster_mark)))

    def _behind(self, place: tuple[int, int], mark: str) -> bool:
        if place == self._newest_roster:
            return bool(mark) and mark < self._newest_mark
        return place < self._newest_roster

    def show_inviters(self, inviters: tuple[Inviter, ...]) -> None:
        """These announce an invitation, as it stands now."""
        if self._inviters != inviters:
            self._inviters = inviters
            self._dirty = True

    def paired(self, identity: PlayerIdentity, key: str) -> None:
        """The player was given this name and area, and has not said so itself yet. The newest roster came with it.

        `key` is the fingerprint of the key that it showed.
        """
        self._put(
            replace(
                self._players[identity.id],
                identity=trimmed(identity),
                key=key,
                roster=self._newest_roster,
                roster_mark=self._newest_mark,
                roster_behind=False,
            )
        )

    def sight(self, record: PlayerRecord) -> None:
        """A discovery record. Nobody vouches for it, so it names only players that are not online."""
        view = self._players.get(record.id)
        if view is None:
            self.know(KnownPlayer(identity=PlayerIdentity(id=record.id, name=record.name)))
        elif not view.online:
            self._put(replace(view, identity=trimmed(replace(view.identity, name=record.name))))

    def connect(self, player_id: str, status: LinkStatus, addresses: tuple[Address, ...], now: Moment) -> None:
        """How the link of a player stands now."""
        view = self._players[player_id]
        was_online = view.online
        busy_since_s = view.busy_since_s if status.state is LinkState.ONLINE else None
        view = replace(view, link=status, addresses=addresses, busy_since_s=busy_since_s)
        if status.state is LinkState.OFFLINE or (was_online and not view.online):
            view = replace(view, present=(), session="")
        self._put(view)
        if view.online and not was_online:
            self._reached = True
            self._tell(view, DeviceOnline(at_s=now.wall_s))
        elif was_online and not view.online:
            self._tell(view, DeviceOffline(at_s=now.wall_s, code=status.code, reason=status.reason))

    def roster(self, player_id: str, place: tuple[int, int], mark: str = "") -> None:
        """A roster of this epoch and version is in force at the player; `mark` tells it from others of that version."""
        view = replace(self._players[player_id], roster=place, roster_mark=mark, roster_refused="")
        self._put(replace(view, roster_behind=self._behind(place, mark)))

    def roster_refused(self, player_id: str, why: str) -> None:
        """The player did not take the roster that it was offered."""
        self._put(replace(self._players[player_id], roster_refused=showable(why)))

    def welcome(self, player_id: str, welcome: Welcome, now: Moment, *, key: str = "") -> Cursor | None:
        """A player said who it is. Returns from where to ask for its numbered events; None for no replay.

        `key` is the fingerprint of the key with which it proved that.
        """
        roster = (welcome.roster_epoch, welcome.roster_version)
        self._put(
            replace(
                self._players[player_id],
                identity=trimmed(welcome.identity),
                host=welcome.host,
                last_seen_s=now.wall_s,
                member=welcome.member,
                roster=roster,
                roster_mark=welcome.roster_mark,
                roster_behind=self._behind(roster, welcome.roster_mark),
                roster_refused="",
                key=key,
                present=(),
                session=welcome.session,
            )
        )
        seen = self._cursors.get(player_id)
        if seen is None:
            self._cursors[player_id] = welcome.cursor
            return None
        if seen.stream != welcome.cursor.stream:
            # Another run of numbers, all of it since we last heard of the player.
            seen = Cursor(stream=welcome.cursor.stream, seq=0)
        elif seen.seq > welcome.cursor.seq:
            seen = welcome.cursor
        self._cursors[player_id] = seen
        return seen

    def hear(self, player_id: str, message: Snapshot | AnyEvent, now: Moment) -> None:
        """What a player sends over its link. A numbered event that was heard before is dropped."""
        match message:
            case Snapshot(status=status, present=present, alarms=alarms, cursor=cursor):
                self._set_status(player_id, status, now)
                if cursor.stream != self._cursors.get(player_id, cursor).stream:
                    # Its history was damaged, or is back: what comes is numbered like this.
                    self._cursors[player_id] = cursor
                view = self._players[player_id]
                self._put(replace(view, present=shown(present), alarms=told(alarms, view.alarms)))
                return
            case PresenceChanged(present=present):
                self._set_present(player_id, shown(present), message, now)
                return
            case DeviceStatusChanged(status=status):
                self._set_status(player_id, status, now)
            case StatsUpdate(at_s=at_s, stats=stats, position_s=position_s):
                view = self._players[player_id]
                self._put(
                    replace(
                        view,
                        stats=stats,
                        playback=replace(view.playback, position_s=position_s),
                        taken_s=now.monotonic_s,
                        last_seen_s=now.wall_s,
                        clock_offset_s=_offset_s(view.clock_offset_s, at_s - now.wall_s),
                        busy_since_s=_busy_since_s(view, stats, now.wall_s),
                    )
                )
            case Numbered(seq=seq):
                cursor = self._cursors[player_id]
                if seq <= cursor.seq:
                    return
                self._cursors[player_id] = Cursor(stream=cursor.stream, seq=seq)
                if isinstance(message, Alert | PowerOn):
                    view = self._players[player_id]
                    self._put(replace(view, alarms=after(view.alarms, message)))
        self._tell(self._players[player_id], message)

    def remove(self, player_id: str) -> None:
        """The player is none of ours any more."""
        view = self._players.pop(player_id, None)
        if view is not None:
            self._count(view, -1)
            self._cursors.pop(player_id, None)
            self._changed.discard(player_id)
            self._removed.add(player_id)
            self._dirty = True

    def note_history(self, player_id: str) -> None:
        """More of this player's past is known than before."""
        self._histories.add(player_id)
        self._dirty = True

    def look_at(self, player_ids: frozenset[str]) -> None:
        """The user has these open now, and hears when somebody else begins to control one of them."""
        self._open = player_ids

    def note(self, key: str, notice: str) -> None:
        """Set the standing warning under `key`; an empty text takes it away."""
        if self._notices.get(key, "") != notice:
            self._notices = {name: text for name, text in (self._notices | {key: notice}).items() if text}
            self._dirty = True

    def show_discovered(self, discovered: tuple[DiscoveredPlayer, ...]) -> None:
        """These are found and none of ours, as it stands now."""
        if self._discovered != discovered:
            self._discovered = discovered
            self._dirty = True

    def show_alerts(self, board: AlertBoard, alerted: Sequence[AlertView]) -> None:
        """Alerts stand like this now; those of `alerted` were just raised, or are over."""
        if self._alerts is not board or alerted:
            self._alerts = board
            self._alerted.extend(alerted)
            self._dirty = True

    def take(self) -> Changes | None:
        """What is new since the last call; None when nothing is."""
        if not self._dirty:
            return None
        changes = self._changes(
            {player_id: self._players[player_id] for player_id in self._changed},
            removed=frozenset(self._removed),
            events=tuple(self._events),
            histories=frozenset(self._histories),
            alerted=tuple(self._alerted),
        )
        self._alerted.clear()
        self._changed.clear()
        self._removed.clear()
        self._events.clear()
        self._histories.clear()
        self._dirty = False
        return changes

    def everybody(self) -> Changes:
        """All players as they are now, for someone who starts to listen."""
        return self._changes(dict(self._players))

    def _changes(
        self,
        players: dict[str, PlayerView],
        removed: frozenset[str] = frozenset(),
        events: tuple[FleetEvent, ...] = (),
        histories: frozenset[str] = frozenset(),
        alerted: tuple[AlertView, ...] = (),
    ) -> Changes:
        total = len(self._players)
        return Changes(
            players=players,
            removed=removed,
            events=events,
            histories=histories,
            stats=FleetStats(
                total=total,
                online=self._online,
                playing=self._playing,
                offline=total - self._online,
                attention=self._attention,
            ),
            connection=self._connection(),
            notices=tuple(self._notices.values()),
            discovered=self._discovered,
            discovery=self._notices.get(DISCOVERY_NOTICE, ""),
            site=self._site,
            inviters=self._inviters,
            alerts=self._alerts,
            alerted=alerted,
        )

    def _connection(self) -> ConnectionState:
        if not self._players:
            return ConnectionState.SEARCHING
        if self._online == len(self._players):
            return ConnectionState.CONNECTED
        if self._online:
            return ConnectionState.PARTIAL
        # Before every link has failed once there is still hope.
        return ConnectionState.SEARCHING if self._unanswered and not self._reached else ConnectionState.DISCONNECTED

    def _set_status(self, player_id: str, status: PlayerStatus, now: Moment) -> None:
        self._put(
            replace(
                self._players[player_id],
                identity=trimmed(status.identity),
                playback=status.playback,
                stats=status.stats,
                taken_s=now.monotonic_s,
                last_seen_s=now.wall_s,
            )
        )

    def _set_present(self, player_id: str, present: tuple[Present, ...], message: PresenceChanged, now: Moment) -> None:
        view = self._players[player_id]
        if present == view.present:
            return
        self._put(replace(view, present=present))
        self._tell(view, message)
        if player_id in self._open or controls(present, view.session):
            for one in took_control(view.present, present, view.session):
                taken = ControlTaken(at_s=now.wall_s, member=one.member, name=one.name, controller=one.controller)
                self._tell(view, taken)

    def _put(self, view: PlayerView) -> None:
        before = self._players.get(view.id)
        if before == view:
            return
        if before is not None:
            self._count(before, -1)
        self._count(view, 1)
        self._players[view.id] = view
        self._removed.discard(view.id)
        self._changed.add(view.id)
        self._dirty = True

    def _count(self, view: PlayerView, by: int) -> None:
        # Counted as they change: adding up a few hundred players at every event would cost more than the event.
        self._online += by * view.online
        self._playing += by * view.playing
        self._unanswered += by * (not view.online and not view.link.code)
        self._attention += by * bool(view.needs_attention)

    def _tell(self, view: PlayerView, event: AnyEvent | DeviceOnline | DeviceOffline | ControlTaken) -> None:
        self._events.append(FleetEvent(player_id=view.id, player_name=view.name, event=event))
        self._dirty = True


def _busy_since_s(view: PlayerView, stats: PlayerStats, now_s: float) -> float | None:
    if stats.cpu_percent is None or stats.cpu_percent < BUSY_PERCENT:
        return None
    return now_s if view.busy_since_s is None else view.busy_since_s


def _offset_s(before_s: float | None, now_s: float) -> float:
    return now_s if before_s is None or abs(now_s - before_s) > CLOCK_GRAIN_S else before_s
