"""The quick bar: type to find a player, a page or a command, and run it with Enter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from footlight_controller.ui.quick_match import Entry, Matcher
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone
from footlight_controller.ui.widgets.glyph import Glyph
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.words import one_line

WIDTH = 600
# From the top of the window, as a share of its height.
TOP = 0.12
MOST_FOUND = 50
MOST_ROWS = 8
ICON = 20

ENTRY = Qt.ItemDataRole.UserRole

AnyIndex = QModelIndex | QPersistentModelIndex
Provider = Callable[[str], Sequence[Entry]]
"""Entries for what was typed so far; those that do not fit are left out by the bar."""


class QuickBar(QWidget):
    """Lies over the whole of `parent` while it is open; a click beside the panel closes it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._host = parent
        self._matcher = Matcher()
        self._provider: Provider = lambda _typed: ()
        self._hint_for: Callable[[str], str] = lambda _typed: ""
        self._before: QWidget | None = None
        space = theme.tokens.space
        self.setAccessibleName(self.tr("Quick bar"))
        self.panel = QFrame(self)
        self.panel.setProperty("kind", "toast")
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a player, or type a command: pause lobby, volume 40 bar"))
        self.field.setAccessibleName(self.tr("Find a player, a page or a command"))
        self.field.setFrame(False)
        self.field.setProperty("kind", "bar")
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self._model = _Found(self)
        self.list = QListView()
        self.list.setObjectName("notes")
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._run)
        self.nothing = label("", "muted", wrap=True)
        self.nothing.setContentsMargins(space.one, space.one, space.one, space.one)
        self._line = QFrame()
        self._line.setProperty("kind", "line")
        head = QHBoxLayout()
        head.setContentsMargins(space.one, 0, 0, 0)
        head.setSpacing(space.half)
        head.addWidget(Glyph(theme, "magnify", Tone.QUIET, size=24))
        head.addWidget(self.field, 1)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(space.one, space.one, space.one, space.one)
        column.setSpacing(space.half)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        self._hint = label(self.tr("Up and Down choose, Enter runs, Escape closes"), "small")
        self._hint.setContentsMargins(space.one, space.half, space.one, space.half)
        column.addWidget(self._hint)
        theme.changed.connect(self.update)
        parent.installEventFilter(self)
        self.hide()

    @property
    def found(self) -> tuple[Entry, ...]:
        """What is on show, best first."""
        return self._model.entries

    @property
    def chosen(self) -> Entry | None:
        """What Enter would run."""
        entry = self.list.currentIndex().data(ENTRY)
        return entry if isinstance(entry, Entry) else None

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Find among these from now on."""
        kept = tuple(entries)
        self.set_provider(lambda _typed: kept)

    def set_provider(self, provider: Provider, hint: Callable[[str], str] = lambda _typed: "") -> None:
        """Ask `provider` for the entries whenever something is typed, and `hint` for a better word where none fits."""
        self._provider = provider
        self._hint_for = hint
        self.search_again()

    def search_again(self) -> None:
        """What can be done has changed."""
        if self.isVisible():
            self._search()

    def open(self) -> None:
        """Show it, empty, with the keyboard in it."""
        if not self.isVisible():
            self._before = self._host.window().focusWidget()
        self.field.clear()
        self._search()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_bar(self) -> None:
        """Take it away; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        before, self._before = self._before, None
        try:
            if before is not None and before.isVisible():
                before.setFocus()
        except RuntimeError:
            # It was deleted meanwhile.
            return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # By type first: while the window is taken down, attributes may be gone.
        if event.type() is QEvent.Type.Resize and watched is self._host and self.isVisible():
            self.setGeometry(self._host.rect())
            self._place()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.field:
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Also what lands beside the panel must not reach the page below.
        event.accept()
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_bar()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 120 if self._theme.colours.dark else 60))
        painter.end()

    def _key(self, event: QKeyEvent) -> bool:
        """True when the key was used up."""
        rows, row = self._model.rowCount(), self.list.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_bar()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.list.currentIndex())
            case Qt.Key.Key_Down if rows:
                self._choose((row + 1) % rows)
            case Qt.Key.Key_Up if rows:
                self._choose((row - 1) % rows)
            case Qt.Key.Key_PageDown if rows:
                self._choose(min(rows - 1, row + MOST_ROWS))
            case Qt.Key.Key_PageUp if rows:
                self._choose(max(0, row - MOST_ROWS))
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                # The keyboard stays in the bar while it is open.
                pass
            case _:
                return False
        return True

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        # The keyboard stays in the field, so that is what a screen reader looks at.
        self.field.setAccessibleDescription(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    def _run(self, index: AnyIndex) -> None:
        entry = index.data(ENTRY) if index.isValid() else None
        if isinstance(entry, Entry):
            self.close_bar()
            entry.run()

    def _search(self) -> None:
        typed = self.field.text()
        self._model.show(tuple(self._matcher.best(self._provider(typed), typed, MOST_FOUND)))
        self.nothing.setText(self._hint_for(typed) or self.tr("Nothing is called so. Try fewer letters."))
        self.nothing.setVisible(not self.found)
        self.list.setVisible(bool(self.found))
        self._choose(0)
        self.list.scrollToTop()
        self._place()

    def _place(self) -> None:
        space = self._theme.tokens.space
        width = min(WIDTH, self._host.width() - 2 * space.two)
        top = round(self._host.height() * TOP)
        rows = min(MOST_ROWS, self._model.rowCount())
        layout = self.panel.layout()
        if rows:
            row = self.list.sizeHintForRow(0)
            # In a low window fewer; what is left out is scrolled to.
            beside = self.field.sizeHint().height() + self._hint.sizeHint().height() + 3 * space.two
            fit = (self._host.height() - top - space.two - beside) // max(1, row)
            self.list.setFixedHeight(max(1, min(rows, fit)) * row + 2)
        # What was just shown or hidden counts from now on.
        if layout is not None:
            layout.activate()
        height = min(self.panel.sizeHint().height(), self._host.height() - top - space.two)
        self.panel.setGeometry((self._host.width() - width) // 2, top, width, height)


class _Found(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(entry.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (one_line(entry.title), one_line(entry.detail))))
        return None

    def show(self, entries: tuple[Entry, ...]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        space = self._theme.tokens.space
        return QSize(0, max(ICON, round(QFontMetricsF(self._theme.fonts.body).height())) + 2 * (space.one + 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        colours, fonts, space = self._theme.colours, self._theme.fonts, self._theme.tokens.space
        rect = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._theme.tokens.radius.small
        if selected:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(QColor(colours.tint(Tone.ACCENT)))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.line))
            painter.drawRoundedRect(rect, radius, radius)
        ink = colours.accent if selected else colours.text_muted
        pixmap = self._theme.icons.pixmap(entry.icon, ink, ICON, self._list.devicePixelRatioF())
        painter.drawPixmap(rect.left() + space.one, rect.center().y() - ICON // 2 + 1, pixmap)
        inside = rect.adjusted(space.one + ICON + space.one_half, 0, -space.one_half, 0)
        title_font = fonts.body_strong if selected else fonts.body
        wanted = QFontMetricsF(fonts.small).horizontalAdvance(one_line(entry.detail)) + 2
        needed = QFontMetricsF(title_font).horizontalAdvance(one_line(entry.title)) + 2
        # The title goes first; the detail gets what is left, and a third in any case.
        detail_width = min(wanted, max(inside.width() / 3, inside.width() - needed - space.two))
        title_width = inside.width() - (detail_width + space.two if entry.detail else 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setFont(title_font)
        painter.setPen(QColor(colours.text))
        title = QRectF(inside.left(), rect.top(), title_width, rect.height())
        painter.drawText(title, middle | Qt.AlignmentFlag.AlignLeft, elided(entry.title, title_font, title_width))
        painter.setFont(fonts.small)
        painter.setPen(QColor(colours.text_muted))
        detail = QRectF(inside.left() + inside.width() - detail_width, rect.top(), detail_width, rect.height())
        painter.drawText(detail, middle | Qt.AlignmentFlag.AlignRight, elided(entry.detail, fonts.small, detail_width))
        painter.restore()
