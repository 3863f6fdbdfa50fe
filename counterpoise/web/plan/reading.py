"""What the pages need of a diary to say where somebody stands: the plans, and the entries of the last days."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from counterpoise import diary as d
from counterpoise import units
from counterpoise.journal import models as m
from counterpoise.journal.diaries import profile, record, records
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.current import current, key
from counterpoise.plans.standing import LEAF, LOOK_BACK, WITHDRAWAL, Standing, stand, standing
from counterpoise.plans.steep import Steep, daily_for_long, steep
from counterpoise.plans.use import STEEP, Used, before_it, lately
from counterpoise.web.moments import clock


@dataclass(frozen=True)
class Line:
    """A plan beside the place where doses are logged.

    mark: that it, or its last step, was made alone, else empty. leaf: whether it is about the leaf.
    """

    last: str
    today: str
    free: str
    mark: str
    leaf: bool


def holding(person: m.Person, today: dt.date) -> tuple[d.Plan, ...]:
    """The plans in force."""
    return current(records(person, KINDS["plan"]), today, load())


def held_lately(person: m.Person, today: dt.date) -> tuple[d.Plan, ...]:
    """The plans in force, and where none is the one that ended last within weeks: ending one is no way up."""
    plans, packs = records(person, KINDS["plan"]), load()
    since = today - dt.timedelta(days=int(packs.rules[STEEP].limit("daily_days")))
    found = {key(plan.substance, packs): plan for plan in current(plans, today, packs)}
    ended = [one for one in plans if one.ended_on is not None and since <= one.ended_on <= today and one.from_ <= today]
    for plan in sorted(ended, key=lambda one: (one.ended_on, one.from_), reverse=True):
        found.setdefault(key(plan.substance, packs), plan)
    return tuple(found.values())


def where(person: m.Person, now: dt.datetime) -> list[Standing]:
    """Where the person stands in each plan in force."""
    plans = records(person, KINDS["plan"])
    in_force = current(plans, clock(person, now).date(), load())
    if not in_force:
        return []
    read = small_diary(person, now, plans)
    found = [standing(read, now, load(), plan.substance) for plan in in_force]
    return [one for one in found if one is not None]


def small_diary(person: m.Person, now: dt.datetime, plans: tuple[Any, ...]) -> d.Diary:
    """The plans, and what was taken and how withdrawal was in the days that a standing looks at."""
    since = now - LOOK_BACK
    lists: dict[str, Any] = {KINDS[name].list_name: records(person, KINDS[name]) for name in ("product", "lot")}
    rows = m.Rating.objects.filter(person=person, deleted_at=None, measure=WITHDRAWAL, at__gte=since, at__lte=now)
    rated = rows.order_by("at").values_list("at", "value")
    ratings = tuple(d.Rating(at=clock(person, at), measure=WITHDRAWAL, value=value) for at, value in rated)
    doses = records(person, KINDS["dose"], since)
    return d.Diary(person=profile(person), plans=plans, doses=doses, ratings=ratings, **lists)


def with_history(person: m.Person, now: dt.datetime) -> d.Diary:
    """The same with what the person said of earlier use: what a large step down is held against."""
    read = small_diary(person, now, records(person, KINDS["plan"]))
    return replace(read, person=replace(read.person, history=records(person, KINDS["past_use"])))


def steep_of(person: m.Person, plan: d.Plan, now: dt.datetime) -> Steep | None:
    """The latest thing in a plan that takes much at once after long daily use, and was not undone."""
    today = clock(person, now).date()
    found = [one for one in all_steep(person, plan, now) if one.stands(today)]
    return max(found, key=lambda one: (one.on, one.share), default=None)


def step_steep(person: m.Person, plan: d.Plan, step: d.PlanStep, now: dt.datetime) -> Steep | None:
    """What a step down would take at once after long daily use, where that is much."""
    if step.kind != "down":
        return None
    known = {(one.on, one.of, one.share) for one in all_steep(person, plan, now)}
    after = all_steep(person, replace(plan, steps=(*plan.steps, step)), now)
    new = [one for one in after if one.on == step.on and (one.on, one.of, one.share) not in known]
    return max(new, key=lambda one: one.share, default=None)


def all_steep(person: m.Person, plan: d.Plan, now: dt.datetime) -> list[Steep]:
    """Everything in a plan that takes much at once after long daily use."""
    read = with_history(person, now)
    before = before_it(read, read.doses, plan, load())
    return [one for one in steep(plan, load(), before) if daily_for_long(read, read.doses, plan, load(), one.on)]


def known_of(person: m.Person, plan: d.Plan, now: dt.datetime) -> Used | None:
    """What is known of use before a plan: by the record, by what was told, or by the plan before."""
    read = with_history(person, now)
    return before_it(read, read.doses, plan, load())


def recorded_units(person: m.Person, plan: d.Plan, now: dt.datetime) -> list[str]:
    """The units of amounts in the weeks before a plan."""
    read = with_history(person, now)
    of_late = lately(read, sorted(read.doses, key=lambda dose: dose.at), plan, load(), plan.from_)
    return sorted({units.canonical(dose.unit) for dose in of_late if dose.unit and dose.amount and dose.of is None})


def stands(person: m.Person, plan: d.Plan, now: dt.datetime) -> Standing:
    """Where the person stands in one plan, in force or not: what a step of it is held against."""
    read = small_diary(person, now, records(person, KINDS["plan"]))
    doses = [dose for dose in read.doses if dose.at <= now]
    return stand(plan, read, now, load(), doses=doses, ratings=read.ratings)


def own_units(person: m.Person) -> set[str]:
    """Units that the person's own doses and bags are in."""
    rows = m.Dose.objects.filter(person=person, deleted_at=None).exclude(unit=None)
    bags = records(person, KINDS["lot"])
    weighed = {weight.unit for lot in bags for weight in lot.unit_weights}
    return {units.canonical(unit) for unit in {*rows.values_list("unit", flat=True).distinct(), *weighed}}


def lines(found: list[Standing]) -> list[Line]:
    """What the page of today says of each plan."""
    return [
        Line(
            words.last_dose(one),
            words.so_far(one),
            words.dose_free(one),
            words.mark(one),
            key(one.plan.substance, load()) == LEAF,
        )
        for one in found
    ]


def tells_last(found: list[Line]) -> bool:
    """Whether a plan already says how long ago the leaf was taken last."""
    return any(line.leaf and line.last for line in found)


def asks_withdrawal(found: list[Standing]) -> bool:
    """Whether withdrawal is asked for now, before the first dose of the day."""
    return any(one.rate_withdrawal_first for one in found)


def visit_named(person: m.Person, key: str) -> d.Appointment | None:
    """The visit of which a plan is written down, as an address names it."""
    try:
        row = m.Appointment.objects.filter(person=person, deleted_at=None, pk=uuid.UUID(key)).first()
    except ValueError:
        return None
    return None if row is None else record(row)


def row_of(person: m.Person, plan: d.Plan) -> m.Plan:
    """The row of a plan."""
    rows = m.Plan.objects.filter(person=person, deleted_at=None, source=plan.source or "", source_id=plan.id)
    return rows.get()
