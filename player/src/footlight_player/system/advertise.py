"""Announces players by Zeroconf."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable

from zeroconf import Error as ZeroconfError
from zeroconf import InterfaceChoice, NonUniqueNameException
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from footlight_common.clock import Clock
from footlight_common.discovery import SERVICE_TYPE, PlayerRecord
from footlight_player.system.network import LOOPBACK, is_loopback, reached_at

_log = logging.getLogger(__name__)

# Nothing tells a program that a cable was plugged in; a minute is soon enough for a screen.
ADDRESS_POLL_S = 60.0
# A player that was killed and started again can meet the last packets of its former self.
CONFLICT_WAIT_S = 2.0
GOODBYE_S = 1.0
_WITHOUT = "Players are not found by themselves; in the controller, add them by address."


class Advertiser:
    """All players of this process, on one Zeroconf. Without mDNS it says so once, and everything else works on."""

    def __init__(self, host: str, clock: Clock) -> None:
        self._host = host
        self._clock = clock
        self.addresses: tuple[str, ...] = ()
        """Where players of this process are reached, best first."""
        self._zeroconf: AsyncZeroconf | None = None
        self._services: list[AsyncServiceInfo] = []
        # Of one player one thing at a time, or it would find its own name taken.
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def start(self) -> None:
        """Open the sockets."""
        self.addresses = await asyncio.to_thread(reached_at, self._host)
        try:
            self._zeroconf = AsyncZeroconf(interfaces=self._interfaces())
            await self._zeroconf.zeroconf.async_wait_for_start()
        except (OSError, ZeroconfError, RuntimeError) as err:
            _log.warning("mDNS does not work here (%s). %s", getattr(err, "strerror", None) or err, _WITHOUT)
            await self.close()

    async def announce(self, record: PlayerRecord, port: int) -> None:
        """Announce one player. Returns when its name proved free and the first announcement is out."""
        async with self._turns[record.id]:
            await self._announce(record, port)

    async def rename(self, record: PlayerRecord, port: int) -> None:
        """Announce a player under its new name, and the old one as gone."""
        async with self._turns[record.id]:
            for service in [service for service in self._services if service.server == record.host]:
                self._services.remove(service)
                if self._zeroconf is not None:
                    await (await self._zeroconf.async_unregister_service(service))
            await self._announce(record, port)

    async def follow_addresses(self, changed: Callable[[tuple[str, ...]], None]) -> None:
        """Announce again and call `changed` when the machine's addresses change, until cancelled."""
        while True:
            await self._clock.sleep(ADDRESS_POLL_S)
            addresses = await asyncio.to_thread(reached_at, self._host)
            if addresses == self.addresses:
                continue
            _log.info("the addresses are now %s", ", ".join(addresses))
            self.addresses = addresses
            changed(addresses)
            try:
                await self._announce_again()
            except (OSError, ZeroconfError) as err:
                _log.warning("the new addresses could not be announced (%s). %s", err, _WITHOUT)

    async def close(self) -> None:
        """Say goodbye for all players, within GOODBYE_S."""
        if self._zeroconf is None:
            return
        closing, self._zeroconf = self._zeroconf, None
        try:
            async with asyncio.timeout(GOODBYE_S):
                await closing.async_close()
        except (TimeoutError, OSError, ZeroconfError) as err:
            _log.info("mDNS was closed without a goodbye: %r", err)

    async def _announce(self, record: PlayerRecord, port: int) -> None:
        zeroconf = self._zeroconf
        if zeroconf is None:
            return
        service = AsyncServiceInfo(
            SERVICE_TYPE,
            record.instance,
            port=port,
            properties=record.to_txt(),
            server=record.host,
            parsed_addresses=list(self.addresses),
        )
        try:
            try:
                await self._register(zeroconf, service)
            except NonUniqueNameException:
                await self._clock.sleep(CONFLICT_WAIT_S)
                await self._register(zeroconf, service, allow_name_change=True)
        except (OSError, ZeroconfError) as err:
            if self._zeroconf is None:
                # Closed meanwhile: there is nothing to announce any more.
                return
            _log.warning("%s could not be announced (%s). %s", record.name, str(err) or type(err).__name__, _WITHOUT)

    async def _announce_again(self) -> None:
        if self._zeroconf is None:
            return
        await self._zeroconf.async_update_interfaces(self._interfaces())
        for service in self._services:
            service.addresses = list(self.addresses)
            await self._zeroconf.async_update_service(service)

    async def _register(self, zeroconf: AsyncZeroconf, service: AsyncServiceInfo, **how: bool) -> None:
        await zeroconf.async_register_service(service, **how)
        self._services.append(service)

    def _interfaces(self) -> InterfaceChoice | list[str]:
        if is_loopback(self._host):
            return [LOOPBACK]
        if any(":" in address for address in self.addresses):
            return InterfaceChoice.All
        # Loopback too: controllers on this machine may listen to nothing else.
        return [LOOPBACK, *(address for address in self.addresses if address != LOOPBACK)]
