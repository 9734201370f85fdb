"""Measures what the names on the command line say, or everything, and prints one table."""

import importlib
import sys
import time
from collections.abc import Sequence

from benchmarks.row import Row

NAMES = ("link_latency", "hand_off", "kiosk_cpu", "screenshots", "trust", "history", "metrics", "timeline", "fleet")
HEADINGS = ("what", "unit", "ours", "peer", "ratio", "target", "", "beside, notes")


def measure(name: str) -> list[Row]:
    """The rows of one benchmark; one that says why, if it could not be measured."""
    try:
        rows: list[Row] = importlib.import_module(f"benchmarks.{name}").measure()
    except Exception as err:  # noqa: BLE001  the others are worth having all the same
        return [Row(name=name, unit="", ours=None, note=f"not measured: {type(err).__name__}: {err}")]
    return rows


def cells(row: Row) -> tuple[str, ...]:
    """A row as texts in the order of HEADINGS."""
    limits = [f"<= {row.max_ours:g} {row.unit}" if row.max_ours is not None else ""]
    limits += [f"ratio <= {row.max_ratio:g}" if row.max_ratio is not None else ""]
    verdict = {True: "met", False: "MISSED", None: ""}[row.met]
    return (
        row.name,
        row.unit,
        figure(row.ours),
        figure(row.peer),
        figure(row.ratio),
        ", ".join(filter(None, limits)),
        verdict,
        "; ".join(filter(None, (row.peer_name, row.note))),
    )


def figure(value: float | None) -> str:
    """Three figures that mean something; a dash for none."""
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def table(rows: Sequence[Row]) -> str:
    """The rows under their headings, in columns."""
    lines = [HEADINGS, *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS) - 1)]
    rule = "  ".join("-" * width for width in widths) + "  " + "-" * len(HEADINGS[-1])
    texts = [
        "  ".join([*(text.ljust(width) for text, width in zip(line, widths, strict=False)), line[-1]]) for line in lines
    ]
    return "\n".join([texts[0], rule, *texts[1:]])


def main(arguments: Sequence[str]) -> int:
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in arguments or NAMES:
        begin_s = time.monotonic()
        print(f"measuring {name} ...", end=" ", file=sys.stderr, flush=True)
        rows += measure(name)
        print(f"{time.monotonic() - begin_s:.0f} s", file=sys.stderr)
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
