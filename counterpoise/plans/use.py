"""How much was used in the weeks before a day, and how much a plan leaves of it: what a stop is held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise import units
from counterpoise.diary import Dose, Plan, Quantity
from counterpoise.plans.amounts import FindLot, in_unit
from counterpoise.plans.steps import Stage

WEEK = 7


@dataclass(frozen=True, slots=True)
class Used:
    """A usual day of some weeks: how many doses, and how much of each where it is known. Unknown is never zero."""

    doses: float
    amount: Quantity | None


def used(doses: Sequence[Dose], lot_of: FindLot, unit: str | None, until: dt.date, days: int) -> Used | None:
    """The usual day of the last so many days before a day, of those with a dose; None where nothing is on record.

    doses: of one substance. unit: what amounts are wanted in; amounts not known in it are left out.
    """
    recent = [dose for dose in doses if 0 < (until - dose.at.date()).days <= days]
    if not recent:
        return None
    known = [] if unit is None else [size for dose in recent if (size := in_unit(dose, lot_of(dose), unit)) is not None]
    a_day = len(recent) / len({dose.at.date() for dose in recent})
    amount = sum(known) / len(known) if known else 0.0
    return Used(a_day, Quantity(amount=amount, unit=unit) if amount > 0 and unit else None)


def unit_of(plan: Plan) -> str | None:
    """The unit in which a plan can be held against the record."""
    given = (plan.start, plan.ceiling_per_day, plan.ceiling_per_dose, *(step.amount for step in plan.steps))
    return next((quantity.unit for quantity in given if quantity is not None), None)


def left(plan: Plan, stage: Stage, before: Used) -> float:
    """How much of a usual day is left while a stage of a plan is kept, as a share of it.

    What the plan does not say, or says in another unit, stays as it was: the amount of a dose, or how many a day.
    """
    free = (WEEK - len(set(plan.dose_free_days))) / WEEK
    if stage.doses_per_day == 0 or not free:
        return 0.0
    share = 1.0 if stage.doses_per_day is None else stage.doses_per_day / before.doses
    if before.amount is not None:
        one = _sizes(before.amount, stage.amount) or [1.0]
        share *= min(one + _sizes(before.amount, plan.ceiling_per_dose))
        share = min([share, *(size / before.doses for size in _sizes(before.amount, plan.ceiling_per_day))])
    return share * free


def _sizes(beside: Quantity, *given: Quantity | None) -> list[float]:
    """The amounts given as shares of an amount, as far as they can be compared."""
    sizes = [units.converted(one.amount, one.unit, beside.unit) for one in given if one is not None]
    return [size / beside.amount for size in sizes if size is not None]
