"""The first start: create a site, join one, or restore one from a backup."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from footlight_controller.core.changes import Changes
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.welcome.create_form import CreateForm
from footlight_controller.ui.welcome.form import Form
from footlight_controller.ui.welcome.join_form import JoinForm
from footlight_controller.ui.welcome.restore_form import RestoreForm
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.choice_button import ChoiceButton
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.scrolled import Scrolled
from footlight_controller.ui.words import isolated, shortened

WIDTH = 560
# In letters.
LONGEST_FILE = 80


class WelcomePage(QWidget):
    """Shows one part at a time; the forms do their work themselves."""

    finished = Signal()
    """The site is there and the person wants to go on."""
    backup_wanted = Signal()
    """A backup of the site that was just made."""

    def __init__(
        self, theme: Theme, create: CreateForm, join: JoinForm, restore: RestoreForm, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        space = theme.tokens.space
        self.setObjectName("page")
        self.setAccessibleName(self.tr("Welcome to Footlight"))
        self.create_form, self.join_form, self.restore_form = create, join, restore
        self.banner = Banner(theme)
        self._part: QWidget | None = None
        self._again = False
        self._saved = ""
        self._plate = Glyph(theme, "spotlight-beam", Tone.ACCENT, size=36, plate=72)
        self._done = Glyph(theme, "check-circle-outline", Tone.GOOD, size=36, plate=72)
        self._title = _centred("", "title")
        self._text = _centred("", "muted")
        self.choices = self._choices(theme)
        self.ready = self._ready(theme)
        self._parts: tuple[QWidget, ...] = (self.choices, create, join, restore, self.ready)
        held = QWidget()
        held.setMaximumWidth(WIDTH)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.two)
        column.addStretch(2)
        for plate in (self._plate, self._done):
            column.addWidget(plate, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(space.one)
        for part in self._parts:
            column.addWidget(part)
        column.addStretch(3)
        inside = QWidget()
        inside.setObjectName("page")
        row = QHBoxLayout(inside)
        row.setContentsMargins(space.three, space.three, space.three, space.three)
        row.addStretch(1)
        row.addWidget(held, 1000)
        row.addStretch(1)
        area = Scrolled()
        area.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(self.banner)
        outside.addWidget(area, 1)
        for form in (create, join, restore):
            form.back.connect(self._back)
        create.succeeded.connect(self._created)
        join.succeeded.connect(self._finish)
        restore.succeeded.connect(self._finish)
        self._show(self.choices)

    @property
    def holds(self) -> bool:
        """Whether the person is in the middle of something that a site, once there, must not take away."""
        return self._part is not self.choices

    def show_changes(self, changes: Changes) -> None:
        """Who invites now, and what stands in the way."""
        self.join_form.show_inviters(changes.inviters)
        self.banner.show_notices(changes.notices)

    def begin(self) -> None:
        """Give the keyboard to the first choice."""
        self.choose_create.setFocus(Qt.FocusReason.OtherFocusReason)

    def join_again(self) -> None:
        """Open the form that joins, for who is in no site any more; either way out of it ends in `finished`."""
        self._again = True
        self.join_form.boxes.clear()
        self._open(self.join_form)

    def show_saved(self, file: Path) -> None:
        """The backup is in this file: nothing is left to do but to go on."""
        self._saved = file.name
        self._offer_backup()
        if self._part is self.ready:
            self._tell_ready()
            self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choices(self, theme: Theme) -> QWidget:
        self.choose_create = ChoiceButton(
            theme,
            "home-plus-outline",
            self.tr("Create a site"),
            self.tr("For a new place. You become its admin and pair its players."),
        )
        self.choose_join = ChoiceButton(
            theme,
            "account-plus-outline",
            self.tr("Join a site"),
            self.tr("For a place that runs already. An admin invites you with a code."),
        )
        self.choose_restore = ChoiceButton(
            theme,
            "backup-restore",
            self.tr("Restore from a backup"),
            self.tr("When the computer with the site was lost."),
        )
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.one_half)
        for button, form in (
            (self.choose_create, self.create_form),
            (self.choose_join, self.join_form),
            (self.choose_restore, self.restore_form),
        ):
            column.addWidget(button)
            button.clicked.connect(lambda _on=False, form=form: self._open(form))
        return held

    def _ready(self, theme: Theme) -> QWidget:
        self.save_backup = QPushButton()
        self.go_on = QPushButton(self.tr("Go on"))
        self._offer_backup()
        for button in (self.save_backup, self.go_on):
            # Enter presses what has the keyboard, as in the forms.
            button.setAutoDefault(True)
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.one)
        row.addStretch(1)
        row.addWidget(self.save_backup)
        row.addWidget(self.go_on)
        row.addStretch(1)
        self.save_backup.clicked.connect(self.backup_wanted)
        self.go_on.clicked.connect(self._finish)
        return held

    def _offer_backup(self) -> None:
        """The button that comes first is what is still to be done."""
        self.save_backup.setText(self.tr("Save another backup…") if self._saved else self.tr("Save a backup…"))
        for button, first in ((self.save_backup, not self._saved), (self.go_on, bool(self._saved))):
            button.setProperty("kind", "primary" if first else "")
            button.style().unpolish(button)
            button.style().polish(button)

    def _tell_ready(self) -> None:
        self._title.setText(self.tr("{} is ready").format(isolated(shortened(self.create_form.site.text()))))
        if self._saved:
            self._text.setText(
                self.tr(
                    "The backup of its keys is saved as {}. Keep the file apart from its passphrase, and away from "
                    "this computer."
                ).format(isolated(shortened(self._saved, LONGEST_FILE)))
            )
        else:
            self._text.setText(
                self.tr(
                    "Its keys are on this computer alone. Save a backup of them: without one, every player has to be "
                    "paired again when the computer breaks. You find this under Settings, too."
                )
            )

    def _open(self, form: Form) -> None:
        self._show(form)
        form.first.setFocus(Qt.FocusReason.TabFocusReason)

    def _back(self) -> None:
        if self._again:
            self._finish()
            return
        forms = (self.create_form, self.join_form, self.restore_form)
        buttons = (self.choose_create, self.choose_join, self.choose_restore)
        button = next(button for form, button in zip(forms, buttons, strict=True) if form is self._part)
        self._show(self.choices)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _created(self) -> None:
        self._saved = ""
        self._offer_backup()
        self._show(self.ready)
        self.save_backup.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self) -> None:
        self._again = False
        self._show(self.choices)
        self.finished.emit()

    def _show(self, part: QWidget) -> None:
        self._part = part
        for each in self._parts:
            each.setVisible(each is part)
        done = part is self.ready
        self._done.setVisible(done)
        self._plate.setVisible(part is self.choices)
        self._title.setVisible(part in (self.choices, self.ready))
        self._text.setVisible(part in (self.choices, self.ready))
        if done:
            self._tell_ready()
        else:
            self._title.setText(self.tr("Welcome to Footlight"))
            self._text.setText(
                self.tr(
                    "Footlight runs the screens on your network. Players and the people who control them belong to a "
                    "site, and nobody else gets in."
                )
            )


def _centred(text: str, kind: str) -> QLabel:
    made = label(text, kind, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made
