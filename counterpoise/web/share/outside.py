"""From elsewhere only the pages of links can be reached: for everything else there is nothing here."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from counterpoise.web.devices.door import over_network
from counterpoise.web.headers import OURS
from counterpoise.web.share.address import outside
from counterpoise.web.share.guests import PATH

CALENDAR = "/calendar/"
"""The secret addresses of calendars: a calendar program has no session, and its address is its key."""


def only_shared(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: who comes by the address for others, or through a proxy, finds neither the diary nor its door.

    Nor a word of what answers: everybody else gets the mark of the journal. What came over TLS has a door of its own
    (`devices.door`), whoever passed it on.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        theirs = (PATH, CALENDAR, settings.STATIC_URL)
        elsewhere = not over_network(request) and outside(request)
        if elsewhere and not request.path.startswith(theirs):
            return HttpResponse(b"", status=404, content_type="text/plain")
        response = get_response(request)
        if not elsewhere:
            response.headers[OURS] = "1"
        return response

    return answer
