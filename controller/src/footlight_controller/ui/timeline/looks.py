"""How what a player did looks on the timeline: a colour for what is known, a pattern for what is not, and a word."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from footlight_common.model.alerts import Severity
from footlight_controller.ui.theme.tokens import Colours, Tone, blend
from footlight_controller.ui.timeline.ribbon import Kind

Pixels = NDArray[np.uint32]
Mask = NDArray[np.bool_]
# Of all patterns.
PERIOD = 12

_WORDS = {
    Kind.PLAYED: QT_TRANSLATE_NOOP("Timeline", "Played"),
    Kind.STALLED: QT_TRANSLATE_NOOP("Timeline", "No new frames"),
    Kind.IDLE: QT_TRANSLATE_NOOP("Timeline", "Nothing on screen"),
    Kind.OFF: QT_TRANSLATE_NOOP("Timeline", "Off"),
    Kind.CUT: QT_TRANSLATE_NOOP("Timeline", "Cut off"),
    Kind.NOT_FETCHED: QT_TRANSLATE_NOOP("Timeline", "Not fetched yet"),
    Kind.NOT_HEARD: QT_TRANSLATE_NOOP("Timeline", "Out of reach"),
    Kind.LOST: QT_TRANSLATE_NOOP("Timeline", "Lost"),
    Kind.FORGOTTEN: QT_TRANSLATE_NOOP("Timeline", "Kept no more"),
    Kind.BEFORE: QT_TRANSLATE_NOOP("Timeline", "Before its time"),
}
_REASONS = {
    Kind.PLAYED: QT_TRANSLATE_NOOP("Timeline", "An item was on screen."),
    Kind.STALLED: QT_TRANSLATE_NOOP("Timeline", "An item was on screen, and no new frames of it came."),
    Kind.IDLE: QT_TRANSLATE_NOOP("Timeline", "The player ran, and no item was on screen."),
    Kind.OFF: QT_TRANSLATE_NOOP("Timeline", "The player did not run."),
    Kind.CUT: QT_TRANSLATE_NOOP("Timeline", "The player lost power, crashed or was killed."),
    Kind.NOT_FETCHED: QT_TRANSLATE_NOOP("Timeline", "The player remembers it, and it is not here yet."),
    Kind.NOT_HEARD: QT_TRANSLATE_NOOP("Timeline", "The player is out of reach. It tells it once it is back."),
    Kind.LOST: QT_TRANSLATE_NOOP("Timeline", "The player could not keep it, or lost it with a damaged file."),
    Kind.FORGOTTEN: QT_TRANSLATE_NOOP("Timeline", "It is so old that the player keeps it no more."),
    Kind.BEFORE: QT_TRANSLATE_NOOP("Timeline", "The player remembers nothing before this."),
}
SEVERITY_ICONS = {
    Severity.INFO: "information",
    Severity.WARNING: "alert",
    Severity.CRITICAL: "alert-octagon",
}
SEVERITY_TONES = {Severity.INFO: Tone.ACCENT, Severity.WARNING: Tone.CAUTION, Severity.CRITICAL: Tone.BAD}
_SEVERITY_WORDS = {
    Severity.INFO: QT_TRANSLATE_NOOP("Timeline", "Notice"),
    Severity.WARNING: QT_TRANSLATE_NOOP("Timeline", "Warning"),
    Severity.CRITICAL: QT_TRANSLATE_NOOP("Timeline", "Critical"),
}

_across, _down = np.meshgrid(np.arange(PERIOD), np.arange(PERIOD))
_PATTERNS: dict[Kind, Mask] = {
    Kind.STALLED: (_across - _down) % 6 < 2,
    Kind.CUT: (_across - _down) % 6 < 2,
    Kind.NOT_FETCHED: (_across + _down) % 6 < 2,
    Kind.NOT_HEARD: (_across % 6 < 2) & (_down % 6 < 2),
    Kind.LOST: ((_across + _down) % 6 == 0) | ((_across - _down) % 6 == 0),
    Kind.FORGOTTEN: _down % 4 == 0,
    Kind.BEFORE: (_across % 6 == 0) & (_down % 12 == 6),
}


def word(kind: Kind) -> str:
    """In the person's language."""
    return QCoreApplication.translate("Timeline", str(_WORDS[kind]))


def reason(kind: Kind) -> str:
    """A sentence: what it means."""
    return QCoreApplication.translate("Timeline", str(_REASONS[kind]))


def severity_word(severity: Severity) -> str:
    """In the person's language."""
    return QCoreApplication.translate("Timeline", str(_SEVERITY_WORDS[severity]))


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """Pixels of one theme: 0xffRRGGBB."""

    fills: dict[Kind, int]
    inks: dict[Kind, int]
    """Of the patterns."""
    ground: int
    begin: int
    """Where an item begins."""
    alerts: dict[Severity, int]


def palette_of(colours: Colours) -> Palette:
    """In the colours of a theme."""
    ground = colours.surface
    off = blend(ground, colours.text, 0.20)
    fills = {
        **dict.fromkeys(_PATTERNS, ground),
        Kind.PLAYED: colours.accent_fill,
        Kind.STALLED: colours.accent_fill,
        Kind.IDLE: blend(ground, colours.good, 0.42),
        Kind.OFF: off,
        Kind.CUT: off,
    }
    inks = {
        Kind.STALLED: colours.caution,
        Kind.CUT: blend(off, colours.bad, 0.6),
        Kind.NOT_FETCHED: blend(ground, colours.caution, 0.55),
        Kind.NOT_HEARD: colours.text_faint,
        Kind.LOST: blend(ground, colours.bad, 0.6),
        Kind.FORGOTTEN: blend(ground, colours.text, 0.24),
        Kind.BEFORE: blend(ground, colours.text, 0.4),
    }
    return Palette(
        {kind: pixel(colour) for kind, colour in fills.items()},
        {kind: pixel(colour) for kind, colour in inks.items()},
        pixel(ground),
        pixel(blend(colours.accent_fill, colours.surface, 0.55)),
        {severity: pixel(colours.tone(tone)) for severity, tone in SEVERITY_TONES.items()},
    )


def pixel(colour: str) -> int:
    """Of `#rrggbb`."""
    return 0xFF000000 | int(colour[1:], 16)


def pattern(kind: Kind, width: int, height: int) -> Mask | None:
    """Where the ink of its pattern is; None for a kind that is all fill."""
    tile = _PATTERNS.get(kind)
    if tile is None:
        return None
    return np.tile(tile, (height // PERIOD + 1, width // PERIOD + 1))[:height, :width]
