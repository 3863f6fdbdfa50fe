"""Between a tap and the saving of a dose: what was found about it, to be read first. It keeps nobody from logging.

The step sends on what the form sent, so that one tap saves it; it works without JavaScript, too.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.safety.calls import for_emergencies
from counterpoise.web.safety.cards import cards
from counterpoise.web.safety.reviewing import Reviewed
from counterpoise.web.visit import Visit

OWN = ("csrfmiddlewaretoken", "as_it_was", "back", "asked_at")
"""Fields of the step itself."""
LONGEST = dt.timedelta(hours=24)
"""Whoever leaves the step open for longer logs the dose as of then."""


def confirmed(visit: Visit) -> bool:
    """Whether what was found has been shown for this dose."""
    return bool(visit.POST.get("as_it_was"))


def asked_at(visit: Visit) -> dt.datetime | None:
    """When the dose was first sent: reading takes time, and a dose is logged as of the first tap."""
    try:
        at = dt.datetime.fromisoformat(visit.POST.get("asked_at", ""))
    except ValueError:
        return None
    now = timezone.now()
    return clock(visit.person, at) if at.tzinfo is not None and now - LONGEST <= at <= now else None


def ask(visit: Visit, dose: d.Dose, found: Reviewed) -> HttpResponse:
    """The step: what was found, "Log it as it was", and the way back."""
    asked = found.asked
    worst_first = sorted((one for one in asked if one.severity != "emergency"), key=lambda one: one.rank)
    drawn = cards(visit.person, worst_first)
    title = f"{names.taken(dose.substance, dose.written)} {names.amount(dose.amount, dose.unit, dose.of)}"
    read_as = names.read_as(dose.substance, dose.written)
    context = {
        "title": f"{title}, {read_as}" if read_as else title,
        "help": for_emergencies(visit, asked),
        "worst": drawn[0] if drawn else None,  # read before the button that logs it
        "cards": drawn[1:],
        "sent": [(name, value) for name, values in visit.POST.lists() if name not in OWN for value in values],
        "asked_at": (asked_at(visit) or timezone.now()).isoformat(),
    }
    return render(visit, "today/before.html" if visit.htmx else "today/before_page.html", context)
