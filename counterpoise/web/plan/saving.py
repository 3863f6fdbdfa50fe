"""Saving a plan with its goals, and answering with the page and a way to take it back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record, records
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.load import load
from counterpoise.plans.current import key as key_of
from counterpoise.web.plan.forms import PlanForm, lines
from counterpoise.web.settings import meanwhile
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit

KEPT = ("plan", "goal")


def find(person: m.Person, key: uuid.UUID, kind: str = "plan", *, deleted: bool = False) -> m.Row:
    """The row of this person, or 404."""
    try:
        return entries.row_of(person, kind, key, deleted=deleted)
    except (m.Plan.DoesNotExist, m.Goal.DoesNotExist):
        raise Http404 from None


def add(person: m.Person, plan: d.Plan, form: PlanForm) -> list[m.Row]:
    """A new plan: one for the same substance that still holds ends the day it begins.

    Where the new one has begun already, it also takes the place of one with a later first day that is running: what
    was saved last is what holds.
    """
    now, today = timezone.now(), form.today
    touched: list[m.Row] = []
    with entries.writing(person):
        for row in m.Plan.objects.filter(person=person, deleted_at=None, ended_on=None).exclude(source_id=plan.id):
            before = record(row)
            if key_of(before.substance, load()) == plan.substance and before.from_ <= max(plan.from_, today):
                entries.change(row, replace(before, ended_on=max(plan.from_, before.from_)), now)
                touched.append(row)
        touched.append(entries.add(person, plan, now))
        touched += _goals(person, form, now)
    return touched


def change(row: m.Row, to: d.Plan, form: PlanForm | None = None) -> list[m.Row]:
    """A correction, a step or an end: what was before stays in the history."""
    now = timezone.now()
    with entries.writing(row.person):
        touched = [] if entries.same(record(row), to) else [row]
        if touched:
            entries.change(row, to, now)
        if form is not None:
            touched += _goals(row.person, form, now)
    return touched


def change_seen(visit: Visit, row: m.Row, said: str, to: d.Plan) -> HttpResponse:
    """A change of the plan that the page showed; a second tap does not do it a second time."""
    with entries.writing(visit.person):
        behind = saving.behind(visit, [row])
        touched = [] if behind else change(row, to)
    return answer("behind" if behind else said, touched)


def answer(said: str, rows: Sequence[m.Row]) -> HttpResponse:
    """The page anew; the address holds ids and nothing of what was agreed."""
    names = "&".join(f"row={name}" for name in saving.named(rows))
    return redirect(f"{reverse('plan')}?done={said}&seen={saving.seen(rows)}&{names}")


def rows_named(visit: Visit) -> list[m.Row]:
    """The rows that a form names, plans and goals only."""
    found = []
    for name in visit.POST.getlist("row")[:20]:
        kind, _sep, key = name.partition("/")
        if kind not in KEPT:
            raise Http404
        try:
            found.append(find(visit.person, uuid.UUID(key), kind, deleted=True))
        except ValueError:
            raise Http404 from None
    return found


def open_goals(person: m.Person) -> list[str]:
    """Goals not reached yet, in the person's words."""
    return [goal.text for goal in records(person, KINDS["goal"]) if goal.reached_on is None]


def _goals(person: m.Person, form: PlanForm, now: dt.datetime) -> list[m.Row]:
    """New ones are added, those that the page showed and that were left out are removed; what stays is not touched.

    What was added elsewhere since the page was opened stays; what was reached or taken out there is not brought back.
    """
    rows = [*m.Goal.objects.filter(person=person, deleted_at=None, reached_on=None)]
    stand = tuple(line for row in rows for line in lines(row.text))  # as a form shows them: a line is a goal
    wanted = meanwhile.lists(form.goals_shown, lines(form.cleaned_data["goals"]), stand)
    touched: list[Any] = []
    there: set[str] = set()
    for row in rows:
        if set(lines(row.text)) <= set(wanted):
            there |= set(lines(row.text))
        else:
            entries.remove(row, now)
            touched.append(row)
    new = [d.Goal(id=str(m.new_id()), text=text, since=form.today) for text in wanted if text not in there]
    return [*touched, *(entries.add(person, goal, now) for goal in new)]
