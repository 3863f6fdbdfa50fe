"""The address under which others reach this installation, if it has one: the door for links, and for nothing else.

`COUNTERPOISE_ADDRESS` names it. A reverse proxy of the person's own stands there, speaks TLS and passes requests on.
"""

from __future__ import annotations

import ipaddress
import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from counterpoise.text import _

if TYPE_CHECKING:
    from django.http import HttpRequest

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class BadAddress(ValueError):
    """What COUNTERPOISE_ADDRESS says cannot be used; the message says why."""


def named() -> str | None:
    """The host of the address, with its port where it has one; None: nobody else reaches this. Raises BadAddress."""
    given = os.environ.get("COUNTERPOISE_ADDRESS", "").strip()
    if not given:
        return None
    parts = urlsplit(given)
    host = parts.netloc.lower()
    if parts.scheme != "https" or not _HOST.fullmatch(host) or parts.path.strip("/") or parts.query or parts.fragment:
        text = _("COUNTERPOISE_ADDRESS {given}: not allowed; an address such as https://diary.example.org is")
        raise BadAddress(text.format(given=given))
    return host


def usable() -> str | None:
    """The same, where what cannot be used counts as none: then nobody else is let in."""
    try:
        return named()
    except BadAddress:
        return None


def hosts() -> list[str]:
    """The name of that host, without its port, as Django's list of allowed ones wants it."""
    host = usable()
    return [] if host is None else [host.partition(":")[0]]


def outside(request: HttpRequest) -> bool:
    """Whether a request came from elsewhere: by that address, or through any other program that passes it on."""
    return by_address(request) or any(name in request.META for name in FORWARDED)


def by_address(request: HttpRequest) -> bool:
    """Whether the request names that address."""
    from django.http.request import split_domain_port  # as Django itself reads it: a port or a dot changes no name

    return split_domain_port(request.META.get("HTTP_HOST", ""))[0] in hosts()


def whole(request: HttpRequest, path: str) -> str:
    """A link to a page for others: at that address, or where there is none, as this page was reached."""
    host = usable()
    return f"https://{host}{path}" if host else f"{request.scheme}://{request.get_host()}{path}"


def asker(request: HttpRequest) -> str:
    """Where a request came from, as far as it can be told: what tries are counted by, and never kept.

    The proxy adds whom it serves at the end; what stands before that, anybody can write.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if outside(request):
        told = request.META.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))  # one household has all of these
    return str(address)
