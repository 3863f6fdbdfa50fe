"""Visits to professionals: the list, the page on which one is prepared and looked back on, and correcting it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.appointments import reading, saving
from counterpoise.web.appointments.forms import AfterForm, VisitForm, first, professions
from counterpoise.web.appointments.saving import KIND
from counterpoise.web.moments import clock
from counterpoise.web.plan import beside
from counterpoise.web.plan.saving import open_goals
from counterpoise.web.settings import kept
from counterpoise.web.today import saving as today_saving
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def visits(request: Visit) -> HttpResponse:
    """The list, and a form for one more."""
    form = VisitForm(request.POST or None, initial={"goals": "\n".join(open_goals(request.person))})
    if request.method == "POST" and form.is_valid():
        new = form.record(d.Appointment(id=today_saving.sent_id(request)))
        try:
            (row,) = today_saving.save(request.person, new, dated=True)
        except entries.Conflict:
            return today_saving.refused(request, today_saving.already_used())
        return saving.answer("saved", row)
    lines = reading.lines(request.person, clock(request.person, timezone.now()).date())
    context = {
        "form": form,
        "id": request.POST.get("id") or m.new_id(),
        "to_come": [line for line in lines if not line.held],
        "past": [line for line in lines if line.held],
        **kept.done(request, KIND),
    }
    return render(request, "appointments/visits.html", context, status=422 if form.is_bound else 200)


@require_GET
def visit(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One visit: before it and after it."""
    return page(request, kept.find(request.person, KIND, key))


def page(request: Visit, row: m.Appointment, refused: AfterForm | None = None) -> HttpResponse:
    """refused: what was written under "after", with what is wrong about it."""
    now = timezone.now()
    today, found = clock(request.person, now).date(), record(row)
    last = reading.last_before(request.person, found, today)
    begin = last or today - reading.AS_A_RULE
    held = reading.held(found, today)
    context = {
        "heading": reading.title(found),
        "visit": found,
        "key": row.pk,
        "last": last,
        "begin": begin,
        "held": held,
        "profession": professions().get(found.profession or "", found.profession),
        "suggested": [] if held else reading.suggested(request.person, found, now),
        "since": None if held else reading.since(request.person, begin, now),
        "to_bring": reading.to_bring(found),
        "urgent": beside.urgent(request.person),
        "after": refused or AfterForm(initial={"agreed": found.agreed or "", "next_on": found.next_on or ""}),
        "next": reading.on_day(request.person, found.next_on) if found.next_on else None,
        **kept.done(request, KIND),
        "stands": today_saving.seen([row]),
    }
    return render(request, "appointments/visit.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
def edit(request: Visit, key: uuid.UUID) -> HttpResponse:
    """When, with whom and what about, to be corrected."""
    row = kept.find(request.person, KIND, key)
    before: d.Appointment = record(row)
    form = VisitForm(request.POST or None, before=before, initial=first(before))
    if request.method == "POST" and form.is_valid():
        return saving.change(request, row, form.record)
    context = {"form": form, "key": row.pk, "stands": today_saving.seen([row])}
    return render(request, "appointments/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    return kept.delete(request, KIND, "visits", key)


@require_POST
def undo(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Take the latest change back; the same again does it once more."""
    return kept.undo(request, KIND, "visits", key)
