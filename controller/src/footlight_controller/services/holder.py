"""Who holds the lock of a data directory, as far as the system tells."""

import pwd
from pathlib import Path

_LOCKS = Path("/proc/locks")


def holder_of(data_dir: Path) -> str:
    """For a person: `footlight watch (process 4711 of the user office)`; empty where it cannot be found out."""
    try:
        inode = (data_dir / ".lock").stat().st_ino
        # proc_locks(5): number, FLOCK, ADVISORY, WRITE, process, device:inode, first, last.
        rows = (line.split() for line in _LOCKS.read_text().splitlines())
        process = next(row[4] for row in rows if len(row) > 5 and row[5].rpartition(":")[2] == str(inode))
        place = Path("/proc", process)
        user = pwd.getpwuid(place.stat().st_uid).pw_name
        words = (place / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except (OSError, StopIteration, KeyError, ValueError):
        return ""
    # An interpreter says nothing; the program it runs does.
    named = words[1:] if "python" in Path(words[0]).name and len(words) > 1 else words
    program = " ".join([Path(named[0]).name, *(word for word in named[1:2] if word.isalpha())])
    return f"{program} (process {process} of the user {user})"
