"""The Settings page."""

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from footlight_common import __version__
from footlight_controller.ui.dialogs.licences import Licences
from footlight_controller.ui.settings.preferences import Preferences
from footlight_controller.ui.theme.theme import Appearance, Theme
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.chip import Chip
from footlight_controller.ui.widgets.form_row import FormRow
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.widgets.switch import Switch

# Longer lines than this are hard to read, and the controls would be far from their names.
WIDTH = 760


class SettingsPage(QWidget):
    """Shows `preferences` and changes them; others act on what was changed."""

    def __init__(
        self,
        theme: Theme,
        preferences: Preferences,
        *,
        tray: bool,
        site: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`site` is the part about the site."""
        super().__init__(parent)
        self._theme = theme
        self._preferences = preferences
        space = theme.tokens.space
        self.setObjectName("page")
        self.appearance: dict[Appearance, Chip] = {}
        self.automatic = self._switch(preferences.automatic, preferences.set_automatic)
        self.desktop_notes = self._switch(preferences.desktop_notes, preferences.set_desktop_notes)
        self.keeps_running = self._switch(preferences.keeps_running, preferences.set_keeps_running)
        self.licences = QPushButton(self.tr("Licences…"))
        self.licences.clicked.connect(lambda: Licences(theme, self).open())
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout()
        column.setSpacing(space.one_half)
        if site is not None:
            column.addWidget(site)
        column.addWidget(SectionHeader(theme, self.tr("Appearance")))
        column.addWidget(
            self._card(
                FormRow(
                    theme,
                    self.tr("Colours"),
                    self.tr("Light or dark, or as the desktop has it."),
                    self._appearance_chips(),
                )
            )
        )
        column.addSpacing(space.one)
        column.addWidget(SectionHeader(theme, self.tr("Players")))
        column.addWidget(
            self._card(
                FormRow(
                    theme,
                    self.tr("Add players of this site by themselves when they are found"),
                    self.tr("When off, they wait on the page Discovered. New ones always wait there to be paired."),
                    self.automatic,
                )
            )
        )
        column.addSpacing(space.one)
        column.addWidget(SectionHeader(theme, self.tr("Notifications")))
        column.addWidget(self._notification_card(tray))
        column.addSpacing(space.one)
        column.addWidget(SectionHeader(theme, self.tr("About")))
        column.addWidget(
            self._card(
                FormRow(
                    theme,
                    self.tr("Footlight {}").format(__version__),
                    self.tr("Free software under the MIT licence, with Qt {} and Material Design Icons.").format(
                        qVersion()
                    ),
                    self.licences,
                )
            )
        )
        column.addStretch(1)
        row = QHBoxLayout(inside)
        row.setContentsMargins(space.three, space.three, space.three, space.three)
        held = QWidget()
        held.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        held.setMaximumWidth(WIDTH)
        row.addWidget(held, 1000)
        row.addStretch(1)
        area = Scrolled()
        area.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)

    def _notification_card(self, tray: bool) -> Card:
        if not tray:
            card = Card(self._theme)
            text = self.tr("This desktop has no tray. What needs you is told in the window, and stays under the bell.")
            card.column.addWidget(label(text, "muted", wrap=True))
            return card
        return self._card(
            FormRow(
                self._theme,
                self.tr("Tell on the desktop when something is wrong"),
                self.tr("A player that goes offline, or an alert, while you are at another program."),
                self.desktop_notes,
            ),
            FormRow(
                self._theme,
                self.tr("Stay in the tray when the window is closed"),
                self.tr("Quit from the menu of the icon in the tray then."),
                self.keeps_running,
            ),
        )

    def _card(self, *rows: FormRow) -> Card:
        card = Card(self._theme)
        space = self._theme.tokens.space
        card.column.setContentsMargins(space.two, space.half, space.two, space.half)
        card.column.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                line = QFrame()
                line.setProperty("kind", "line")
                card.column.addWidget(line)
            card.column.addWidget(row)
        return card

    def _switch(self, on: bool, act: object) -> Switch:
        switch = Switch(self._theme)
        switch.setChecked(on)
        switch.toggled.connect(act)
        return switch

    def _appearance_chips(self) -> QWidget:
        words = {
            Appearance.SYSTEM: self.tr("System"),
            Appearance.LIGHT: self.tr("Light"),
            Appearance.DARK: self.tr("Dark"),
        }
        chips = QWidget()
        group = QButtonGroup(chips)
        row = QHBoxLayout(chips)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.tokens.space.one)
        for appearance, word in words.items():
            chip = Chip(word)
            chip.setChecked(appearance is self._preferences.appearance)
            chip.clicked.connect(lambda _=False, chosen=appearance: self._preferences.set_appearance(chosen))
            group.addButton(chip)
            row.addWidget(chip)
            self.appearance[appearance] = chip
        return chips
