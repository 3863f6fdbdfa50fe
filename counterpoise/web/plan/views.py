"""The plan: where it stands, and the records of what was agreed since."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record, records
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.load import load
from counterpoise.plans import taper, words
from counterpoise.plans.current import alone
from counterpoise.plans.standing import Standing
from counterpoise.report import plan as report
from counterpoise.web.moments import clock
from counterpoise.web.plan import beside, reading, saving
from counterpoise.web.plan.asking import Asked, before_the_step
from counterpoise.web.plan.stepform import StepForm
from counterpoise.web.today import saving as today_saving
from counterpoise.web.visit import Visit


@require_GET
def plan(request: Visit) -> HttpResponse:
    """The plans in force, where they stand, and those before."""
    now = timezone.now()
    found = reading.where(request.person, now)
    holding = {one.plan.id for one in found}
    all_plans = records(request.person, KINDS["plan"])
    others = [one for one in all_plans if one.id not in holding]
    context = {
        "shown": [_shown(request, one) for one in found],
        "begins": [_begins(one) for one in others if _not_begun(one, clock(request.person, now).date())],
        "others": [_other(request.person, one) for one in reversed(others)],
        "goals": saving.open_goals(request.person),
        "lines": reading.lines(found),
        "facts": beside.beside(),
        "limits": beside.limits(),
        "help": beside.help_line(request),
        "urgent": beside.urgent(request.person),
        "toast": _toast(request.GET.get("done", "")),
        "back": request.GET.get("done") == "undone",
        "rows": request.GET.getlist("row"),
        "seen": request.GET.get("seen", "0"),
    }
    return render(request, "plan/plan.html", context)


@require_http_methods(["GET", "POST"])
def step(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Record a step that was agreed. The program makes none and fills in no amount."""
    row, now = saving.find(request.person, key), timezone.now()
    of: d.Plan = record(row)
    where = _standing(request.person, of, now)
    today = clock(request.person, now).date()
    form = StepForm(of, today, partial(reading.own_units, request.person), request.POST or None)
    asked: Asked | None = None
    if request.method == "POST" and today_saving.behind(request, [row]):
        return saving.answer("behind", [])
    if request.method == "POST" and form.is_valid():
        made = form.step()
        asked = before_the_step(request.person, form, made, now)
        if asked is None:
            return saving.change_seen(request, row, "saved", replace(of, steps=(*of.steps, made)))
    context = {
        "asked": asked,
        "urgent": beside.urgent(request.person),
        "seen": today_saving.seen([row]),
        "form": form,
        "row": row,
        "heading": _("Record what was agreed"),
        "stage": words.stage(where) if where else "",
        "facts": beside.beside(),
        "direction": of.direction,
    }
    return render(request, "plan/step.html", context, status=422 if form.is_bound else 200)


