"""Ratings, doses and exposure over days to years."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from counterpoise.journal import models as m
from counterpoise.web.pictures import asked_look, svg
from counterpoise.web.timeline import counts, labels, measures
from counterpoise.web.timeline.data import View, columns
from counterpoise.web.timeline.history import history
from counterpoise.web.timeline.span import LENGTHS, BadSpan, Span, asked
from counterpoise.web.timeline.table import page
from counterpoise.web.visit import Visit


@require_GET
def timeline(request: Visit) -> HttpResponse:
    try:
        view = _view(request)
    except BadSpan as problem:
        return _refused(request, problem)
    rated, taken = measures.choices(request.person)
    reach = _reach(request)
    context = _table(request, view) | {
        "measures": rated,
        "substances": taken,
        "bags": m.Lot.objects.filter(person=request.person, deleted_at=None).count() > 1,
        "empty": counts.reach(request.person) is None,
        "lengths": _lengths(view, reach),
        "reach": reach,
        "earlier": _address("timeline", view, view.span.moved(-1)),
        "later": _address("timeline", view, view.span.moved(1)),
        "query": _query(view, view.span),
    }
    return render(request, "timeline/timeline.html", context)


@require_GET
def data(request: Visit) -> HttpResponse:
    """The chart's columns as JSON."""
    try:
        view = _view(request)
    except BadSpan as problem:
        return JsonResponse({"error": str(problem)}, status=400)
    return JsonResponse(columns(request.person, view), json_dumps_params={"separators": (",", ":")})


@require_GET
def table(request: Visit) -> HttpResponse:
    """The table alone, for a chart that was moved."""
    try:
        view = _view(request)
    except BadSpan as problem:
        return HttpResponseBadRequest(str(problem), content_type="text/plain; charset=utf-8")
    return render(request, "timeline/_table.html", _table(request, view))


@require_GET
def picture(request: Visit) -> HttpResponse:
    """A picture of the stretch that cannot be moved, for a browser without JavaScript."""
    try:
        view = _view(request)
    except BadSpan as problem:
        return HttpResponseBadRequest(str(problem), content_type="text/plain; charset=utf-8")
    return svg(history(columns(request.person, view), view, asked_look(request)))


def _view(request: Visit) -> View:
    """What the address asks for. Raises BadSpan."""
    person, zone = request.person, ZoneInfo(request.person.time_zone)
    rated, taken = measures.choices(person)
    span = asked(request.GET.get("from"), request.GET.get("to"), zone, _latest(request, zone))
    measure = measures.chosen(request.GET.get("measure"), rated)
    substance = measures.chosen(request.GET.get("substance"), taken)
    return View(span, measures.measure(person, measure or rated[0].key), substance)


def _latest(request: Visit, zone: ZoneInfo) -> Span:
    """The week up to today, or up to the last entry of a diary that was not kept lately."""
    today = timezone.now().astimezone(zone).date()
    ends = counts.reach(request.person)
    last = today if ends is None else min(today, ends[1].astimezone(zone).date())
    return Span(last, last, zone).ending(LENGTHS["week"])


def _reach(request: Visit) -> Span:
    """From the first to the last entry."""
    zone = ZoneInfo(request.person.time_zone)
    ends = counts.reach(request.person)
    if ends is None:
        return _latest(request, zone)
    return Span(ends[0].astimezone(zone).date(), ends[1].astimezone(zone).date(), zone)


def _lengths(view: View, reach: Span) -> list[dict[str, Any]]:
    names = {"day": _("Day"), "week": _("Week"), "month": _("Month"), "year": _("Year")}
    found: list[dict[str, Any]] = [
        {
            "name": names[key],
            "days": days,
            "address": _address("timeline", view, view.span.ending(days)),
            "current": view.span.days == days,
        }
        for key, days in LENGTHS.items()
    ]
    everything = _address("timeline", view, reach)
    return [*found, {"name": _("All"), "days": 0, "address": everything, "current": view.span == reach}]


def _table(request: Visit, view: View) -> dict[str, Any]:
    number = request.GET.get("page", "1")
    found = page(request.person, view, int(number) if number.isdecimal() and len(number) < 6 else 1)
    return {
        "view": view,
        "first": labels.day(view.span.first),
        "last": labels.day(view.span.last),
        "page_of_days": found,
        "newer": found.newer and f"{_address('timeline', view, view.span)}&page={found.newer}",
        "older": found.older and f"{_address('timeline', view, view.span)}&page={found.older}",
    }


def _query(view: View, span: Span) -> str:
    named = {"from": span.first, "to": span.last, "measure": view.measure.key}
    return urlencode(named | ({"substance": view.substance} if view.substance else {}))


def _address(name: str, view: View, span: Span) -> str:
    return f"{reverse(name)}?{_query(view, span)}"


def _refused(request: HttpRequest, problem: BadSpan) -> HttpResponse:
    context = {"heading": _("These days cannot be shown"), "text": str(problem)}
    return render(request, "error.html", context, status=400)
