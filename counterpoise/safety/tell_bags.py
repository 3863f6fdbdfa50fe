"""What to tell a doctor of the bags: what was taken from which, how strong it is, and what a laboratory looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterpoise.diary import Dose, Lot, own_assays
from counterpoise.knowledge.contents import key_of
from counterpoise.plans.words import day
from counterpoise.safety.blood import written
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.use import another_drug, is_kratom_like
from counterpoise.supply.potency import measured, potency
from counterpoise.text import _, ngettext


def bags(case: Case, doses: Sequence[Dose]) -> Iterator[str]:
    """A line for each bag that doses of kratom, or of what is made from it, came from."""
    by_bag: dict[int, tuple[Lot, list[Dose]]] = {}
    for dose in doses:
        lot = case.lot_of(dose)
        if lot is not None and is_kratom_like(case, dose.substance):
            by_bag.setdefault(id(lot), (lot, []))[1].append(dose)
    for lot, of_it in by_bag.values():
        count = ngettext("{n} dose", "{n} doses", len(of_it)).format(n=len(of_it))
        said = _("From the bag {bag}: {doses}. {strength} {tests}")
        yield said.format(
            bag=_named(case, lot), doses=count, strength=_strength(case, lot, of_it), tests=_tests(case, lot)
        )


def _named(case: Case, lot: Lot) -> str:
    """ "Green Door powder (from Green Door, lot A17)"."""
    product = case.product_of(lot)
    parts = [
        _("from {vendor}").format(vendor=product.vendor) if product is not None and product.vendor else "",
        _("lot {number}").format(number=lot.lot_number) if lot.lot_number else "",
    ]
    name = product.name if product is not None else _("without a name")
    about = ", ".join(part for part in parts if part)
    return f"{name} ({about})" if about else name


def _strength(case: Case, lot: Lot, doses: Sequence[Dose]) -> str:
    drug = another_drug(case, doses[-1])
    if drug is not None:
        pack = case.knowledge.substances.get(drug)
        return _("It is {drug}, which is another drug than leaf.").format(drug=_(pack.name) if pack else drug)
    found = potency(lot, case.product_of(lot), case.knowledge, case.today)
    if found is None or found.basis != "assay":
        return _("Its strength was not measured.")
    alkaloid = case.knowledge.substances[KRATOM].alkaloid or ""
    dates = [one.date for one in measured(lot, case.knowledge, alkaloid) if one.date is not None]
    when = _("reported {day}").format(day=day(max(dates))) if dates else _("without a date")
    said = _("A gram holds about {mg} mg of mitragynine, by a laboratory ({when}).")
    return said.format(mg=written(round(found.median, 1)), when=when)


def _tests(case: Case, lot: Lot) -> str:
    """What else was looked at, and what the laboratory calls failed."""
    kinds = {"metal": _("metals"), "microbe": _("germs"), "alkaloid": _("alkaloids")}
    looked = {known.kind for one in own_assays(lot) if (known := case.knowledge.analyte(one.analyte)) is not None}
    names = [name for kind, name in kinds.items() if kind in looked]
    said = _("Tested for: {names}.").format(names=", ".join(names)) if names else _("No test of it is known here.")
    failed = [one.analyte for one in own_assays(lot) if one.passed is False]
    keys = ((name, key_of(case.knowledge, name)) for name in failed)
    bad = [_(case.knowledge.analytes[key].name) if key else name for name, key in keys]
    if bad:
        said += " " + _("Failed, by the laboratory: {names}.").format(names=", ".join(dict.fromkeys(bad)))
    return said
