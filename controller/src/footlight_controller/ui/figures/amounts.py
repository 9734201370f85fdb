"""Figures in words, and round places on their axes, each in its unit."""

import math
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from footlight_controller.ui.player.figures import number, size

translate = QCoreApplication.translate


class Unit(StrEnum):
    """What a figure counts."""

    PERCENT = "percent"
    PLAIN = "plain"
    """Such as the load."""
    COUNT = "count"
    BYTES = "bytes"
    BYTES_S = "bytes_s"
    CELSIUS = "celsius"
    FPS = "fps"


def worded(value: float, unit: Unit) -> str:
    """With its unit, as precise as people read it."""
    match unit:
        case Unit.PERCENT:
            return translate("Amounts", "{} %").format(number(value, 0 if value >= 10 or value == 0 else 1))
        case Unit.PLAIN:
            return number(value, 2)
        case Unit.COUNT:
            return number(value)
        case Unit.BYTES:
            return size(round(value))
        case Unit.BYTES_S:
            return translate("Amounts", "{}/s").format(size(round(value)))
        case Unit.CELSIUS:
            return translate("Amounts", "{} °C").format(number(value, 1))
        case Unit.FPS:
            return translate("Amounts", "{} fps").format(number(value, 1))


def on_axis(value: float, unit: Unit) -> str:
    """A round value in little room."""
    match unit:
        case Unit.PERCENT:
            return translate("Amounts", "{} %").format(number(value))
        case Unit.CELSIUS:
            return translate("Amounts", "{} °").format(number(value))
        case Unit.BYTES | Unit.BYTES_S:
            text = size(round(value)) if value else "0"
            # A round value has no need of the digit behind its point.
            text = text.replace(f"{number(0.0, 1)[1:]} ", " ")
            return translate("Amounts", "{}/s").format(text) if unit is Unit.BYTES_S and value else text
        case _:
            return number(
                value, 0 if value == round(value) else 1 if math.isclose(10 * value, round(10 * value)) else 2
            )


def round_steps(low: float, high: float, most: int, unit: Unit) -> list[float]:
    """Round values from `low` to `high` or a little above, at most `most` + 2, evenly apart."""
    raw = max(high - low, 1e-9) / max(1, most)
    power = 10.0 ** math.floor(math.log10(raw))
    if unit in (Unit.COUNT, Unit.BYTES, Unit.BYTES_S, Unit.PERCENT, Unit.FPS):
        power = max(power, 1.0)
    step = next(power * factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if power * factor >= raw * 0.999)
    if unit is Unit.COUNT:
        step = math.ceil(step)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [place * step for place in range(first, max(last, first + 1) + 1)]
