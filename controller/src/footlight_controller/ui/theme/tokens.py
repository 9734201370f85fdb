"""The decisions of the design, as values: colours of both themes, spacing, radii, type scale."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour says. Each is a field of `Colours` of the same name."""

    ACCENT = "accent"
    """Playing; also the main button and the field one types in."""
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    QUIET = "quiet"
    """Off, unknown, unimportant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One theme's colours as `#rrggbb`. Every tone reaches 4.5:1 on `surface` and on its own tint of it (WCAG AA)."""

    dark: bool
    ground: str
    """Behind everything."""
    surface: str
    """Cards, header, menus."""
    raised: str
    """What lies over the page: toasts, hovered cards."""
    field: str
    """Where one types."""
    line: str
    line_strong: str
    edge: str
    """Around what one types in, and what a slider runs on: 3:1 on every surface (WCAG 1.4.11)."""
    text: str
    text_muted: str
    text_faint: str
    accent: str
    accent_fill: str
    """Behind text in `on_fill`: the main button."""
    accent_fill_hover: str
    on_fill: str
    good: str
    caution: str
    bad: str
    quiet: str

    def tone(self, tone: Tone) -> str:
        """The colour of `tone`."""
        colour: str = getattr(self, tone.value)
        return colour

    def tint(self, tone: Tone) -> str:
        """A quiet background for things in `tone`: the surface with a breath of the colour."""
        return blend(self.surface, self.tone(tone), 0.14 if self.dark else 0.09)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Distances in device independent pixels, on a grid of 8 with a half step."""

    half: int = 4
    one: int = 8
    one_half: int = 12
    two: int = 16
    three: int = 24
    four: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Radius:
    """Corners in device independent pixels."""

    small: int = 6
    medium: int = 8
    large: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Type sizes as multiples of the system's size, so that text follows what the person set there."""

    small: float = 0.9
    body: float = 1.0
    heading: float = 1.14
    title: float = 1.4
    figure: float = 1.9
    code: float = 3.2
    """What is read out from across the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One theme as a whole."""

    colours: Colours
    space: Space = Space()
    radius: Radius = Radius()
    scale: Scale = Scale()


DARK = Colours(
    dark=True,
    ground="#0e1116",
    surface="#161b22",
    raised="#1d242d",
    field="#0e1319",
    line="#272f3a",
    line_strong="#3a4553",
    edge="#647182",
    text="#e9eef4",
    text_muted="#a3afbd",
    text_faint="#8a97a7",
    accent="#6aaeff",
    accent_fill="#2f6fde",
    accent_fill_hover="#245fc9",
    on_fill="#ffffff",
    good="#4cc38a",
    caution="#f2b84b",
    bad="#ff8379",
    quiet="#98a4b3",
)

LIGHT = Colours(
    dark=False,
    ground="#f3f5f8",
    surface="#ffffff",
    raised="#ffffff",
    field="#ffffff",
    line="#dfe5ec",
    line_strong="#b9c4d0",
    edge="#828d9b",
    text="#151b23",
    text_muted="#4d5968",
    text_faint="#586575",
    accent="#1a5fd0",
    accent_fill="#1f66d9",
    accent_fill_hover="#1857bd",
    on_fill="#ffffff",
    good="#14724a",
    caution="#8a5800",
    bad="#be2d27",
    quiet="#586474",
)


# Behind initials, in both themes: 4.5:1 against ON_PEOPLE, 3:1 against every surface (WCAG 1.4.3, 1.4.11).
PEOPLE = (
    "#496ad4",
    "#835acb",
    "#a949b4",
    "#c63980",
    "#b9512c",
    "#906b15",
    "#537d24",
    "#17815a",
    "#137d88",
    "#2675b2",
)
ON_PEOPLE = "#ffffff"


def blend(under: str, over: str, share: float) -> str:
    """The colour of `over` laid on `under` with opacity `share`, 0 to 1."""
    mixed = (
        round(int(under[place : place + 2], 16) * (1 - share) + int(over[place : place + 2], 16) * share)
        for place in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
