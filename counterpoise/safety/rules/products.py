"""What is in the bag: other drugs sold as kratom, extracts, metals by the own amount a day, germs, recalls, dates."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import replace

from counterpoise.diary import Assay, Dose, Lot
from counterpoise.knowledge.contents import IN_A_PIECE, OF_ALKALOIDS, SEVEN_OH, assays_of, micrograms, over, settled
from counterpoise.plans.extracts import is_extract
from counterpoise.plans.words import day as said_day
from counterpoise.safety.beside import listed
from counterpoise.safety.blood import written
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.use import another_drug, is_kratom_like
from counterpoise.supply.germs import found_any
from counterpoise.supply.metals import daily_limit
from counterpoise.supply.rates import a_day
from counterpoise.supply.recalled import Folded, Match, folded, matches, named
from counterpoise.text import _

ANOTHER_DRUG, RECALL = "products.another_drug", "products.recall"


def find(case: Case) -> Iterator[Finding]:
    """Every kind of finding about products and bags."""
    yield from _another_drug(case)
    for lot in _bags(case):
        yield from _seven_oh(case, lot)
        yield from _metals(case, lot)
        yield from _microbes(case, lot)
        yield from _failed(case, lot)
    yield from _recalls(case)
    yield from _extracts(case)
    yield from _dates(case)


def _days(case: Case, rule: str) -> dt.timedelta:
    return dt.timedelta(days=case.knowledge.rules[rule].limit("days"))


def _recent(case: Case, rule: str) -> list[Dose]:
    return [dose for dose in case.last(case.doses, _days(case, rule)) if is_kratom_like(case, dose.substance)]


def _another_drug(case: Case) -> Iterator[Finding]:
    """By the dose, what its amount counts, the name of the product in its bag, or a name among the medicines."""
    found: dict[str, list[Dose]] = {}
    for dose in _recent(case, ANOTHER_DRUG):
        key = another_drug(case, dose)
        if key is not None:
            found.setdefault(key, []).append(dose)
    entries: dict[str, list[str]] = {}
    for key, beside in listed(case):
        if key != KRATOM and is_kratom_like(case, key):
            entries.setdefault(key, []).append(beside.entry)
    for key in dict.fromkeys((*found, *entries)):
        name = _(case.knowledge.substances[key].name)
        one = case.found(ANOTHER_DRUG, found.get(key, ()), cause=key, substance=name)
        yield replace(one, because=(*one.because, *entries.get(key, ())))


def _bags(case: Case) -> list[Lot]:
    """Bags of kratom that recent doses came from, and those that nothing was noted of yet."""
    if not case.diary.lots:
        return []
    recent = {id(lot) for dose in _recent(case, "products.metals") if (lot := case.lot_of(dose)) is not None}
    named = {lot for _substance, lot in case.first_doses}
    return [
        lot for lot in case.diary.lots if _of_kratom(case, lot) and (id(lot) in recent or _to_be_used(case, lot, named))
    ]


def _of_kratom(case: Case, lot: Lot) -> bool:
    product = case.product_of(lot)
    return product is not None and is_kratom_like(case, product.substance)


def _seven_oh(case: Case, lot: Lot) -> Iterator[Finding]:
    """Above what leaf holds, also by values that nobody looked at yet: those are told of and decide nothing."""
    too_much = over(settled(lot), case.knowledge) or over(lot, case.knowledge)
    if too_much is None:
        return
    amount, limit = too_much.found, too_much.limit
    drug = _(case.knowledge.analytes[too_much.drug].name)
    if too_much.drug != SEVEN_OH:
        unit = limit.unit if limit.unit != OF_ALKALOIDS else _("% of the alkaloids measured")
        found = _("{amount} {unit}; no law that we read limits it, so we hold it against {most}, the line for 7-OH")
        amount, found = round(amount, 1), found.replace("{unit}", unit)
    elif limit.unit == OF_ALKALOIDS:
        amount, found = (
            round(amount, 1),
            _("{amount} % of the alkaloids measured; the most in a product is {most} % ({by})"),
        )
    elif limit.unit == IN_A_PIECE:
        found = _("{amount} mg in one piece; the most in one piece is {most} mg ({by})")
    else:
        found = _("{amount} mg in a gram; the most in a product is {most} mg ({by})")
    words = {"amount": written(amount), "most": written(limit.most), "by": _(limit.by)}
    words = {"bag": _bag(case, lot), "drug": drug, "found": found.format(**words)}
    yield case.found("products.seven_oh", [], cause=cause_of(lot), filled=words)


def _metals(case: Case, lot: Lot) -> Iterator[Finding]:
    """By the same grams a day as what the bag lasts by; asked for only where a metal was measured."""
    for metal in (one for one in case.knowledge.analytes.values() if one.kind == "metal"):
        limit, assay = daily_limit(metal), _highest(case, lot, metal.key)
        strength = None if assay is None else micrograms(assay.value or 0.0, assay.unit)
        if assay is None or limit is None or strength is None:
            continue
        daily, basis = a_day(case.diary, case.knowledge, case.now, lot)
        if daily is None or strength * daily <= limit.most:
            continue
        words = {
            "bag": _bag(case, lot),
            "metal": _(metal.name).lower(),
            "strength": written(assay.value or 0, assay.unit),
            "grams": written(round(daily, 2)),
            "daily": written(round(strength * daily, 1)),
            "basis": _("by your plan") if basis == "plan" else _("by what you noted lately"),
            "by": _(limit.by),
            "most": written(limit.most),
        }
        yield case.found("products.metals", [], cause=f"{cause_of(lot)}:{metal.key}", filled=words)


def _highest(case: Case, lot: Lot, key: str) -> Assay | None:
    """The assay that found most of a metal; None where none is above the laboratory's limit."""
    measured = [one for one in assays_of(lot, case.knowledge, key) if one.value is not None and one.censored is None]
    return max(measured, key=lambda one: micrograms(one.value or 0.0, one.unit) or 0.0, default=None)


