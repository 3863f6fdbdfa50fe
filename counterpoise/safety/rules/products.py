"""What is in the bag: other drugs sold as kratom, extracts, metals by the own amount a day, germs, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from counterpoise.diary import Assay, Dose, Lot
from counterpoise.knowledge.records import Analyte, Limit
from counterpoise.safety.beside import listed
from counterpoise.safety.blood import written
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.use import another_drug, grams_a_day, is_kratom_like
from counterpoise.safety.wording import names_one
from counterpoise.text import _
from counterpoise.units import MG_IN_A_GRAM, mg_per_gram

SEVEN_OH, MITRAGYNINE = "7-hydroxymitragynine", "mitragynine"
NANOGRAMS = {"ppb": 1e-3, "ng/g": 1e-3, "µg/kg": 1e-3}
"""Micrograms in a gram for one of these; the larger units are those of `mg_per_gram`."""


def find(case: Case) -> Iterator[Finding]:
    """Every kind of finding about products and bags."""
    yield from _another_drug(case)
    for lot in _bags(case):
        yield from _seven_oh(case, lot)
        yield from _metals(case, lot)
        yield from _microbes(case, lot)
    yield from _extracts(case)
    yield from _dates(case)


def _recent(case: Case, rule: str) -> list[Dose]:
    days = dt.timedelta(days=case.knowledge.rules[rule].limit("days"))
    return [dose for dose in case.last(case.doses, days) if is_kratom_like(case, dose.substance)]


def _another_drug(case: Case) -> Iterator[Finding]:
    """By the dose, what its amount counts, the name of the product in its bag, or a name among the medicines."""
    found: dict[str, list[Dose]] = {}
    for dose in _recent(case, "products.another_drug"):
        key = another_drug(case, dose)
        if key is not None:
            found.setdefault(key, []).append(dose)
    entries: dict[str, list[str]] = {}
    for key, beside in listed(case):
        if key != KRATOM and is_kratom_like(case, key):
            entries.setdefault(key, []).append(beside.entry)
    for key in dict.fromkeys((*found, *entries)):
        name = _(case.knowledge.substances[key].name)
        one = case.found("products.another_drug", found.get(key, ()), cause=key, substance=name)
        yield replace(one, because=(*one.because, *entries.get(key, ())))


def _bags(case: Case) -> list[Lot]:
    """Bags of kratom that recent doses came from, and those that nothing was noted of yet."""
    if not case.diary.lots:
        return []
    recent = {id(lot) for dose in _recent(case, "products.metals") if (lot := case.lot_of(dose)) is not None}
    named = {lot for _substance, lot in case.first_doses}
    return [lot for lot in case.diary.lots if _of_kratom(case, lot) and (id(lot) in recent or lot.id not in named)]


def _of_kratom(case: Case, lot: Lot) -> bool:
    product = case.product_of(lot)
    return product is not None and is_kratom_like(case, product.substance)


def _seven_oh(case: Case, lot: Lot) -> Iterator[Finding]:
    """Its share of the alkaloids; where mitragynine was not measured, what a gram holds."""
    rule = case.knowledge.rules["products.seven_oh"]
    limits = case.knowledge.analytes[SEVEN_OH].limits
    share_limit, gram_limit = (limits[name] for name in rule.words)
    measured = _known(case, lot, SEVEN_OH)
    here = None if measured is None else mg_per_gram(measured.value or 0.0, measured.unit)
    if here is None:
        return
    most = _alkaloids(case, lot) | {SEVEN_OH: here}
    if most.get(MITRAGYNINE) is None:
        if here <= gram_limit.most:
            return
        found = _("{amount} mg in a gram; the most in a product is {most} mg ({by})")
        words = {"amount": written(here), "most": written(gram_limit.most), "by": _(gram_limit.by)}
    else:
        share = 100 * here / sum(most.values())
        if share <= share_limit.most:
            return
        found = _("{amount} % of the alkaloids measured; the most in a product is {most} % ({by})")
        words = {"amount": written(round(share, 1)), "most": written(share_limit.most), "by": _(share_limit.by)}
    yield case.found("products.seven_oh", [], cause=_cause(lot), bag=_bag(case, lot), found=found.format(**words))


def _alkaloids(case: Case, lot: Lot) -> dict[str, float]:
    """Milligrams in a gram of each alkaloid measured; what is below a limit counts with the limit, never as nothing."""
    found: dict[str, float] = {}
    for assay in lot.assays:
        analyte = case.knowledge.analyte(assay.analyte)
        value = assay.value if assay.censored is None else (assay.loq if assay.loq is not None else assay.lod)
        strength = None if value is None else mg_per_gram(value, assay.unit)
        if analyte is not None and analyte.kind == "alkaloid" and strength is not None:
            found[analyte.key] = max(found.get(analyte.key, 0.0), strength)
    return found


def _known(case: Case, lot: Lot, key: str) -> Assay | None:
    """The highest measured value of an analyte; None where there is none above the laboratory's limit."""
    measured = [
        assay
        for assay in lot.assays
        if assay.value is not None and assay.censored is None
        if (analyte := case.knowledge.analyte(assay.analyte)) is not None and analyte.key == key
    ]
    return max(measured, key=lambda assay: _micrograms(assay) or assay.value or 0.0, default=None)


