"""Finds players and inviting controllers by Zeroconf: hints of what may be dialled now, trusted with nothing else."""

import asyncio
import contextlib
import errno
import ipaddress
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ifaddr
from zeroconf import (
    DNSQuestionType,
    InterfaceChoice,
    IPVersion,
    RecordUpdate,
    RecordUpdateListener,
    ServiceStateChange,
    Zeroconf,
)
from zeroconf import Error as ZeroconfError
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from footlight_common.clock import Clock
from footlight_common.discovery import SERVICE_TYPE, Address, PlayerRecord
from footlight_controller.core.site_view import Inviter
from footlight_controller.services.inviter_record import JOIN_SERVICE_TYPE, InviterRecord
from footlight_controller.services.reach import Reach, is_own_host

_log = logging.getLogger(__name__)

RESOLVE_MS = 3000
INTERFACE_POLL_S = 60.0
# async_close can hang on a dead interface.
CLOSE_DEADLINE_S = 1.0
_TYPE_SRV = 33  # RFC 2782
# More than any LAN has; a neighbour who announces more is not to make us dial them all.
MAX_SIGHTINGS = 1000
MAX_INVITERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A player that announces itself."""

    record: PlayerRecord
    addresses: tuple[Address, ...]


def open_zeroconf(reach: Reach) -> AsyncZeroconf:
    """The one mDNS endpoint of this process, on the interfaces within reach. Raises OSError or RuntimeError."""
    if reach.host is None:
        return AsyncZeroconf(interfaces=InterfaceChoice.All)
    # WORKAROUND zeroconf 0.154: it leaves a socket open when it fails over an address that this machine does not have.
    if not is_own_host(reach.host):
        msg = f"this machine has no address {reach.host}"
        raise OSError(msg)
    return AsyncZeroconf(interfaces=[reach.host])


class Discovery(RecordUpdateListener):
    """Browses from `start` to `close`, on the core thread."""

    def __init__(
        self,
        reach: Reach,
        clock: Clock,
        *,
        make_zeroconf: Callable[[Reach], AsyncZeroconf] = open_zeroconf,
    ) -> None:
        self._reach = reach
        self._clock = clock
        self._make_zeroconf = make_zeroconf
        self._on_sighting: Callable[[Sighting], None] = lambda _: None
        self._on_trouble: Callable[[str], None] = lambda _: None
        self._on_gone: Callable[[str], None] = lambda _: None
        self._zeroconf: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._watch: asyncio.Task[None] | None = None
        self._lookups: dict[str, asyncio.Task[None]] = {}
        self._sightings: dict[str, Sighting] = {}
        self._on_inviters: Callable[[], None] = lambda: None
        self._inviters: dict[str, Inviter] = {}
        self._announced: AsyncServiceInfo | None = None
        self._announcing: asyncio.Task[None] | None = None
        self._interfaces: frozenset[str] = frozenset()

    @property
    def sightings(self) -> list[Sighting]:
        """Who announces itself now, one for each id: seen, and not withdrawn."""
        # The latest wins: a player that was renamed in a crash never took its old name back.
        return list({sighting.record.id: sighting for sighting in self._sightings.values()}.values())

    @property
    def inviters(self) -> tuple[Inviter, ...]:
        """Who says now that somebody may join there, this controller left out."""
        own = self._announced.name if self._announced else ""
        return tuple(inviter for name, inviter in self._inviters.items() if name != own)

    async def start(
        self,
        on_sighting: Callable[[Sighting], None],
        on_trouble: Callable[[str], None],
        on_gone: Callable[[str], None] = lambda _: None,
        on_inviters: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin to browse.

        `on_sighting` hears of every announcement, also a repeated one. `on_trouble` is given a warning for the user
        when there is no mDNS, which is tried again from time to time, and an empty text when there is. `on_gone` is
        given the id of a player that announces itself no more. `on_inviters` is called when `inviters` changed.
        """
        self._on_sighting = on_sighting
        self._on_trouble = on_trouble
        self._on_gone = on_gone
        self._on_inviters = on_inviters
        self._interfaces = await asyncio.to_thread(_interfaces)
        self._open()
        self._watch = asyncio.create_task(self._watch_interfaces(), name="discovery-interfaces")

    def announce(self, record: InviterRecord, port: int, addresses: Sequence[str]) -> None:
        """Say that somebody may join here, until `withdraw`. Without mDNS it is said as soon as there is some."""
        self._announced = record.announced(port, addresses)
        self._say()

    async def withdraw(self) -> None:
        """Say it no more."""
        announced, self._announced = self._announced, None
        announcing, self._announcing = self._announcing, None
        if announcing is not None:
            announcing.cancel()
            await asyncio.gather(announcing, return_exceptions=True)
        if announced is not None and self._zeroconf is not None:
            with contextlib.suppress(TimeoutError, OSError, ZeroconfError, KeyError):
                async with asyncio.timeout(CLOSE_DEADLINE_S):
                    await (await self._zeroconf.async_unregister_service(announced))

    async def close(self) -> None:
        """Stop browsing, within about CLOSE_DEADLINE_S."""
        tasks = [task for task in (self._watch, self._announcing, *self._lookups.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._shut()

    def _open(self) -> None:
        try:
            self._zeroconf = self._make_zeroconf(self._reach)
        # RuntimeError is what zeroconf raises when there is no interface at all.
        except (OSError, ZeroconfError, RuntimeError) as err:
            self._on_trouble(
                f"Players cannot be found by themselves: mDNS does not start ({_why(err)}). "
                "Known players are still dialled, and others can be added by address."
            )
            _log.info("no mDNS: %s", err)
            return
        self._on_trouble("")
        zeroconf = self._zeroconf.zeroconf
        zeroconf.async_add_listener(self, None)
        # QM: an answer to QU goes to the one port 5353, and so to whichever process the kernel picks.
        self._browser = AsyncServiceBrowser(
            zeroconf, [SERVICE_TYPE, JOIN_SERVICE_TYPE], handlers=[self._on_change], question_type=DNSQuestionType.QM
        )
        self._say()

    def _say(self) -> None:
        if self._announced is None or self._zeroconf is None:
            return
        if self._announcing is not None:
            self._announcing.cancel()
        self._announcing = asyncio.create_task(self._register(self._zeroconf, self._announced), name="announcing")

    async def _register(self, zeroconf: AsyncZeroconf, announced: AsyncServiceInfo) -> None:
        try:
            await (await zeroconf.async_register_service(announced))
        except (OSError, ZeroconfError) as err:
            _log.info("the invitation is not announced: %s", err)

    async def _shut(self) -> None:
        zeroconf, self._zeroconf = self._zeroconf, None
        browser, self._browser = self._browser, None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_DEADLINE_S):
                if browser is not None:
                    await browser.async_cancel()
                if zeroconf is not None:
                    zeroconf.zeroconf.async_remove_listener(self)
                    await zeroconf.async_close()

    async def _watch_interfaces(self) -> None:
        while True:
            await self._clock.sleep(INTERFACE_POLL_S)
            interfaces = await asyncio.to_thread(_interfaces)
            if self._zeroconf is None:
                self._open()
            elif interfaces != self._interfaces:
                _log.info("the network interfaces changed")
                try:
                    await self._zeroconf.async_update_interfaces()
                except (OSError, ZeroconfError, RuntimeError) as err:
                    _log.info("mDNS starts anew: %s", err)
                    await self._shut()
                    # What is withdrawn meanwhile would never be heard.
                    for name in [*self._sightings, *self._inviters]:
                        self._withdraw(name)
                    self._open()
            self._interfaces = interfaces

    def _on_change(self, *, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Removed:
            # An answer that is still on its way is older than the withdrawal.
            if lookup := self._lookups.pop(name, None):
                lookup.cancel()
            self._withdraw(name)
        else:
            self._look_up(zeroconf, service_type, name)

    def _withdraw(self, name: str) -> None:
        if self._inviters.pop(name, None) is not None:
            self._on_inviters()
        gone = self._sightings.pop(name, None)
        if gone is not None and all(left.record.id != gone.record.id for left in self._sightings.values()):
            self._on_gone(gone.record.id)

    def async_update_records(self, zc: Zeroconf, now: float, records: list[RecordUpdate]) -> None:
        """Called by zeroconf for every record that arrives.

        The browser stays silent when a player comes back with the same announcement as before; that is when a link
        most wants to know.
        """
        for update in records:
            repeated = update.old is not None and not update.new.is_expired(now)
            if repeated and update.new.type == _TYPE_SRV and update.new.name.endswith(f".{SERVICE_TYPE}"):
                self._look_up(zc, SERVICE_TYPE, update.new.name)

    def _look_up(self, zeroconf: Zeroconf, service_type: str, name: str) -> None:
        players = service_type == SERVICE_TYPE
        seen, most = (self._sightings, MAX_SIGHTINGS) if players else (self._inviters, MAX_INVITERS)
        if name in self._lookups or (len(seen) >= most and name not in seen):
            return
        take = self._take_player if players else self._take_inviter
        task = asyncio.create_task(self._resolve(zeroconf, service_type, name, take), name="discovery-lookup")
        self._lookups[name] = task
        task.add_done_callback(lambda _: self._lookups.pop(name, None))

    async def _resolve(
        self, zeroconf: Zeroconf, service_type: str, name: str, take: Callable[[AsyncServiceInfo], None]
    ) -> None:
        info = AsyncServiceInfo(service_type, name)
        if not info.load_from_cache(zeroconf):
            try:
                found = await info.async_request(zeroconf, RESOLVE_MS, question_type=DNSQuestionType.QM)
            except (OSError, ZeroconfError) as err:
                _log.debug("cannot look up %r: %s", name, err)
                return
            if not found:
                return
        take(info)

    def _take_player(self, info: AsyncServiceInfo) -> None:
        record = PlayerRecord.from_txt(info.properties)
        addresses = self._addresses(info)
        if record is not None and addresses:
            sighting = Sighting(record=record, addresses=addresses)
            self._sightings.pop(info.name, None)
            self._sightings[info.name] = sighting
            self._on_sighting(sighting)

    def _take_inviter(self, info: AsyncServiceInfo) -> None:
        record = InviterRecord.from_txt(info.properties)
        addresses = self._addresses(info)
        if record is not None and addresses:
            self._inviters[info.name] = Inviter(id=record.id, name=record.name, addresses=addresses)
            self._on_inviters()

    def _addresses(self, info: AsyncServiceInfo) -> tuple[Address, ...]:
        ips = [ipaddress.ip_address(ip.partition("%")[0]) for ip in info.parsed_scoped_addresses(IPVersion.All)]
        usable = [
            str(ip) for ip in ips if not ip.is_link_local and not ip.is_unspecified and self._reach.allows(str(ip))
        ]
        return tuple(Address(host=ip, port=info.port) for ip in usable) if info.port else ()


def _why(err: Exception) -> str:
    if isinstance(err, OSError) and err.errno == errno.EADDRINUSE:
        return "another program holds UDP port 5353 for itself"
    return (err.strerror if isinstance(err, OSError) else None) or str(err)


def _interfaces() -> frozenset[str]:
    return frozenset(f"{adapter.name} {ip.ip}" for adapter in ifaddr.get_adapters() for ip in adapter.ips)
