"""For a bad day: three large buttons within reach of a thumb. What they save is saved by the pages of today."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from counterpoise.journal import models as m
from counterpoise.web.look import CHOICES, keep, look_of
from counterpoise.web.profiles import whose
from counterpoise.web.safety.reviewing import came_with, standing
from counterpoise.web.today import asking, day, measures, saving, usual
from counterpoise.web.today.views import after, just_changed
from counterpoise.web.visit import Visit


@require_GET
def flare(request: Visit) -> HttpResponse:
    """The three buttons; after one of them, what was saved, what was found about it, and the way to take it back."""
    now, rows = timezone.now(), just_changed(request)
    new = rows if request.GET.get("done") == "saved" else []
    found = came_with(request.person, new, now) if new else standing(request.person, now)
    context = {
        "for_whom": whose.asked_first(request),
        **after(request, rows, now),
        **saving.top(request, found),
    }
    return render(request, "flare/flare.html", context)


@require_GET
def pain(request: Visit) -> HttpResponse:
    """0 to 10: one tap saves."""
    return render(request, "flare/pain.html", {"ask": asking.fresh(measures.pain())})


@require_GET
def taken(request: Visit) -> HttpResponse:
    """What was already taken, of what is logged again and again, and of what was logged last."""
    now = timezone.now()
    often, once = usual.offered(request.person, now)
    context = {
        "offered": [(one, str(m.new_id())) for one in (*often, *once)],
        "once": once,
        "last": day.last_dose(request.person, now),
    }
    return render(request, "flare/taken.html", context)


@require_POST
def opens(request: Visit) -> HttpResponse:
    """Whether this browser opens with the three buttons."""
    wanted = request.POST.get("opens", "")
    response = redirect("flare")
    if wanted in CHOICES["opens"]:
        keep(response, replace(look_of(request), opens=wanted))
    return response
