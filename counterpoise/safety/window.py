"""How far back the rules look, so that a diary of ten years need not be read whole.

What is older than the window and still told of: blood tests and questionnaires, the first dose of each substance and
bag, and the doses of the weeks before a plan or a step of it. Whoever reads only the diary of late reads these too.
"""

from __future__ import annotations

import datetime as dt

from counterpoise.diary import Diary
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.use import STEEP

AT_LEAST = dt.timedelta(days=400)
"""For rules that say nothing of how far they look: a year, and what led up to it."""


def window(knowledge: Knowledge) -> dt.timedelta:
    """The longest that any rule looks back, and a year at least."""
    said = [dt.timedelta(days=rule.days) for rule in knowledge.rules.values() if rule.days is not None]
    return max([AT_LEAST, *said])


def before_plans(diary: Diary, knowledge: Knowledge) -> list[tuple[dt.date, dt.date]]:
    """First and last day of the weeks before each plan and each of its steps: what a step took is told beside them."""
    back = dt.timedelta(days=knowledge.rules[STEEP].limit("daily_days") + 2)
    days = {day for plan in diary.plans for day in (plan.from_, *(step.on for step in plan.steps))}
    return [(day - min(back, day - dt.date.min), day) for day in sorted(days)]
