"""Whether something is otherwise lately than it was four weeks before, and neither by chance nor for one odd day."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from counterpoise.knowledge.records import Rule
from counterpoise.safety.days import Days

SD_OF_MAD = 1.4826
"""The standard deviation of a normal distribution, in median absolute deviations."""
MEDIAN_OF_MEAN = 1.2533
"""How much wider the median of normal values scatters than their mean."""

Weeks = Sequence[Sequence[float]]
"""Values of days, by week."""


class Spans(NamedTuple):
    """The noted days of the last weeks, of the weeks that lie about four weeks before them, and of all weeks but the
    last ones: whatever was usual once is no growth."""

    recent: list[list[dt.date]]
    before: list[list[dt.date]]
    earlier: list[list[dt.date]]


def spans(days: Days) -> Spans | None:
    """None where too little was written down in either."""
    rule = days.case.knowledge.rules["use.more_often"]
    lately, apart = int(rule.limit("recent_weeks")), int(rule.limit("apart_weeks"))
    recent = [days.week(ago) for ago in range(lately)]
    least = rule.limit("days_in_week")
    weeks = [days.week(ago) for ago in range(lately, days.weeks)]
    before = [week for week in weeks[apart : apart + int(rule.limit("before_weeks"))] if len(week) >= least]
    if min(map(len, recent)) < least or len(before) < rule.limit("weeks_before"):
        return None
    return Spans(recent, before, [week for week in weeks if len(week) >= least])


@dataclass(frozen=True, slots=True)
class Change:
    """Before and lately, in the same unit."""

    before: float
    now: float


def grown(recent: Weeks, before: Weeks, earlier: Callable[[], Weeks], rule: Rule, unsure: float = 0.0) -> Change | None:
    """What grew by more than the rule's `percent`, in each of the recent weeks by at least `each_week_percent`, by more
    than `chance` times the scatter of both, and to more than any two weeks earlier.

    earlier: all earlier weeks, asked for only where they decide. unsure: variance of the recent mean beyond the scatter
    of days.
    """
    middle = statistics.median(map(statistics.fmean, before))
    late, early = [day for week in recent for day in week], [day for week in before for day in week]
    now = statistics.fmean(late)
    scatter = math.sqrt(_variance(late) / len(late) + _variance(early) / len(early) + unsure)
    steady = min(map(statistics.fmean, recent)) >= (1 + rule.limit("each_week_percent") / 100) * middle
    large = now > (1 + rule.limit("percent") / 100) * middle and now - middle > rule.limit("chance") * scatter
    if not large or not steady:
        return None
    highest = max((statistics.fmean([*one, *next_]) for one, next_ in pairwise(earlier())), default=0.0)
    return Change(middle, now) if now > (1 + rule.limit("new_high") / 100) * highest else None


def moved(recent: Sequence[float], before: Sequence[float], by: float, chance: float) -> Change | None:
    """Medians that lie more than `by` apart, the recent one lower, and more than `chance` times their scatter."""
    now, middle = statistics.median(recent), statistics.median(before)
    scatter = math.hypot(_scatter(recent, now), _scatter(before, middle))
    return Change(middle, now) if middle - now > max(by, chance * scatter) else None


def _variance(values: Sequence[float]) -> float:
    return statistics.variance(values) if len(values) > 1 else 0.0


def _scatter(values: Sequence[float], middle: float) -> float:
    """Standard error of a median, which a few odd values do not move."""
    mad = statistics.median(abs(value - middle) for value in values)
    return MEDIAN_OF_MEAN * SD_OF_MAD * mad / math.sqrt(len(values))
