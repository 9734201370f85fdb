"""Asks for what it takes to pair, replace or unpair a player, has it done, and tells how it went."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from footlight_common.discovery import Address
from footlight_common.errors import FootlightError, NotLinked, Unreachable
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.core.discovered import DiscoveredPlayer
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.dialogs.called import called
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.models.order import natural
from footlight_controller.ui.namesakes import Namesakes
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.pairing.pair_sheet import PairSheet
from footlight_controller.ui.pairing.replace_sheet import ReplaceSheet
from footlight_controller.ui.permission import UNPAIRS, Permission
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.words import isolated, sentence, shortened


class Pairing(Protocol):
    """The part of the bridge that pairs. Everything raises FootlightError."""

    async def pair(
        self, address: Address, code: PairingCode, *, name: str = "", area: str = "", player_id: str = ""
    ) -> PlayerView: ...

    async def unpair(self, player_id: str) -> None: ...

    async def replace(self, old_id: str, address: Address, code: PairingCode) -> PlayerView: ...


class Pairings(QObject):
    """Its sheets belong to `window`, and block nothing else. Qt thread, under a running loop."""

    noted = Signal(object)
    """[Note]"""
    replaced = Signal(object)
    """[PlayerView] The player that took the place of another."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        pairing: Pairing,
        permission: Permission,
        players: Callable[[], Iterable[PlayerView]],
        finds: Callable[[], Iterable[DiscoveredPlayer]],
        window: QWidget,
    ) -> None:
        """`players` gives everybody as they are now, `finds` those that were found and are not added."""
        super().__init__(window)
        self._theme = theme
        self._tasks = tasks
        self._pairing = pairing
        self._permission = permission
        self._players = players
        self._finds = finds
        self._window = window

    def pair_find(self, player: DiscoveredPlayer) -> None:
        """Pair one that announces itself."""
        self._pair(player.name or player.short_id, player.addresses, player.id, name=player.name)

    def pair_known(self, view: PlayerView) -> None:
        """Pair one that is in the list and belongs to nobody any more."""
        self._pair(view.name or view.short_id, view.addresses, view.id, name=view.name, area=view.identity.area)

    def pair_address(self, address: Address) -> None:
        """Pair whoever is there."""
        self._pair(str(address), (address,))

    def replace(self, old: PlayerView) -> None:
        """Ask for the player that takes the place of `old`."""
        if self._refused(old.name, old.id, self._permission.pairing_refusal()):
            return

        async def replace(address: Address, code: PairingCode) -> None:
            view = await self._pairing.replace(old.id, address, code)
            told = self.tr("Paired with {}. It replaced the old player {}.").format(self._site_name(), old.short_id)
            self._tell(view, told)
            self.replaced.emit(view)

        finds = sorted(
            (find for find in self._finds() if not find.claimed and find.compatible and not find.ignored),
            key=lambda find: (natural(find.name), find.id),
        )
        ReplaceSheet(
            self._theme, self._tasks, replace, old=old, named=self._called(old), finds=finds, parent=self._window
        ).open()

    def unpair(self, view: PlayerView) -> None:
        """Have a player forget the site, if it is meant."""
        if self._refused(view.name, view.id, self._permission.refusal_on(view, UNPAIRS)):
            return
        dialog = Confirmation(
            self._theme,
            title=self.tr("Unpair {}?").format(self._called(view)),
            text=self.tr(
                "It forgets {} and shows its pairing screen. Nobody can control it until it is paired again with the "
                "code on its screen. It leaves the list."
            ).format(self._site_name()),
            button=self.tr("Unpair"),
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self._tasks.start(self._unpair(view)))
        dialog.open()

    def _pair(
        self, player: str, addresses: tuple[Address, ...], player_id: str = "", *, name: str = "", area: str = ""
    ) -> None:
        if self._refused(player, player_id, self._permission.pairing_refusal()):
            return

        async def pair(code: PairingCode, name: str, area: str) -> None:
            view = await _first_that_answers(
                addresses,
                lambda address: self._pairing.pair(address, code, name=name, area=area, player_id=player_id),
            )
            self._tell(view, self.tr("Paired with {}").format(self._site_name()))

        PairSheet(
            self._theme,
            self._tasks,
            pair,
            player=player,
            where=str(addresses[0]) if addresses else player,
            name=name,
            area=area,
            areas=sorted({view.identity.area for view in self._players()} - {""}, key=natural),
            parent=self._window,
        ).open()

    async def _unpair(self, view: PlayerView) -> None:
        who = self._namesakes.told(view.name, view.id)
        text = self.tr("Unpaired. Its screen shows a code to pair it again.")
        level, icon = Level.GOOD, "link-variant-off"
        try:
            await self._pairing.unpair(view.id)
        except FootlightError as err:
            level, icon, text = Level.BAD, "alert-circle", sentence(str(err))
        self.noted.emit(
            Note(topic=f"unpaired {text}", subject=who, subject_id=view.id, text=text, level=level, icon=icon)
        )

    def _tell(self, view: PlayerView, text: str) -> None:
        self.noted.emit(
            Note(
                topic="paired",
                subject=view.name,
                subject_id=view.id,
                text=text,
                level=Level.GOOD,
                icon="shield-check",
                lasting=True,
                seen=True,
                answers=True,
            )
        )

    def _refused(self, subject: str, subject_id: str, why: str) -> bool:
        if why:
            topic, icon = f"refused {why}", "lock-outline"
            self.noted.emit(
                Note(topic=topic, subject=subject, subject_id=subject_id, text=why, level=Level.BAD, icon=icon)
            )
        return bool(why)

    @property
    def _namesakes(self) -> Namesakes:
        return Namesakes(self._players())

    def _called(self, view: PlayerView) -> str:
        return called(self._theme, view.name, self._namesakes.number(view.name, view.id))

    def _site_name(self) -> str:
        site = self._permission.site
        return isolated(shortened(site.name)) if site is not None else ""


async def _first_that_answers(
    addresses: tuple[Address, ...], pair: Callable[[Address], Awaitable[PlayerView]]
) -> PlayerView:
    failure: FootlightError | None = None
    for address in addresses:
        try:
            return await pair(address)
        except Unreachable as err:
            failure = err
    raise failure or NotLinked(_NO_ADDRESS)


_NO_ADDRESS = "no address of the player is known. Wait until it announces itself, or add it by its address."
