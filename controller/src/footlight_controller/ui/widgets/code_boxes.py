"""Six boxes for the code that another screen shows."""

import unicodedata
from urllib.parse import parse_qs, urlsplit

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QWidget

from footlight_common.errors import InvalidCode
from footlight_common.security.pairing_code import PairingCode
from footlight_controller.ui.theme.theme import Theme
from footlight_controller.ui.theme.tokens import Tone

BOXES = 6
GAP = 8
# Between the third and the fourth, with the dash in it.
MIDDLE = 28
LEAST_BOX, WIDEST_BOX, LEAST_HEIGHT = 30, 64, 52


class CodeBoxes(QLineEdit):
    """One field to Qt and to a screen reader, which has the digits so far as its text, without holes.

    What is pasted or dropped anywhere in it counts as a whole where it holds a code: `123456`, `123-456`, or the text
    of a QR code.
    """

    refused = Signal()
    """What was pasted or typed holds no code."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wrong = False
        self.setAccessibleName(self.tr("Code"))
        self.setAccessibleDescription(self.tr("Six digits"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setMaxLength(64)
        self.textChanged.connect(self._settle)
        self.cursorPositionChanged.connect(self.update)
        self.selectionChanged.connect(self.update)
        theme.changed.connect(self.updateGeometry)

    @property
    def complete(self) -> bool:
        """Whether all digits are there."""
        return len(self.text()) == BOXES

    @property
    def code(self) -> PairingCode:
        """Raises InvalidCode while digits are missing."""
        return PairingCode.parse(self.text())

    def show_wrong(self, on: bool) -> None:
        """Whether the boxes are framed as what has to be mended; typing takes that away."""
        self._wrong = on
        self.update()

    def take(self, text: str) -> None:
        """What was pasted, dropped or put in by an input method."""
        digits = code_in(text)
        if self.isReadOnly():
            return
        if not digits:
            self.refused.emit()
        elif len(digits) == BOXES and digits == self.text():
            # Given once more, it counts as new to whoever was told that it is wrong.
            self.textChanged.emit(digits)
        elif len(digits) == BOXES:
            self.setText(digits)
        else:
            self._write(digits)

    def sizeHint(self) -> QSize:
        return QSize(BOXES * 52 + 4 * GAP + MIDDLE, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(BOXES * LEAST_BOX + 4 * GAP + MIDDLE, self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().text())
        elif text.isdecimal():
            self.take(text)
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # A letter is no part of a code; the dash and the blank between its halves are harmless.
            if not text.isspace() and text != "-":
                self.refused.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.take(event.commitString())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            places = (number for number, box in enumerate(self._boxes()) if event.position().x() < box.right() + GAP)
            self.setCursorPosition(min(next(places, BOXES), len(self.text())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            clipboard = QGuiApplication.clipboard()
            self.take(clipboard.text(clipboard.Mode.Selection))

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData().text())
        event.acceptProposedAction()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        paste = menu.addAction(self.tr("Paste"))
        paste.setEnabled(not self.isReadOnly() and bool(QGuiApplication.clipboard().text()))
        paste.triggered.connect(lambda: self.take(QGuiApplication.clipboard().text()))
        clear = menu.addAction(self.tr("Clear"))
        clear.setEnabled(not self.isReadOnly() and bool(self.text()))
        clear.triggered.connect(self.clear)
        menu.popup(event.globalPos())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt chooses everything when Tab comes here, and the next digit would take the place of all.
        self.deselect()
        self.end(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes, text, selected = self._boxes(), self.text(), self._selected()
        current = self.cursorPosition() if self.hasFocus() and not self.isReadOnly() else -1
        for number, box in enumerate(boxes):
            # Behind the last digit of a whole code stands no box.
            here = number == min(current, BOXES - 1) and not selected
            self._paint_box(painter, box, text[number : number + 1], here=here, chosen=number in selected)
        middle, height = (boxes[2].right() + boxes[3].left()) / 2, boxes[0].center().y()
        painter.setPen(QPen(QColor(self._theme.colours.text_faint), 2))
        painter.drawLine(QPointF(middle - 5, height), QPointF(middle + 5, height))
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF, digit: str, *, here: bool, chosen: bool) -> None:
        colours, radius = self._theme.colours, self._theme.tokens.radius.medium
        able = self.isEnabled() and not self.isReadOnly()
        edge = colours.bad if self._wrong else colours.accent if here else colours.edge if able else colours.line
        width = 2 if here or self._wrong else 1
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(colours.tint(Tone.ACCENT) if chosen else colours.field))
        painter.drawRoundedRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius)
        if digit:
            painter.setFont(self._font(box.width()))
            painter.setPen(QColor(colours.text if able else colours.text_faint))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, digit)
        elif here:
            half = box.height() / 4
            painter.setPen(QPen(QColor(colours.text), 1))
            middle = box.center()
            painter.drawLine(round(middle.x()), round(middle.y() - half), round(middle.x()), round(middle.y() + half))

    def _boxes(self) -> list[QRectF]:
        width = min(WIDEST_BOX, (self.width() - 4 * GAP - MIDDLE) / BOXES)
        lefts = [number * (width + GAP) + (MIDDLE - GAP if number >= BOXES / 2 else 0) for number in range(BOXES)]
        return [QRectF(left, 0, width, self.height()) for left in lefts]

    def _selected(self) -> range:
        start = self.selectionStart()
        return range(start, start + len(self.selectedText())) if start >= 0 else range(0)

    def _font(self, width: float) -> QFont:
        font = QFont(self._theme.fonts.figure)
        needed = QFontMetricsF(font).horizontalAdvance("0") + 8
        if needed > width:
            font.setPointSizeF(font.pointSizeF() * width / needed)
        return font

    def _height(self) -> int:
        return max(LEAST_HEIGHT, round(QFontMetricsF(self._theme.fonts.figure).height()) + 2 * GAP)

    def _write(self, digits: str) -> None:
        """Over what stands from the cursor on."""
        if self.hasSelectedText():
            self.del_()
        place, text = self.cursorPosition(), self.text()
        whole = (text[:place] + digits + text[place + len(digits) :])[:BOXES]
        self.setText(whole)
        self.setCursorPosition(min(place + len(digits), BOXES))

    def _settle(self, text: str) -> None:
        """Whatever else put a text in here: only digits stay."""
        digits = text if text.isascii() and (text.isdecimal() or not text) and len(text) <= BOXES else code_in(text)
        if digits != text:
            self.setText(digits)
            return
        self._wrong = False
        self.update()


def code_in(text: str) -> str:
    """The digits of the code in `text`, also where it is the address in a QR code; part of one for a short text."""
    text = text.strip()[:400]
    if ":" in text:
        text = next(iter(parse_qs(urlsplit(text).query).get("code", ())), "")
    try:
        return PairingCode.parse(text).secret.decode()
    except InvalidCode:
        plain = [char for char in unicodedata.normalize("NFKC", text) if not char.isspace() and char != "-"]
        few = len(plain) < BOXES and all(char.isdecimal() for char in plain)
        return "".join(str(unicodedata.decimal(char)) for char in plain) if few else ""
