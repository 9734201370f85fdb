"""Asks which player is off on purpose."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from footlight_common.errors import InvalidArgument
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.alerts.desk import AlertDesk
from footlight_controller.ui.dialogs.sheet import Sheet
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.filter_field import FilterField
from footlight_controller.ui.words import one_line


class OffSheet(Sheet):
    """Now, or in a moment: one that is online may still go."""

    def __init__(
        self, theme: Theme, desk: AlertDesk, players: Iterable[PlayerView], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            desk.tasks,
            self._mark,
            title=self.tr("Off on purpose"),
            text=self.tr("No offline alert of this player until it was away and is back."),
            button=self.tr("Mark it"),
            parent=parent,
        )
        self._desk = desk
        players = tuple(players)
        namesakes = Namesakes(players)
        self._players = {namesakes.told(one_line(view.name), view.id): view.id for view in players}
        self.name = FilterField(theme, self.tr("Name of the player"), "monitor")
        self.name.offer(sorted(self._players, key=natural))
        self.body.addWidget(self.name)
        self.name.setFocus()

    async def _mark(self) -> None:
        name = one_line(self.name.text()).strip().casefold()
        player_id = next((found for each, found in self._players.items() if each.casefold() == name), None)
        if player_id is None:
            raise InvalidArgument(self.tr("There is no player of this name. Choose one of those that are offered."))
        await self._desk.ask(lambda port: port.mark_off(player_id))
