"""The steps of a plan: the amount and the doses a day that they leave in force. The person records them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterpoise.diary import Plan, Quantity, StepKind
from counterpoise.plans.amounts import within

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Stage:
    """What holds from a day on. kind: how it came about; None for the start."""

    on: dt.date
    kind: StepKind | None
    amount: Quantity | None
    doses_per_day: int | None
    agreed_with: str | None


def stages(plan: Plan, day: dt.date | None = None) -> tuple[Stage, ...]:
    """The start and every recorded step, by day; `day`: only those that have begun by then."""
    found = [Stage(plan.from_, None, within(plan.start, plan.ceiling_per_dose), plan.doses_per_day, plan.agreed_with)]
    for step in sorted(plan.steps, key=lambda step: step.on):
        if day is None or step.on <= day:
            amount = found[-1].amount if step.amount is None else within(step.amount, plan.ceiling_per_dose)
            doses = found[-1].doses_per_day if step.doses_per_day is None else step.doses_per_day
            found.append(Stage(step.on, step.kind, amount, doses, step.agreed_with))
    return tuple(found)


def last_change(found: tuple[Stage, ...]) -> Stage:
    """The latest stage that changed something; holding an amount is no change of it."""
    return next((stage for stage in reversed(found) if stage.kind != "hold"), found[0])
