"""Trees of real files, as the kernel would show them."""

from pathlib import Path


def make(root: Path, files: dict[str, str]) -> Path:
    """Write these files below `root`; those that are there are replaced."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def cpu_lines(*cores: tuple[int, int]) -> str:
    """/proc/stat of processors that were busy and idle for so many hundredths of a second."""
    lines = [f"cpu{number} {busy} 0 0 {idle} 0 0 0 0 0 0" for number, (busy, idle) in enumerate(cores)]
    busy, idle = (sum(each) for each in zip(*cores, strict=True))
    return "\n".join([f"cpu  {busy} 0 0 {idle} 0 0 0 0 0 0", *lines, "ctxt 1", "btime 1700000000", ""])


def interface_lines(**interfaces: tuple[int, int]) -> str:
    """/proc/net/dev of interfaces that received and sent so many bytes."""
    head = "Inter-| Receive | Transmit\n face |bytes packets errs ... |bytes packets errs ...\n"
    return head + "".join(
        f"{name:>6}: {received} 1 0 0 0 0 0 0 {sent} 1 0 0 0 0 0 0\n" for name, (received, sent) in interfaces.items()
    )


MEMINFO = """MemTotal:        4000000 kB
MemFree:          500000 kB
MemAvailable:    3000000 kB
Buffers:          100000 kB
Cached:          1000000 kB
SReclaimable:      10000 kB
Shmem:             10000 kB
Active:           500000 kB
Inactive:         500000 kB
"""

RASPBERRY_PI = {
    "class/hwmon/hwmon0/name": "rpi_volt\n",
    "class/hwmon/hwmon0/in0_lcrit_alarm": "0\n",
    "class/hwmon/hwmon1/name": "cpu_thermal\n",
    "class/hwmon/hwmon1/temp1_input": "48312\n",
    "class/thermal/thermal_zone0/type": "cpu-thermal\n",
    "class/thermal/thermal_zone0/temp": "48312\n",
    "devices/platform/soc/soc:firmware/get_throttled": "50000\n",
    "block/mmcblk0/device/life_time": "0x02 0x03\n",
    "block/mmcblk0/size": "62333952\n",
}
