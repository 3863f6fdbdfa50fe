"""Pages for what went wrong: plain words, a way on, and nothing of the diary."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from counterpoise.journal.entries import NotSaved
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.web.devices.door import over_network
from counterpoise.web.start.emergency import emergency

LOG = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A host that is not ours, more than a form can hold, or a session that ended while its page was worked on."""
    match exception:
        case DisallowedHost():
            return _page(request, 400, _("This address is not used here"), _("The journal answers at localhost only."))
        case RequestDataTooBig() | TooManyFieldsSent():
            text = _("What was sent is larger than a form of this journal can be. Nothing was saved.")
            return _page(request, 400, _("Too much at once"), text)
        case SessionInterrupted():
            text = _("This browser was locked, or its diary erased, while this page was being worked on.")
            return _page(request, 400, _("The visit has ended"), text)
    text = _("What was sent cannot be read. Nothing was saved; please go back and send it again.")
    return _page(request, 400, _("That was not understood"), text)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, _("This is closed"), _("It belongs to nobody here, or is not for this browser."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Nothing is kept at this address. It may have been erased, or it belongs to another diary.")
    return _page(request, 404, _("Not found"), text)


def failed(request: HttpRequest) -> HttpResponse:
    if request.path == reverse("emergency") and not over_network(request):  # it needs neither the journal nor a session
        answer = emergency(request)
        answer.status_code = 500
        return answer
    text = _(
        "The program made a mistake. What was saved before is safe; what you just sent may not be. "
        "Please look before sending it again."
    )
    return _page(request, 500, _("Something went wrong"), text)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _(
        "Nothing was saved: this form was open for too long, came from elsewhere, or another diary was opened "
        "meanwhile. Please open the page anew."
    )
    return _page(request, 403, _("Please try again"), text)


def another(request: HttpRequest) -> HttpResponse:
    return _page(request, 403, _("Please try again"), _("Nothing was saved: another diary was opened meanwhile."))


class Plainly:
    """Middleware: what a page could not do is said in words; above all, that something was not saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            text = _("This address only takes what a form sends. Nothing was changed.")
            response.content = _page(request, 405, _("Nothing to read here"), text).content
            response.headers["Content-Length"] = str(len(response.content))  # counted before, when it was empty
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, BrokenPack):
            LOG.error("a file of facts is broken", exc_info=exception)
            text = _(
                "This page needs a file of facts that cannot be used. What you saved is kept. What is wrong: {wrong}"
            )
            return _page(request, 500, _("A file of facts is broken"), text.format(wrong=exception))
        if not isinstance(exception, (NotSaved, OperationalError, OSError)):
            return None
        text = _("The disk is full, or the journal was busy for too long. Please free some space and send it again.")
        return _page(request, 503, _("Nothing was saved"), text)


def _page(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    if request.path.startswith("/shared/"):  # for a guest: no words of the diary, and no way to it
        return render(request, "shared/closed.html", status=status)
    if over_network(request) and not getattr(request, "entered", False):  # for a device that is not paired: likewise
        return render(request, "pair/closed.html", status=status)
    return render(request, "error.html", {"heading": heading, "text": text}, status=status)
