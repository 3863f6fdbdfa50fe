"""Making a plan and correcting it: one form, the direction first."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counterpoise import diary as d
from counterpoise.journal.diaries import record
from counterpoise.journal.models import new_id
from counterpoise.plans import words
from counterpoise.plans.current import alone
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.plan import beside, reading, saving
from counterpoise.web.plan.forms import PlanForm, lines
from counterpoise.web.today import saving as today_saving
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def new(request: Visit) -> HttpResponse:
    """An empty form: nothing is filled in but the name of the leaf and the goals of the diary."""
    today = clock(request.person, timezone.now()).date()
    first = {"substance": names.substance("kratom"), "goals": "\n".join(saving.open_goals(request.person))}
    form = PlanForm(today, request.POST or None, holding=reading.holding(request.person, today), initial=first)
    steep = ""
    if request.method == "POST" and form.is_valid():
        made = form.plan(None, today_saving.sent_id(request))
        steep = _too_steep(request, form, made)
        if not steep:
            return saving.answer("saved", saving.add(request.person, made, lines(form.cleaned_data["goals"]), today))
    context = {"heading": _("Make a plan"), "id": request.POST.get("id") or new_id(), "row": None}
    return _form(request, form, steep, context)


@require_http_methods(["GET", "POST"])
def edit(request: Visit, key: uuid.UUID) -> HttpResponse:
    """What was agreed, to be corrected; the steps that were made stay."""
    row = saving.find(request.person, key)
    before: d.Plan = record(row)
    today = clock(request.person, timezone.now()).date()
    form = PlanForm(
        today, request.POST or None, before=before, initial=_initial(before, saving.open_goals(request.person))
    )
    steep, seen = "", today_saving.seen([row])
    elsewhere = request.method == "POST" and request.POST.get("seen", seen) != seen
    if request.method == "POST" and form.is_valid() and not elsewhere:
        after = form.plan(before, before.id)
        steep = _too_steep(request, form, after)
        if not steep:
            rows = saving.change(row, after, lines(form.cleaned_data["goals"]), today)
            return saving.answer("changed", rows)
    context = {"heading": _("Correct the plan"), "row": row, "seen": seen, "elsewhere": elsewhere}
    return _form(request, form, steep, context)


def _form(request: Visit, form: PlanForm, steep: str, context: dict[str, Any]) -> HttpResponse:
    errors = form.errors.as_data()
    another = any(one.code == "another_drug" for one in errors.get("substance", []))
    held: dict[str, Any] = {"urgent": beside.urgent(request.person)}
    held |= {"facts": beside.beside(), "steep": steep, "another_drug": another, "help": beside.help_line(request)}
    status = 409 if context.get("elsewhere") else 422 if form.is_bound else 200
    return render(request, "plan/form.html", {"form": form, **held, **context}, status=status)


def _too_steep(request: Visit, form: PlanForm, plan: d.Plan) -> str:
    """What is told before a plan is saved that takes much at once; empty where it was read, or there is nothing.

    Agreed with somebody it is saved once both have read this; made alone it is not: the step can be smaller.
    """
    if form.cleaned_data["seen_steep"] and not alone(plan):
        return ""
    found = reading.steep_of(request.person, plan, timezone.now())
    if found is None:
        return ""
    if alone(plan) and found.of == "step":
        form.add_error("step", _("Make the step smaller, or agree it with a professional: “Agreed with” is empty."))
    elif alone(plan):
        text = _("Go down in smaller steps, or agree this with a professional: “Agreed with” is empty.")
        form.add_error("start", text)
    return words.too_steep(found)


def _initial(plan: d.Plan, goals: list[str]) -> dict[str, Any]:
    def said(quantity: d.Quantity | None) -> str:
        return "" if quantity is None else f"{names.number(quantity.amount)} {quantity.unit}"

    def number(value: float | None) -> str:
        return "" if value is None else names.number(value)

    plain = ("direction", "meeting_on", "agreed_with", "from_", "min_days_per_step", "doses_per_day")
    more = ("review_on", "benefit_by", "note")
    numbers = ("hours_between", "meaningful_change", "hold_at")
    step = f"{plan.step_percent:g} %" if plan.step_percent is not None else said(plan.step)
    return {
        **{name: getattr(plan, name) for name in (*plain, *more)},
        **{name: number(getattr(plan, name)) for name in numbers},
        **{name: said(getattr(plan, name)) for name in ("start", "ceiling_per_dose", "ceiling_per_day")},
        "step": step,
        "substance": names.substance(plan.substance),
        "dose_free_days": list(plan.dose_free_days),
        "withdrawal_days": list(plan.withdrawal_days),
        "stop_if": "\n".join(plan.stop_if),
        "goals": "\n".join(goals),
    }
