"""The list a player goes through; a double click or Enter plays from there."""

import asyncio

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from footlight_common.errors import FootlightError
from footlight_common.model.playback import Item, Playlist
from footlight_common.protocol.commands import Play
from footlight_controller.core.view import PlayerView
from footlight_controller.ui.enter_key import ENTER
from footlight_controller.ui.player.figures import breakable
from footlight_controller.ui.player.pictures import Pictures
from footlight_controller.ui.status import STATUS_LOOKS, Status
from footlight_controller.ui.tasks import Tasks
from footlight_controller.ui.text_layout import elided
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.tips import tip
from footlight_controller.ui.widgets.card import Card
from footlight_controller.ui.widgets.label import label
from footlight_controller.ui.widgets.section_header import SectionHeader
from footlight_controller.ui.words import one_line, sentence

# More are scrolled to.
MOST_ROWS = 8
ICON = 16

AnyIndex = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """The items of one playlist."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self.current: int | None = None
        """Row of the item on screen."""
        self.icon = ""
        """What it does with it."""

    @property
    def items(self) -> tuple[Item, ...]:
        return self._items

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item, current = self._items[index.row()], index.row() == self.current
        name = one_line(item.name)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            number = index.row() + 1
            words = self.tr("{}: {}, on screen") if current else self.tr("{}: {}")
            return words.format(number, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join({name: None, one_line(item.uri): None}))
        return None

    def show_items(self, items: tuple[Item, ...]) -> None:
        """Another list."""
        if items != self._items:
            self.beginResetModel()
            self._items = items
            self.endResetModel()

    def show_current(self, row: int | None, icon: str) -> None:
        """Which is on screen, and the icon for what it does."""
        if (row, icon) != (self.current, self.icon):
            self.current, self.icon = row, icon
            if self._items:
                self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = parent

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(0, round(QFontMetricsF(self._theme.fonts.body).height()) + 2 * self._theme.tokens.space.one)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        if not isinstance(model, QueueModel):
            return
        colours, fonts, space = self._theme.colours, self._theme.fonts, self._theme.tokens.space
        rect, state = QRect(option.rect), option.state
        current = index.row() == model.current
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self._theme.tokens.radius.small
        if state & QStyle.StateFlag.State_MouseOver or current:
            painter.setBrush(QColor(colours.raised if colours.dark else colours.ground))
            painter.drawRoundedRect(rect, radius, radius)
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), radius, radius)
        widest = QFontMetricsF(fonts.small).horizontalAdvance("0" * len(str(model.rowCount())))
        margin = round(max(widest, ICON))
        place = rect.adjusted(space.one, 0, 0, 0)
        place.setWidth(margin)
        if current and model.icon:
            ratio = self._view.devicePixelRatioF()
            pixmap = self._theme.icons.pixmap(model.icon, colours.accent, ICON, ratio)
            painter.drawPixmap(place.right() - ICON + 1, place.center().y() - ICON // 2, pixmap)
        else:
            painter.setFont(fonts.small)
            painter.setPen(QColor(colours.text_muted))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, right, str(index.row() + 1))
        text = rect.adjusted(space.one + margin + space.one_half, 0, -space.one, 0)
        font = fonts.body_strong if current else fonts.body
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        left = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, left, elided(str(index.data()), font, text.width()))
        painter.restore()


class _List(QListView):
    entered_row = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class QueueCard(Card):
    """Fetches the list when the player says that it is another one. One request at a time."""

    play_wanted = Signal(object)
    """[Play]"""

    def __init__(self, theme: Theme, pictures: Pictures, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._pictures = pictures
        self._tasks = tasks
        self._view: PlayerView | None = None
        self._wanted: tuple[str, int, int] | None = None
        self._loop = False
        self._fetching: asyncio.Task[None] | None = None
        self.model = QueueModel(self)
        self.list = _List()
        self.list.setObjectName("notes")
        self.list.setAccessibleName(self.tr("Queue"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.doubleClicked.connect(lambda index: self._play_from(index.row()))
        self.list.entered_row.connect(self._play_from)
        self.message = label("", "muted", wrap=True)
        self.retry = QPushButton(self.tr("Try again"))
        self.retry.setProperty("kind", "plain")
        self.retry.clicked.connect(self._fetch_again)
        self.head = SectionHeader(theme, self.tr("Queue"))
        self.head.buttons.addWidget(self.retry)
        self.column.setSpacing(theme.tokens.space.one_half)
        self.column.addWidget(self.head)
        self.column.addWidget(self.message)
        self.column.addWidget(self.list)
        theme.changed.connect(self.list.viewport().update)
        self._say("")

    def show_player(self, view: PlayerView | None) -> None:
        """Whose queue to show, and where it stands; None for nobody's."""
        before, self._view = self._view, view
        if view is None or before is None or before.id != view.id:
            self._cancel()
            self._wanted = None
            self.model.show_items(())
        if view is None:
            return
        playback = view.playback
        if not view.online:
            # What it knew stays on show; another list may be there when it comes back.
            self._cancel()
            self._wanted = None
            self._say(self.tr("Not known while it is offline.") if not self.model.items else "")
        elif not playback.count:
            self._cancel()
            self._wanted = None
            self.model.show_items(())
            self._say(self.tr("Nothing is queued. Play files or a URL to fill it."))
        elif self._wanted != (view.id, playback.list_number, playback.count):
            self._wanted = (view.id, playback.list_number, playback.count)
            self._fetch_again()
        current = playback.index if playback.item is not None and view.online else None
        self.model.show_current(current, STATUS_LOOKS[Status.of(view)].icon)
        self.head.badge.show_count(playback.count if view.online else len(self.model.items))
        self._fit()

    def _fetch_again(self) -> None:
        self._cancel()
        if self._view is not None and self._view.online:
            self._say(self.tr("Reading the queue…") if not self.model.items else "")
            self._fetching = self._tasks.start(self._fetch(self._view.id))

    async def _fetch(self, player_id: str) -> None:
        task = asyncio.current_task()
        try:
            playlist = await self._pictures.playlist(player_id)
        except FootlightError as err:
            self.model.show_items(())
            self._say(breakable(one_line(sentence(str(err)))), failed=True)
        else:
            self._show(playlist)
        finally:
            if self._fetching is task:
                self._fetching = None
        self._fit()

    def _show(self, playlist: Playlist) -> None:
        self._loop = playlist.loop
        self.model.show_items(playlist.items)
        self._say("")
        if self.model.current is not None and self.model.current < len(playlist.items):
            self.list.scrollTo(self.model.index(self.model.current))

    def _play_from(self, row: int) -> None:
        if self._view is not None and self._view.online and row < len(self.model.items):
            self.play_wanted.emit(Play(items=self.model.items, loop=self._loop, start=row))

    def _say(self, text: str, *, failed: bool = False) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.retry.setVisible(failed)

    def _fit(self) -> None:
        rows = min(MOST_ROWS, self.model.rowCount())
        self.list.setVisible(rows > 0)
        if rows:
            self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 2)

    def _cancel(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetching = None