def _microbes(case: Case, lot: Lot) -> Iterator[Finding]:
    """Found where none may be, or more of them than a limit in the same unit."""
    for microbe in (one for one in case.knowledge.analytes.values() if one.kind == "microbe"):
        assay = found_any(microbe, assays_of(lot, case.knowledge, microbe.key))
        if assay is not None:
            words = {"bag": _bag(case, lot), "microbe": _(microbe.name), "about": _(microbe.about)}
            cause, found = f"{cause_of(lot)}:{microbe.key}", written(assay.value or 0.0, assay.unit)
            yield case.found("products.microbes", [], cause=cause, found=found, filled=words)


def _failed(case: Case, lot: Lot) -> Iterator[Finding]:
    """What the paper itself calls failed: once for a bag."""
    bad = [one for one in lot.assays if one.passed is False]
    if bad:
        known = ((one, case.knowledge.analyte(one.analyte)) for one in bad)
        names = (_(found.name) if found is not None else one.printed_as or one.analyte for one, found in known)
        what = ", ".join(dict.fromkeys(names))
        yield case.found("products.failed", [], cause=cause_of(lot), bag=_bag(case, lot), test=what)


def _recalls(case: Case) -> Iterator[Finding]:
    """Bags in use, or not begun, that a recall list speaks of; of the lines that may mean a bag, the newest."""
    if not case.knowledge.recalls:
        return
    recent = {id(lot) for dose in case.last(case.doses, _days(case, RECALL)) if (lot := case.lot_of(dose))}
    begun = {lot for _substance, lot in case.first_doses}
    lots = tuple(lot for lot in case.diary.lots if id(lot) in recent or _to_be_used(case, lot, begun))
    found = folded(matches(case.knowledge.recalls, replace(case.diary, lots=lots)))
    sure = {id(one.match.lot) for one in found if one.match.sure}
    maybe: dict[int, Folded] = {}
    for one in sorted(found, key=lambda one: one.match.recall.published_on):
        if not one.match.sure:
            maybe[id(one.match.lot)] = one
    for one in found:
        match, line, cause = one.match, one.match.recall, cause_of(one.match.lot)
        words = {"bag": _bag(case, match.lot), "publisher": line.publisher, "day": said_day(line.published_on)}
        words |= {"what": _said(match), "named": named(line)}
        words["why"] = f"{line.reason}. {one.more}".removesuffix(".") if one.more else line.reason
        if match.sure:
            told_by = "\n".join(sorted({f"{by.publisher}:{by.published_on}:{by.reason}" for by in one.lines}))
            cause = f"{cause}:{hashlib.sha256(told_by.encode()).hexdigest()[:16]}"
            yield case.found(RECALL, [], cause=cause, filled=words)
        elif id(match.lot) not in sure and maybe[id(match.lot)] is one:
            yield case.found("products.recall_maybe", [], cause=cause, filled=words)


def _said(match: Match) -> str:
    """What a list says of a bag: what was found in a product is no recall."""
    if match.recall.kind == "contaminant":
        return _("something was found in it") if match.sure else _("something may have been found in it")
    return _("called back") if match.sure else _("may have been called back")


def _to_be_used(case: Case, lot: Lot, named: set[str | None]) -> bool:
    """Whether nothing was noted of a bag yet, and it is not gone."""
    return lot.id not in named and (lot.gone_on is None or lot.gone_on > case.today)


def _extracts(case: Case) -> Iterator[Finding]:
    """Once for a product, however many doses and bags of it there are; without a bag, by the name that was logged."""
    found: dict[str, tuple[str, list[Dose]]] = {}
    for dose in _recent(case, "products.extract"):
        lot = case.lot_of(dose)
        product = case.product_of(lot)
        key = bag = dose.substance
        if lot is not None and product is not None:
            key, bag = product.id or product.name, _bag(case, lot)
        of_leaf = case.substance(product.substance if product else dose.substance) == KRATOM
        if of_leaf and is_extract(product, case.knowledge, dose.substance):
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
        words, cause = {"bag": _bag(case, lot)}, cause_of(lot)
        last = of_it[-1:]
        if lot.expires_on is not None and lot.expires_on < case.today:
            yield case.found("products.expired", last, cause=cause, day=said_day(lot.expires_on), filled=words)
        elif lot.opened_on is not None and case.today - lot.opened_on > longest:
            yield case.found("products.open_long", last, cause=cause, day=said_day(lot.opened_on), filled=words)


def cause_of(lot: Lot) -> str:
    """By what the causes of findings name a bag."""
    return lot.id or f"{lot.product}:{lot.lot_number}"


def _bag(case: Case, lot: Lot) -> str:
    """What the person calls it: the product, and the number on the bag."""
    product = case.product_of(lot)
    name = product.name if product is not None else lot.product
    return _("{name}, lot {number}").format(name=name, number=lot.lot_number) if lot.lot_number else name
