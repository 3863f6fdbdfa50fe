"""What a stranger with a link sees: a door without any data, the report, a form to write back, and the way out."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise.journal import models as m
from counterpoise.journal import proposals, sharing
from counterpoise.report import names
from counterpoise.report.document import Document
from counterpoise.report.pdf import left_out, statement
from counterpoise.web import kernels
from counterpoise.web.pictures import svg
from counterpoise.web.plan import beside
from counterpoise.web.report.drawn import in_blocks, pictures
from counterpoise.web.share import guests
from counterpoise.web.share.address import asker
from counterpoise.web.share.document import document
from counterpoise.web.share.forms import WriteForm
from counterpoise.web.share.limit import AT_THE_DOOR

LOG = logging.getLogger(__name__)
MOST_WAITING = 20
"""So much unanswered from one link; then the person answers first."""


@csrf_exempt
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """A page that holds nothing; what stands behind the # of the link is sent to it once, by a form."""
    now = timezone.now()
    if request.method == "GET":
        return _door(request, inside=sharing.look(guests.held(request), now) is not None)
    if not guests.is_ours(request):
        return _door(request, 403, no_cookie=True)
    place = asker(request)
    if not AT_THE_DOOR.may_try(place, now):
        return _door(request, 429, too_many=True)
    code = request.POST.get("code", "").strip().rpartition("#")[2]
    what = sharing.enter(code, now) if 0 < len(code) <= guests.LONGEST_COOKIE else None
    if what is None:
        if AT_THE_DOOR.was_wrong(place, now):
            LOG.warning("links are being tried: all of them wait for some minutes")
        return _door(request, 403, wrong=True)
    response = redirect("shared_report")
    guests.give(request, response, what)
    return response


@require_GET
@guests.guest("report")
def report(request: HttpRequest, share: m.Share) -> HttpResponse:
    """The report, for reading only."""
    if isinstance(kernels.state(), kernels.Preparing):
        return guests.drawn(request, "shared/preparing.html", share, status=503)
    told = _told(share, timezone.now())
    if told is None:
        return guests.drawn(request, "shared/unable.html", share, status=409)
    words: dict[str, Any] = {"left_out": left_out(), "statement": statement(), "pictures": reverse("shared_picture")}
    return guests.drawn(request, "shared/report.html", share, document=told, sections=in_blocks(told), **words)


@require_GET
def picture(request: HttpRequest) -> HttpResponse:
    """A picture of the report, by its section and its place there."""
    now = timezone.now()
    share = sharing.look(guests.held(request), now)
    if share is None:
        return guests.closed(request)
    told = _told(share, now)
    drawn = None if told is None else pictures(told).get(request.GET.get("of", ""))
    if drawn is None:
        raise Http404
    return svg(drawn)


@require_http_methods(["GET", "POST"])
@guests.guest("write")
def write(request: HttpRequest, share: m.Share) -> HttpResponse:
    """A comment and, if they like, a plan. It reaches the person, who decides; nothing of it takes effect here."""
    now = timezone.now()
    if not share.may_comment:
        return guests.closed(request)
    here = now.astimezone(ZoneInfo(share.person.time_zone))
    form = WriteForm(here.date(), request.POST or None, initial={"substance": names.substance("kratom")})
    full = proposals.waiting(share.person).filter(share=share).count() >= MOST_WAITING
    if request.method == "POST" and not full and form.is_valid():
        with transaction.atomic():
            if sharing.visit(guests.held(request), "sent", now) is None:
                return guests.closed(request)
            proposals.keep(share.person, form.proposal(here), "link", now, share=share)
        return redirect("shared_sent")
    context = {"form": form, "full": full, "facts": beside.beside()}
    return guests.drawn(request, "shared/write.html", share, 422 if form.is_bound else 200, **context)


@require_GET
@guests.guest("write")
def sent(request: HttpRequest, share: m.Share) -> HttpResponse:
    """It arrived."""
    return guests.drawn(request, "shared/sent.html", share)


@csrf_exempt
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """The end of the visit, here and in the browser."""
    if not guests.is_ours(request):
        return guests.closed(request)
    sharing.close(guests.held(request), timezone.now())
    response = render(request, "shared/left.html")
    guests.take(request, response)
    return response


def _door(request: HttpRequest, status: int = 200, **why: bool) -> HttpResponse:
    what = guests.held(request) or guests.fresh()
    response = render(request, "shared/door.html", {"proof": guests.proof(what), **why}, status=status)
    if not guests.held(request):
        guests.give(request, response, what)
    return response


def _told(share: m.Share, now: dt.datetime) -> Document | None:
    """None: a rating off its scale stands in the way; which one, only the person is told."""
    try:
        return document(share, now)
    except ValueError:
        return None
