"""Use that went down and came back, several times; and plans to go down after which it stood where it was."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterator

from counterpoise.safety.days import DAY, WEEK
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.used.use import Use


def find(use: Use) -> Iterator[Finding]:
    rule = use.rule("cut_downs")
    rates = _rates(use)
    falls = [*_falls(use, rates), *_plans(use, rates)]
    times = _apart(sorted(falls), int(rule.limit("weeks_to_return")))
    if times >= rule.limit("times"):
        yield use.found("cut_downs", use.within([use.days.week(0), use.days.week(1)]), times=str(times))


def _rates(use: Use) -> list[float | None]:
    """Doses a day in each week of the window, the latest first; None for a week too little of which was noted."""
    least, weeks = use.rule("more_often").limit("days_in_week"), (use.rule("cut_downs").days or 0) // WEEK
    noted = [use.days.week(ago) for ago in range(weeks)]
    return [statistics.fmean(use.counts(week)) if len(week) >= least else None for week in noted]


def _falls(use: Use, rates: list[float | None]) -> Iterator[int]:
    """How many weeks ago use was much lower than before, and back within some weeks."""
    rule = use.rule("cut_downs")
    returns = int(rule.limit("weeks_to_return"))
    for ago, rate in enumerate(rates):
        usual = _usual(use, rates, ago)
        if rate is None or usual is None:
            continue
        later = [one for one in rates[max(0, ago - returns) : ago] if one is not None]
        chance = rule.limit("chance") * math.sqrt(usual / WEEK)
        low = rate <= min((1 - rule.limit("fall_percent") / 100) * usual, usual - chance)
        if low and max(later, default=0.0) >= rule.limit("back_percent") / 100 * usual:
            yield ago


def _usual(use: Use, rates: list[float | None], ago: int) -> float | None:
    """Doses a day in the weeks before; None where they were few or hardly noted."""
    rule = use.rule("cut_downs")
    before = [one for one in rates[ago + 1 : ago + 1 + int(rule.limit("weeks_before"))] if one is not None]
    if len(before) < rule.limit("weeks_noted"):
        return None
    usual = statistics.median(before)
    return usual if usual >= rule.limit("doses_a_day") else None


def _plans(use: Use, rates: list[float | None]) -> Iterator[int]:
    """How many weeks ago a plan to go down began that has lasted for some weeks and left use where it was."""
    rule, days = use.rule("cut_downs"), use.days
    for plan in days.case.diary.plans:
        ago = (days.today - plan.from_) // (DAY * WEEK)
        if plan.direction != "down" or days.case.substance(plan.substance) != use.substance or ago >= len(rates):
            continue
        end = min(plan.ended_on or days.today, days.today)
        after = max(0, (days.today - end) // (DAY * WEEK) - 1)
        usual, now = _usual(use, rates, ago), rates[after] if after < len(rates) else None
        long = end - plan.from_ >= dt.timedelta(weeks=rule.limit("weeks_of_plan"))
        if long and usual is not None and now is not None and now >= rule.limit("back_percent") / 100 * usual:
            yield ago


def _apart(falls: list[int], weeks: int) -> int:
    """Falls within so many weeks of each other are one."""
    times, last = 0, -math.inf
    for ago in falls:
        times += ago - last > weeks
        last = ago
    return times
