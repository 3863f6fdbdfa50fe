"""Pain with where it hurts: tick on the figure or in the list, then one tap on a number saves both."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.report import names
from counterpoise.web.today import measures, saving
from counterpoise.web.today.rating import Given, given
from counterpoise.web.visit import Visit
from counterpoise.web.where import regions


@require_http_methods(["GET", "POST"])
def where(request: Visit) -> HttpResponse:
    """Ask for the pain and its places, and save them as one rating."""
    if request.method == "POST":
        return _save(request)
    last = _last(request.person)
    again = last if "again" in request.GET else ()
    context = {
        "scale": measures.pain(),
        "id": m.new_id(),
        "last": names.places(last) if last and not again else "",
        **regions.shown(again),
    }
    return render(request, "where/where.html", context)


def _save(request: Visit) -> HttpResponse:
    new = given(request, measures.pain())
    if not isinstance(new, Given):
        return new
    rating = replace(new.rating, places=regions.ticked(request.POST.getlist(regions.FIELD)))
    try:
        rows = saving.save(request.person, rating, dated=False)
    except entries.Conflict:
        return saving.refused(request, saving.already_used())
    return saving.answer(request, "saved", rows)


def _last(person: m.Person) -> list[str]:
    """The places of the last pain that has some."""
    rows = m.Rating.objects.filter(person=person, deleted_at=None, places__isnull=False).order_by("-at")
    return rows.values_list("places", flat=True).first() or []
