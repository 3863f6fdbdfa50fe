"""Making a plan and correcting it: one form, the direction first."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record, records
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.current import key as substance_key
from counterpoise.plans.standing import LEAF
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.plan import asking, beside, keeping, reading, saving
from counterpoise.web.plan.asking import Asked
from counterpoise.web.plan.forms import PlanForm
from counterpoise.web.plan.who import MOST_NAME
from counterpoise.web.plan.written import initial
from counterpoise.web.today import saving as today_saving
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def new(request: Visit) -> HttpResponse:
    """An empty form: nothing is filled in but the name of the leaf, goals, and with whom a visit was."""
    today = clock(request.person, timezone.now()).date()
    first = {"substance": names.substance("kratom"), "goals": "\n".join(saving.open_goals(request.person))}
    visit = reading.visit_named(request.person, request.GET.get("visit", ""))
    first |= {} if visit is None else _from_visit(visit, today)
    sent = request.POST if request.method == "POST" else None
    weighed = keeping.weigh(request.person, sent, first, today)
    form, asked = weighed.form, dict[str, Asked]()
    if sent is not None and form.is_valid():
        made = form.plan(None, today_saving.sent_id(request))
        asked = asked_back(request.person, form, made)
        if not asked and not weighed.unasked:
            return saving.answer("saved", saving.add(request.person, made, form))
    context: dict[str, Any] = {"heading": _("Make a plan"), "id": request.POST.get("id") or m.new_id(), "row": None}
    context |= {"said": visit.agreed if visit else None, "ends": ends(form, request.person, today)}
    return drawn(request, form, asked, context | (weighed.shown() if sent is not None else {}))


@require_http_methods(["GET", "POST"])
def edit(request: Visit, key: uuid.UUID) -> HttpResponse:
    """What was agreed, to be corrected; the steps that were made stay."""
    row = saving.find(request.person, key)
    before: d.Plan = record(row)
    today = clock(request.person, timezone.now()).date()
    first = initial(before, saving.open_goals(request.person))
    own = partial(reading.own_units, request.person)
    form = PlanForm(today, own, request.POST or None, before=before, initial=first)
    asked: dict[str, Asked] = {}
    elsewhere = today_saving.behind(request, [row])
    if request.method == "POST" and form.is_valid() and not elsewhere:
        after = form.plan(before, before.id)
        asked = asked_back(request.person, form, after)
        if not asked:
            with entries.writing(request.person):
                elsewhere = today_saving.behind(request, [row])
                rows = [] if elsewhere else saving.change(row, after, form)
            if not elsewhere:
                return saving.answer("changed", rows)
    context = {"heading": _("Correct the plan"), "row": row}
    context |= today_saving.guard(request, [row], elsewhere=elsewhere)
    return drawn(request, form, asked, context)


def drawn(
    request: Visit,
    form: PlanForm,
    asked: dict[str, Asked],
    context: dict[str, Any],
    template: str = "plan/form.html",
) -> HttpResponse:
    """The form with what stands beside it: findings for today, facts, what is asked back, who helps."""
    errors = form.errors.as_data()
    another = any(one.code == "another_drug" for one in errors.get("substance", []))
    held: dict[str, Any] = {"urgent": beside.urgent(request.person)}
    held |= {"facts": beside.beside(), "asked": asked, "another_drug": another, "help": beside.help_line(request)}
    status = 409 if context.get("elsewhere") else 422 if form.is_bound else 200
    return render(request, template, {"form": form, **held, **context}, status=status)


def asked_back(person: m.Person, form: PlanForm, plan: d.Plan) -> dict[str, Asked]:
    """What is asked back before a plan is saved, by the field of its tick."""
    now = timezone.now()
    found = {
        "seen_steep": asking.much_less(person, form, plan, now),
        "seen_raised": asking.far_more(person, form, plan, now),
    }
    return {name: one for name, one in found.items() if one is not None}


def ends(form: PlanForm, person: m.Person, today: dt.date) -> list[str]:
    """The plans that end once this one is saved: nobody's agreement ends without a word.

    Beside the one in force, one that begins later and yet no later than the new one.
    """
    said = form.cleaned_data if form.is_bound else form.initial
    of = said.get("substance", LEAF) if form.is_bound else LEAF
    begins = said.get("from_") or today
    in_force = reading.holding(person, today)
    later = [one for one in records(person, KINDS["plan"]) if one.ended_on is None and today < one.from_ <= begins]
    held = [one for one in (*in_force, *later) if substance_key(one.substance, load()) == of]
    text = _("Saving this ends the plan in force: {direction}, {whom}.")
    not_begun = _("Saving this ends the plan that begins on {day}: {direction}, {whom}.")
    return [
        (text if one.from_ <= today else not_begun).format(
            day=words.day(one.from_), direction=words.direction(one), whom=words.with_whom(one)
        )
        for one in held
    ]


def _from_visit(visit: d.Appointment, today: dt.date) -> dict[str, Any]:
    """With whom, and from today. No amount; and who that is only where the visit says so without doubt."""
    called = {"family_physician": "doctor", "pharmacist": "pharmacist"}.get(visit.profession or "", "")
    name = (visit.with_ or "")[:MOST_NAME]
    return {"agreed_with": name, "who": called if name else "", "from_": today}
