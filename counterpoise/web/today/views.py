"""Today: rate, log, and see what was logged."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from counterpoise.journal import models as m
from counterpoise.web.moments import clock
from counterpoise.web.safety.reviewing import came_with, standing
from counterpoise.web.today import day as days
from counterpoise.web.today import effects, entry, measures, rating, saving, usual
from counterpoise.web.visit import Visit


@require_GET
def today(request: Visit) -> HttpResponse:
    now = timezone.now()
    rows = _just_saved(request)
    found = came_with(request.person, rows, now) if rows else standing(request.person, now)
    context = {
        "now": clock(request.person, now),
        "usual": usual.usual_doses(request.person, now),
        "pain": rating.fresh(measures.pain()),
        "check_in": [rating.fresh(scale) for scale in measures.check_in(request.person)],
        "kinds": effects.offered(request.person, now),
        "toast": saving.toast(request.GET.get("done", "")),
        "back": request.GET.get("done") == "undone",
        "rows": request.GET.getlist("row"),
        "seen": request.GET.get("seen", "0"),
        **saving.around(request.person, now),
        **saving.top(request, found),
    }
    return render(request, "today/today.html", context)


def _just_saved(visit: Visit) -> list[m.Row]:
    """The entries whose saving led here, as the address names them."""
    if visit.GET.get("done") != "saved":
        return []
    try:
        return [entry.named(visit.person, name) for name in visit.GET.getlist("row")[:10]]
    except Http404:
        return []


@require_GET
def one_day(request: Visit, day: str) -> HttpResponse:
    """The log of another day."""
    try:
        shown = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if not 1900 < shown.year < 2200:
        raise Http404
    context = {
        "day": shown,
        "lines": days.lines(request.person, shown),
        "deleted": days.deleted(request.person, shown),
        "before": shown - dt.timedelta(days=1),
        "after": shown + dt.timedelta(days=1),
        "is_today": shown == clock(request.person, timezone.now()).date(),
    }
    return render(request, "today/day.html", context)


@require_GET
def since(request: Visit) -> HttpResponse:
    """How long ago the last dose was; the page asks again every minute."""
    return render(request, "today/since.html", {"last": days.last_dose(request.person, timezone.now())})
