"""Which addresses may be called: the public internet, and networks the operator has named. All else is refused.

For IPv6 only what is given out as public counts (2000::/3); `ipaddress.is_global` also holds for multicast,
site-local and several ways to write an IPv4 address, which would lead back to this machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_REFUSED_V4 = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
]
_PUBLIC_V6 = ip_network("2000::/3")
_REFUSED_V6 = [
    ip_network(text)
    for text in (
        "2001::/23",  # Teredo and other protocols
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
]
_NAT64 = ip_network("64:ff9b::/96")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def may_call(address: str, allowed: Iterable[Network]) -> bool:
    """Whether this numeric address may be called, given the networks the operator allows."""
    try:
        plain = _plain(ip_address(address))
    except ValueError:
        return False
    return any(plain.version == network.version and plain in network for network in allowed) or is_public(plain)


def is_public(address: Address) -> bool:
    """Whether it belongs to the public internet, however it is wrapped."""
    address = _plain(address)
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_V4)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    is_isatap = (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP
    return address in _PUBLIC_V6 and not is_isatap and not any(address in network for network in _REFUSED_V6)


def _plain(address: Address) -> Address:
    """An IPv4 address that was written as an IPv6 one; a scope (`%lo`) makes no address public."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
