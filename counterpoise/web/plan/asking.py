"""What is told and asked back before a plan or a step is saved: much less at once, or far more than is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.raised import Raised, raised, step_raised
from counterpoise.plans.standing import STEP_EARLY
from counterpoise.plans.steps import stages
from counterpoise.plans.telling import before_a_step
from counterpoise.plans.use import Used, unit_of
from counterpoise.web.plan import reading
from counterpoise.web.plan.forms import PlanForm
from counterpoise.web.plan.stepform import StepForm

NAMED = ("direction", "start", "step", "step_percent", "ceiling_per_dose", "ceiling_per_day", "doses_per_day")


@dataclass(frozen=True)
class Asked:
    """Questions back. closed: only a doctor, a pharmacist or a nurse lifts them, with a tick."""

    texts: list[str]
    closed: bool = True


def much_less(person: m.Person, form: PlanForm, plan: d.Plan, now: dt.datetime) -> Asked | None:
    """A plan that takes much at once, where that was not read and agreed on with a professional."""
    if form.cleaned_data["seen_steep"] and form.with_a_professional:
        return None
    found = reading.steep_of(person, plan, now)
    if found is None:
        return None
    if not form.may_tick and found.of == "step":
        form.add_error("step", _("Make the step smaller, or agree it with a professional."))
    elif not form.may_tick:
        form.add_error("start", _("Go down in smaller steps, or agree this with a professional."))
    return Asked([words.too_steep(found)])


def far_more(person: m.Person, form: PlanForm, plan: d.Plan, now: dt.datetime) -> Asked | None:
    """A plan far above what is known of use, or one that goes up in shorter steps than the blood needs to settle."""
    if form.cleaned_data["seen_raised"] and form.with_a_professional:
        return None
    texts = []
    if form.before is None or any(getattr(form.before, name) != getattr(plan, name) for name in NAMED):
        known_use = _known(person, form, plan, now)
        texts += _another_unit(person, form, plan, known_use, now)
        found = raised(plan, load(), known_use)
        texts += _far_above(found, known_use)
        if found is not None and not form.may_tick:
            text = _("Write down less, record first what is really used, or agree this with a professional.")
            form.add_error("start", text)
    usual = int(load().rules[STEP_EARLY].limit("days"))
    least = plan.min_days_per_step
    known = form.before is not None and form.before.min_days_per_step == least and form.before.direction == "up"
    if plan.direction == "up" and least is not None and least < usual and not known:
        text = _("Each step is kept at least {least} here. The level in the blood needs 8 to 9 days to settle.")
        texts.append(text.format(least=words.days(least)))
        if not form.may_tick:
            text = _("Keep each step at least {usual}, or agree this with a professional.")
            form.add_error("min_days_per_step", text.format(usual=words.days(usual)))
    return Asked(texts) if texts else None


def _another_unit(person: m.Person, form: PlanForm, plan: d.Plan, known: Used | None, now: dt.datetime) -> list[str]:
    """An amount in a unit that cannot be held against the record may be far above it."""
    unit = unit_of(plan)
    if unit is None or known is None or known.amount is not None or not known.days:
        return []
    recorded = reading.recorded_units(person, plan, now)
    if not recorded:
        return []
    if not form.may_tick:
        form.add_error("start", _("Write it in the unit of your record, or agree this with a professional."))
    text = _("Your record of the last weeks is in {recorded}. How much that is in {unit} is not known here.")
    return [text.format(recorded=", ".join(map(words.unit, recorded)), unit=words.unit(unit))]


def before_the_step(person: m.Person, form: StepForm, step: d.PlanStep, now: dt.datetime) -> Asked | None:
    """What is told of a step; what takes much at once, or goes far up, is closed to a step made alone."""
    plan = form.of
    steep = reading.step_steep(person, plan, step, now)
    closed = [] if steep is None else [words.too_steep(steep)]
    if step.kind == "up":
        known = reading.known_of(person, replace(plan, from_=min(step.on, form.today)), now)
        closed += _far_above(step_raised(plan, step, load(), known), known)
    if form.cleaned_data["seen_large"] and (form.with_a_professional or not closed):
        return None
    told = before_a_step(reading.stands(person, plan, now), step, load())
    if closed and not form.may_tick:
        where = "amount" if step.amount is not None else "doses_per_day"
        form.add_error(where, _("Make the step smaller, or agree it with a professional."))
    return Asked([*told, *closed], bool(closed)) if told or closed else None


def _far_above(found: Raised | None, known: Used | None) -> list[str]:
    """How far above what is known, and the most in one day on record where that is not said already."""
    if found is None:
        return []
    most = "" if found.of == "most_day" else words.most_on_record(known)
    return [text for text in (words.raised(found), most) if text]


def _known(person: m.Person, form: PlanForm, plan: d.Plan, now: dt.datetime) -> Used | None:
    """What is known of use before a plan; for a correction of which nothing is known, what was agreed before it."""
    known = reading.known_of(person, plan, now)
    if known is not None or form.before is None:
        return known
    was = stages(form.before)[0]
    return Used(float(was.doses_per_day or plan.doses_per_day or 1), was.amount, whole=was.doses_per_day is not None)
