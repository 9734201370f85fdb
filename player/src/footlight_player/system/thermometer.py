"""How hot the processor is."""

from collections.abc import Iterator
from pathlib import Path

from footlight_player.system.kernel_files import SYS, number_in, text_of

# Sensors inside the processor: Raspberry Pi, other boards, Intel, AMD.
_SENSORS = ("cpu_thermal", "soc_thermal", "cpu0_thermal", "coretemp", "k10temp", "zenpower")
_ZONES = ("cpu-thermal", "soc-thermal", "cpu0-thermal", "x86_pkg_temp")
# A sensor that is read while it sleeps says anything.
_POSSIBLE_C = (-50.0, 150.0)


class Thermometer:
    """Looks for the sensor once and reads it then. Blocks."""

    def __init__(self, sys: Path = SYS) -> None:
        self._sys = sys
        self._file: Path | None = None

    def read_c(self) -> float | None:
        """Degrees Celsius; None where there is no sensor."""
        if self._file is None:
            self._file = next(self._candidates(), None)
        if self._file is None:
            return None
        milli = number_in(self._file)
        if milli is None:
            # Drivers may come back under another number.
            self._file = None
            return None
        celsius = milli / 1000
        return celsius if _POSSIBLE_C[0] <= celsius <= _POSSIBLE_C[1] else None

    def _candidates(self) -> Iterator[Path]:
        for names, pattern, label, value in (
            (_SENSORS, "class/hwmon/hwmon*", "name", "temp1_input"),
            (_ZONES, "class/thermal/thermal_zone*", "type", "temp"),
        ):
            places = [(text_of(place / label), place / value) for place in sorted(self._sys.glob(pattern))]
            for name in names:
                yield from (file for found, file in places if found == name and number_in(file) is not None)
