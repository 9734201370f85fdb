"""The encrypted backup of a site as a file that people choose."""

import os
from pathlib import Path

from footlight_common.errors import BackupFailed
from footlight_common.security.site_backup import MAX_BACKUP_BYTES


def read_backup(file: Path) -> bytes:
    """No more of it than a backup can have. Blocks. Raises BackupFailed."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BACKUP_BYTES + 1)
    except OSError as err:
        msg = f"cannot read {file}: {err.strerror}."
        raise BackupFailed(msg) from err


def write_backup(file: Path, data: bytes) -> None:
    """Into a new file that this account alone can read. Blocks. Raises BackupFailed; nothing is left then."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as err:
        msg = f"cannot make {file}: {err.strerror}. Choose another name."
        raise BackupFailed(msg) from err
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as err:
        file.unlink(missing_ok=True)
        msg = f"cannot save {file}: {err.strerror}. Nothing was kept."
        raise BackupFailed(msg) from err
