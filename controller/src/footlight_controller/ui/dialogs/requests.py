"""Asks whether something is meant, or for what it takes, and then has it done."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from footlight_common.protocol.base import MAX_NAME_LENGTH
from footlight_common.protocol.commands import AnyAction, Rename, Restart, Stop
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.commander import Commander
from footlight_controller.ui.dialogs.called import called
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.dialogs.question import Question
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme

# So many are seen at a glance.
HANDFUL = 5


class Requests(QObject):
    """Its dialogs belong to `window`, and block nothing else. Qt thread, under a running loop."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        commander: Commander,
        players: Callable[[], Iterable[PlayerView]],
        window: QWidget,
    ) -> None:
        """`players` gives everybody as they are now."""
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._commander = commander
        self._players = players
        self._window = window

    def send_all(self, views: Sequence[PlayerView], action: AnyAction) -> None:
        """Send `action` to all; what several screens would lose something by is asked first."""
        views, count = tuple(views), len(views)

        def send() -> None:
            self._commander.send_all(views, action)

        if count > 1 and isinstance(action, Stop):
            self._confirm(
                self.tr("Stop %n player(s)?", "", count),
                self.tr("Each loses its playlist and shows its idle card. To play again they need files anew."),
                self.tr("Stop"),
                send,
            )
        elif count > 1 and isinstance(action, Restart):
            self._confirm(
                self.tr("Restart %n player(s)?", "", count),
                self.tr("Their screens are dark for some seconds. Then they play on where they were."),
                self.tr("Restart"),
                send,
            )
        else:
            send()

    def remove(self, views: Sequence[PlayerView]) -> None:
        """Take players out of the list."""
        views, count = tuple(views), len(views)
        if not views:
            return
        if count > 1:
            title = self.tr("Remove %n player(s)?", "", count)
            text = self.tr(
                "Their links are closed and they leave the list; their screens play on. Those that announce "
                "themselves wait on Discovered until you add them again."
            )
        else:
            number = Namesakes(self._players()).number(views[0].name, views[0].id)
            title = self.tr("Remove {}?").format(called(self._theme, views[0].name, number))
            text = (
                self.tr(
                    "Its link is closed and it leaves the list; its screen plays on. If it announces itself, it waits "
                    "on Discovered until you add it again."
                )
                if views[0].online
                else self.tr(
                    "It leaves the list. When it announces itself again, it waits on Discovered until you add it."
                )
            )
        self._confirm(title, text, self.tr("Remove"), lambda: self._commander.remove(*views))

    def move(self, views: Sequence[PlayerView]) -> None:
        """Ask for the area that players stand in from now on."""
        views = tuple(views)
        if not views:
            return
        here = {view.identity.area for view in views}

        async def send(text: str) -> None:
            self._commander.send_all(views, Rename(area=text.strip()))

        question = Question(
            self._theme,
            self._tasks,
            send,
            title=self.tr("Move %n player(s) to an area", "", len(views)),
            text=self.tr("An area there is, or the name of a new one. Nothing, for players that stand in none."),
            example=self.tr("Name of the area"),
            button=self.tr("Move"),
            start=here.pop() if len(here) == 1 else "",
            choices=sorted({view.identity.area for view in self._players()} - {""}, key=natural),
            may_be_empty=True,
            parent=self._window,
        )
        question.field.setMaxLength(MAX_NAME_LENGTH)
        question.open()

    def add(self, count: int, add: Callable[[], None]) -> None:
        """Have so many discovered players added; more than a HANDFUL only after a yes."""
        if count <= HANDFUL:
            add()
            return
        self._confirm(
            self.tr("Add %n player(s)?", "", count),
            self.tr("Footlight connects to each of them and shows it on Monitoring."),
            self.tr("Add"),
            add,
            harmless=True,
        )

    def _confirm(self, title: str, text: str, button: str, then: Callable[[], None], *, harmless: bool = False) -> None:
        dialog = Confirmation(
            self._theme, title=title, text=text, button=button, harmless=harmless, parent=self._window
        )
        dialog.accepted.connect(then)
        dialog.open()
