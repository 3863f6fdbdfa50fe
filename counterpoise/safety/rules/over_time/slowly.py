"""More in all a day than twelve weeks before, a little more each week: four weeks show too little of it.

Who writes down more than before must not look like somebody who takes more. Of days: an amount in a day is that of a
day on which a dose was written down, and it must have grown counted over all noted days as well. Of doses in a day: the
single dose must have grown, too.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from counterpoise.safety.change import Change, grown
from counterpoise.safety.days import Taken
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time.compared import (
    Amount,
    Days,
    Grown,
    enough,
    in_one_unit,
    least_and_most,
    total,
    unsure,
)
from counterpoise.safety.rules.over_time.use import Use


class Spans(NamedTuple):
    """The noted days of the last weeks, of the weeks between, of those twelve weeks before, and of those earlier."""

    recent: Days
    between: Days
    before: Days
    earlier: Days


def slowly_more(use: Use) -> Finding | None:
    """The amount on a day with a dose grew over three months, and was growing on the way."""
    rule, spans = use.rule("slowly_more"), _spans(use)
    if spans is None:
        return None

    def grew(then: Use, amount: Amount) -> Grown | None:
        change = _more(then, amount)
        return None if change is None else (change, rule.severity)

    told = in_one_unit(use, rule, spans.recent, spans.before, grew)
    return None if told is None else use.found("slowly_more", use.within(spans.recent), **told[1])


def _spans(use: Use) -> Spans | None:
    """None where too few days with a dose were written down lately, before or on the way."""
    rule = use.rule("slowly_more")
    some, first = int(rule.limit("recent_weeks")), int(rule.limit("recent_weeks") + rule.limit("apart_weeks"))
    end = first + int(rule.limit("before_weeks"))

    def weeks(latest: int, until: int, least: float = 1) -> Days:
        found = [use.days.week(ago, use.as_of) for ago in range(latest, until)]
        return [week for week in found if len(_dosed(use, week)) >= least]

    least = rule.limit("days_in_week")
    recent, between, before = weeks(0, some), weeks(some, first, least), weeks(first, end, least)
    few = min(sum(len(_dosed(use, week)) for week in span) for span in (recent, before)) < rule.limit("days")
    if few or len(recent) < some or len(between) < rule.limit("weeks_between") or len(before) < end - first:
        return None
    return Spans(recent, between, before, weeks(end, use.days.weeks, least))


def _dosed(use: Use, days: Iterable[dt.date]) -> list[dt.date]:
    return [day for day in days if use.taken.get(day)]


def _more(use: Use, amount: Amount) -> Change | None:
    spans, rule = _spans(use), use.rule("slowly_more")
    if spans is None:
        return None
    recent, before = use.within(spans.recent), use.within(spans.before)
    if not enough(use, amount, recent, before):
        return None
    least, most = least_and_most(amount, recent, before)

    def each(days: Days, unknown: float) -> list[list[float]]:
        return [[total(use.on([day]), amount, unknown) for day in _dosed(use, week)] for week in days]

    late = each(spans.recent, least)
    odd = unsure(recent, amount, sum(map(len, late)))
    change = grown(late, each(spans.before, most), lambda: each(spans.earlier, most), rule, odd)
    if change is None or not _noted_too(spans, total(recent, amount, least), total(before, amount, most)):
        return None
    means = [statistics.fmean(week) for days in spans[:3] for week in each(days, most)]
    larger = _each(recent, amount) >= (1 + rule.limit("dose_percent") / 100) * _each(before, amount)
    return Change(change.before, change.now, change.sure and larger and _rising(means) >= rule.limit("rising_percent"))


def _each(doses: Sequence[Taken], amount: Amount) -> float:
    """The mean amount of a single dose, of those that are known: a middle one moves by whole steps of a spoon."""
    return statistics.fmean(known for one in doses if (known := amount(one.dose)) is not None)


def _rising(means: Sequence[float]) -> float:
    """Of all pairs of weeks, the last one first: percent in which the later one is higher."""
    pairs = list(combinations(means, 2))
    return 100 * sum(later > one for later, one in pairs) / len(pairs)


def _noted_too(spans: Spans, now: float, before: float) -> bool:
    """Whether it is more over all noted days as well: more on fewer days is no growth."""
    late, early = (sum(map(len, weeks)) for weeks in (spans.recent, spans.before))
    return now / late > before / early
