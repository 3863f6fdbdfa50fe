"""What takes much at once after long daily use: a first amount, an agreed step, a step made, or several within days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.diary import Diary, Dose, Plan
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.current import key
from counterpoise.plans.steps import stages
from counterpoise.plans.taper import agreed_less
from counterpoise.plans.use import STEEP, Used, lately, latest, left, still

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Steep:
    """What takes much at once: which share (1: all of it), on which day, and of what.

    of: "start" = of what was used before the plan; "step" = of what the plan held before. undone_on: the day of a later
    step that went back up to about the amount before it; None: it stands.
    """

    share: float
    on: dt.date
    of: Literal["start", "step"] = "step"
    undone_on: dt.date | None = None

    def stands(self, day: dt.date) -> bool:
        """Whether it was not undone by a day."""
        return self.undone_on is None or self.undone_on > day


def steep(plan: Plan, packs: Knowledge, before: Used | None = None) -> tuple[Steep, ...]:
    """The first amount and the steps, agreed or made, that take more at once than the line of the packs, by day.

    before: a usual day before the plan, where that is known. Steps within days of each other count together.
    """
    rule = packs.rules[STEEP]
    line = rule.limit("percent") / 100
    found = [*_agreed(plan), *_made(plan, before, rule.limit("window_days"), line)]
    return tuple(one for one in found if one.share > line + _CLOSE)


def daily_for_long(diary: Diary, doses: Sequence[Dose], plan: Plan, packs: Knowledge, until: dt.date) -> bool:
    """Whether it was taken on most days for weeks before, by the record or by what the person said of earlier use.

    doses: by time.
    """
    rule, wanted = packs.rules[STEEP], key(plan.substance, packs)
    days = int(rule.limit("daily_days"))
    for past in diary.person.history:
        if key(past.substance, packs) == wanted and (past.per_day or 0) >= 1 and still(past.until, until, days):
            ended = until if past.until is None else min(until, latest(past.until))
            if past.since is not None and (ended - latest(past.since)).days >= days:
                return True
    recent = lately(diary, doses, plan, packs, until)
    return len({dose.at.date() for dose in recent}) >= rule.limit("daily_share") * days


def _agreed(plan: Plan) -> list[Steep]:
    """Which share of the amount at the start the first agreed step takes."""
    if plan.direction != "down":
        return []
    if plan.step_percent is not None:
        return [Steep(plan.step_percent / 100, plan.from_)]
    less = None if plan.start is None else agreed_less(plan, plan.start)
    return [] if less is None or plan.start is None else [Steep(min(1.0, less / plan.start.amount), plan.from_)]


def _made(plan: Plan, before: Used | None, window: float, line: float) -> list[Steep]:
    """The start beside what was used before, and each step beside the most that held in the days before it."""
    found = stages(plan)
    own = Used(float(max([1, *(stage.doses_per_day or 0 for stage in found)])), found[0].amount)
    levels = [left(plan, stage, before or own) for stage in found]

    def undone(place: int, was: float) -> dt.date | None:
        later = (n for n in range(place + 1, len(found)) if levels[n] >= was * (1 - line) - _CLOSE)
        return next((found[n].on for n in later), None)

    made = [Steep(1 - levels[0], plan.from_, "start", undone(0, 1.0))]
    for place in range(1, len(found)):
        on = found[place].on
        held = [levels[n] for n in range(place) if n == place - 1 or (on - found[n + 1].on).days < window]
        if before is not None and (on - plan.from_).days < window:
            held.append(1.0)
        if max(held) > 0 and levels[place] < levels[place - 1]:
            made.append(Steep(1 - levels[place] / max(held), on, "step", undone(place, max(held))))
    return made
