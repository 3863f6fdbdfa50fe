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


def spans(days: Days, as_of: int = 0) -> Spans | None:
    """As they were so many days ago; None where too little was written down in either."""
    rule = days.case.knowledge.rules["use.more_often"]
    lately, apart = int(rule.limit("recent_weeks")), int(rule.limit("apart_weeks"))
    recent = [days.week(ago, as_of) for ago in range(lately)]
    least = rule.limit("days_in_week")
    weeks = [days.week(ago, as_of) for ago in range(lately, days.weeks)]
    before = [week for week in weeks[apart : apart + int(rule.limit("before_weeks"))] if len(week) >= least]
    if min(map(len, recent)) < least or len(before) < rule.limit("weeks_before"):
        return None
    return Spans(recent, before, [week for week in weeks if len(week) >= least])


@dataclass(frozen=True, slots=True)
class Change:
    """Before and lately, in the same unit. sure: beyond every line of the rule, not only as much as keeps it told."""

    before: float
    now: float
    sure: bool = True


def grown(recent: Weeks, before: Weeks, earlier: Callable[[], Weeks], rule: Rule, unsure: float = 0.0) -> Change | None:
    """What grew by at least the rule's `still_percent`. It is sure where it grew by more than `percent`, in each of the
    recent weeks by at least `each_week_percent`, by more than `chance` times the scatter of both, and to more than any
    two weeks earlier.

    earlier: all earlier weeks, asked for only where they decide. unsure: variance of the recent mean beyond the scatter
    of days.
    """
    middle = statistics.median(map(statistics.fmean, before))
    late, early = [day for week in recent for day in week], [day for week in before for day in week]
    now = statistics.fmean(late)
    if now <= (1 + rule.limit("still_percent") / 100) * middle:
        return None
    scatter = math.sqrt(_variance(late) / len(late) + _variance(early) / len(early) + unsure)
    steady = min(map(statistics.fmean, recent)) >= (1 + rule.limit("each_week_percent") / 100) * middle
    large = now > (1 + rule.limit("percent") / 100) * middle and now - middle > rule.limit("chance") * scatter
    return Change(middle, now, large and steady and now > (1 + rule.limit("new_high") / 100) * _highest(earlier()))


def _highest(weeks: Weeks) -> float:
    """Of any two weeks, one after the other."""
    return max((statistics.fmean([*one, *next_]) for one, next_ in pairwise(weeks)), default=0.0)


def moved(recent: Sequence[float], before: Sequence[float], by: float, chance: float, still: float) -> Change | None:
    """Medians that lie more than `still` apart, the recent one lower; surely where by more than `by`, and by more than
    `chance` times their scatter."""
    now, middle = statistics.median(recent), statistics.median(before)
    if middle - now <= still:
        return None
    scatter = math.hypot(_scatter(recent, now), _scatter(before, middle))
    return Change(middle, now, middle - now > max(by, chance * scatter))


def _variance(values: Sequence[float]) -> float:
    return statistics.variance(values) if len(values) > 1 else 0.0


def _scatter(values: Sequence[float], middle: float) -> float:
    """Standard error of a median, which a few odd values do not move."""
    mad = statistics.median(abs(value - middle) for value in values)
    return MEDIAN_OF_MEAN * SD_OF_MAD * mad / math.sqrt(len(values))
