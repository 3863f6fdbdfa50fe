"""Where this computer is in the network at home."""

from __future__ import annotations

import ipaddress
import re
import socket

from counterpoise.text import _
from counterpoise.web.devices.authority import Address, Names

ELSEWHERE = ((socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "fd00:5:9::1"))
"""Addresses that belong to nobody. Asking by which way they would be reached sends nothing."""
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


class NoAddress(ValueError):
    """There is no address to serve at; the message says why, and what can be done."""


def of_this_computer() -> tuple[Address, ...]:
    """Its private addresses, the usual way out first. Raises NoAddress."""
    told: list[Address | None] = [_way_to(family, there) for family, there in ELSEWHERE] + _by_name()
    usable: dict[int, Address] = {}  # the first of each kind: further ones belong to other networks
    for address in told:
        if address is not None and _at_home(address):
            usable.setdefault(address.version, address)
    if not usable:
        raise NoAddress(
            _("--lan: no private address was found; is this computer in a network? Name one: --lan 192.168.1.20")
        )
    return tuple(usable.values())


def named(given: str) -> Address:
    """The address as it was typed. Raises NoAddress for one that is none, or that the whole internet may reach."""
    try:
        address = ipaddress.ip_address(given.strip("[]"))
    except ValueError:
        text = _("--lan {given}: not allowed; an address of this computer such as 192.168.1.20 is")
        raise NoAddress(text.format(given=given)) from None
    if address.is_unspecified or address.is_multicast:
        text = _("--lan {given}: not allowed; name one address of this computer, such as 192.168.1.20")
        raise NoAddress(text.format(given=given))
    if address.is_global:
        text = _(
            "--lan {given}: not allowed; the whole internet may reach it. A private address is allowed "
            "(docs/phone.md says what else there is)"
        )
        raise NoAddress(text.format(given=given))
    return address


def names(addresses: tuple[Address, ...], others: tuple[str, ...]) -> Names:
    """By what this computer is reached: its name in the network at home, further names, its addresses."""
    host = socket.gethostname().partition(".")[0].lower()
    own = host if _NAME.fullmatch(host) and host != "localhost" else "counterpoise"
    return Names(tuple(dict.fromkeys([f"{own}.local", *others])), addresses)


def further_name(given: str) -> tuple[str, int | None]:
    """A further name and the port at which it is reached, if another one. Raises NoAddress."""
    name, _colon, port = given.lower().partition(":")
    if not _NAME.fullmatch(name) or len(name) > 250 or (port and not (port.isdigit() and 1 <= int(port) <= 65535)):
        text = _("--lan-name {given}: not allowed; a name such as diary.example.org, or diary.example.org:443, is")
        raise NoAddress(text.format(given=given))
    return name, int(port) if port else None


def in_a_link(address: Address) -> str:
    """As it stands in a link and in the name a browser asks for."""
    return f"[{address}]" if address.version == 6 else str(address)


def _at_home(address: Address) -> bool:
    """Whether other devices at home reach it, and the internet does not."""
    own_only = address.is_loopback or address.is_unspecified or address.is_multicast
    return not (own_only or address.is_global or (address.version == 6 and address.is_link_local))


def _way_to(family: int, there: str) -> Address | None:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((there, 9))
            return ipaddress.ip_address(probe.getsockname()[0])
    except (OSError, ValueError):
        return None


def _by_name() -> list[Address | None]:
    """What the system says of its own name, where it knows no way out."""
    try:
        told = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return []
    found: list[Address | None] = []
    for *_rest, where in told:
        found.append(ipaddress.ip_address(str(where[0]).partition("%")[0]))
    return found
