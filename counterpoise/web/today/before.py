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
from counterpoise.safety.finding import Finding
from counterpoise.safety.slip import OF_THE_AMOUNT, of_the_amount
from counterpoise.web.moments import clock
from counterpoise.web.safety import confirmations
from counterpoise.web.safety.calls import for_emergencies
from counterpoise.web.safety.cards import cards
from counterpoise.web.safety.reviewing import Reviewed
from counterpoise.web.today.forms import DoseForm
from counterpoise.web.visit import Visit

OWN = ("csrfmiddlewaretoken", "as_it_was", "back", "asked_at", confirmations.SHOWN)
"""Fields of the step itself."""
AMOUNT = "amount"
"""The field that a slip is corrected in."""
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


def at_the_amount(visit: Visit, form: DoseForm) -> None:
    """Where the way back is to correct the amount, the form begins there."""
    if AMOUNT in (visit.POST.get("back"), visit.GET.get("to")):
        form.fields[AMOUNT].widget.attrs["autofocus"] = True


def ask(visit: Visit, dose: d.Dose, found: Reviewed) -> HttpResponse:
    """The step: what is new about this entry first, then what else is new, what was confirmed before in a line; then
    "Log it as it was", and the way back."""
    title = f"{names.taken(dose.substance, dose.written)} {names.amount(dose.amount, dose.unit, dose.of)}"
    read_as = names.read_as(dose.substance, dose.written)
    amount = of_the_amount(found.asked)
    others = sorted((one for one in found.asked if _stands_alone(one)), key=lambda one: one.rank)
    again = [one for one in others if confirmations.known(visit, found, one)]
    new = [one for one in others if one not in again]
    opened = [place == 0 or _stands_open(one, new) for place, one in enumerate(new)]
    context = {
        "title": f"{title}, {read_as}" if read_as else title,
        "help": for_emergencies(visit, found.asked),
        "amount": cards(visit, [amount])[0] if amount else None,
        "new": list(zip(cards(visit, new), opened, strict=True)),
        "again": cards(visit, again),
        "shown": [confirmations.mark(visit.person, one) for one in others],
        "sent": [(name, value) for name, values in visit.POST.lists() if name not in OWN for value in values],
        "asked_at": (asked_at(visit) or timezone.now()).isoformat(),
    }
    return render(visit, "today/before.html" if visit.htmx else "today/before_page.html", context)


def _stands_alone(found: Finding) -> bool:
    """An emergency has a place above all, and what is asked about the amount is one card."""
    return found.severity != "emergency" and found.rule not in OF_THE_AMOUNT


def _stands_open(found: Finding, beside: list[Finding]) -> bool:
    """What is for today; a pair beside the load that names the same things is one tap away."""
    pair = found.rule.startswith("interaction.")
    return found.severity == "urgent" and not (pair and any(one.rule.startswith("load.") for one in beside))