def _metals(case: Case, lot: Lot) -> Iterator[Finding]:
    rule = case.knowledge.rules["products.metals"]
    daily: float | None = None
    for metal in (one for one in case.knowledge.analytes.values() if one.kind == "metal"):
        assay, limit = _known(case, lot, metal.key), _daily_limit(metal, rule.words)
        strength = None if assay is None else _micrograms(assay)
        if assay is None or limit is None or strength is None:
            continue
        if daily is None:
            daily = grams_a_day(case, rule.limit("days"), rule.limit("days_known"))
        if daily is None or strength * daily <= limit.most:
            continue
        words = {
            "bag": _bag(case, lot),
            "metal": _(metal.name),
            "strength": written(assay.value or 0, assay.unit),
            "grams": written(round(daily, 2)),
            "daily": written(round(strength * daily, 1)),
            "by": _(limit.by),
            "most": written(limit.most),
        }
        yield case.found("products.metals", [], cause=f"{_cause(lot)}:{metal.key}", filled=words)


def _daily_limit(metal: Analyte, preferred: tuple[str, ...]) -> Limit | None:
    return next((metal.limits[name] for name in preferred if name in metal.limits), None)


def _micrograms(assay: Assay) -> float | None:
    """Micrograms in a gram."""
    unit = assay.unit.strip().lower().replace("μ", "µ").replace("ug", "µg")
    if assay.value is None:
        return None
    if unit in NANOGRAMS:
        return assay.value * NANOGRAMS[unit]
    strength = mg_per_gram(assay.value, unit)
    return None if strength is None else strength * MG_IN_A_GRAM


def _microbes(case: Case, lot: Lot) -> Iterator[Finding]:
    """Found where none may be, or more of them than a limit in the same unit."""
    for microbe in (one for one in case.knowledge.analytes.values() if one.kind == "microbe"):
        assay = _known(case, lot, microbe.key)
        if assay is None or not assay.value:
            continue
        none_at_all = any(limit.most == 0 for limit in microbe.limits.values())
        same_unit = [limit for limit in microbe.limits.values() if limit.unit.lower() == assay.unit.strip().lower()]
        if none_at_all or any(assay.value > limit.most for limit in same_unit):
            words = {"bag": _bag(case, lot), "microbe": _(microbe.name), "about": _(microbe.about)}
            cause = f"{_cause(lot)}:{microbe.key}"
            yield case.found("products.microbes", [], cause=cause, found=written(assay.value, assay.unit), filled=words)


def _extracts(case: Case) -> Iterator[Finding]:
    """Once for a product, however many doses and bags of it there are; without a bag, by the name that was logged."""
    rule = case.knowledge.rules["products.extract"]
    found: dict[str, tuple[str, list[Dose]]] = {}
    for dose in _recent(case, "products.extract"):
        lot = case.lot_of(dose)
        product = case.product_of(lot)
        key = bag = said = dose.substance
        if lot is not None and product is not None:
            key, bag, said = product.id or product.name, _bag(case, lot), f"{said}, {product.form or ''} {product.name}"
        if case.substance(product.substance if product else said) == KRATOM and names_one(said, rule.words):
            found.setdefault(key, (bag, []))[1].append(dose)
    for key, (bag, doses) in found.items():
        yield case.found("products.extract", doses[-1:], cause=key, bag=bag)


def _dates(case: Case) -> Iterator[Finding]:
    """Bags that recent doses came from; a bag that is only kept says nothing."""
    doses: dict[int, tuple[Lot, list[Dose]]] = {}
    for dose in _recent(case, "products.expired"):
        lot = case.lot_of(dose)
        if lot is not None:
            doses.setdefault(id(lot), (lot, []))[1].append(dose)
    longest = dt.timedelta(days=case.knowledge.rules["products.open_long"].limit("days_open"))
    for lot, of_it in doses.values():
        words, cause = {"bag": _bag(case, lot)}, _cause(lot)
        last = of_it[-1:]
        if lot.expires_on is not None and lot.expires_on < case.today:
            yield case.found("products.expired", last, cause=cause, day=str(lot.expires_on), filled=words)
        elif lot.opened_on is not None and case.today - lot.opened_on > longest:
            yield case.found("products.open_long", last, cause=cause, day=str(lot.opened_on), filled=words)


def _cause(lot: Lot) -> str:
    return lot.id or f"{lot.product}:{lot.lot_number}"


def _bag(case: Case, lot: Lot) -> str:
    """What the person calls it: the product, and the number on the bag."""
    product = case.product_of(lot)
    name = product.name if product is not None else lot.product
    return _("{name}, lot {number}").format(name=name, number=lot.lot_number) if lot.lot_number else name
