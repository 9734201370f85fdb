"""What is open now, and how people's wishes about alerts reach the controller."""

from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from footlight_common.clock import Clock
from footlight_common.errors import FootlightError, UnknownAlert
from footlight_common.model.alerts import Severity
from footlight_controller.core.alerting.alert import AlertView
from footlight_controller.core.alerting.board import AlertBoard
from footlight_controller.core.alerting.rules import rank
from footlight_controller.core.alerting.target import Target
from footlight_controller.core.changes import Changes
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.alerts.alert_words import target_text, until_text, worst_first
from footlight_controller.ui.alerts_ports import AlertsPort
from footlight_controller.ui.calls import Calls
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.words import sentence

T = TypeVar("T")

Request = Callable[[AlertsPort], Coroutine[Any, Any, Any]]


class AlertDesk(QObject):
    """Follows the board of the controller. Qt thread, under a running loop."""

    changed = Signal()
    """`board` is another, or what was asked for has failed and everything stands as it was."""
    moved = Signal(object)
    """[set[str]] Ids of the players at which something else is open than before."""
    noted = Signal(object)
    """[Note]"""

    def __init__(
        self,
        clock: Clock,
        calls: Calls,
        tasks: Tasks,
        players: Callable[[], Iterable[PlayerView]],
        parent: QObject | None = None,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(parent)
        self.clock = clock
        self.calls = calls
        self.tasks = tasks
        self.players = players
        self._board = AlertBoard()
        self._by_player: dict[str, list[AlertView]] = {}
        self._unseen: list[AlertView] = []

    @property
    def board(self) -> AlertBoard:
        """As it came last."""
        return self._board

    @property
    def unseen(self) -> list[AlertView]:
        """Open alerts that nobody looks after, what matters most first."""
        return self._unseen

    @property
    def pressing(self) -> list[AlertView]:
        """Those of `unseen` that are more than an information."""
        return [alert for alert in self.unseen if rank(alert.severity) >= rank(Severity.WARNING)]

    def at(self, player_id: str) -> list[AlertView]:
        """Open alerts of a player: those nobody looks after first, then what matters most."""
        return self._by_player.get(player_id, [])

    def names(self) -> Mapping[str, str]:
        """Names of players by id, told apart where two have the same."""
        players = tuple(self.players())
        namesakes = Namesakes(players)
        return {view.id: namesakes.told(view.name, view.id) for view in players}

    def show_changes(self, changes: Changes) -> None:
        """Take over what is new."""
        if changes.alerts is not self._board:
            self._board = changes.alerts
            by_player: dict[str, list[AlertView]] = {}
            for alert in self._board.open:
                by_player.setdefault(alert.player_id, []).append(alert)
            before = self._by_player
            self._by_player = {
                player_id: alerts if len(alerts) == 1 else worst_first(alerts)
                for player_id, alerts in by_player.items()
            }
            self._unseen = worst_first([alert for alert in self._board.open if alert.acknowledged is None])
            self.changed.emit()
            everywhere = before.keys() | self._by_player.keys()
            if moved := {each for each in everywhere if before.get(each) != self._by_player.get(each)}:
                self.moved.emit(moved)

    async def ask(self, request: Callable[[AlertsPort], Coroutine[Any, Any, T]]) -> T:
        """Have something done with the alerts on the core thread. Raises FootlightError."""
        return await self.calls.call(lambda controller: request(controller.alerts))

    def acknowledge(self, *alerts: AlertView) -> None:
        """Whoever sits here looks after these."""
        ids = [alert.id for alert in alerts if alert.acknowledged is None]

        async def acknowledge(port: AlertsPort) -> None:
            over: UnknownAlert | None = None
            for alert_id in ids:
                try:
                    await port.acknowledge(alert_id)
                except UnknownAlert as err:
                    # Of many some may have ended meanwhile.
                    over = err
            if over is not None and len(ids) == 1:
                raise over

        if ids:
            self._start(acknowledge)

    def mute(self, target: Target, for_s: float | None) -> None:
        """Raise nothing for it, for so many seconds or for good."""

        async def mute(port: AlertsPort) -> str:
            until_s = (await port.mute(target, for_s)).until_s
            return self.tr("Muted {}").format(until_text(until_s, self.clock.wall_s()))

        self._start(mute, about=target)

    def unmute(self, target: Target) -> None:
        """Raise alerts for it again."""

        async def unmute(port: AlertsPort) -> str:
            await port.unmute(target)
            return self.tr("Not muted any more")

        self._start(unmute, about=target)

    def mark_off(self, player_id: str) -> None:
        """The player is off on purpose."""

        async def mark(port: AlertsPort) -> str:
            await port.mark_off(player_id)
            return self.tr("Is off on purpose until it is back")

        self._start(mark, about=Target.player(player_id))

    def unmark_off(self, player_id: str) -> None:
        """The player is not off on purpose."""

        async def unmark(port: AlertsPort) -> str:
            await port.unmark_off(player_id)
            return self.tr("Is not off on purpose any more")

        self._start(unmark, about=Target.player(player_id))

    def start(self, request: Request, subject: str) -> None:
        """Have something done; what goes wrong is told under the name `subject`."""
        self._start(request, subject=subject)

    def _start(self, request: Request, *, about: Target | None = None, subject: str = "") -> None:
        self.tasks.start(self._do(request, about, subject))

    async def _do(self, request: Request, about: Target | None, subject: str) -> None:
        subject = subject or (self.tr("Alerts") if about is None else target_text(about, self.names()))
        try:
            done = await self.ask(request)
        except UnknownAlert:
            self._tell(subject, self.tr("This alert is over already."), Level.INFO)
        except FootlightError as err:
            self._tell(subject, sentence(str(err)), Level.BAD)
        else:
            if isinstance(done, str) and done:
                self._tell(subject, done, Level.GOOD)
            return
        self.changed.emit()

    def _tell(self, subject: str, text: str, level: Level) -> None:
        self.noted.emit(Note(topic=f"alerts {subject} {text}", subject=subject, text=text, level=level))
