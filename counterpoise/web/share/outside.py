"""From elsewhere only the pages of links can be reached: for everything else there is nothing here."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from counterpoise.web.devices.door import over_network
from counterpoise.web.share.address import outside
from counterpoise.web.share.guests import PATH

CALENDAR = "/calendar/"
"""The secret addresses of calendars: a calendar program has no session, and its address is its key."""


def only_shared(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: who comes by the address for others, or through a proxy, finds neither the diary nor its door.

    What came over TLS has a door of its own (`devices.door`), whoever passed it on.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        theirs = (PATH, CALENDAR, settings.STATIC_URL)
        if not over_network(request) and outside(request) and not request.path.startswith(theirs):
            return HttpResponse(b"", status=404, content_type="text/plain")
        return get_response(request)

    return answer
