"""Use over time: how often, how much, when and why, lately beside the weeks before. Each substance by itself."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.safety.case import Case
from counterpoise.safety.days import Days
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time import beyond, cutting, far, growth, habit, hours, morning, selfcheck
from counterpoise.safety.rules.over_time.use import Use


def find(case: Case) -> Iterator[Finding]:
    """Frequency before amount: what shows in how often is not said again of how much."""
    days = Days(case, case.knowledge.rules["use.cut_downs"].days or 0)
    for substance, taken in days.taken.items():
        use = Use(days, substance, taken)
        yield from growth.find(use)
        yield from hours.find(use)
        yield from habit.find(use)
        yield from cutting.find(use)
    yield from beyond.find(case)
    yield from far.find(case)
    yield from morning.find(days)
    yield from selfcheck.find(case)
