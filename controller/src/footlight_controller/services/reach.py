"""How far from this machine the controller may go."""

import ipaddress

import ifaddr

from footlight_common.discovery import Address
from footlight_common.errors import NotOnThisMachine

ANY_HOSTS = frozenset({"0.0.0.0", "::"})  # noqa: S104  compared with, never bound


def is_own_host(host: str) -> bool:
    """Whether `host` is the numeric address of an interface of this machine, or stands for all of them."""
    try:
        wanted = ipaddress.ip_address(host)
    except ValueError:
        return False
    # ifaddr gives IPv6 as (address, flow, scope).
    own = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for adapter in ifaddr.get_adapters() for ip in adapter.ips)
    return host in ANY_HOSTS or wanted in {ipaddress.ip_address(ip.partition("%")[0]) for ip in own}


class Reach:
    """The whole network, unless the user named one address of this machine to look for players at."""

    def __init__(self, host: str | None = None) -> None:
        """`host` is an address of this machine: with one of loopback, no other machine is reached. None is all."""
        self.host = None if host in ANY_HOSTS else host

    def allows(self, ip: str) -> bool:
        """Whether a numeric address may be dialled."""
        return self.host is None or not _is_loopback(self.host) or _is_loopback(ip)

    def check(self, ip: str, address: Address) -> None:
        """Raises NotOnThisMachine when `ip`, found for `address`, may not be dialled."""
        if not self.allows(ip):
            msg = f"{address} is not on this machine, and --host {self.host} keeps to it. Start without --host."
            raise NotOnThisMachine(msg)


def _is_loopback(ip: str) -> bool:
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
