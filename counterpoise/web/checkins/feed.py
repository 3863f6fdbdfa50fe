"""The calendar of check-ins: a secret address that a calendar fetches, or a file. It holds words that name nothing."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counterpoise.checkins.schedule import next_instrument
from counterpoise.exchange.calendar.write import write
from counterpoise.journal import checkins
from counterpoise.journal import models as m
from counterpoise.web.checkins import reading
from counterpoise.web.checkins.choosing import kept_along, of_the_sample
from counterpoise.web.share.address import whole
from counterpoise.web.visit import Visit

TYPE = "text/calendar; charset=utf-8"


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For a calendar program, which has no session: the address is the key. A wrong one and an ended one are alike.

    Wrong tries are not counted: 256 bits are not guessed, and a right address that answered 404 for a while would be
    taken for one that is gone, by programs that then ask no more.
    """
    now = timezone.now()
    person = checkins.fetched(token, now)
    if person is None:
        raise Http404
    return HttpResponse(calendar(person, now), content_type=TYPE, headers={"X-Robots-Tag": "noindex, nofollow"})


@require_http_methods(["GET", "HEAD", "POST"])
def download(request: Visit) -> HttpResponse:
    """The same as a file, to be brought into a calendar by hand; after the choices that came along."""
    if request.method == "POST" and (wrong := kept_along(request)):
        return wrong
    now = timezone.now()
    checkins.took_file(request.person, now)
    disposition = 'attachment; filename="diary.ics"'
    content = calendar(request.person, now)
    return HttpResponse(content, content_type=TYPE, headers={"Content-Disposition": disposition})


@require_POST
def make(request: Visit) -> HttpResponse:
    """A new address, shown once; the one before opens nothing any more."""
    if request.person.sample:
        return of_the_sample(request)
    if wrong := kept_along(request):
        return wrong
    secret = checkins.make_feed(request.person, timezone.now())
    link = whole(request, reverse("calendar_feed", args=[secret]))
    return render(request, "checkins/made.html", {"link": link})


@require_POST
def end(request: Visit) -> HttpResponse:
    if wrong := kept_along(request):
        return wrong
    checkins.end_feed(request.person)
    return redirect("checkin_settings")


def calendar(person: m.Person, now: dt.datetime) -> bytes:
    """The calendar of a person. Doses are looked at only where the person chose that they may show in it."""
    row = checkins.kept(person)
    asked = reading.whose(person, row, now)
    doses = reading.leaf_doses(person, now) if asked.chosen.in_calendar else []
    last = reading.last_filled(person, asked.chosen)
    since = checkins.asked_since(person, row, now)
    forms = {key: next_instrument(days, last.get(key), since) for key, days in asked.chosen.instruments.items()}
    return write(reading.with_times(asked, doses), now, forms=forms, doses=doses)
