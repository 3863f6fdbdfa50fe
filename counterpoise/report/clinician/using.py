"""What was taken in the days of a report, each drug and form by itself: leaf, extract and other drugs are never one."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterpoise import units
from counterpoise.diary import Dose, Lot
from counterpoise.report import names
from counterpoise.report.clinician import bags
from counterpoise.report.clinician.reading import ENOUGH_NOTED, Reading
from counterpoise.report.clinician.spans import ends
from counterpoise.safety.case import KRATOM
from counterpoise.safety.rules.over_time import growth
from counterpoise.safety.use import drug_by_paper, is_kratom_like, named_drug
from counterpoise.text import _, local, ngettext
from counterpoise.units import sized

SLOWLY = "use.slowly_more"
TOO_FEW = "–"
"""Where there were too few days to tell a habit from."""
USUAL_DAYS = 30
"""The usual dose is the middle one of the last so many days of the time chosen."""


@dataclass(frozen=True)
class Use:
    """One drug in one form. kratom_like: leaf, or another drug made from it. other: that it is such another drug.

    bag: where only the paper of that bag shows more of another drug than leaf holds; noted was `drug`.
    """

    drug: str
    form: str | None
    doses: tuple[Dose, ...]
    kratom_like: bool
    other: bool
    bag: Lot | None = None

    @property
    def leaf(self) -> bool:
        """Kratom itself, whatever its form."""
        return self.kratom_like and not self.other


def uses(read: Reading) -> list[Use]:
    """Kratom first, then the other drugs made from it, then the rest; of each the form used most first."""
    kinds: dict[tuple[str, str | None, int], Use] = {}
    found: dict[tuple[str, str | None, int], list[Dose]] = {}
    made: dict[tuple[str, str | None, int], Use] = {}
    for dose in read.doses:
        lot = read.lot_of(dose)
        asked = (dose.substance, dose.of, id(lot))
        if asked not in kinds:
            kinds[asked] = _kind(read, dose, lot)
        use = kinds[asked]
        key = (use.drug, use.form, id(use.bag))
        made.setdefault(key, use)
        found.setdefault(key, []).append(dose)
    whole = [replace(use, doses=tuple(found[key])) for key, use in made.items()]
    return sorted(whole, key=lambda use: (not use.kratom_like, use.other, -len(use.doses)))


def _kind(read: Reading, dose: Dose, lot: Lot | None) -> Use:
    """What a dose is of, without its doses; the form where kratom has one."""
    named = named_drug(read.case, dose)
    drug = named or read.case.substance(dose.substance)
    if drug_by_paper(read.case, dose) is not None:
        return Use(drug, None, (), kratom_like=True, other=True, bag=lot)
    product = read.product_of(lot)
    form = product.form if product is not None and drug == KRATOM else None
    return Use(drug, form, (), is_kratom_like(read.case, drug), named is not None)


def called(read: Reading, use: Use) -> str:
    """ "Kratom, powder", "7-Hydroxymitragynine: another drug, not counted as kratom"."""
    name = names.substance(use.drug)
    if use.bag is not None:
        return _("{drug} as noted: {bag}").format(drug=name, bag=bags.called(read, use.bag))
    if use.other:
        return _("{drug}: another drug, never counted as kratom").format(drug=name)
    if not use.leaf:
        return name
    pack = read.knowledge.substances.get(use.drug)
    form = use.form and _(pack.forms.get(use.form, use.form) if pack is not None else use.form)
    return f"{name}, {form.lower()}" if form else _("{drug}, form not told").format(drug=name)


def enough(read: Reading, use: Use) -> bool:
    """Whether there were enough days with a dose to tell a habit from: one day is none."""
    return len(days_of(read, use)) >= ENOUGH_NOTED


def counted(read: Reading, use: Use) -> str:
    """ "4 doses noted on 1 day, 2.5–25 g": what was written down, and no more."""
    days = len(days_of(read, use))
    text = _("{doses} on {days}, {amounts}")
    days_said = ngettext("{n} day", "{n} days", days).format(n=days)
    return text.format(doses=_noted(use), days=days_said, amounts=_amounts(use))


def _noted(use: Use) -> str:
    return ngettext("{n} dose noted", "{n} doses noted", len(use.doses)).format(n=len(use.doses))


def _amounts(use: Use) -> str:
    """From where to where all doses went."""
    unit, sizes = known(use.doses)
    return _("amount unknown") if unit is None else _with_unknown(_range(sizes, unit), use.doses)


def usual(read: Reading, use: Use) -> str:
    """The middle dose of the last days, and from where to where they went; of few days only what was noted."""
    if not enough(read, use):
        return f"{_noted(use)}, {_amounts(use)}"
    last = read.day(use.doses[-1].at)
    lately = [dose for dose in use.doses if (last - read.day(dose.at)).days < USUAL_DAYS]
    unit, sizes = known(lately)
    if unit is None:
        return _("amount unknown")
    said = middle = sized(statistics.median_low(sizes), unit)
    if min(sizes) != max(sizes):
        said = f"{middle} ({_range(sizes, unit)})"
    return _with_unknown(said, lately)


def _range(sizes: Sequence[float], unit: str) -> str:
    low, high = min(sizes), sized(round(max(sizes), 2), unit)
    return high if low == max(sizes) else f"{names.number(round(low, 2))}–{high}"


def _with_unknown(said: str, doses: Sequence[Dose]) -> str:
    unknown = sum(dose.amount is None for dose in doses)
    return _("{said}; {count} unknown").format(said=said, count=unknown) if unknown else said


def a_day(read: Reading, use: Use) -> tuple[str, str]:
    """Doses on average (the mean), and how much in all on a typical day (the median), of the days with a dose.

    Nothing of few days; an amount only where all amounts of enough days are known.
    """
    if not enough(read, use):
        return TOO_FEW, TOO_FEW
    by_day: dict[dt.date, list[Dose]] = {}
    for dose in use.doses:
        by_day.setdefault(read.day(dose.at), []).append(dose)
    count = local(f"{len(use.doses) / len(by_day):.1f}")
    unit, _sizes = known(use.doses)
    sums = []
    for doses in by_day.values():
        told = [_in(dose, unit) for dose in doses]
        sums += [sum(one for one in told if one is not None)] if unit and None not in told else []
    if not unit or len(sums) < len(by_day) / 2:
        return count, _("not known")
    return count, sized(round(statistics.median(sums), 1), unit)


def at_ends(read: Reading, use: Use) -> tuple[str, str] | None:
    """Doses on a day with entries, in the first days and in the last; None where either has too few for a rate."""
    rates = _rates(read, use)
    return None if rates is None else (local(f"{rates[0]:.1f}"), local(f"{rates[1]:.1f}"))


def _rates(read: Reading, use: Use) -> tuple[float, float] | None:
    parts = _end_days(read)
    if min(map(len, parts)) < ENOUGH_NOTED:
        return None
    taken = Counter(read.day(dose.at) for dose in use.doses)
    first, last = (sum(taken[day] for day in part) / len(part) for part in parts)
    return first, last


def _end_days(read: Reading) -> tuple[set[dt.date], set[dt.date]]:
    """The days with entries at the start of the time and at its end."""
    cut = ends(read)
    return {day for day in read.noted if day < cut.until}, {day for day in read.noted if day >= cut.since}


def unseen_growth(read: Reading, use: Use) -> str:
    """What must stand beside figures that grew while no rule told of a growth; "" where there is nothing to say.

    By as much as the rule on a slow rise of the amount asks for, with as many days with a dose, at the start as well:
    what was begun did not grow slowly.
    """
    rates, rule = _rates(read, use), read.knowledge.rules[SLOWLY]
    told = any(one.cause == growth.cause(use.drug) for one in read.findings)
    if rates is None or told or rates[1] <= (1 + rule.limit("percent") / 100) * rates[0]:
        return ""
    if min(len(days_of(read, use) & part) for part in _end_days(read)) < rule.limit("days"):
        return ""
    return _("No safety rule looks at a slow growth of how often.")


def days_taken(read: Reading, use: Use) -> str:
    """ "80 of 88"."""
    return _("{days} of {noted}").format(days=len(days_of(read, use)), noted=len(read.noted))


def days_of(read: Reading, use: Use) -> set[dt.date]:
    """The days with a dose of it."""
    return {read.day(dose.at) for dose in use.doses}


def known(doses: Sequence[Dose]) -> tuple[str | None, list[float]]:
    """The unit that most amounts were noted in, and those that can be told in it."""
    kinds = Counter(units.canonical(one.unit) for one in doses if one.amount is not None and one.unit and not one.of)
    if not kinds:
        return None, []
    unit = kinds.most_common(1)[0][0]
    return unit, [size for one in doses if (size := _in(one, unit)) is not None]


def _in(dose: Dose, unit: str | None) -> float | None:
    if unit is None or dose.amount is None or not dose.unit or dose.of:
        return None
    return units.converted(dose.amount, dose.unit, unit)
