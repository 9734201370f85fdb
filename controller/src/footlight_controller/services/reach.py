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
    """Loopback alone, unless the user named the address of this machine on the LAN: nothing is encrypted yet."""

    def __init__(self, host: str | None = None) -> None:
        """`host` is an address of this machine, or 0.0.0.0 for every one it has; None for loopback alone."""
        self.host = host

    def allows(self, ip: str) -> bool:
        """Whether a numeric address may be dialled."""
        if self.host is not None:
            return True
        try:
            address = ipaddress.ip_address(ip)
        except ValueError:
            return False
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return (mapped or address).is_loopback

    def check(self, ip: str, address: Address) -> None:
        """Raises NotOnThisMachine when `ip`, found for `address`, may not be dialled."""
        if not self.allows(ip):
            msg = (
                f"{address} is not on this machine, and the connection would not be encrypted. "
                "Start with --host and this machine's address on the network to allow it."
            )
            raise NotOnThisMachine(msg)
