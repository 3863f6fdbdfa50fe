"""What lies far above what is known of use: a plan, or a step up. It is asked about before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from counterpoise import units
from counterpoise.diary import Plan, PlanStep, Quantity
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import above
from counterpoise.plans.steps import Stage, stages
from counterpoise.plans.use import Used

UP = "plan.up_without_meeting"


@dataclass(frozen=True, slots=True)
class Raised:
    """How much more, and than what: the most or the usual on record, what was told, or the amount in force.

    known: None where it is the number of doses a day.
    """

    share: float
    of: Literal["most_dose", "most_day", "usual_dose", "usual_day", "in_force", "doses"]
    known: Quantity | None = None
    doses: float | None = None


def raised(plan: Plan, packs: Knowledge, before: Used | None) -> Raised | None:
    """The farthest that a plan lies above what is known of use before it; None where it is not far, or not known.

    A plan that goes down begins where somebody usually is; others are held against the most of a dose and of a day.
    """
    if before is None:
        return None
    found = [one for one in _beside(plan, before) if one.share > packs.rules[UP].limit("percent") / 100 + 1e-9]
    return max(found, key=lambda one: one.share, default=None)


def step_raised(plan: Plan, step: PlanStep, packs: Knowledge, before: Used | None) -> Raised | None:
    """The farthest that a step up lies above what is in force and on record; None where it is as agreed, or near."""
    now = stages(plan, max(step.on, plan.from_))[-1]
    after = stages(replace(plan, steps=(*plan.steps, step)), max(step.on, plan.from_))[-1]
    line = packs.rules[UP].limit("percent") / 100 + 1e-9
    found = [] if _as_agreed(plan, now, after) else list(_more(after.amount, now.amount, "in_force"))
    if now.doses_per_day and after.doses_per_day:
        found.append(Raised(after.doses_per_day / now.doses_per_day - 1, "doses", None, now.doses_per_day))
    if before is not None:
        found += _amounts("up", after.amount, _times(after.amount, after.doses_per_day), before)
    return max((one for one in found if one.share > line), key=lambda one: one.share, default=None)


def _beside(plan: Plan, before: Used) -> Iterator[Raised]:
    dose = _first_dose(plan)
    yield from _amounts(plan.direction, dose, _times(dose, plan.doses_per_day), before)
    yield from _amounts(plan.direction, plan.ceiling_per_dose, plan.ceiling_per_day, before)
    if plan.doses_per_day and before.whole:
        yield Raised(plan.doses_per_day / before.doses - 1, "doses", None, before.doses)


def _amounts(direction: str, dose: Quantity | None, day: Quantity | None, before: Used) -> list[Raised]:
    """An amount of a dose and of a day beside the most on record; where a plan goes down, beside the usual."""
    usual_day = _times(before.amount, before.doses) if before.whole else None
    if direction == "down" or before.most_in_a_dose is None:
        return [*_more(dose, before.amount, "usual_dose"), *_more(day, usual_day, "usual_day")]
    return [
        *_more(dose, before.most_in_a_dose, "most_dose"),
        *_more(day, before.most_in_a_day if before.whole else None, "most_day"),
    ]


def _more(
    found: Quantity | None,
    known: Quantity | None,
    of: Literal["most_dose", "most_day", "usual_dose", "usual_day", "in_force"],
) -> Iterator[Raised]:
    if found is None or known is None or known.amount <= 0:
        return
    size = units.converted(found.amount, found.unit, known.unit)
    if size is not None:
        yield Raised(size / known.amount - 1, of, known)


def _first_dose(plan: Plan) -> Quantity | None:
    """The amount of a dose at the start; going up, after the first step as it was agreed."""
    if plan.start is None or plan.direction != "up":
        return plan.start
    more = None if plan.step is None else units.converted(plan.step.amount, plan.step.unit, plan.start.unit)
    more = plan.start.amount * plan.step_percent / 100 if plan.step_percent is not None else more
    return Quantity(amount=plan.start.amount + (more or 0.0), unit=plan.start.unit)


def _as_agreed(plan: Plan, now: Stage, after: Stage) -> bool:
    """Whether a step is no larger than the plan says."""
    if now.amount is None or after.amount is None:
        return False
    more = None if plan.step is None else units.converted(plan.step.amount, plan.step.unit, now.amount.unit)
    more = now.amount.amount * plan.step_percent / 100 if plan.step_percent is not None else more
    size = units.converted(after.amount.amount, after.amount.unit, now.amount.unit)
    return more is not None and size is not None and not above(size, now.amount.amount + more)


def _times(amount: Quantity | None, doses: float | None) -> Quantity | None:
    return None if amount is None or not doses else Quantity(amount=amount.amount * doses, unit=amount.unit)
