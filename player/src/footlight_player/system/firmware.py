"""What the firmware of a Raspberry Pi says of its power supply and its heat."""

import re
import shutil
import subprocess
from pathlib import Path

from footlight_common.model.metrics import Throttling
from footlight_player.system.kernel_files import SYS, number_in, text_of

# Raspberry Pi documentation, `vcgencmd get_throttled`: these bits are so now, and 16 bits on they were so once.
_UNDER_VOLTAGE, _CAPPED, _THROTTLED, _SOFT_LIMIT = 1, 2, 4, 8
_NOW, _SINCE_BOOT = 0xF, 16
# A program that is started costs some milliseconds of a small processor.
_PROGRAM_PAUSE_S = 10.0
_PROGRAM_DEADLINE_S = 2.0
_ANSWER = re.compile(r"throttled=0x([0-9a-fA-F]{1,8})")


class Firmware:
    """Reads the flags, from the first place that has them. Blocks.

    Flags that happened are remembered here as well: the kernel clears those of the firmware whenever it looks.
    """

    def __init__(self, sys: Path = SYS, program: str | None = None) -> None:
        """`program` is `vcgencmd`, looked for when it is None; empty for none."""
        self._sys = sys
        self._program = shutil.which("vcgencmd") if program is None else program
        self._happened = 0
        self._asked: tuple[float, int | None] | None = None

    def read(self, monotonic_s: float) -> Throttling | None:
        """The flags; None where nothing has them."""
        bits = self._bits(monotonic_s)
        if bits is None:
            return None
        self._happened |= (bits | bits >> _SINCE_BOOT) & _NOW
        happened = self._happened
        return Throttling(
            under_voltage=bool(bits & _UNDER_VOLTAGE),
            frequency_capped=bool(bits & _CAPPED),
            throttled=bool(bits & _THROTTLED),
            soft_temperature_limit=bool(bits & _SOFT_LIMIT),
            under_voltage_since_boot=bool(happened & _UNDER_VOLTAGE),
            frequency_capped_since_boot=bool(happened & _CAPPED),
            throttled_since_boot=bool(happened & _THROTTLED),
            soft_temperature_limit_since_boot=bool(happened & _SOFT_LIMIT),
        )

    def _bits(self, monotonic_s: float) -> int | None:
        # The Pi 5 has the address of its peripherals in the name.
        for path in sorted(self._sys.glob("devices/platform/soc*/soc*:firmware/get_throttled")):
            if (bits := number_in(path, 16)) is not None:
                return bits
        if self._program and (bits := self._ask(self._program, monotonic_s)) is not None:
            return bits
        # A kernel without those of the foundation knows of under-voltage alone.
        for place in sorted(self._sys.glob("class/hwmon/hwmon*")):
            if text_of(place / "name") == "rpi_volt":
                alarm = number_in(place / "in0_lcrit_alarm")
                return None if alarm is None else _UNDER_VOLTAGE if alarm else 0
        return None

    def _ask(self, program: str, monotonic_s: float) -> int | None:
        if self._asked is None or monotonic_s - self._asked[0] >= _PROGRAM_PAUSE_S:
            self._asked = monotonic_s, _run(program)
        return self._asked[1]


def _run(program: str) -> int | None:
    try:
        answer = subprocess.run(  # noqa: S603  of the system, without a word from outside
            [program, "get_throttled"], capture_output=True, text=True, check=False, timeout=_PROGRAM_DEADLINE_S
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = _ANSWER.search(answer.stdout)
    return None if found is None else int(found[1], 16)
