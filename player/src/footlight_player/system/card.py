"""How worn the card is that the player lives on."""

import re
from pathlib import Path

from footlight_player.system.kernel_files import SYS, text_of

_STEPS = re.compile("0x([0-9a-fA-F]{2})")
# JEDEC eMMC 5.0, DEVICE_LIFE_TIME_EST: tenths of the life, and 11 for more than all of it; 0 is not said.
_MOST = 11


def life_used_percent(sys: Path = SYS) -> float | None:
    """At most so much of the life of the most worn eMMC is used, in steps of 10; over 100 when it is past its end.

    None where none says so: SD cards have no such figure.
    """
    said = (text_of(path) or "" for path in sys.glob("block/mmcblk*/device/life_time"))
    steps = [step for text in said for each in _STEPS.findall(text) if 1 <= (step := int(each, 16)) <= _MOST]
    return 10.0 * max(steps) if steps else None