@require_POST
def hold(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Record that the amount stays as it is for now, by the person alone; a second tap records no second hold."""
    row = saving.find(request.person, key)
    of: d.Plan = record(row)
    made = d.PlanStep(on=clock(request.person, timezone.now()).date(), kind="hold")
    return saving.change_seen(request, row, "saved", replace(of, steps=(*of.steps, made)))


@require_POST
def back(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Record one step back, by the person alone: to the amount before, never above where the taper began."""
    row, now = saving.find(request.person, key), timezone.now()
    of: d.Plan = record(row)
    where = _standing(request.person, of, now)
    before = taper.one_back(where) if where is not None else None
    if where is None or before is None:
        return saving.answer("behind" if today_saving.behind(request, [row]) else "nothing", [])
    made = d.PlanStep(on=where.today, kind="back", amount=before)
    return saving.change_seen(request, row, "saved", replace(of, steps=(*of.steps, made)))


@require_POST
def unstep(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Take the step recorded last out again; the history keeps it."""
    row = saving.find(request.person, key)
    of: d.Plan = record(row)
    return saving.change_seen(request, row, "changed", replace(of, steps=of.steps[:-1]))


@require_POST
def end(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The plan ends today; or, where that is what was asked for, it goes on. The same asked twice is done once."""
    with entries.writing(request.person):
        row = saving.find(request.person, key)
        of: d.Plan = record(row)
        ended = None
        if request.POST.get("wanted") != "goes_on":
            ended = of.ended_on or max(of.from_, clock(request.person, timezone.now()).date())
        touched = saving.change(row, replace(of, ended_on=ended))
    return saving.answer("ended" if ended else "changed", touched)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Delete the plan that the page showed: one that goes on or got a step since is looked at first."""
    with entries.writing(request.person):
        row = saving.find(request.person, key)
        behind = today_saving.behind(request, [row])
        if not behind:
            entries.remove(row, timezone.now())
    return saving.answer("behind", []) if behind else saving.answer("deleted", [row])


@require_POST
def undo(request: Visit) -> HttpResponse:
    """Take back the latest change of the rows named; the same again puts it back."""
    rows = saving.rows_named(request)
    with entries.writing(request.person):
        behind = today_saving.behind(request, rows)
        for row in () if behind else rows:
            entries.undo(row, timezone.now())
    if behind:
        context = {"heading": _("Nothing was saved"), "text": today_saving.changed_since()}
        return render(request, "error.html", context, status=409)
    return saving.answer("redone" if request.POST.get("redo") else "undone", rows)


def _shown(request: Visit, where: Standing) -> dict[str, Any]:
    """One plan in force."""
    packs = load()
    answers = beside.answers_at_hand(request.person, where.plan.substance)
    verdict = None if answers is None else answers["verdict"]
    before = taper.one_back(where)
    asks_review = where.review is not None or (where.plan.direction == "up" and where.kept_long_enough)
    return {
        "plan": where.plan,
        "alone": alone(where.plan),
        "row": reading.row_of(request.person, where.plan),
        "said": report.spoken(where, packs, verdict),
        "back": words.one_back(before) if before is not None else "",
        "held": where.held,
        "seen": today_saving.seen([reading.row_of(request.person, where.plan)]),
        "steep": _steep(request.person, where),
        "asks_review": asks_review,
        "review": beside.for_the_review(answers) if asks_review else [],
    }


def _steep(person: m.Person, where: Standing) -> str:
    """What is told of a plan that takes much at once after long daily use."""
    found = reading.steep_of(person, where.plan, timezone.now())
    return "" if found is None else words.too_steep(found)


def _not_begun(plan: d.Plan, today: dt.date) -> bool:
    return plan.from_ > today and plan.ended_on is None


def _begins(plan: d.Plan) -> str:
    """ "Going down, agreed with Dr Vega, begins 28 November 2026."."""
    way = words.direction(plan)
    said = {"way": way[:1].upper() + way[1:], "whom": words.with_whom(plan), "day": words.day(plan.from_)}
    return _("{way}, {whom}, begins {day}.").format(**said)


def _other(person: m.Person, plan: d.Plan) -> dict[str, Any]:
    """A plan that is not in force: it ended, has not begun, or another took its place."""
    today = clock(person, timezone.now()).date()
    if plan.ended_on is not None:
        state = _("ended on {day}").format(day=words.day(plan.ended_on))
    elif plan.from_ > today:
        state = _("begins on {day}").format(day=words.day(plan.from_))
    else:
        state = _("not in force")
    text = f"{words.direction(plan)}, {words.with_whom(plan)}"
    row = reading.row_of(person, plan)
    return {
        "plan": plan,
        "row": row,
        "seen": today_saving.seen([row]),
        "day": words.day(plan.from_),
        "text": text,
        "state": state,
    }


def _standing(person: m.Person, plan: d.Plan, now: dt.datetime) -> Standing | None:
    return next((one for one in reading.where(person, now) if one.plan.id == plan.id), None)


def _toast(done: str) -> str:
    return {
        "saved": _("Saved"),
        "changed": _("Corrected"),
        "ended": _("The plan ended"),
        "deleted": _("Deleted"),
        "undone": _("Undone"),
        "redone": _("Done again"),
        "nothing": _("There is no step to go back."),
        "behind": _("Nothing more was saved: the plan had changed since that page was opened."),
    }.get(done, "")
