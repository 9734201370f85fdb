import time
from pathlib import Path

import pytest

from footlight_common.clock import ManualClock
from footlight_player.services.host_figures import HostProbe
from footlight_player.system.machine import Machine


@pytest.mark.allow_blocking
async def test_the_first_reading_of_the_load_is_that_since_the_start():
    probe = HostProbe(ManualClock(), Machine(Path("/")))
    end_s = time.monotonic() + 0.3
    while time.monotonic() < end_s:
        pass
    await probe.refresh()
    assert 10 < probe.figures.cpu_percent <= 100
