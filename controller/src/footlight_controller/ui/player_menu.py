"""Everything that can be done with one player or with several, as menus; what makes no sense now cannot be chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QLabel, QMenu, QWidget, QWidgetAction

from footlight_common.errors import NotPaired
from footlight_common.protocol.commands import (
    Action,
    AnyAction,
    Identify,
    Next,
    Pause,
    Play,
    Previous,
    Rename,
    Restart,
    Resume,
    SetMute,
    SetVolume,
    Stop,
)
from footlight_common.security.permissions import COMMANDS
from footlight_common.security.roles import Role
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.permission import PAIRS, UNPAIRS, Permission
from footlight_controller.ui.status import Status
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.widgets.label import label

VOLUMES = (100, 80, 60, 40, 20, 0)


class PlayerActions:
    """What the menu's entries call; each is given the player they are for."""

    def __init__(
        self,
        *,
        open: Callable[[PlayerView], None],  # noqa: A002 - named as the entry is
        send: Callable[[PlayerView, AnyAction], None],
        play_files: Callable[[PlayerView], None],
        play_url: Callable[[PlayerView], None],
        rename: Callable[[PlayerView], None],
        restart: Callable[[PlayerView], None],
        copy_address: Callable[[PlayerView], None],
        pair: Callable[[PlayerView], None],
        replace: Callable[[PlayerView], None],
        unpair: Callable[[PlayerView], None],
        remove: Callable[[PlayerView], None],
    ) -> None:
        self.open = open
        self.send = send
        self.play_files = play_files
        self.play_url = play_url
        self.rename = rename
        self.restart = restart
        self.copy_address = copy_address
        self.pair = pair
        self.replace = replace
        self.unpair = unpair
        self.remove = remove


