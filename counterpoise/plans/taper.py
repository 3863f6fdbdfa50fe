"""Going down: the next step as the agreement says it, when none is made, and one step back.

Nothing here goes up: whatever it gives is below what is in force, or the amount before, never above the start.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Literal

from counterpoise import units
from counterpoise.diary import Plan, Quantity, Rating
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import above
from counterpoise.plans.standing import Standing
from counterpoise.plans.steps import Stage

HOLD = "plan.withdrawal_hold"
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Down:
    """The next step down as agreed. amount: None = nothing is left of a dose."""

    amount: Quantity | None
    percent: float | None
    less: Quantity | None
    not_before: dt.date


@dataclass(frozen=True, slots=True)
class Hold:
    """Why no step down is due: the rating, and the line it reached or the value from which it rose."""

    why: Literal["high", "rose"]
    rating: Rating
    line: float


def next_down(standing: Standing) -> Down | None:
    """What the agreement itself says of the next step; None where it says nothing, or nothing is left to take away."""
    plan, amount = standing.plan, standing.amount
    if plan.direction != "down" or amount is None:
        return None
    less = agreed_less(plan, amount)
    if less is None:
        return None
    left = _rounded_down(amount.amount - less)
    day = standing.step_on + dt.timedelta(days=standing.min_days)
    left_over = replace(amount, amount=left) if left > 0 else None
    return Down(left_over, plan.step_percent, None if plan.step_percent else plan.step, day)


def hold(standing: Standing, packs: Knowledge) -> Hold | None:
    """Whether withdrawal speaks against a step down: it was high, or it rose since the step before.

    The worst rating of the last days counts: a better one after a dose, or on the next day, does not lift it. Whether
    it rose is told by ratings before the first dose of the day alone.
    """
    rule = packs.rules[HOLD]
    since = standing.now - dt.timedelta(days=rule.limit("recent_days"))
    recent = [rating for rating in standing.withdrawal if rating.at >= since]
    if standing.plan.direction != "down" or not recent:
        return None
    line = standing.plan.hold_at if standing.plan.hold_at is not None else rule.limit("hold_at")
    worst = max(recent, key=lambda rating: (rating.value, rating.at))
    if worst.value >= line:
        return Hold("high", worst, line)
    mornings = [rating for rating in standing.before_the_first_dose if rating.at >= since]
    before = _before_the_step(standing, rule.limit("compared_days"))
    if before is not None and mornings and mornings[-1].value - before >= rule.limit("rise"):
        return Hold("rose", mornings[-1], before)
    return None


def one_back(standing: Standing) -> Quantity | None:
    """The amount before the one in force, never above the amount before the taper; None where there is none.

    Holds and steps of the doses a day alone are passed over; after a step back the amount before that one is meant.
    """
    return amount_before(standing.stages) if standing.plan.direction == "down" else None


def amount_before(found: tuple[Stage, ...]) -> Quantity | None:
    """The next larger amount that was kept before the last of some stages, never above the first."""
    now = found[-1].amount
    if now is None or found[0].amount is None:
        return None
    ladder: list[float] = []
    for stage in found:
        size = None if stage.amount is None else units.converted(stage.amount.amount, stage.amount.unit, now.unit)
        if size is not None:
            size = min(size, ladder[0]) if ladder else size
            while ladder and not above(ladder[-1], size):
                ladder.pop()
            ladder.append(size)
    if len(ladder) < 2 or not above(ladder[-2], now.amount):
        return None
    return Quantity(amount=ladder[-2], unit=now.unit)


def agreed_less(plan: Plan, amount: Quantity) -> float | None:
    """How much the agreed step takes away, in the unit of the amount."""
    if plan.step_percent is not None:
        return amount.amount * plan.step_percent / 100
    return None if plan.step is None else units.converted(plan.step.amount, plan.step.unit, amount.unit)


def _before_the_step(standing: Standing, days: float) -> float | None:
    """The mean of withdrawal in the days before the latest step; None where it was not rated."""
    values = [
        rating.value
        for rating in standing.before_the_first_dose
        if 0 < (standing.step_on - rating.at.astimezone(standing.zone).date()).days <= days
    ]
    return sum(values) / len(values) if values else None


def _rounded_down(amount: float) -> float:
    """Three digits, never more than the amount itself."""
    if amount <= 0:
        return 0.0
    digits = _DIGITS - 1 - floor(log10(amount))
    scaled = amount * 10.0**digits
    whole = round(scaled) if abs(scaled - round(scaled)) < 1e-6 else floor(scaled)
    return min(float(f"{whole / 10.0**digits:.10g}"), amount)
