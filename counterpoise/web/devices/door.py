"""What a request from another device finds: its own names only, a door, and behind it one diary for who was paired.

The plain listener of this computer and the one for other devices are told apart by TLS alone: the first is bound to
loopback and never speaks it, the second always does. No header of a request has a say in that.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils import timezone

from counterpoise.journal import devices
from counterpoise.journal import models as m
from counterpoise.journal.devices import DEVICE
from counterpoise.web.devices import listening
from counterpoise.web.share.address import hosts as shared_hosts
from counterpoise.web.share.guests import PATH as SHARED

PAIRING = "pair"
"""How the names of the pages begin that a device sees before it is paired. On this computer they are closed."""
CALENDAR = "calendar_feed"
"""The page of the calendar: the app that reads it is no browser, and its address is a secret of its own."""
STAYS = 90 * 24 * 3600
"""Seconds without a visit after which a device has to be paired anew."""
ENDED = "Counterpoise-Ended"
"""On the answer to a device whose pairing was ended: a page that stands open says so. That it has to forget what it
kept, no script can see."""
AT_THE_COMPUTER = {
    *("enter", "health", "people", "profile_begin", "profile_invite", "erase"),
    *("devices_link", "devices_pair", "devices_decline"),
    *("start", "start_diary", "start_sample", "put_back", "put_back_look", "put_back_done", "put_back_cancel"),
}
"""Pages that only this computer shows: a lost phone must not let in another one, nor erase a diary."""
_HERE = {"localhost", "127.0.0.1", "[::1]"}


def over_network(request: HttpRequest) -> bool:
    """Whether it came from another device."""
    return request.is_secure()


def own_names(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: each listener answers to its own names only, so that no page elsewhere can point its name here."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        name = split_domain_port(request.META.get("HTTP_HOST", ""))[0]
        here = listening.current()
        theirs = here.hosts if here is not None else frozenset()
        if over_network(request):
            wrong = name not in theirs or request.path.startswith(SHARED)
        else:
            wrong = name in theirs and name not in {*_HERE, *shared_hosts()}
        return HttpResponse(b"", status=400, content_type="text/plain") if wrong else get_response(request)

    return answer


def device_of(request: HttpRequest) -> m.Device | None:
    """The paired device that holds this session; only over the network, and only as long as it is let in."""
    key = request.session.get(DEVICE)
    if not over_network(request) or key is None:
        return None
    return devices.paired(uuid.UUID(key))


def let_in(request: HttpRequest, device: m.Device | None) -> bool:
    """Whether the session opens a diary at all: each kind at its own listener."""
    session = request.session
    if not session.get("entered"):
        return False
    return device is not None if over_network(request) else DEVICE not in session


def shut(request: HttpRequest, device: m.Device | None, page: str | None, *, entered: bool) -> HttpResponse | None:
    """What another device gets instead of the page, or None where it gets the page. Elsewhere than there: None."""
    pairing = page is not None and page.startswith(PAIRING)
    if not over_network(request):
        return render(request, "pair/elsewhere.html", status=403) if pairing else None
    if not entered:
        return None if pairing or page == CALENDAR else closed(request)
    if page in AT_THE_COMPUTER:
        return render(request, "devices/computer.html", status=403)
    if device is not None and devices.seen(device, timezone.now()):
        request.session.set_expiry(STAYS)  # and with it the cookie: 90 days from now
    return None


def closed(request: HttpRequest) -> HttpResponse:
    """Nothing is open here. A device whose pairing somebody ended is told to forget what it kept; one that asked and
    was not paired is not: it may have been before, and what waits on it is sent once it is paired again."""
    key = request.session.get(DEVICE)
    over = key is not None and not _hopes(uuid.UUID(key))
    gone = over and devices.ended(uuid.UUID(key))
    if over and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        request.session.flush()  # not before somebody reads it: a part of a page is followed by the page
    response = render(request, "pair/closed.html", {"gone": gone, "declined": over and not gone}, status=403)
    if gone:
        response["Clear-Site-Data"] = '"cache", "storage"'
        response[ENDED] = "1"
    return response


def _hopes(key: uuid.UUID) -> bool:
    """Whether the device waits for its owner's word, or has it and did not look yet."""
    return devices.asks(key, timezone.now()) is not None or devices.paired(key) is not None