class PlayerMenu(QMenu):
    """For one player as it is now. Deletes itself when closed.

    What the member's role does not allow cannot be chosen either; a line at the end says so. Without `permission`
    nothing is refused.
    """

    def __init__(
        self,
        theme: Theme,
        view: PlayerView,
        actions: PlayerActions,
        parent: QWidget | None = None,
        *,
        permission: Permission | None = None,
        latest: Callable[[], PlayerView] | None = None,
        is_open: bool = False,
    ) -> None:
        """`latest` gives the player as it is by now, for when the member's role changes while the menu is open.

        `is_open`: its page is the one on show.
        """
        super().__init__(view.name, parent)
        self._theme = theme
        self._view = view
        self._actions = actions
        self._permission = permission or Permission(self)
        self._latest = latest or (lambda: view)
        self._is_open = is_open
        self._refusals: list[str] = []
        self._needed: list[Role] = []
        self.setToolTipsVisible(True)
        self.aboutToHide.connect(self.deleteLater)
        self.setAccessibleName(self.tr("Commands for {}").format(view.name))
        self._permission.changed.connect(self._fill_again)
        self._fill()

    def _fill_again(self) -> None:
        """The member may do more than before, or less."""
        self._view = self._latest()
        at = next((row for row, action in enumerate(self.actions()) if action is self.activeAction()), None)
        self.clear()
        for menu in self.findChildren(QMenu):
            menu.deleteLater()
        self._fill()
        if at is not None and at < len(self.actions()):
            self.setActiveAction(self.actions()[at])

    def _fill(self) -> None:
        self._refusals, self._needed = [], []
        view, actions = self._view, self._actions
        status, playback, online = Status.of(view), view.playback, view.online
        showing = online and playback.item is not None
        several = showing and playback.count > 1
        if not self._is_open:
            self._entry(self.tr("Open"), "monitor", True, lambda: actions.open(view))
        self._entry(self.tr("Play files…"), "folder-play-outline", online, lambda: actions.play_files(view), Play)
        self._entry(self.tr("Play URL…"), "web", online, lambda: actions.play_url(view), Play)
        self.addSeparator()
        if status is Status.PAUSED:
            self._command(self.tr("Resume"), "play", True, Resume())
        else:
            self._command(self.tr("Pause"), "pause", showing, Pause())
        self._command(self.tr("Stop"), "stop", online and status is not Status.IDLE, Stop())
        at_end = playback.index + 1 >= playback.count
        self._command(self.tr("Next"), "skip-next", several and (playback.loop or not at_end), Next())
        at_start = playback.index == 0
        self._command(self.tr("Previous"), "skip-previous", several and (playback.loop or not at_start), Previous())
        self.addSeparator()
        self._add_volume(online)
        self._command(
            self.tr("Unmute") if playback.muted else self.tr("Mute"),
            "volume-high" if playback.muted else "volume-off",
            online,
            SetMute(muted=not playback.muted),
        )
        self._command(self.tr("Identify"), "eye-outline", online, Identify())
        self.addSeparator()
        self._entry(self.tr("Rename…"), "pencil-outline", online, lambda: actions.rename(view), Rename)
        self._entry(self.tr("Restart…"), "restart", online, lambda: actions.restart(view), Restart)
        has_address = bool(view.addresses)
        self._entry(self.tr("Copy address"), "content-copy", has_address, lambda: actions.copy_address(view))
        self.addSeparator()
        self._add_pairing()
        self._entry(self.tr("Remove…"), "delete-outline", True, lambda: actions.remove(view))
        role = self._permission.role_on(view)
        why = self._permission.refusal_of_some(self._needed, role) or next(iter(self._refusals), "")
        if why:
            self.addSeparator()
            self._entry(why, "lock-outline", False, lambda: None)

    def _add_pairing(self) -> None:
        view, actions = self._view, self._actions
        pairing, unpairing = self._permission.pairing_refusal(), self._permission.refusal_on(view, UNPAIRS)
        if view.link.code == NotPaired.code:
            pair = self._entry(self.tr("Pair…"), "shield-plus-outline", True, lambda: actions.pair(view))
            self._refuse(pair, pairing, PAIRS)
        replace = self._entry(self.tr("Replace…"), "swap-horizontal", True, lambda: actions.replace(view))
        self._refuse(replace, pairing, PAIRS)
        unpair = self._entry(self.tr("Unpair…"), "link-variant-off", view.online, lambda: actions.unpair(view))
        self._refuse(unpair, unpairing, UNPAIRS)

    def _add_volume(self, online: bool) -> None:
        playback = self._view.playback
        menu = self.addMenu(self._icon("volume-medium"), self.tr("Volume: {} %").format(playback.volume))
        refusal = self._permission.refusal(self._view, SetVolume)
        menu.setEnabled(online and not refusal)
        menu.menuAction().setToolTip(refusal)
        group = QActionGroup(menu)
        for level in VOLUMES:
            action = menu.addAction(self.tr("{} %").format(level))
            action.setCheckable(True)
            action.setChecked(level == playback.volume)
            action.triggered.connect(lambda _checked, level=level: self._send(SetVolume(level=level)))
            group.addAction(action)

    def _command(self, text: str, icon: str, enabled: bool, action: AnyAction) -> None:
        self._entry(text, icon, enabled, lambda: self._send(action), type(action))

    def _entry(
        self, text: str, icon: str, enabled: bool, call: Callable[[], None], kind: type[Action] | None = None
    ) -> QAction:
        """`kind` is what is asked of the player; greyed when it would not do it for this member."""
        action = self.addAction(self._icon(icon), text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked: call())
        if kind is not None:
            self._refuse(action, self._permission.refusal(self._view, kind), COMMANDS[kind])
        return action

    def _refuse(self, entry: QAction, why: str, least: Role) -> None:
        """Grey it, unless `why` is empty; what needs `least` is said where the entry would make sense."""
        entry.setToolTip(why)
        if why and entry.isEnabled():
            role = self._permission.role_on(self._view)
            if role is not None and role < least and not self._permission.removed:
                self._needed.append(least)
            else:
                self._refusals.append(why)
            entry.setEnabled(False)

    def _send(self, action: AnyAction) -> None:
        self._actions.send(self._view, action)

    def _icon(self, name: str) -> QIcon:
        colours = self._theme.colours
        return self._theme.icons.icon(name, colours.text_muted, colours.text_faint, colours.on_fill)


