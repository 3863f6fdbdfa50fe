"""What the plan so far says and a proposed one does not: shown field by field, each to be kept or let go.

A plan that is accepted takes the place of the one before it. Nothing that was agreed falls away by being left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.current import key
from counterpoise.plans.steps import stages
from counterpoise.web.plan import reading
from counterpoise.web.plan.forms import PlanForm, lines
from counterpoise.web.plan.written import initial

LIMITS = ("ceiling_per_dose", "ceiling_per_day", "doses_per_day", "hours_between", "dose_free_days", "hold_at")
STOP = "stop_if"
AGREED = ("start", "step", "min_days_per_step", "meaningful_change", "withdrawal_days", "note")
DAYS = ("meeting_on", "review_on", "benefit_by")
FIELDS = (STOP, *LIMITS, *AGREED, *DAYS)
LISTS = ("dose_free_days", "withdrawal_days")


@dataclass(frozen=True)
class Dropped:
    """One thing that would fall away. keep: whether its box is ticked."""

    name: str
    label: str
    text: str
    keep: bool


@dataclass(frozen=True)
class Weighed:
    """The form of a new plan, what would fall away with it, and whether the person was not asked about all of that."""

    form: PlanForm
    falls_away: Sequence[Dropped]
    unasked: bool

    def shown(self) -> dict[str, Any]:
        """For the page of the form."""
        return {"falls_away": self.falls_away, "unasked": self.unasked}


def weigh(person: m.Person, sent: QueryDict | None, first: dict[str, Any], today: dt.date) -> Weighed:
    """A new plan as it was sent, or filled in as it is at first, held against the one whose place it takes."""
    said = first if sent is None else sent
    before = former(person, str(said.get("substance", "")), today, first_day(said, today))
    filled = None if sent is None else with_kept(before, sent, today)
    own = partial(reading.own_units, person)
    form = PlanForm(today, own, filled, holding=reading.held_lately(person, today), initial=first)
    found = dropped(before, first if filled is None else filled, form, today)
    return Weighed(form, found, sent is not None and unasked(found, sent))


def former(person: m.Person, substance: str, today: dt.date, begins: dt.date) -> d.Plan | None:
    """The plan that a new one takes the place of, with what its steps left in force; else the one that ended lately.

    One that begins later, yet before the new one does, is the one that would fall away.
    """
    of, day = key(substance, load()), max(begins, today)
    held = (*reading.held_lately(person, day), *reading.held_lately(person, today))
    found = next((one for one in held if key(one.substance, load()) == of), None)
    if found is None:
        return None
    latest = stages(found, day)[-1]
    return replace(found, start=latest.amount, doses_per_day=latest.doses_per_day)


def dropped(before: d.Plan | None, said: Mapping[str, Any], form: PlanForm, today: dt.date) -> list[Dropped]:
    """said: the values of the form, typed or filled in. Days that have passed are no loss.

    Reasons to stop and limits are ticked unless the person unticks them: leaving one out is the way that can harm.
    """
    if before is None:
        return []
    posted = isinstance(said, QueryDict)
    ticked = _all(said, "keep") if posted else []
    asked = _all(said, "weighed") if posted else []
    found = []
    for name, values in _left_out(before, said, today).items():
        usual = name in (STOP, *LIMITS) or (name == "start" and said.get("direction") == "hold")
        keep = name in ticked if name in asked else usual
        found.append(Dropped(name, _label(form, name), _text(name, values), keep))
    return found


def first_day(said: Mapping[str, Any], today: dt.date) -> dt.date:
    """The first day that a form names, typed or filled in; today where it names none, or none that can be read."""
    try:
        return dt.date.fromisoformat(str(said.get("from_") or ""))
    except ValueError:
        return today


def _label(form: PlanForm, name: str) -> str:
    return _("Reasons to stop") if name == STOP else str(form.fields[name].label)


def _text(name: str, values: list[str]) -> str:
    """What is kept, as it is read rather than typed."""
    if name in LISTS:
        return ", ".join(map(words.weekday, values))
    if name in DAYS:
        return words.day(dt.date.fromisoformat(values[0]))
    return "; ".join(values)


def unasked(found: Sequence[Dropped], said: QueryDict) -> bool:
    """Whether something would fall away that the person was not shown."""
    return any(one.name not in said.getlist("weighed") for one in found)


def with_kept(before: d.Plan | None, said: QueryDict, today: dt.date) -> QueryDict:
    """What was sent, with what the person ticked to keep filled into the fields that say nothing of it."""
    if before is None:
        return said
    made = said.copy()
    ticked = said.getlist("keep")
    for name, values in _left_out(before, said, today).items():
        if name not in ticked:
            continue
        if name == STOP:
            made[name] = "\n".join([*lines(said.get(name, "")), *values])
        else:
            made.setlist(name, values)
    return made


def _left_out(before: d.Plan, said: Mapping[str, Any], today: dt.date) -> dict[str, list[str]]:
    """By field, what the plan so far says of it, as the form writes it; only what the new one says nothing of."""
    known = initial(before, [])
    stop = lines("\n".join(_all(said, STOP)))
    found = {STOP: [one for one in before.stop_if if one not in stop]}
    for name in FIELDS[1:]:
        value = known[name]
        passed = name in DAYS and value is not None and value < today
        if any(text.strip() for text in _all(said, name)) or passed:
            continue
        found[name] = [str(one) for one in value] if name in LISTS else [str(value)] if value not in (None, "") else []
    return {name: values for name, values in found.items() if values}


def _all(said: Mapping[str, Any], name: str) -> list[str]:
    """All values of a field as text."""
    value = said.getlist(name) if isinstance(said, QueryDict) else said.get(name)
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one is not None]
