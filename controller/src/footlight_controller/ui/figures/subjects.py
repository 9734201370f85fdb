"""What there is a plot of, and which figures are in it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from footlight_controller.ui.figures.amounts import Unit
from footlight_controller.ui.theme.tokens import Tone

translate = QCoreApplication.translate


class Weight(StrEnum):
    """How a line is drawn."""

    MAIN = "main"
    """With a band from the least to the most of each rollup."""
    THIN = "thin"
    """One of many, behind the main one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in a plot."""

    figure: str
    """As in MetricsPage. A name that ends in a dot stands for all its parts."""
    word: str = ""
    """Of several in one plot."""
    tone: Tone = Tone.ACCENT
    weight: Weight = Weight.MAIN


@dataclass(frozen=True, slots=True)
class Subject:
    """One plot."""

    key: str
    title: str
    unit: Unit
    lines: tuple[Line, ...]
    ceiling: float | None = None
    """Where its axis ends at least."""
    whole: str = ""
    """Figure of which the others are parts: there the axis ends."""
    marks: tuple[Line, ...] = ()
    """Flags that are shown as bands of time."""


def subjects() -> tuple[Subject, ...]:
    """All there can be, in their order."""
    return (
        Subject(
            "cpu",
            translate("Subjects", "Processor"),
            Unit.PERCENT,
            (
                Line("cores_percent.", translate("Subjects", "busiest core"), Tone.QUIET, Weight.THIN),
                Line("cpu_percent", translate("Subjects", "all cores")),
            ),
            ceiling=100.0,
        ),
        Subject("load", translate("Subjects", "Load"), Unit.PLAIN, (Line("load_1"),), ceiling=1.0),
        Subject(
            "memory",
            translate("Subjects", "Memory in use"),
            Unit.BYTES,
            (Line("memory_used_bytes"),),
            whole="memory_total_bytes",
        ),
        Subject(
            "temperature",
            translate("Subjects", "Temperature"),
            Unit.CELSIUS,
            (Line("temperature_c"),),
            ceiling=90.0,
            marks=(
                Line("throttling.under_voltage", translate("Subjects", "voltage too low"), Tone.BAD),
                Line("throttling.throttled", translate("Subjects", "throttled"), Tone.CAUTION),
                Line("throttling.frequency_capped", translate("Subjects", "clock rate capped"), Tone.CAUTION),
                Line("throttling.soft_temperature_limit", translate("Subjects", "heat limit"), Tone.CAUTION),
            ),
        ),
        Subject(
            "frames",
            translate("Subjects", "Frames"),
            Unit.FPS,
            (
                Line("presented_fps", translate("Subjects", "presented")),
                Line("dropped_fps", translate("Subjects", "dropped"), Tone.CAUTION),
            ),
            ceiling=10.0,
        ),
        Subject(
            "network",
            translate("Subjects", "Network"),
            Unit.BYTES_S,
            (
                Line("received_bytes_s", translate("Subjects", "received")),
                Line("sent_bytes_s", translate("Subjects", "sent"), Tone.GOOD),
            ),
            ceiling=10_000.0,
        ),
        Subject(
            "disk",
            translate("Subjects", "Free disk space"),
            Unit.BYTES,
            (Line("disk_free_bytes"),),
            whole="disk_total_bytes",
        ),
        Subject(
            "rss",
            translate("Subjects", "Memory of the player"),
            Unit.BYTES,
            (Line("rss_bytes"),),
            ceiling=100e6,
        ),
        Subject(
            "files",
            translate("Subjects", "Open files of the player"),
            Unit.COUNT,
            (Line("open_files"),),
            ceiling=20.0,
        ),
    )


def figures_of(line: Line, known: Collection[str]) -> list[str]:
    """The figures of those known that a line stands for, in the order of their numbers."""
    if not line.figure.endswith("."):
        return [line.figure] if line.figure in known else []
    parts = [name for name in known if name.startswith(line.figure)]
    return sorted(parts, key=lambda name: (len(name), name))


def subjects_of(known: Collection[str]) -> tuple[Subject, ...]:
    """The plots that a machine with these figures has."""
    return tuple(
        subject for subject in subjects() if any(figures_of(line, known) for line in (*subject.lines, *subject.marks))
    )
