"""The bar of one row as an image: for each column of pixels, what shares of that time were what."""

from collections.abc import Hashable, Set
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QImage

from footlight_controller.ui.timeline.looks import PERIOD, Mask, Palette, Pixels, pattern
from footlight_controller.ui.timeline.ribbon import SEVERITIES, Kind, Ribbon
from footlight_controller.ui.timeline.sight import Sight

# In pixels: where most items are shorter, lines between a few of them would look like something special.
_LEAST_ITEM = 6
# Of a pixel: what is moved by whole pixels is not drawn again.
_ALIKE = 0.02


class _Columns(NamedTuple):
    """Some columns of pixels: the first is at `from_s`, and `phase` pixels into the patterns."""

    from_s: float
    step_s: float
    width: int
    phase: int

    @property
    def until_s(self) -> float:
        return self.from_s + self.step_s * self.width

    def part(self, first: int, width: int) -> "_Columns":
        return _Columns(self.from_s + first * self.step_s, self.step_s, width, self.phase + first)


class _Strip(NamedTuple):
    ribbon: Ribbon
    height: int
    columns: _Columns
    pixels: Pixels
    image: QImage


class Strips:
    """Draws, and keeps what was drawn until it looks otherwise. Qt thread."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._kept: dict[Hashable, _Strip] = {}
        self._patterns: dict[tuple[Kind, int, int], Mask | None] = {}

    def dress(self, palette: Palette) -> None:
        """Other colours."""
        self._palette = palette
        self._kept.clear()

    def keep_only(self, keys: Set[Hashable]) -> None:
        """The others are not seen any more."""
        if not self._kept.keys() <= keys:
            self._kept = {key: kept for key, kept in self._kept.items() if key in keys}

    def image(self, key: Hashable, ribbon: Ribbon, sight: Sight, size: tuple[int, int], ratio: float = 1.0) -> QImage:
        """Of `size` device independent pixels; the same as before while nothing changed."""
        width, height = round(size[0] * ratio), round(size[1] * ratio)
        step_s = sight.length_s / width
        kept = self._kept.get(key)
        columns = _Columns(sight.from_s, step_s, width, 0)
        pixels: Pixels | None = None
        if kept is not None and (kept.ribbon, kept.height) == (ribbon, height):
            before = kept.columns
            if (before.from_s, before.step_s, before.width) == columns[:3]:
                return kept.image
            if before.width == width and abs(before.step_s / step_s - 1) < _ALIKE / width:
                pixels, columns = self._moved(kept, columns)
        if pixels is None:
            pixels = self._drawn(ribbon, columns, height)
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        # The image lives in the memory of the pixels.
        self._kept[key] = _Strip(ribbon, height, columns, pixels, image)
        return image

    def _moved(self, kept: _Strip, columns: _Columns) -> tuple[Pixels | None, _Columns]:
        """What was drawn before, some pixels to the side, with what comes into sight there."""
        exact = (columns.from_s - kept.columns.from_s) / columns.step_s
        shift, width = round(exact), columns.width
        if not 0 < abs(shift) < width // 2 or abs(exact - shift) > _ALIKE:
            return None, columns
        columns = columns._replace(phase=(kept.columns.phase + shift) % PERIOD)
        pixels: Pixels = np.empty_like(kept.pixels)
        if shift > 0:
            pixels[:, :-shift] = kept.pixels[:, shift:]
            pixels[:, -shift:] = self._drawn(kept.ribbon, columns.part(width - shift, shift), kept.height)
        else:
            pixels[:, -shift:] = kept.pixels[:, :shift]
            pixels[:, :-shift] = self._drawn(kept.ribbon, columns.part(0, -shift), kept.height)
        return pixels, columns

    def _drawn(self, ribbon: Ribbon, columns: _Columns, height: int) -> Pixels:
        kinds, palette = ribbon.kinds, self._palette
        if not kinds:
            return np.full((height, columns.width), palette.ground, dtype=np.uint32)
        # The narrower the numbers, the quicker.
        number = np.uint8 if height < 256 else np.uint16
        tops = (ribbon.tops(columns.from_s, columns.step_s, columns.width) * height + 0.5).astype(number)
        up = np.arange(height - 1, -1, -1, dtype=number)[:, None]
        place = (up >= tops[0]).view(np.uint8)
        for top in tops[1:]:
            place += (up >= top).view(np.uint8)
        fills = np.array([*(palette.fills[kind] for kind in kinds), palette.ground], dtype=np.uint32)
        pixels: Pixels = np.take(fills, place)
        for layer, kind in enumerate(kinds):
            mask = self._pattern(kind, columns, height)
            if mask is not None:
                np.copyto(pixels, np.uint32(palette.inks[kind]), where=mask & (place == layer))
        self._separate(pixels, ribbon, columns)
        self._underline(pixels, ribbon, columns)
        return pixels

    def _separate(self, pixels: Pixels, ribbon: Ribbon, columns: _Columns) -> None:
        """A line where an item begins, where they are wide enough."""
        first, last = np.searchsorted(ribbon.begins_s, (columns.from_s, columns.until_s))
        if first < last and ribbon.item_s >= _LEAST_ITEM * columns.step_s:
            begins = ((ribbon.begins_s[first:last] - columns.from_s) / columns.step_s).astype(np.int64)
            pixels[:, np.clip(begins, 0, columns.width - 1)] = self._palette.begin

    def _underline(self, pixels: Pixels, ribbon: Ribbon, columns: _Columns) -> None:
        """Where an alert stood, the graver ones over the others."""
        begins_s, ends_s, grades = ribbon.alerts
        inside = (begins_s < columns.until_s) & (ends_s >= columns.from_s)
        if not inside.any():
            return
        height, width = pixels.shape
        first = np.clip((begins_s[inside] - columns.from_s) / columns.step_s, 0, width - 1).astype(np.int64)
        last = np.clip((ends_s[inside] - columns.from_s) / columns.step_s, first + 1, width).astype(np.int64)
        for grade in np.unique(grades[inside]).tolist():
            some = grades[inside] == grade
            steps = np.bincount(first[some], minlength=width + 1) - np.bincount(last[some], minlength=width + 1)
            colour = self._palette.alerts[SEVERITIES[grade]]
            pixels[height - max(2, height // 7) :, np.cumsum(steps)[:width] > 0] = colour

    def _pattern(self, kind: Kind, columns: _Columns, height: int) -> Mask | None:
        key = (kind, columns.width, height)
        if key not in self._patterns:
            if len(self._patterns) > 64:
                self._patterns.clear()
            self._patterns[key] = pattern(kind, columns.width + PERIOD, height)
        whole, phase = self._patterns[key], columns.phase % PERIOD
        return None if whole is None else whole[:, phase : phase + columns.width]
