"""The bags that were used in the days of a report: what is in them, how strong and how sure, and their tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.diary import Assay, Dose, Lot
from counterpoise.knowledge import contents
from counterpoise.report import names
from counterpoise.report.clinician.found import in_short
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.safety.case import KRATOM
from counterpoise.safety.use import is_kratom_like
from counterpoise.supply.checks import check
from counterpoise.supply.potency import potency
from counterpoise.text import _, local, ngettext

SAYS_IT_ALL = frozenset(("lab", "age", "mitragynine", "moisture"))
"""Checks whose first sentence says what it is about; of the others the question does."""


@dataclass(frozen=True)
class Used:
    """A bag, its doses in these days by time."""

    lot: Lot
    doses: tuple[Dose, ...]


def used(read: Reading) -> list[Used]:
    """The bags of kratom, and of drugs made from it, the one used last first."""
    found: dict[int, tuple[Lot, list[Dose]]] = {}
    for dose in read.doses:
        lot = read.lot_of(dose)
        if lot is not None:
            found.setdefault(id(lot), (lot, []))[1].append(dose)
    bags = [
        Used(lot, tuple(doses)) for lot, doses in found.values() if is_kratom_like(read.case, _substance(read, lot))
    ]
    return sorted(bags, key=lambda bag: bag.doses[-1].at.timestamp(), reverse=True)


def head() -> tuple[str, ...]:
    return (_("Bag"), _("Used"), _("Doses"), _("Mitragynine"), _("Tests"))


def row(read: Reading, bag: Used) -> tuple[str, ...]:
    """One line of the table of bags."""
    first, last = (read.day(dose.at) for dose in (bag.doses[0], bag.doses[-1]))
    days = on(first) if first == last else f"{on(first)} – {on(last)}"
    return (called(read, bag.lot), days, str(len(bag.doses)), strength(read, bag.lot, last), tests(read, bag.lot))


def called(read: Reading, lot: Lot) -> str:
    """ "Green powder (powder), lot A17"; another drug by its name or its paper is said to be one."""
    product = read.product_of(lot)
    name = product.name if product is not None else _("product not told")
    pack = read.knowledge.substances.get(_substance(read, lot))
    if product is not None and product.form and pack is not None:
        name = f"{name} ({_(pack.forms.get(product.form, product.form)).lower()})"
    number = _("lot {number}").format(number=lot.lot_number) if lot.lot_number else _("no lot number")
    other = other_drug(read, lot)
    if other is None:
        return f"{name}, {number}"
    named = _named(read, lot)
    mark = _("another drug: {drug}").format(drug=names.substance(named)) if named else by_paper(other)
    return f"{name}, {number} – {mark}"


def by_paper(drug: str) -> str:
    """Why what was noted as kratom is not counted as leaf: its amounts are of the product, never of that drug."""
    if drug == contents.SEVEN_OH:
        return _("its certificate shows more 7-OH than leaf holds, so it is not counted as leaf")
    said = _("its certificate shows more of {drug} than leaf holds, so it is not counted as leaf")
    return said.format(drug=names.substance(drug))


def other_drug(read: Reading, lot: Lot) -> str | None:
    """By its name, or by its assays."""
    return _named(read, lot) or contents.another_drug(lot, read.knowledge)


def _named(read: Reading, lot: Lot) -> str | None:
    """What it is sold as, where that is another drug made from kratom."""
    product = read.product_of(lot)
    if product is None:
        return None
    keys = [read.case.substance(name) for name in (product.substance, product.name) if name]
    return next((key for key in keys if key != KRATOM and is_kratom_like(read.case, key)), None)


def strength(read: Reading, lot: Lot, day: dt.date) -> str:
    """ "14 mg/g (11 to 18; 1 test)": the middle and nine in ten; nothing is said of another drug."""
    if other_drug(read, lot) is not None:
        return _("not counted as leaf")
    found = potency(lot, read.product_of(lot), read.knowledge, day)
    if found is None:
        return _("not known")
    low, high = (float(f"{end:.2g}") for end in found.interval())
    basis = _("by its form; not tested")
    if found.basis == "assay":
        basis = ngettext("{count} test", "{count} tests", found.assays).format(count=found.assays)
        basis += "; " + _("they disagree") if found.disagree else ""
    said = _("{middle} mg/g ({low} to {high}, 90 %; {basis})")
    return said.format(
        middle=local(f"{float(f'{found.median:.2g}'):g}"), low=local(f"{low:g}"), high=local(f"{high:g}"), basis=basis
    )


def tests(read: Reading, lot: Lot) -> str:
    """What its papers fail in; that nothing fails is no proof of anything."""
    if not lot.assays:
        return _("none")
    asked = check(lot, read.product_of(lot), read.knowledge, read.today, country=read.diary.person.country)
    bad = [
        in_short(one.says, 0) if one.key.partition(".")[0] in SAYS_IT_ALL else one.asks
        for one in asked
        if one.verdict == "concern"
    ]
    return _("open: {what}").format(what=" ".join(bad)) if bad else _("nothing above a limit that was looked for")


def changes(bags: Sequence[Used]) -> int:
    """How often another bag was begun."""
    return max(0, len(bags) - 1)


def _substance(read: Reading, lot: Lot) -> str:
    product = read.product_of(lot)
    return KRATOM if product is None else read.case.substance(product.substance)


def assays(read: Reading, lot: Lot) -> list[tuple[str, ...]]:
    """Bag, analyte, result, laboratory and day, a row for each result."""
    product = read.product_of(lot)
    bag = " ".join(filter(None, (product.name if product else None, lot.lot_number))) or _("bag without a name")
    return [
        (
            bag,
            _analyte(read, one.analyte),
            result(one),
            ", ".join(filter(None, (one.lab, on(one.date) if one.date else None))) or _("not told"),
        )
        for one in lot.assays
    ]


def _analyte(read: Reading, name: str) -> str:
    known = read.knowledge.analyte(name)
    return _(known.name) if known is not None else name


def result(assay: Assay) -> str:
    """Below a limit is no number."""
    if assay.censored is None:
        return _("no number") if assay.value is None else f"{names.number(assay.value)} {assay.unit}"
    limit = assay.lod if assay.censored == "not_detected" and assay.lod is not None else assay.loq
    said = {
        "not_detected": _("not detected"),
        "absent": _("absent"),
        "below_loq": _("below what the laboratory can measure"),
    }[assay.censored]
    return said if limit is None else f"{said} (< {names.number(limit)} {assay.unit})"
