"""The addresses at which others on the network reach this machine."""

import ipaddress

import ifaddr

# Made by container and VPN software: nobody on the LAN reaches a player through them.
_INNER = ("docker", "veth", "br-", "virbr", "tun", "tap", "wg")


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


def _is_of_lan(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)
