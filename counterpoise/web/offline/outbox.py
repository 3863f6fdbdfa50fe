"""Where devices send what they kept: one entry at a time, opened, taken in once, answered with a receipt."""

from __future__ import annotations

import datetime as dt
import logging

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from counterpoise.journal import models as m
from counterpoise.journal import outbox as journal
from counterpoise.journal.entries import NotSaved
from counterpoise.journal.outbox_key import Unreadable, opened
from counterpoise.web.offline.device import for_device
from counterpoise.web.offline.reading import LARGEST, Said, read
from counterpoise.web.offline.taking import take
from counterpoise.web.visit import Visit

LOG = logging.getLogger(__name__)
STATUS = {"saved": 200, "erased": 200, "kept": 202, "both": 409}


@require_http_methods(["GET", "HEAD", "POST"])
def outbox(request: Visit) -> HttpResponse:
    """Read: which diary is open, for whom, to which key, and what proves that a page of ours sends. Sent to: one sealed
    entry."""
    told = for_device(request.person, request.consent)
    mark = told.mark
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "for": mark, "key": told.key})
    now = timezone.now()
    try:
        if len(request.body) > LARGEST:
            raise Unreadable
        came = read(opened(request.body), request.headers.get("Counterpoise-Clock", ""), now)
    except (Unreadable, RequestDataTooBig):
        return JsonResponse({"state": "unreadable"}, status=400)
    if not mark or came.mark != mark:
        return JsonResponse({"state": "elsewhere"}, status=403)
    state = journal.receive(request.person, came.sent, lambda: _taken(request.person, came.said, now), now)
    return JsonResponse({"id": str(came.sent.id), "state": state}, status=STATUS[state])


def _taken(person: m.Person, said: Said, now: dt.datetime) -> list[m.Row]:
    """The entry, written; one that trips over a fault of ours waits for the person, so that the others go on."""
    try:
        return take(person, said, now)
    except (journal.CannotSave, journal.Erased, NotSaved, DatabaseError):
        raise
    except Exception as error:
        LOG.exception("an entry of a device")
        raise journal.CannotSave("unfit") from error
