"""Every part of the design system in every state, for whoever builds a page or changes the theme."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from footlight_common.model.player import PlayerIdentity
from footlight_common.model.presence import Present
from footlight_common.security.roles import Role
from footlight_controller.core.changes import ConnectionState
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.counted import Counted
from footlight_controller.ui.dialogs.confirmation import Confirmation
from footlight_controller.ui.notes import Level, Note
from footlight_controller.ui.theme.theme import Appearance, Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.badge import Badge
from footlight_controller.ui.widgets.banner import Banner
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.chip import Chip, Tag
from footlight_controller.ui.widgets.choice_button import ChoiceButton
from footlight_controller.ui.widgets.code_boxes import CodeBoxes
from footlight_controller.ui.widgets.company import Company
from footlight_controller.ui.widgets.connection import ConnectionIndicator
from footlight_controller.ui.widgets.elided_label import ElidedLabel
from footlight_controller.ui.widgets.empty_state import EmptyState
from footlight_controller.ui.widgets.form_row import FormRow
from footlight_controller.ui.widgets.initials import Initials
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.progress_row import ProgressRow
from footlight_controller.ui.widgets.refusal_line import RefusalLine
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.widgets.stat_card import StatCard
from footlight_controller.ui.widgets.switch import Switch
from footlight_controller.ui.widgets.toast import Toast

SIZE = (1180, 820)
LONG = "A name of two hundred characters that somebody really gave to a screen in the hall " * 2
NAMES = (LONG, "Lobby 🎬 👩‍👩‍👧", "مرحبا بالعالم في الردهة الرئيسية", "line one\nline two\r\n<b>three</b>")


class Gallery(QWidget):
    """A window of its own; needs no players."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        space = theme.tokens.space
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Footlight: the parts"))
        inside = QWidget()
        inside.setObjectName("page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(space.three, space.three, space.three, space.four)
        self._column.setSpacing(space.two)
        for title, parts in (
            ("Type", self._type()),
            ("Buttons", self._buttons()),
            ("Chips, tags and badges", self._chips()),
            ("Fields and form rows", self._fields()),
            ("Codes and choices", self._codes()),
            ("People", self._people()),
            ("Cards", self._cards()),
            ("Progress", self._progress()),
            ("Toasts", self._toasts()),
            ("Banners", self._banners()),
            ("Connection", self._connection()),
            ("Empty state", self._empty()),
        ):
            self._column.addWidget(SectionHeader(theme, title))
            for part in parts:
                self._column.addWidget(part)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        self.parts = inside
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(area, 1)

    def _head(self) -> QWidget:
        head = QFrame()
        head.setObjectName("header")
        space = self._theme.tokens.space
        row = QHBoxLayout(head)
        row.setContentsMargins(space.three, space.one_half, space.three, space.one_half)
        row.addWidget(label(self.windowTitle(), "title"))
        row.addStretch(1)
        for appearance in Appearance:
            chip = Chip(appearance.value.capitalize())
            chip.setAutoExclusive(True)
            chip.setChecked(appearance is Appearance.SYSTEM)
            chip.clicked.connect(lambda _=False, chosen=appearance: self._theme.choose(chosen))
            row.addWidget(chip)
        return head

    def _type(self) -> list[QWidget]:
        kinds = ("title", "heading", "figure", "strong", "body", "muted", "small", "caption", "error")
        names = [ElidedLabel(name, "strong") for name in NAMES]
        return [self._row([label(kind.capitalize(), kind) for kind in kinds]), self._grid(names, columns=2)]

    def _buttons(self) -> list[QWidget]:
        rows = []
        for kind in ("", "primary", "plain", "danger"):
            # The style sheet has no way to show a state that a widget is not in; `state` is for here alone.
            states = ("", "hover", "focus", "pressed")
            buttons = [self._button((state or kind or "button").capitalize(), kind, state) for state in states]
            off = self._button("Disabled", kind)
            off.setEnabled(False)
            rows.append(self._row([*buttons, off]))
        sheet = QPushButton("Confirm sheet…")
        sheet.clicked.connect(self._ask)
        return [*rows, self._row([sheet])]

    def _ask(self) -> None:
        text = "It is taken out of the list. If it announces itself again, it stays away until you add it."
        Confirmation(self._theme, title="Remove Lobby?", text=text, button="Remove", parent=self).open()

    def _chips(self) -> list[QWidget]:
        chips = [Chip("All"), Chip("Online"), Chip("Needs attention"), Chip("Disabled")]
        chips[0].setChecked(True)
        chips[1].show_count(1204)
        chips[2].show_count(3)
        chips[2].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        chips[3].setEnabled(False)
        tags = [Tag(tone.value.capitalize(), tone) for tone in Tone]
        badges = [Badge() for _ in range(3)]
        for badge, count in zip(badges, (1, 42, 1000), strict=True):
            badge.show_count(count)
        return [self._row(list(chips)), self._row([*tags, *badges])]

    def _codes(self) -> list[QWidget]:
        codes = [CodeBoxes(self._theme) for _ in range(3)]
        for boxes, digits in zip(codes, ("", "123", "123456"), strict=True):
            boxes.take(digits) if digits else boxes.show_wrong(True)
        codes[2].setReadOnly(True)
        choice = ChoiceButton(self._theme, "account-plus-outline", "Join a site", "An admin invites you with a code.")
        refusal = RefusalLine(self._theme)
        refusal.show_refusal("Needs the role operator; yours is viewer in Museum")
        return [self._row(list(codes)), self._row([choice]), refusal]

    def _fields(self) -> list[QWidget]:
        empty, filled, off = QLineEdit(), QLineEdit("Lobby"), QLineEdit("Cannot be changed")
        empty.setPlaceholderText("192.168.1.20:8470")
        off.setEnabled(False)
        card = Card(self._theme)
        on = Switch(self._theme)
        on.setChecked(True)
        dead = Switch(self._theme)
        dead.setEnabled(False)
        wrong = FormRow(self._theme, "Name", "What people call it.", QLineEdit())
        wrong.show_error("A name is needed. Type one, or close this to keep the old one.")
        for row in (
            FormRow(
                self._theme, "Add players by themselves", "When off, they wait on Discovered.", Switch(self._theme)
            ),
            FormRow(self._theme, "Tell on the desktop", LONG, on),
            FormRow(self._theme, "Not now", "Something else has to be on first.", dead),
            wrong,
        ):
            card.column.addWidget(row)
        return [self._row([empty, filled, off]), card]

    def _people(self) -> list[QWidget]:
        faces = []
        for number, name in enumerate(("Front of house", "Stage manager", "Wardrobe", "日本語", "שלום עולם", "")):
            face = Initials(self._theme, 1.7)
            face.show_person(f"{number:016x}", name, ring=number == 1)
            faces.append(face)
        company = Company(self._theme)
        present = tuple(
            Present(
                session=str(number),
                member=f"{number:016x}",
                name=name,
                role=Role.OPERATOR,
                commanded_s=0.0 if number == 1 else None,
            )
            for number, name in enumerate(NAMES, start=1)
        )
        company.show_player(PlayerView(identity=PlayerIdentity(id="0" * 16, name="Lobby"), present=present))
        return [self._row([*faces, company])]

    def _cards(self) -> list[QWidget]:
        stats = [StatCard(self._theme, tone.value.capitalize(), "monitor", tone) for tone in Tone]
        for number, card in enumerate(stats):
            card.show_figure(10**number)
        plain, bad = Card(self._theme), Card(self._theme)
        plain.column.addWidget(label("Card", "strong"))
        plain.column.addWidget(label(LONG, "muted", wrap=True))
        bad.show_tone(Tone.BAD)
        bad.column.addWidget(label("Card with something wrong", "strong"))
        bad.column.addWidget(label("The disk is full. Take media off this player.", "error", wrap=True))
        return [self._grid(list(stats), columns=5), self._grid([plain, bad], columns=2)]

    def _progress(self) -> list[QWidget]:
        unknown, half, failed = (
            ProgressRow(self._theme, name) for name in ("Looking for it", "Uploading trailer.mp4", "Uploading menu.mp4")
        )
        half.show_progress(0.4, "32 of 80 MB, 12 s left")
        failed.show_failure("The player has no room for it: 80 MB are needed, 12 MB are free.")
        card = Card(self._theme)
        for row in (unknown, half, failed):
            card.column.addWidget(row)
        return [card]

    def _toasts(self) -> list[QWidget]:
        toasts = []
        for level, name in zip(Level, NAMES, strict=True):
            toasts.append(
                Toast(self._theme, [Note(topic=level, subject=name, text=f"{level.value}: {LONG}", level=level)])
            )
        together = Counted("Gallery", "%n player(s)", "", 2)
        many = [Note(topic="online", subject=f"Player {n}", subject_id=str(n), together=together) for n in range(9)]
        return [self._grid([*toasts, Toast(self._theme, many)], columns=3)]

    def _banners(self) -> list[QWidget]:
        across, inset = Banner(self._theme), Banner(self._theme, inset=True)
        across.show_notices(("Players cannot be found by mDNS: the network has no multicast.", LONG))
        inset.show_notices(("Players cannot be found by mDNS: the network has no multicast.",))
        return [across, inset]

    def _connection(self) -> list[QWidget]:
        shown = [ConnectionIndicator(self._theme) for _ in ConnectionState]
        for indicator, state in zip(shown, ConnectionState, strict=True):
            indicator.show_state(state, "")
        return [self._row(list(shown))]

    def _empty(self) -> list[QWidget]:
        empty = EmptyState(self._theme, "radar", "Nothing new", "Add player by address…")
        empty.show_text("Footlight looks for players on this network. One that is not added yet appears here.")
        empty.setMinimumHeight(320)
        return [empty]

    def _button(self, word: str, kind: str, state: str = "") -> QPushButton:
        button = QPushButton(word)
        button.setProperty("kind", kind)
        button.setProperty("shown", state)
        return button

    def _row(self, parts: Sequence[QWidget]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.tokens.space.two)
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        return holder

    def _grid(self, parts: Sequence[QWidget], columns: int) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(self._theme.tokens.space.two)
        for place, part in enumerate(parts):
            grid.addWidget(part, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        return holder
