"""Use that went down and came back, several times; and plans to go down after which it stood where it was."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterator, Sequence

from counterpoise.safety.days import DAY, WEEK
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time.use import Use

Rates = Sequence[float | None]
"""Doses a day over the seven days that ended yesterday (0), the day before (1) …; None where too little was noted."""


def find(use: Use) -> Iterator[Finding]:
    rule = use.rule("cut_downs")
    rates = _rates(use, rule.days or 0)
    times = _apart(sorted({*_falls(use, rates), *_plans(use, rates)}), WEEK * rule.limit("weeks_to_return"))
    if times >= rule.limit("times"):
        yield use.found("cut_downs", use.within([use.days.week(0), use.days.week(1)]), times=str(times))


def _rates(use: Use, back: int) -> Rates:
    least, days = use.rule("more_often").limit("days_in_week"), use.days
    noted = [float(len(use.taken.get(day, ()))) if day in days.noted else None for day in reversed(days.last(back + 1))]
    rates: list[float | None] = []
    for ago in range(1, back - WEEK):
        seven = [count for count in noted[ago : ago + WEEK] if count is not None]
        rates.append(sum(seven) / len(seven) if len(seven) >= least else None)
    return rates


def _falls(use: Use, rates: Rates) -> Iterator[int]:
    """How many days ago a week ended with much less than before, with a whole week as before soon after it."""
    rule = use.rule("cut_downs")
    returns, lowest = WEEK * int(rule.limit("weeks_to_return")), 1 - rule.limit("fall_percent") / 100
    highest = max((rate for rate in rates if rate is not None), default=0.0)
    for ago in range(WEEK, len(rates)):
        rate = rates[ago]
        if rate is None or rate > lowest * highest:
            continue
        usual = _usual(use, rates, ago)
        if usual is None:
            continue
        low = rate <= min(lowest * usual, usual - rule.limit("chance") * math.sqrt(usual / WEEK))
        if low and any(_back(use, one, usual) for one in rates[max(0, ago - returns) : ago - WEEK + 1]):
            yield ago


def _back(use: Use, rate: float | None, usual: float) -> bool:
    return rate is not None and rate >= use.rule("cut_downs").limit("back_percent") / 100 * usual


def _usual(use: Use, rates: Rates, ago: int) -> float | None:
    """Doses a day in the weeks before; None where they were few or hardly noted."""
    rule = use.rule("cut_downs")
    weeks = rates[ago + WEEK : ago + WEEK * int(rule.limit("weeks_before")) + 1 : WEEK]
    before = [one for one in weeks if one is not None]
    if len(before) < rule.limit("weeks_noted"):
        return None
    usual = statistics.median(before)
    return usual if usual >= rule.limit("doses_a_day") else None


def _plans(use: Use, rates: Rates) -> Iterator[int]:
    """How many days ago a plan to go down began that lasted for some weeks and left use where it was."""
    rule, days = use.rule("cut_downs"), use.days
    for plan in days.case.diary.plans:
        ago = (days.today - plan.from_) // DAY
        if plan.direction != "down" or days.case.substance(plan.substance) != use.substance or not 0 < ago < len(rates):
            continue
        end = min(plan.ended_on or days.today, days.today)
        if end - plan.from_ < dt.timedelta(weeks=rule.limit("weeks_of_plan")):
            continue
        usual, after = _usual(use, rates, ago), rates[max(0, (days.today - end) // DAY - WEEK)]
        if usual is not None and _back(use, after, usual):
            yield ago


def _apart(falls: Sequence[int], days: float) -> int:
    """Falls within so many days of each other are one."""
    times, last = 0, -math.inf
    for ago in falls:
        times += ago - last > days
        last = ago
    return times
