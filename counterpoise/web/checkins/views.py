"""How is it now: one tap saves, and every question can be put off or left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise.checkins.schedule import Question
from counterpoise.diary import PAIN_NOW
from counterpoise.journal import checkins, entries
from counterpoise.web.checkins import reading
from counterpoise.web.today import measures, saving
from counterpoise.web.today.asking import fresh
from counterpoise.web.today.rating import Given, given
from counterpoise.web.today.views import just_changed
from counterpoise.web.visit import Visit

LATER = dt.timedelta(minutes=15)


@require_http_methods(["GET", "POST"])
def checkin(request: Visit) -> HttpResponse:
    """The first thing that is asked, as large buttons; with nothing asked, pain all the same."""
    now = timezone.now()
    asked = reading.due(request.person, now)
    if request.method == "POST":
        return _save(request, asked, now)
    waiting = [one for one in asked if not one.instrument]
    first = waiting[0] if waiting else None
    scale = measures.scale(request.person, first.measures[0] if first else PAIN_NOW)
    done = request.GET.get("done", "")
    context = {
        "ask": fresh(scale or measures.pain()),
        "question": first,
        "more": len(first.measures) - 1 if first else 0,
        "over": bool(done) and first is None,
        "forms": [reading.Line(one, reading.title(request.person, one)) for one in asked if one.instrument],
        "toast": saving.told(request, done, just_changed(request)[:1], now),
        "rows": request.GET.getlist("row")[:1],
        "seen": request.GET.get("seen", "0"),
    }
    return render(request, "checkins/checkin.html", context)


def _save(request: Visit, asked: list[Question], now: dt.datetime) -> HttpResponse:
    """Save one value. Who asked is what the schedule says, not the form: a page left open is not asked any more."""
    new = given(request, measures.scale(request.person, request.POST.get("measure", "")))
    if not isinstance(new, Given):
        return new
    key = request.POST.get("key", "")
    question = next((one for one in asked if one.key == key and new.scale.key in one.measures), None)
    rating = replace(new.rating, prompt=question.prompt if question else "self")
    try:
        rows = saving.save(request.person, rating, dated=False)
    except entries.Conflict:
        return saving.refused(request, saving.already_used())
    names = "&".join(f"row={name}" for name in saving.named(rows))
    return redirect(f"{reverse('checkin')}?done=saved&seen={saving.seen(rows)}&{names}")


@require_POST
def rest(request: Visit) -> HttpResponse:
    """Put a question off for a while, or leave it out this time. Nothing is saved of it: what is missing is missing."""
    now = timezone.now()
    asked = reading.due(request.person, now)
    question = next((one for one in asked if one.key == request.POST.get("key", "")), None)
    if question is not None:
        checkins.put_off(request.person, question.key, _until(request, question, now), now)
    return redirect("today" if question is None or request.POST.get("from") == "today" else "checkin")


def _until(request: Visit, question: Question, now: dt.datetime) -> dt.datetime:
    if request.POST.get("how") == "later" and not question.instrument:
        return now + LATER
    if question.instrument:
        chosen: Any = checkins.chosen(checkins.kept(request.person))
        return now + dt.timedelta(days=chosen.instruments[question.instrument])
    return question.until
