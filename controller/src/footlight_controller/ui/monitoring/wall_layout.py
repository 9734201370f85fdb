"""Where every card and heading of the wall goes, reckoned instead of kept: a thousand cards cost as much as ten."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from footlight_controller.ui.models.arrangement import Section


@dataclass(frozen=True, slots=True)
class _Block:
    section: Section
    top: int
    body: int
    """Where its cards begin."""
    bottom: int


class WallLayout:
    """Rectangles in pixels from the upper left corner of the wall's contents."""

    def __init__(self, sections: Sequence[Section], columns: int, cell: QSize, heading: int) -> None:
        self.columns = columns
        self.cell = cell
        self.heading = heading
        """Height of a heading; 0 for none."""
        self._blocks: list[_Block] = []
        top = 0
        for section in sections:
            body = top + heading
            bottom = body + -(-section.count // columns) * cell.height()
            self._blocks.append(_Block(section, top, body, bottom))
            top = bottom
        self.height = top
        self._tops = [block.top for block in self._blocks]
        self._starts = [block.section.start for block in self._blocks]

    def rect(self, row: int) -> QRect:
        """The cell of a row that is there."""
        block = self._blocks[bisect_right(self._starts, row) - 1]
        line, column = divmod(row - block.section.start, self.columns)
        width, height = self.cell.width(), self.cell.height()
        return QRect(column * width, block.body + line * height, width, height)

    def row_at(self, point: QPoint) -> int | None:
        """The row whose cell is there; None between and beside them."""
        place = bisect_right(self._tops, point.y()) - 1
        if place < 0 or not 0 <= point.x() < self.columns * self.cell.width():
            return None
        block = self._blocks[place]
        if not block.body <= point.y() < block.bottom:
            return None
        line = (point.y() - block.body) // self.cell.height()
        offset = line * self.columns + point.x() // self.cell.width()
        return block.section.start + offset if offset < block.section.count else None

    def rows_between(self, top: int, bottom: int) -> range:
        """All rows any part of which lies from `top` to just above `bottom`."""
        first = last = None
        for block in self._blocks_between(top, bottom):
            height, section = self.cell.height(), block.section
            begin = max(0, (top - block.body) // height) * self.columns
            end = min(section.count, max(0, -(-(bottom - block.body) // height)) * self.columns)
            if begin < end:
                first = section.start + begin if first is None else first
                last = section.start + end
        return range(first or 0, last or 0)

    def headings_between(self, top: int, bottom: int) -> Iterator[tuple[Section, QRect]]:
        """The headings any part of which lies there."""
        if self.heading:
            for block in self._blocks_between(top, bottom):
                if block.body > top:
                    yield block.section, QRect(0, block.top, self.columns * self.cell.width(), self.heading)

    def heading_of(self, row: int) -> int | None:
        """Where the heading begins, when the row stands in the first line under it."""
        block = self._blocks[bisect_right(self._starts, row) - 1]
        return block.top if row - block.section.start < self.columns else None

    def beside(self, row: int, lines: int) -> int:
        """The row so many lines further down or up, in the same column where there is one; ends at the ends."""
        rect = self.rect(row)
        step = 1 if lines > 0 else -1
        for _ in range(abs(lines)):
            found = self._next_line(rect.center().y(), rect.x() // self.cell.width(), step)
            if found is None:
                break
            row = found
            rect.moveTop(self.rect(row).top())
        return row

    def _next_line(self, y: int, column: int, step: int) -> int | None:
        place = bisect_right(self._tops, y) - 1
        block = self._blocks[place]
        line = (y - block.body) // self.cell.height() + step
        if not 0 <= line * self.columns < block.section.count:
            place += step
            if not 0 <= place < len(self._blocks):
                return None
            block = self._blocks[place]
            line = 0 if step > 0 else (block.section.count - 1) // self.columns
        return block.section.start + min(line * self.columns + column, block.section.count - 1)

    def _blocks_between(self, top: int, bottom: int) -> Iterator[_Block]:
        place = max(0, bisect_right(self._tops, top) - 1)
        while place < len(self._blocks) and self._blocks[place].top < bottom:
            yield self._blocks[place]
            place += 1
