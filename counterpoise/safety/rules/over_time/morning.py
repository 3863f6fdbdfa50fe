"""Withdrawal as it was rated before the first dose of the day: high, or rising."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Iterator

from counterpoise.diary import Rating
from counterpoise.safety.days import Days, clock
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time.use import number
from counterpoise.text import _

MEASURE = "withdrawal"


def find(days: Days) -> Iterator[Finding]:
    """Mornings that were not rated are not known; they count neither way."""
    rule = days.case.knowledge.rules["use.withdrawal"]
    lately = rule.days or 0
    rated = _before_the_first_dose(days, dt.timedelta(days=2 * lately))
    recent = [rated[day] for day in days.last(lately) if day in rated]
    before = [rated[day] for day in days.last(2 * lately)[:lately] if day in rated]
    if len(recent) < rule.limit("ratings"):
        return
    now = statistics.median(one.value for one in recent)
    then = statistics.median(one.value for one in before) if len(before) >= rule.limit("ratings") else None
    rising = then is not None and now - then >= rule.limit("rise") and now >= rule.limit("rising_to")
    if now >= rule.limit("high") or rising:
        was = _("not rated") if then is None else number(then)
        yield days.case.found("use.withdrawal", recent, now=number(now), before=was)


def _before_the_first_dose(days: Days, back: dt.timedelta) -> dict[dt.date, Rating]:
    """The last such rating of each day; on a day without a dose, the last one of the day."""
    case, found = days.case, {}
    firsts = _firsts(days)
    for rating in case.last(case.ratings, back):
        if rating.measure == MEASURE:
            day = clock(case, rating).date()
            if day not in firsts or rating.at <= firsts[day]:
                found[day] = rating
    return found


def _firsts(days: Days) -> dict[dt.date, dt.datetime]:
    """The first dose of each day, of whatever is watched."""
    all_: Iterable[tuple[dt.date, dt.datetime]] = (
        (day, doses[0].dose.at) for taken in days.taken.values() for day, doses in taken.items()
    )
    firsts: dict[dt.date, dt.datetime] = {}
    for day, at in all_:
        firsts[day] = min(at, firsts.get(day, at))
    return firsts
