"""Players, moments and plans that the tests of alerts are made from."""

from datetime import datetime
from zoneinfo import ZoneInfo

from footlight_common.errors import Unreachable
from footlight_common.model.alerts import Alarm, Severity
from footlight_common.model.playback import Playback, PlaybackState
from footlight_common.model.player import PlayerIdentity, PlayerStats
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.machine import Alerting, Effect, Ended, Notify, Raised, Replanned, Seen, Tick
from footlight_controller.core.alerting.plan import Channel, Plan
from footlight_controller.core.moment import Moment
from footlight_controller.core.view import SHUTDOWN, LinkState, LinkStatus, PlayerView

PLAYER_ID = "ab12000000000000"
BERLIN = ZoneInfo("Europe/Berlin")
# A Monday, 10:00 in Berlin.
BEGIN_S = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN).timestamp()
MAILED = Plan(channels={Channel.EMAIL: Severity.WARNING})


def berlin(wall_s: float) -> datetime:
    return datetime.fromtimestamp(wall_s, BERLIN)


def player(
    *,
    online: bool = True,
    player_id: str = PLAYER_ID,
    state: PlaybackState = PlaybackState.PLAYING,
    alarms: tuple[Alarm, ...] | None = (),
    lost_code: str = "",
    code: str = Unreachable.code,
    clock_offset_s: float | None = None,
    since_s: float = BEGIN_S,
    **stats: float,
) -> PlayerView:
    away = LinkStatus(reason="nothing answers", code=code, lost_code=lost_code, since_s=since_s)
    return PlayerView(
        identity=PlayerIdentity(id=player_id, name="Lobby", area="Foyer"),
        link=LinkStatus(state=LinkState.ONLINE) if online else away,
        last_seen_s=BEGIN_S - 1.0,
        playback=Playback(state=state),
        stats=PlayerStats(**stats),
        alarms=alarms,
        clock_offset_s=clock_offset_s,
    )


def away(**options: object) -> PlayerView:
    return player(online=False, **options)


def shut_down(**options: object) -> PlayerView:
    return player(online=False, code=SHUTDOWN, lost_code=SHUTDOWN, **options)


class Stage:
    """A machine, and the time that passes for it."""

    def __init__(self, plan: Plan | None = None, *, begin_s: float = BEGIN_S, **options: object) -> None:
        self.machine = Alerting(plan or Plan(), berlin, **options)
        self.now = Moment(begin_s, 1000.0)
        self.effects: list[Effect] = []

    def feed(self, what) -> tuple[Effect, ...]:
        effects = self.machine.feed(what, self.now)
        self.effects += effects
        return effects

    def see(self, view: PlayerView) -> tuple[Effect, ...]:
        return self.feed(Seen(view))

    def wait(self, delta_s: float) -> list[Effect]:
        """As the service does: wakes when the machine says so."""
        effects: list[Effect] = []
        end_s = self.now.monotonic_s + delta_s
        while (wait_s := self.machine.wait_s(self.now)) is not None and self.now.monotonic_s + wait_s <= end_s:
            self._move(wait_s)
            effects += self.feed(Tick())
        self._move(end_s - self.now.monotonic_s)
        return effects

    def jump(self, delta_s: float) -> None:
        """The wall clock is set."""
        self.now = Moment(self.now.wall_s + delta_s, self.now.monotonic_s)

    def _move(self, delta_s: float) -> None:
        self.now = Moment(self.now.wall_s + delta_s, self.now.monotonic_s + delta_s)

    @property
    def raised(self) -> list[AlertView]:
        return [effect.alert for effect in self.effects if isinstance(effect, Raised)]

    @property
    def ended(self) -> list[AlertView]:
        return [effect.alert for effect in self.effects if isinstance(effect, Ended)]

    @property
    def notices(self) -> list[AlertView]:
        return [effect.alert for effect in self.effects if isinstance(effect, Notify)]

    @property
    def plans(self) -> list[Plan]:
        return [effect.plan for effect in self.effects if isinstance(effect, Replanned)]
