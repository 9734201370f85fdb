"""As whom this controller calls: its site, kept on disk and given to whoever dials."""

import asyncio
import logging
from collections.abc import Callable, Collection

from footlight_common.errors import DirectoryInUse, FootlightError, NoSite, StorageError, TrustError
from footlight_common.security.standing import Offer
from footlight_common.storage import DataDirectory
from footlight_controller.services.dialer import Dialer
from footlight_controller.services.site import Site
from footlight_controller.services.site_file import NO_SITE, SiteFile

_log = logging.getLogger(__name__)


class Membership:
    """The site in force. Called on the core thread alone."""

    def __init__(
        self,
        file: SiteFile,
        dialer: Dialer,
        changed: Callable[[Site], None],
        *,
        keep: bool = True,
        rested: Callable[[], None],
    ) -> None:
        """`changed` hears of each site, and each newer state of it, that is in force from then on.

        Without `keep` what is learned from players is written at the end alone, and only when no other process owns
        the directory then. `rested` is called when `idle` may be true again.
        """
        self._file = file
        self._dialer = dialer
        self._changed = changed
        self._keep = keep
        self._rested = rested
        self._learned = False
        self._site: Site | None = None
        self._hearing: set[asyncio.Task[None]] = set()
        self.turn = asyncio.Lock()
        """Held by whoever makes another state of the site: two at once would both begin from the same one."""

    async def start(self) -> str:
        """Take the site from the disk. Returns why it cannot be used, for the user; empty when all is well."""
        try:
            site = await asyncio.to_thread(self._file.load)
        except (StorageError, TrustError) as err:
            # Those who want to see what there is may; whatever needs the site says that there is none.
            return str(err)
        if site is not None:
            await self._use(site)
        return ""

    async def close(self) -> None:
        """Let what was heard be kept. A second time does nothing."""
        await asyncio.gather(*self._hearing, return_exceptions=True)
        if self._learned and self._site is not None:
            self._learned = False
            await asyncio.to_thread(self._keep_if_free, self._site)

    @property
    def site(self) -> Site:
        """Raises NoSite."""
        if self._site is None:
            raise NoSite(NO_SITE)
        return self._site

    async def take(self, site: Site) -> None:
        """Belong to this site from now on, or have this newer state of it. Raises StorageError.

        Whoever made it from the one in force holds `turn` since then.
        """
        await asyncio.to_thread(self._file.save, site)
        await self._use(site)

    def hear(self, offer: Offer | None, revoked: Collection[str] = ()) -> None:
        """What a player said: a roster, and keys that were taken back. Looked at soon; what is of no use is logged."""
        if self._site is None or (not revoked and (offer is None or self._has(offer))):
            return
        task = asyncio.get_running_loop().create_task(self._look_at(offer, revoked), name="roster-heard")
        self._hearing.add(task)
        task.add_done_callback(self._done_hearing)

    def _done_hearing(self, task: asyncio.Task[None]) -> None:
        self._hearing.discard(task)
        self._rested()

    async def offered(self, offer: Offer | None, revoked: Collection[str] = ()) -> None:
        """Take the roster if it is newer, on disk when this returns; and remove again whom a backup brought back.

        Raises NoSite, RosterRefused, StorageError; all is as before then.
        """
        async with self.turn:
            before = self.site
            site = await asyncio.to_thread(self._after, before, offer, revoked)
            if site is before:
                return
            if self._keep:
                await self.take(site)
            else:
                self._learned = True
                await self._use(site)

    @property
    def idle(self) -> bool:
        """Whether everything that was heard was looked at."""
        return not self._hearing

    async def settled(self) -> None:
        """What was heard until now was looked at."""
        await asyncio.gather(*self._hearing, return_exceptions=True)

    def _keep_if_free(self, site: Site) -> None:
        try:
            with DataDirectory(self._file.path.parent):
                kept = self._file.load()
                # Another command may have changed it meanwhile.
                if kept is not None and kept.id == site.id and kept.standing.place < site.standing.place:
                    self._file.save(site)
        except DirectoryInUse:
            _log.info("another process owns the directory, and hears of the newer team itself")
        except (StorageError, TrustError) as err:
            _log.warning("the newer team is not kept: %s", err)

    def _after(self, site: Site, offer: Offer | None, revoked: Collection[str]) -> Site:
        if offer is not None and not self._has(offer):
            site = site.after(offer)
        return site.without_removed(revoked) if self._keep else site

    def _has(self, offer: Offer) -> bool:
        return self._site is not None and offer.roster.signature == self._site.standing.signed.signature

    async def _look_at(self, offer: Offer | None, revoked: Collection[str]) -> None:
        try:
            await self.offered(offer, revoked)
        except FootlightError as err:
            _log.log(
                logging.WARNING if isinstance(err, StorageError) else logging.INFO,
                "the roster of a player was not taken: %s",
                err,
            )

    async def _use(self, site: Site) -> None:
        self._site = site
        await self._dialer.use(site)
        self._changed(site)
