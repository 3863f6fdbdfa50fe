"""More doses a day, or more in all a day, than four weeks before; or slowly more in all over three months."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterpoise.safety.change import Change, Weeks, grown
from counterpoise.safety.days import WEEK, Taken
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time.compared import (
    Amount,
    Grown,
    enough,
    in_one_unit,
    lately,
    least_and_most,
    total,
    unsure,
)
from counterpoise.safety.rules.over_time.slowly import slowly_more
from counterpoise.safety.rules.over_time.use import Use, number


def find(use: Use) -> Iterator[Finding]:
    """One of the three, as more doses mean more in all as well, and so does a slow rise: the graver, of equals how
    often before how much, and what grew in four weeks before what took longer."""
    found = [one for one in (more_often(use), _more_in_all(use), slowly_more(use)) if one is not None]
    if found:
        yield replace(min(found, key=lambda one: one.rank), cause=cause(use.substance))


def cause(substance: str) -> str:
    """What a finding of a growth of its use is told apart by."""
    return f"use.growth:{substance}"


def more_often(use: Use) -> Finding | None:
    """Doses a day grew."""
    rule = use.rule("more_often")

    def grew(then: Use) -> Grown | None:
        change = _counted(then)
        if change is None or WEEK * change.before < rule.limit("doses_a_week"):
            return None
        return change, rule.severity if WEEK * change.now >= rule.limit("warning_doses_a_week") else "notice"

    told = lately(use, rule, grew)
    if told is None or use.spans is None:
        return None
    change, severity = told
    was, is_ = number(change.before), number(change.now)
    return use.found("more_often", use.within(use.spans.recent), severity=severity, before=was, now=is_)


def _counted(use: Use) -> Change | None:
    spans = use.spans
    if spans is None:
        return None
    recent, before = ([use.counts(week) for week in weeks] for weeks in spans[:2])
    return grown(recent, before, lambda: [use.counts(week) for week in spans.earlier], use.rule("more_often"))


def _more_in_all(use: Use) -> Finding | None:
    rule, spans = use.rule("more_in_all"), use.spans
    if spans is None:
        return None

    def grew(then: Use, amount: Amount) -> Grown | None:
        change = _more(then, amount)
        return None if change is None else (change, rule.severity if _larger(then, amount) else "notice")

    told = in_one_unit(use, rule, spans.recent, spans.before, grew)
    return None if told is None else use.found("more_in_all", use.within(spans.recent), severity=told[0], **told[1])


def _larger(use: Use, amount: Amount) -> bool:
    """Whether the usual single dose grew as well."""
    spans, rule = use.spans, use.rule("more_in_all")
    if spans is None:
        return False
    usual = [_usual(use.within(weeks), amount) for weeks in spans[:2]]
    return usual[0] >= (1 + rule.limit("warning_dose_percent") / 100) * usual[1]


def _more(use: Use, amount: Amount) -> Change | None:
    """An amount that is not known counts so that it makes no growth: lately as the least known, before as the most."""
    spans, rule = use.spans, use.rule("more_in_all")
    if spans is None:
        return None
    recent, before = use.within(spans.recent), use.within(spans.before)
    if not enough(use, amount, recent, before):
        return None
    least, most = least_and_most(amount, recent, before)

    def totals(weeks: list[list[dt.date]], unknown: float) -> Weeks:
        return [[total(use.on([day]), amount, unknown) for day in week] for week in weeks]

    late = totals(spans.recent, least)
    odd = unsure(recent, amount, sum(map(len, late)))
    return grown(late, totals(spans.before, most), lambda: totals(spans.earlier, most), rule, odd)


def _usual(doses: Sequence[Taken], amount: Amount) -> float:
    """The amount of a single dose in the middle, of those that are known."""
    return statistics.median(known for one in doses if (known := amount(one.dose)) is not None)
