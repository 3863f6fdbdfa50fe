"""What takes much at once after long daily use: a first amount, an agreed step, a step made, or several within days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from counterpoise.diary import Diary, Dose, Plan, Quantity
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.current import key
from counterpoise.plans.steps import stages
from counterpoise.plans.taper import agreed_less
from counterpoise.plans.use import Used, left, unit_of, used

STEEP = "plan.too_steep"


@dataclass(frozen=True, slots=True)
class Steep:
    """What takes much at once: which share (1: all of it), on which day, and of what.

    of: "start" = of what was used before the plan; "step" = of what the plan held before.
    """

    share: float
    on: dt.date
    of: Literal["start", "step"] = "step"


def steep(plan: Plan, packs: Knowledge, before: Used | None = None) -> tuple[Steep, ...]:
    """The first amount and the steps, agreed or made, that take more at once than the line of the packs, by day.

    before: a usual day before the plan, where that is known. Steps within days of each other count together.
    """
    line = packs.rules[STEEP].limit("percent") / 100
    found = [*_agreed(plan), *_made(plan, before, packs.rules[STEEP].limit("window_days"))]
    return tuple(one for one in found if one.share > line + 1e-9)


def before_it(diary: Diary, doses: Sequence[Dose], plan: Plan, packs: Knowledge) -> Used | None:
    """A usual day before a plan: by the record, else by what the person said, else by the plan before; None: unknown.

    doses: by time.
    """
    wanted, unit = key(plan.substance, packs), unit_of(plan)
    days = int(packs.rules[STEEP].limit("daily_days"))
    recent = [dose for dose in doses if 0 < (plan.from_ - dose.at.date()).days <= days]
    of_it = {name for name in {dose.substance for dose in recent} if key(name, packs) == wanted}
    seen = used([dose for dose in recent if dose.substance in of_it], diary.lot_finder(), unit, plan.from_, days)
    if seen is not None:
        return seen
    for past in diary.person.history:
        if key(past.substance, packs) == wanted and past.per_day and past.until is None:
            known = past.amount is not None and past.unit is not None
            return Used(past.per_day, Quantity(amount=past.amount or 0, unit=past.unit or "") if known else None)
    earlier = [one for one in diary.plans if key(one.substance, packs) == wanted and one.from_ < plan.from_]
    if not earlier:
        return None
    last = stages(max(earlier, key=lambda one: one.from_), plan.from_)[-1]
    return Used(float(last.doses_per_day or plan.doses_per_day or 1), last.amount)


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


def _agreed(plan: Plan) -> list[Steep]:
    """Which share of the amount at the start the first agreed step takes."""
    if plan.direction != "down":
        return []
    if plan.step_percent is not None:
        return [Steep(plan.step_percent / 100, plan.from_)]
    less = None if plan.start is None else agreed_less(plan, plan.start)
    return [] if less is None or plan.start is None else [Steep(min(1.0, less / plan.start.amount), plan.from_)]


def _made(plan: Plan, before: Used | None, window: float) -> list[Steep]:
    """The start beside what was used before, and each step beside the most that held in the days before it."""
    found, made = stages(plan), []
    own = Used(float(max([1, *(stage.doses_per_day or 0 for stage in found)])), found[0].amount)
    levels = [left(plan, stage, before or own) for stage in found]
    made.append(Steep(1 - levels[0], plan.from_, "start"))
    for place in range(1, len(found)):
        on = found[place].on
        held = [levels[n] for n in range(place) if n == place - 1 or (on - found[n + 1].on).days < window]
        if before is not None and (on - plan.from_).days < window:
            held.append(1.0)
        if max(held) > 0 and levels[place] < levels[place - 1]:
            made.append(Steep(1 - levels[place] / max(held), on))
    return made


def _long(since: str | None, until: dt.date, days: int) -> bool:
    """Whether a date of which perhaps only the year is known lies so far back at the very least."""
    if since is None:
        return False
    year, month, day = ([int(part) for part in since.split("-")] + [0, 0])[:3]
    latest = dt.date(max(year, 1), month or 12, min(day or 28, 28))
    return (until - latest).days >= days
