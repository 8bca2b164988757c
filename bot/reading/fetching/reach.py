"""What may be connected to: public addresses at the web's ports, and nothing else."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

WEB_PORTS: Final = frozenset({80, 443})

# An IP address in its canonical form, and a port.
Endpoint = tuple[str, int]

# IANA's special-purpose registries (RFC 6890 and its updates), in full rather than by way of
# `ipaddress`, whose idea of what is global differs from one release of Python to the next.
_SPECIAL_V4: Final = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT; a cloud's metadata are at 100.100.100.200
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's host, by a number that looks public
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved; broadcast
    )
)
# Everything outside is special: loopback, unspecified, IPv4-mapped and -compatible, NAT64, discard,
# segment routing, unique local, link-local, site-local, multicast.
_GLOBAL_V6: Final = ip_network("2000::/3")
_SPECIAL_V6: Final = tuple(
    ip_network(each)
    for each in (
        "2001::/23",  # IETF protocol assignments; Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be connected to; `besides` names single endpoints that may be as well.

    Those are for tests and handed in by whoever puts the bot together: no setting, no variable of
    the environment and no user can name one.
    """

    besides: frozenset[Endpoint] = frozenset()

    def allows_port(self, port: int) -> bool:
        """Say whether a link may name a port, wherever it leads."""
        return port in WEB_PORTS or any(port == other for _, other in self.besides)

    def allows(self, address: str, port: int) -> bool:
        """Say whether a socket may be connected to an address as the system writes it."""
        if (address, port) in self.besides:
            return True
        return port in WEB_PORTS and is_public(address)


PUBLIC: Final = Reach()


def is_public(address: str) -> bool:
    """Say whether an address is one of the public internet; what is no address is not."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(parsed) if isinstance(parsed, IPv4Address) else _is_public_v6(parsed)


def _is_public_v4(address: IPv4Address) -> bool:
    return not any(address in network for network in _SPECIAL_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _GLOBAL_V6:
        return False
    return not any(address in network for network in _SPECIAL_V6)
