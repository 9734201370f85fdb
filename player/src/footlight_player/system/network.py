"""The addresses of this machine."""

import ipaddress
import socket

from footlight_common.errors import ListenError
from footlight_common.lan import lan_addresses

LOOPBACK = "127.0.0.1"
# All of IPv4, and of IPv6 too where there is any.
EVERYWHERE = "::"
ANY = frozenset({"0.0.0.0", EVERYWHERE})  # noqa: S104 compared with, never bound to by itself


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address `host`."""
    return host not in ANY and ipaddress.ip_address(host).is_loopback


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
