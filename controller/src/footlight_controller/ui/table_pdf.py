"""A table as PDF, in any script, on as many pages as it takes."""

import os
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from footlight_controller.core.printed_table import PrintedTable

_RESOLUTION_DPI = 300
_POINTS_PER_INCH = 72
_MARGIN_MM = 15.0
_TEXT_PT, _TITLE_PT, _ROW_PT, _GAP_PT = 9.0, 16.0, 15.0, 10.0
_INK, _FAINT, _RULE = QColor("#1b1f24"), QColor("#5b6570"), QColor("#c9d0d8")


def table_pdf(table: PrintedTable) -> bytes:
    """The PDF: A4 upright, the header again on each page. In any thread; a program without Qt needs no display."""
    # Fonts need an application, and nothing else of it is used.
    application = QCoreApplication.instance() or _without_display()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION_DPI)
    writer.setTitle(table.title)
    writer.setCreator("Footlight")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    upright = QPageLayout.Orientation.Portrait
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, upright, margins, QPageLayout.Unit.Millimeter))
    painter = QPainter(writer)
    scale = _RESOLUTION_DPI / _POINTS_PER_INCH
    painter.scale(scale, scale)
    sheet = TableSheet(table, painter, writer.width() / scale, writer.height() / scale)
    pages = sheet.pages()
    for number, rows in enumerate(pages, start=1):
        if number > 1:
            writer.newPage()
        sheet.paint(
            rows, first=number == 1, last=number == len(pages), foot=table.page.format(number=number, count=len(pages))
        )
    painter.end()
    buffer.close()
    del application
    return bytes(buffer.data().data())


class TableSheet:
    """Paints the pages of a table, in points."""

    def __init__(self, table: PrintedTable, painter: QPainter, width_pt: float, height_pt: float) -> None:
        self._table = table
        self._painter = painter
        self._width_pt = width_pt
        self._height_pt = height_pt
        self._plain, self._bold, self._title = _font(_TEXT_PT), _font(_TEXT_PT, bold=True), _font(_TITLE_PT, bold=True)
        self._widths_pt = self._columns()

    def pages(self) -> list[Sequence[Sequence[str]]]:
        """The rows of each page; one page at least."""
        rows, pages = self._table.rows, []
        room = self._room(first=True)
        while True:
            pages.append(rows[:room])
            rows = rows[room:]
            if not rows:
                return pages
            room = self._room(first=False)

    def paint(self, rows: Sequence[Sequence[str]], *, first: bool, last: bool, foot: str) -> None:
        """One page."""
        top_pt = 0.0
        if first:
            top_pt = self._line(self._table.title, top_pt, self._title, _INK, 1.6 * _TITLE_PT)
            for note in self._table.notes:
                top_pt = self._line(note, top_pt, self._plain, _FAINT, _ROW_PT)
            top_pt += _GAP_PT
        top_pt = self._row(self._table.header, top_pt, self._bold, _FAINT)
        self._rule(top_pt)
        for row in rows:
            top_pt = self._row(row, top_pt, self._plain, _INK)
        if last and self._table.total:
            self._rule(top_pt)
            self._row(self._table.total, top_pt, self._bold, _INK)
        self._line(foot, self._height_pt - _ROW_PT, self._plain, _FAINT, _ROW_PT, right=True)

    def _room(self, *, first: bool) -> int:
        taken_pt = 2 * _ROW_PT + _GAP_PT + (_ROW_PT if self._table.total else 0.0)
        if first:
            taken_pt += 1.6 * _TITLE_PT + len(self._table.notes) * _ROW_PT + _GAP_PT
        return max(1, int((self._height_pt - taken_pt) / _ROW_PT))

    def _columns(self) -> list[float]:
        plain, bold = QFontMetricsF(self._plain), QFontMetricsF(self._bold)
        widths = [
            max(
                bold.horizontalAdvance(name),
                bold.horizontalAdvance(total),
                *(plain.horizontalAdvance(row[place]) for row in self._table.rows),
                0.0,
            )
            + 1.0
            for place, (name, total) in enumerate(zip(self._table.header, self._totals(), strict=True))
        ]
        room = self._width_pt - _GAP_PT * (len(widths) - 1)
        loose = [place for place, number in enumerate(self._table.numbers) if not number]
        # The widest texts give way until all fit, or all are as narrow as each other.
        for share in _shares(sorted(widths[place] for place in loose), room - sum(widths) + _sum(widths, loose)):
            for place in loose:
                widths[place] = min(widths[place], share)
        spare = room - sum(widths)
        if spare > 0 and loose:
            widths[loose[-1]] += spare
        return widths

    def _totals(self) -> Sequence[str]:
        return self._table.total or [""] * len(self._table.header)

    def _row(self, cells: Sequence[str], top_pt: float, font: QFont, ink: QColor) -> float:
        left_pt = 0.0
        self._painter.setFont(font)
        self._painter.setPen(ink)
        metrics = QFontMetricsF(font)
        for cell, width_pt, number in zip(cells, self._widths_pt, self._table.numbers, strict=True):
            shown = cell if number else metrics.elidedText(cell, Qt.TextElideMode.ElideRight, width_pt)
            across = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            flags = across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            self._painter.drawText(QRectF(left_pt, top_pt, width_pt, _ROW_PT), flags, shown)
            left_pt += width_pt + _GAP_PT
        return top_pt + _ROW_PT

    def _line(
        self, text: str, top_pt: float, font: QFont, ink: QColor, height_pt: float, *, right: bool = False
    ) -> float:
        self._painter.setFont(font)
        self._painter.setPen(ink)
        across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, self._width_pt)
        place = QRectF(0.0, top_pt, self._width_pt, height_pt)
        self._painter.drawText(place, across | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine, shown)
        return top_pt + height_pt

    def _rule(self, top_pt: float) -> None:
        self._painter.setPen(_RULE)
        self._painter.drawLine(0, round(top_pt), round(self._width_pt), round(top_pt))


def _font(size_pt: float, *, bold: bool = False) -> QFont:
    font = QFont()
    # One pixel of the painter is a point, whatever the resolution; whole ones are too coarse for small text.
    font.setPixelSize(round(size_pt))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(bold)
    return font


def _sum(widths: Sequence[float], places: Sequence[int]) -> float:
    return sum(widths[place] for place in places)


def _shares(ascending: Sequence[float], room: float) -> Iterator[float]:
    """How wide the widest may be, when all that are narrower keep their width; none when there is room for all."""
    if sum(ascending) <= room:
        return
    for place, width in enumerate(ascending):
        share = max(1.0, room / (len(ascending) - place))
        if width > share:
            yield share
            return
        room -= width


def _without_display() -> QGuiApplication:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication([])