class GroupMenu(QMenu):
    """For several players at once, as they are now. Deletes itself when closed."""

    files_wanted = Signal()
    action_wanted = Signal(object)
    """[AnyAction]"""
    area_wanted = Signal()
    """Move them to another area."""
    remove_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        views: Sequence[PlayerView],
        parent: QWidget | None = None,
        *,
        permission: Permission | None = None,
        latest: Callable[[], Sequence[PlayerView]] | None = None,
    ) -> None:
        """`latest` gives the players as they are by now, for when the member's role changes while the menu is open."""
        super().__init__(parent)
        self._theme = theme
        self._permission = permission or Permission(self)
        self._views = views
        self._latest = latest or (lambda: views)
        self.setToolTipsVisible(True)
        self.aboutToHide.connect(self.deleteLater)
        self.setAccessibleName(self.tr("Commands for %n player(s)", "", len(views)))
        self._permission.changed.connect(self._fill_again)
        self._fill()

    def _fill_again(self) -> None:
        """The member may do more than before, or less."""
        self._views = self._latest()
        self.clear()
        for menu in self.findChildren(QMenu):
            menu.deleteLater()
        self._fill()

    def _fill(self) -> None:
        views = self._views
        self._role = self._permission.best_role(view for view in views if view.online)
        self._needed: list[Role] = []
        online = any(view.online for view in views)
        playing = any(view.online and view.playback.item is not None for view in views)
        paused = any(Status.of(view) is Status.PAUSED for view in views)
        # A section shows no text under a style sheet.
        heading = QWidgetAction(self)
        heading.setDefaultWidget(self._heading(self.tr("%n player(s)", "", len(views))))
        heading.setEnabled(False)
        self.addAction(heading)
        self._entry(self.tr("Play files…"), "folder-play-outline", online, Play).triggered.connect(
            lambda _on: self.files_wanted.emit()
        )
        self.addSeparator()
        self._command(self.tr("Pause"), "pause", playing, Pause())
        self._command(self.tr("Resume"), "play", paused, Resume())
        self._command(self.tr("Stop…"), "stop", playing, Stop())
        self.addSeparator()
        volume = self.addMenu(self._icon("volume-medium"), self.tr("Volume"))
        volume.setEnabled(online and not self._permission.refusal_as(self._role, SetVolume))
        for level in VOLUMES:
            entry = volume.addAction(self.tr("{} %").format(level))
            entry.triggered.connect(lambda _on, level=level: self.action_wanted.emit(SetVolume(level=level)))
        self._command(self.tr("Mute"), "volume-off", online, SetMute(muted=True))
        self._command(self.tr("Unmute"), "volume-high", online, SetMute(muted=False))
        self._command(self.tr("Identify"), "eye-outline", online, Identify())
        self.addSeparator()
        move = self._entry(self.tr("Move to area…"), "map-marker-outline", online, Rename)
        move.triggered.connect(lambda _on: self.area_wanted.emit())
        self._command(self.tr("Restart…"), "restart", online, Restart())
        remove = self._entry(self.tr("Remove…"), "delete-outline", True)
        remove.triggered.connect(lambda _on: self.remove_wanted.emit())
        if why := self._permission.refusal_of_some(self._needed, self._role):
            self.addSeparator()
            self._entry(why, "lock-outline", False)

    def first_entry(self) -> QAction:
        """What the keyboard begins with."""
        return next(action for action in self.actions() if action.isEnabled())

    def _heading(self, text: str) -> QLabel:
        heading = label(text, "strong")
        space = self._theme.tokens.space
        heading.setContentsMargins(space.one_half, space.half, space.one_half, space.half)
        return heading

    def _command(self, text: str, icon: str, enabled: bool, action: AnyAction) -> None:
        entry = self._entry(text, icon, enabled, type(action))
        entry.triggered.connect(lambda _on: self.action_wanted.emit(action))

    def _entry(self, text: str, icon: str, enabled: bool, kind: type[Action] | None = None) -> QAction:
        """`kind` is what is asked of the players; greyed when none of them would do it for this member."""
        refusal = "" if kind is None else self._permission.refusal_as(self._role, kind)
        action = self.addAction(self._icon(icon), text)
        action.setEnabled(enabled and not refusal)
        action.setToolTip(refusal)
        if enabled and refusal and kind is not None:
            self._needed.append(COMMANDS[kind])
        return action

    def _icon(self, name: str) -> QIcon:
        colours = self._theme.colours
        return self._theme.icons.icon(name, colours.text_muted, colours.text_faint, colours.on_fill)
