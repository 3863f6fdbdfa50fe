"""What the rules of growth share: amounts in one unit, how many of them are known, and a growth that stays told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from counterpoise import units
from counterpoise.diary import Dose
from counterpoise.knowledge.records import Rule, Severity
from counterpoise.safety.case import Case
from counterpoise.safety.change import Change
from counterpoise.safety.days import Taken
from counterpoise.safety.finding import SEVERITIES
from counterpoise.safety.rules.over_time.use import Use
from counterpoise.text import _

Amount = Callable[[Dose], float | None]
"""How much a dose is in one unit; None where that is not known."""
Days = list[list[dt.date]]
"""By week."""
Grown = tuple[Change, Severity]
"""What changed, and how grave that is."""


def lately(use: Use, rule: Rule, grew: Callable[[Use], Grown | None]) -> Grown | None:
    """What grew surely today or lately and since then stayed grown, with the figures of today and the gravest of these
    days: a finding does not come and go with single days at the edge of a line."""
    told = use.told(rule, grew, lambda one: one[0].sure)
    if not told:
        return None
    return told[0][0], min((severity for change, severity in told if change.sure), key=SEVERITIES.index)


def in_one_unit(
    use: Use, rule: Rule, recent: Days, before: Days, grew: Callable[[Use, Amount], Grown | None]
) -> tuple[Severity, dict[str, str]] | None:
    """What grew of the amounts, in the first unit in which enough of both spans is known: how grave it is, and the
    figures for its sentence."""
    found = way(use, use.within(recent), use.within(before))
    if found is None:
        return None
    unit, amount = found
    told = lately(use, rule, lambda then: grew(then, amount))
    if told is None:
        return None
    change, severity = told
    return severity, {"percent": f"{100 * (change.now / change.before - 1):.0f}", "unit": _counted_as(use, unit)}


def _counted_as(use: Use, unit: str) -> str:
    """The alkaloid in a gram is another from bag to bag: that it grew may be the bag's, and is said."""
    if unit != use.days.case.knowledge.substances[use.substance].alkaloid:
        return unit
    said = _("{alkaloid}, by the certificates of the bags: the same grams of a stronger bag are more of it")
    return said.format(alkaloid=unit)


def way(use: Use, *spans: Sequence[Taken]) -> tuple[str, Amount] | None:
    """The first way to compare in which enough doses of each span are known."""
    doses = [one for span in spans for one in span]
    return next((one for one in _ways(use, doses) if enough(use, one[1], *spans)), None)


def enough(use: Use, amount: Amount, *spans: Sequence[Taken]) -> bool:
    rule = use.rule("more_in_all")
    return all(
        len(doses) >= rule.limit("doses") and _known(doses, amount) >= rule.limit("known_percent") for doses in spans
    )


def total(doses: Sequence[Taken], amount: Amount, unknown: float) -> float:
    """In all; each amount that is not known counts as `unknown`."""
    return sum(unknown if (known := amount(one.dose)) is None else known for one in doses)


def least_and_most(amount: Amount, recent: Sequence[Taken], before: Sequence[Taken]) -> tuple[float, float]:
    """What an amount that is not known counts as, so that it makes no growth: lately the least, before the most."""
    least = min(known for one in recent if (known := amount(one.dose)) is not None)
    return least, max(known for one in before if (known := amount(one.dose)) is not None)


def unsure(doses: Sequence[Taken], amount: Amount, days: int) -> float:
    """Variance that estimated amounts bring to the mean of so many days."""
    return sum(_variance(one.dose, amount) for one in doses) / days**2


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
