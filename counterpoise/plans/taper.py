"""Going down: the next step as the agreement says it, when it holds, one step back, and steps that are too steep.

Nothing here goes up: whatever it gives is below what is in force, or the amount before, never above the start.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from math import floor, log10
from typing import Literal

from counterpoise import units
from counterpoise.diary import Diary, Dose, Plan, Quantity, Rating
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import above
from counterpoise.plans.current import key
from counterpoise.plans.standing import Standing
from counterpoise.plans.steps import stages

HOLD, STEEP = "plan.withdrawal_hold", "plan.too_steep"
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


@dataclass(frozen=True, slots=True)
class Steep:
    """A step down that takes much at once: which share of the amount before it (1: all of it), on which day."""

    share: float
    on: dt.date


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
    """Whether withdrawal speaks against a step down: it is high, or it rose since the step before."""
    rule = packs.rules[HOLD]
    recent = standing.now - dt.timedelta(days=rule.limit("recent_days"))
    latest = standing.withdrawal[-1] if standing.withdrawal else None
    if standing.plan.direction != "down" or latest is None or latest.at < recent:
        return None
    line = standing.plan.hold_at if standing.plan.hold_at is not None else rule.limit("hold_at")
    if latest.value >= line:
        return Hold("high", latest, line)
    before = _before_the_step(standing, rule.limit("compared_days"))
    if before is not None and latest.value - before >= rule.limit("rise"):
        return Hold("rose", latest, before)
    return None


def one_back(standing: Standing) -> Quantity | None:
    """The amount before the one in force, never above the amount before the taper; None where there is none.

    Holds and steps of the doses a day alone are passed over; after a step back the amount before that one is meant.
    """
    now, first = standing.amount, standing.stages[0].amount
    if standing.plan.direction != "down" or now is None or first is None:
        return None
    ladder: list[float] = []
    for stage in standing.stages:
        size = None if stage.amount is None else units.converted(stage.amount.amount, stage.amount.unit, now.unit)
        if size is not None:
            size = min(size, ladder[0]) if ladder else size
            while ladder and not above(ladder[-1], size):
                ladder.pop()
            ladder.append(size)
    if len(ladder) < 2 or not above(ladder[-2], now.amount):
        return None
    return Quantity(amount=ladder[-2], unit=now.unit)


def steep(plan: Plan, packs: Knowledge) -> Steep | None:
    """The first step down, agreed or made, that takes more at once than the line of the packs; all of it included."""
    line = packs.rules[STEEP].limit("percent") / 100
    agreed = [Steep(share, plan.from_)] if (share := _first_share(plan)) is not None else []
    for one in (*agreed, *_made(plan)):
        if one.share > line + 1e-9:
            return one
    return None


def daily_for_long(diary: Diary, doses: Sequence[Dose], plan: Plan, packs: Knowledge, until: dt.date) -> bool:
    """Whether it was taken on most days for weeks before, by the record or by what the person said of earlier use.

    doses: by time.
    """
    rule, wanted = packs.rules[STEEP], key(plan.substance, packs)
    days = int(rule.limit("daily_days"))
    for past in diary.person.history:
        if key(past.substance, packs) == wanted and (past.per_day or 0) >= 1 and _long(past.since, until, days):
            return True
    lately = takewhile(lambda dose: (until - dose.at.date()).days <= days + 1, reversed(doses))
    recent = [dose for dose in lately if 0 < (until - dose.at.date()).days <= days]
    of_it = {name for name in {dose.substance for dose in recent} if key(name, packs) == wanted}
    return len({dose.at.date() for dose in recent if dose.substance in of_it}) >= rule.limit("daily_share") * days


def agreed_less(plan: Plan, amount: Quantity) -> float | None:
    """How much the agreed step takes away, in the unit of the amount."""
    if plan.step_percent is not None:
        return amount.amount * plan.step_percent / 100
    return None if plan.step is None else units.converted(plan.step.amount, plan.step.unit, amount.unit)


def _first_share(plan: Plan) -> float | None:
    """Which share of the amount at the start the first agreed step takes."""
    if plan.direction != "down":
        return None
    if plan.doses_per_day == 0:
        return 1.0
    if plan.step_percent is not None:
        return plan.step_percent / 100
    less = None if plan.start is None else agreed_less(plan, plan.start)
    return None if less is None or plan.start is None else min(1.0, less / plan.start.amount)


def _made(plan: Plan) -> list[Steep]:
    """The steps down that were recorded, each as the share that it took."""
    found, made = stages(plan), []
    for before, after in pairwise(found):
        if after.kind == "down":
            share = 1.0 if after.doses_per_day == 0 and before.doses_per_day != 0 else 0.0
            if before.amount is not None and after.amount is not None:
                left = units.converted(after.amount.amount, after.amount.unit, before.amount.unit)
                share = max(share, 0.0 if left is None else 1 - left / before.amount.amount)
            made.append(Steep(share, after.on))
    return made


def _before_the_step(standing: Standing, days: float) -> float | None:
    """The mean of withdrawal in the days before the latest step; None where it was not rated."""
    values = [
        rating.value
        for rating in standing.withdrawal
        if 0 < (standing.step_on - rating.at.astimezone(standing.zone).date()).days <= days
    ]
    return sum(values) / len(values) if values else None


def _long(since: str | None, until: dt.date, days: int) -> bool:
    """Whether a date of which perhaps only the year is known lies so far back at the very least."""
    if since is None:
        return False
    year, month, day = ([int(part) for part in since.split("-")] + [0, 0])[:3]
    latest = dt.date(max(year, 1), month or 12, min(day or 28, 28))
    return (until - latest).days >= days


def _rounded_down(amount: float) -> float:
    """Three digits, never more than the amount itself."""
    if amount <= 0:
        return 0.0
    digits = _DIGITS - 1 - floor(log10(amount))
    scaled = amount * 10.0**digits
    whole = round(scaled) if abs(scaled - round(scaled)) < 1e-6 else floor(scaled)
    return min(float(f"{whole / 10.0**digits:.10g}"), amount)
