"""All that a player keeps on disk, in its data directory."""

from pathlib import Path

from footlight_common.clock import Clock
from footlight_common.storage import DataDirectory, Store
from footlight_player.services.identity import IdentityRecord
from footlight_player.services.resume import RESUME_DEBOUNCE_S, Resume
from footlight_player.services.trust_record import TrustRecord


class Home:
    """Opens the directory and reads what is in it, so make it before the loop runs.

    Raises:
        DirectoryInUse: another process has it.
        StorageError: it cannot be made, read or written.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.audit_path = path / "audit.db"
        self.history_path = path / "history.db"
        self.metrics_path = path / "metrics.db"
        self._directory = DataDirectory(path)
        try:
            identity = Store(path / "identity.json", clock, debounce_s=0.0)
            playlists = Store(path / "playlist.json", clock, debounce_s=RESUME_DEBOUNCE_S)
            trust = Store(path / "trust.json", clock, debounce_s=0.0)
            places = Store(path / "place.json", clock, debounce_s=RESUME_DEBOUNCE_S)
        except BaseException:
            self._directory.close()
            raise
        self._stores = (identity, trust, playlists, places)
        self.identity = IdentityRecord(identity)
        self.trust = TrustRecord(trust)
        self.resume = Resume(playlists, places, clock)

    async def forget_site(self) -> None:
        """Reset a player that does not run. Raises StorageError."""
        try:
            await self.trust.forget()
        finally:
            await self.save()

    async def save(self) -> None:
        """Write what has changed; bounded."""
        for store in self._stores:
            await store.close()

    def close(self) -> None:
        """Let another process have the directory."""
        self._directory.close()
