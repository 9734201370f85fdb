"""How much goes over the network."""

import psutil

_LOOPBACK = "lo"


class Traffic:
    """Compares the counters of the interfaces with those of the time before. Blocks."""

    def __init__(self) -> None:
        self._before_s: float | None = None
        self._before: dict[str, tuple[int, int]] = {}

    def read_bytes_s(self, monotonic_s: float) -> tuple[float | None, float | None]:
        """Received and sent a second since the time before, by all but the loopback; None the first time.

        An interface that came, went, or began to count anew says nothing this time.
        """
        before_s, before = self._before_s, self._before
        self._before_s, self._before = monotonic_s, _counted()
        if before_s is None or monotonic_s <= before_s or not self._before:
            return None, None
        received = sent = 0
        for name, (now_received, now_sent) in self._before.items():
            was_received, was_sent = before.get(name, (now_received, now_sent))
            if now_received >= was_received and now_sent >= was_sent:
                received += now_received - was_received
                sent += now_sent - was_sent
        passed_s = monotonic_s - before_s
        return round(received / passed_s, 1), round(sent / passed_s, 1)


def _counted() -> dict[str, tuple[int, int]]:
    # psutil's own correction would add up over the life of the process what one interface counted under many names.
    counters = psutil.net_io_counters(pernic=True, nowrap=False)
    return {name: (each.bytes_recv, each.bytes_sent) for name, each in counters.items() if name != _LOOPBACK}
