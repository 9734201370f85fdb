"""The addresses of this machine."""

import ipaddress
import socket

import ifaddr

from footlight_common.errors import ListenError

LOOPBACK = "127.0.0.1"
ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104 compared with, never bound to by itself
# Made by container and VPN software: nobody on the LAN reaches a player through them.
_INNER = ("docker", "veth", "br-", "virbr", "tun", "tap", "wg")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address `host`."""
    return host not in ANY and ipaddress.ip_address(host).is_loopback


def lan_addresses() -> tuple[str, ...]:
    """IPv4 addresses others reach this machine at, in the order of the interfaces. Reads the kernel: not on a loop."""
    found = [
        address.ip
        for adapter in ifaddr.get_adapters()
        if not adapter.nice_name.startswith(_INNER)
        for address in adapter.ips
        if isinstance(address.ip, str) and _is_of_lan(address.ip)
    ]
    return tuple(dict.fromkeys(found))


def resolve(host: str) -> str:
    """The address behind a host name, one of this machine. Asks the network: not on a loop. Raises ListenError."""
    if host in ANY:
        return host
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    except OSError as err:
        msg = f"there is no address behind the host {host} ({err.strerror or err}). Give an address with --host."
        raise ListenError(msg) from err
    with socket.socket(family, kind, protocol) as probe:
        try:
            probe.bind(place)
        except OSError as err:
            msg = f"cannot listen at {host}: {err.strerror or err}. Choose an address of this machine with --host."
            raise ListenError(msg) from err
    return str(place[0])


def reached_at(host: str) -> tuple[str, ...]:
    """The addresses at which a player that listens on `host` is reached, best first. Not on a loop."""
    if host in ANY:
        return lan_addresses() or (LOOPBACK,)
    return (host,)


def _is_of_lan(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)
