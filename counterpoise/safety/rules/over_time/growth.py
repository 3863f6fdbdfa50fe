"""More doses a day, or more in all a day, than four weeks before."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from counterpoise import units
from counterpoise.diary import Dose
from counterpoise.knowledge.records import Rule, Severity
from counterpoise.safety.case import Case
from counterpoise.safety.change import Change, Weeks, grown
from counterpoise.safety.days import WEEK, Taken
from counterpoise.safety.finding import SEVERITIES, Finding
from counterpoise.safety.rules.over_time.use import Use, number

Amount = Callable[[Dose], float | None]
"""How much a dose is in one unit; None where that is not known."""
Grown = tuple[Change, Severity]
"""What changed, and how grave that is."""


def find(use: Use) -> Iterator[Finding]:
    """One of the two, as more doses mean more in all as well: the graver, of equals how often before how much."""
    found = [one for one in (more_often(use), _more_in_all(use)) if one is not None]
    if found:
        yield replace(min(found, key=lambda one: one.rank), cause=f"use.growth:{use.substance}")


def more_often(use: Use) -> Finding | None:
    """Doses a day grew."""
    rule = use.rule("more_often")

    def grew(then: Use) -> Grown | None:
        change = _counted(then)
        if change is None or WEEK * change.before < rule.limit("doses_a_week"):
            return None
        return change, rule.severity if WEEK * change.now >= rule.limit("warning_doses_a_week") else "notice"

    told = _lately(use, rule, grew)
    if told is None or use.spans is None:
        return None
    change, severity = told
    was, is_ = number(change.before), number(change.now)
    return use.found("more_often", use.within(use.spans.recent), severity=severity, before=was, now=is_)


def _lately(use: Use, rule: Rule, grew: Callable[[Use], Grown | None]) -> Grown | None:
    """What grew surely today or lately and since then stayed grown, with the figures of today and the gravest of these
    days: a finding does not come and go with single days at the edge of a line."""
    told = use.told(rule, grew, lambda one: one[0].sure)
    if not told:
        return None
    return told[0][0], min((severity for change, severity in told if change.sure), key=SEVERITIES.index)


def _counted(use: Use) -> Change | None:
    spans = use.spans
    if spans is None:
        return None
    recent, before = ([use.counts(week) for week in weeks] for weeks in spans[:2])
    return grown(recent, before, lambda: [use.counts(week) for week in spans.earlier], use.rule("more_often"))


def _more_in_all(use: Use) -> Finding | None:
    rule, spans = use.rule("more_in_all"), use.spans
    way = _way(use)
    if spans is None or way is None:
        return None
    unit, amount = way

    def grew(then: Use) -> Grown | None:
        change = _more(then, amount)
        return None if change is None else (change, rule.severity if _larger(then, amount) else "notice")

    told = _lately(use, rule, grew)
    if told is None:
        return None
    change, severity = told
    percent = f"{100 * (change.now / change.before - 1):.0f}"
    return use.found("more_in_all", use.within(spans.recent), severity=severity, percent=percent, unit=unit)


def _way(use: Use) -> tuple[str, Amount] | None:
    """The first way to compare in which enough doses are known."""
    if use.spans is None:
        return None
    recent, before = use.within(use.spans.recent), use.within(use.spans.before)
    return next((way for way in _ways(use, [*recent, *before]) if _enough(use, way[1], recent, before)), None)


def _enough(use: Use, amount: Amount, *spans: Sequence[Taken]) -> bool:
    rule = use.rule("more_in_all")
    return all(
        len(doses) >= rule.limit("doses") and _known(doses, amount) >= rule.limit("known_percent") for doses in spans
    )


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
    if not _enough(use, amount, recent, before):
        return None
    least = min(known for one in recent if (known := amount(one.dose)) is not None)
    most = max(known for one in before if (known := amount(one.dose)) is not None)

    def total(doses: Sequence[Taken], unknown: float) -> float:
        return sum(unknown if (known := amount(one.dose)) is None else known for one in doses)

    def totals(weeks: list[list[dt.date]], unknown: float) -> Weeks:
        return [[total(use.on([day]), unknown) for day in week] for week in weeks]

    late = totals(spans.recent, least)
    unsure = sum(_variance(one.dose, amount) for one in recent) / sum(map(len, late)) ** 2
    return grown(late, totals(spans.before, most), lambda: totals(spans.earlier, most), rule, unsure)


def _usual(doses: Sequence[Taken], amount: Amount) -> float:
    """The amount of a single dose in the middle, of those that are known."""
    return statistics.median(known for one in doses if (known := amount(one.dose)) is not None)


def _variance(dose: Dose, amount: Amount) -> float:
    """Of an amount that was estimated, in its unit."""
    known = amount(dose)
    return 0.0 if not known or not dose.amount or not dose.amount_sd else (known * dose.amount_sd / dose.amount) ** 2


def _known(doses: Sequence[Taken], amount: Amount) -> float:
    """Percent of the doses whose amount is known in this unit."""
    return 100 * sum(amount(one.dose) is not None for one in doses) / len(doses)


def _ways(use: Use, doses: Sequence[Taken]) -> Iterator[tuple[str, Amount]]:
    """In what amounts may be compared, the closest to what acts first: the alkaloid by certificate, mass, one unit."""
    case = use.days.case
    alkaloid = case.knowledge.substances[use.substance].alkaloid
    if alkaloid is not None:
        yield alkaloid, _kept(lambda dose: units.milligrams_of(alkaloid, dose, case.lot_of(dose)))
    yield "g", _kept(lambda dose: _grams(case, dose))
    kinds = Counter(kind for one in doses if (kind := _kind(one.dose)) is not None)
    if kinds:
        usual = kinds.most_common(1)[0][0]
        yield usual[0], lambda dose: dose.amount if _kind(dose) == usual else None


def _kept(amount: Amount) -> Amount:
    """Worked out once for all doses of one amount from one bag."""
    known: dict[tuple[float | str | None, ...], float | None] = {}

    def remembered(dose: Dose) -> float | None:
        like = (dose.substance, dose.amount, dose.unit, dose.of, dose.lot, dose.source)
        if like not in known:
            known[like] = amount(dose)
        return known[like]

    return remembered


def _grams(case: Case, dose: Dose) -> float | None:
    if dose.amount is None or dose.unit is None or dose.of is not None or not case.by_itself(dose):
        return None
    return units.grams(dose.amount, dose.unit, case.lot_of(dose))


def _kind(dose: Dose) -> tuple[str, str | None] | None:
    """What a number of the person's own counts: the unit, and of what."""
    return None if dose.amount is None or dose.unit is None else (units.canonical(dose.unit), dose.of)
