"""What was agreed, as a CarePlan, and what the person wants to be able to do, as Goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise.diary import Goal, Plan, Quantity
from counterpoise.exchange.fhir.kept import kept, written
from counterpoise.exchange.fhir.parts import Resource, notes, span, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.plans.current import key
from counterpoise.text import _, ngettext
from counterpoise.units import sized

Status = Literal["draft", "active", "completed", "revoked"]
OF_WHAT_IT_SAYS = {"draft": "not-started", "active": "in-progress", "completed": "completed", "revoked": "cancelled"}
"""The state of each thing that a plan says, by the state of the plan."""


def goals(scope: Scope) -> Iterator[Resource]:
    """In the person's words."""
    for goal in scope.diary.goals:
        yield _goal(scope, goal)


def _goal(scope: Scope, goal: Goal) -> Resource:
    made = scope.head("Goal", "goal", goal) | {
        "extension": kept(goal=written(goal)),
        "lifecycleStatus": "completed" if goal.reached_on else "active",
        "description": {"text": words(goal.text) or "-"},
        "subject": scope.patient,
        "startDate": goal.since and goal.since.isoformat(),
        "statusDate": goal.reached_on and goal.reached_on.isoformat(),
        "expressedBy": scope.patient,
        "note": notes(goal.note),
    }
    return without_none(made)


def plans(scope: Scope) -> Iterator[Resource]:
    """Plans as they were agreed; every number in them is one that person and clinician set."""
    for plan in scope.diary.plans:
        yield _plan(scope, plan)


def status(scope: Scope, plan: Plan) -> Status:
    """Where R4 puts a plan: "currently being acted upon, represents future intentions or is now a historical record".

    What begins later is in no force yet: a draft. What ended before the day on which it was to be looked at, or before
    it began, and what another plan took the place of, was "terminated prior to the known full completion".
    """
    today = scope.now.astimezone(ZoneInfo(scope.diary.person.time_zone)).date()
    if plan.ended_on is not None and plan.ended_on <= today:
        early = plan.ended_on <= plan.from_ or (plan.review_on is not None and plan.ended_on < plan.review_on)
        return "revoked" if early else "completed"
    if plan.from_ > today:
        return "draft"
    return "revoked" if _replaced(scope, plan, today) else "active"


def _replaced(scope: Scope, plan: Plan, today: dt.date) -> bool:
    """Whether a plan for the same that began later holds."""
    of = key(plan.substance, scope.knowledge)
    return any(
        plan.from_ < other.from_ <= today
        and (other.ended_on is None or today < other.ended_on)
        and key(other.substance, scope.knowledge) == of
        for other in scope.diary.plans
    )


def _plan(scope: Scope, plan: Plan) -> Resource:
    state, who = status(scope, plan), words(plan.agreed_with)
    agreed = _("Agreed with {who}.").format(who=who) if who else _("Set by the person alone.")
    last = plan.ended_on.isoformat() if plan.ended_on else None
    period = span(plan.from_.isoformat(), last) or {"start": plan.from_.isoformat()}
    made = scope.head("CarePlan", "plan", plan) | {
        "extension": kept(plan=written(plan)),
        "status": state,
        "intent": "plan",
        "title": _("Plan for {what}").format(what=scope.called(plan.substance)),
        "description": agreed,
        "subject": scope.patient,
        "period": period,
        "author": scope.patient,
        "contributor": [{"display": who}] if who else None,
        "goal": [scope.of("goal", goal) for goal in scope.diary.goals],
        "activity": [_activity(text, OF_WHAT_IT_SAYS[state]) for text in _lines(plan)],
        "note": notes(plan.note),
    }
    return without_none(made)


def _activity(text: str, state: str) -> Resource:
    return {"detail": {"status": state, "description": text}}


def _size(one: Quantity) -> str:
    return sized(one.amount, words(one.unit) or "")


def _lines(plan: Plan) -> Iterator[str]:
    """What the plan says, a sentence each, as it was agreed."""
    yield {"up": _("Direction: up."), "hold": _("Direction: hold."), "down": _("Direction: down.")}[plan.direction]
    for text, size in (
        (_("A dose at the start: {size}."), plan.start),
        (_("One step: {size}."), plan.step),
        (_("Not above {size} in one dose."), plan.ceiling_per_dose),
        (_("Not above {size} in one day."), plan.ceiling_per_day),
    ):
        if size is not None:
            yield text.format(size=_size(size))
    yield from _counts(plan)
    for step in plan.steps:
        amount = _size(step.amount) if step.amount else _("as before")
        yield _("Step made on {day}: {size}.").format(day=step.on.isoformat(), size=amount)
    for text, day in (
        (_("Meeting with a professional on {day}."), plan.meeting_on),
        (_("Looked at again on {day}."), plan.review_on),
        (_("A benefit is looked for by {day}."), plan.benefit_by),
    ):
        if day is not None:
            yield text.format(day=day.isoformat())
    for reason in plan.stop_if:
        if said := words(reason):
            yield _("Reason to stop: {reason}").format(reason=said)


def _counts(plan: Plan) -> Iterator[str]:
    if plan.step_percent is not None:
        yield _("One step: {n} percent of the amount before it.").format(n=f"{plan.step_percent:g}")
    if (days := plan.min_days_per_step) is not None:
        yield ngettext("A step is kept at least {n} day.", "A step is kept at least {n} days.", days).format(n=days)
    if plan.doses_per_day is not None:
        yield _("At most {n} doses a day.").format(n=plan.doses_per_day)
    if plan.hours_between is not None:
        yield _("At least {n} hours between doses.").format(n=f"{plan.hours_between:g}")
    if plan.dose_free_days:
        yield _("Days without a dose: {days}.").format(days=", ".join(_(day) for day in plan.dose_free_days))
