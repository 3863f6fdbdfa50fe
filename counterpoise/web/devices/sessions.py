"""Sessions as Django keeps them; over the network in a cookie that TLS alone carries and this host alone can set."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, parse_cookie

from counterpoise.journal import devices
from counterpoise.journal.devices import DEVICE
from counterpoise.web.devices.door import over_network


def cookie_name() -> str:
    """The cookie's name over the network; browsers hold such a name to its promise."""
    return f"__Host-{settings.SESSION_COOKIE_NAME}"


def lets_in(cookies: str) -> bool:
    """Whether these cookies of another device, as they were sent, hold the session of one that is let in."""
    told = SessionStore(parse_cookie(cookies).get(cookie_name())).load()
    key = told.get(DEVICE)
    return bool(told.get("entered")) and key is not None and devices.paired(uuid.UUID(key)) is not None


class Sessions(SessionMiddleware):
    """Middleware: the same session, whose cookie goes by another name and is marked `Secure` over the network."""

    def process_request(self, request: HttpRequest) -> None:
        if over_network(request):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)  # one of another port, or planted
            held = request.COOKIES.pop(cookie_name(), None)
            if held is not None:
                request.COOKIES[settings.SESSION_COOKIE_NAME] = held
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        if request.session.is_empty() and not request.session.modified:
            # Nobody signed out: the cookie is of before the lock was opened, when the session got another key. Deleting
            # it would take the new one from a browser to which this answer comes last.
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        given = response.cookies.pop(settings.SESSION_COOKIE_NAME, None) if over_network(request) else None
        if given is not None:
            response.cookies[cookie_name()] = given.value
            own = response.cookies[cookie_name()]
            own.update({key: value for key, value in given.items() if value})
            own["secure"] = True
        return response
