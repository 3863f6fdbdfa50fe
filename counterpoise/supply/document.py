"""What a certificate says of itself: whose bag, which laboratory, how old, what is not sure, what failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from counterpoise.diary import Assay, Lot, Product, of_another_lot
from counterpoise.plans import words
from counterpoise.supply.standard import claimed
from counterpoise.supply.verdicts import Asked, Check, Figure, Verdict
from counterpoise.supply.wording import alike, close, number, plain
from counterpoise.text import _


def document(asked: Asked) -> Iterator[Check]:
    """Every question about each document: what one paper says of itself says nothing of another."""
    found = papers(asked.lot)
    for place, (called, lot) in enumerate(found, 1):
        for one in _of_paper(replace(asked, lot=lot)):
            if len(found) == 1:
                yield one
            else:
                key = one.key if place == 1 else f"{one.key}.{place}"
                yield replace(one, key=key, asks=_("{name}: {asks}").format(name=called, asks=one.asks))


def papers(lot: Lot) -> list[tuple[str, Lot]]:
    """The bag as each of its papers tells it, by name; what was typed in counts as one more. A paper without a value
    that was kept counts for nothing."""
    found = []
    known = {one.sha256 for one in lot.certificates}
    for at, paper in enumerate(lot.certificates, 1):
        own = tuple(one for one in lot.assays if one.certificate == paper.sha256)
        if own:
            called = paper.name or _("Certificate {n}").format(n=at)
            found.append((called, replace(lot, assays=own, certificates=(paper,))))
    typed = tuple(one for one in lot.assays if one.certificate not in known)
    if typed:
        found.append((_("Typed in"), replace(lot, assays=typed, certificates=())))
    return found


def _of_paper(asked: Asked) -> Iterator[Check]:
    yield _lot(asked)
    yield _product(asked)
    yield _lab(asked)
    yield _age(asked)
    yield from _unsure(asked)
    yield from _changed(asked)


def _lot(asked: Asked) -> Check:
    bag = asked.lot.lot_number
    printed = [one.lot_number for one in asked.lot.certificates if one.lot_number]
    wrong = [one.lot_number for one in of_another_lot(asked.lot) if one.lot_number]
    verdict: Verdict = "cannot_tell"
    if not asked.lot.certificates:  # there is no place for what a paper says of itself but with the paper
        says = _("Values that are typed in come without the lot number of the paper. Please hold it against your bag.")
    elif not bag:
        says = _("The number on your bag is not noted, so it cannot be held against the paper.")
    elif not printed:
        says = _("The paper names no lot. It may be about any bag.")
    elif not wrong:
        verdict, says = "fine_by_the_page", _("The lot on the paper is the one on your bag.")
    else:
        verdict = "concern"
        says = _("The paper is for lot {paper}, your bag is lot {bag}.").format(paper=wrong[0], bag=bag)
        says += " " + (
            _("They are nearly the same: look again at both.")
            if close(bag, wrong[0])
            else _("It is of another lot: nothing on it counts for your bag.")
        )
    return Check("lot", _("Is it for this bag?"), verdict, says, (asked.packs.certificates["lot"],))


def _product(asked: Asked) -> Check:
    printed = [one.product for one in asked.lot.certificates if one.product]
    name = asked.product.name if asked.product else ""
    other = [one for one in printed if other_name(asked.product, one)]
    verdict: Verdict = "cannot_tell"
    if not asked.lot.certificates:
        says = _("Values that are typed in come without the name on the paper. Please hold it against your bag.")
    elif not name or not printed:
        says = _("The paper, or your note of the bag, names no product.")
    elif not other:
        verdict, says = "fine_by_the_page", _("The paper names your product.")
    else:
        verdict = "cannot_tell" if _may_be_same(name, other[0]) else "concern"
        says = called_otherwise(other[0], name)
    return Check("product", _("Is it for this product?"), verdict, says, (asked.packs.certificates["lot"],))


def other_name(product: Product | None, printed: str | None) -> bool:
    """Whether a paper calls a product otherwise than its bag does; a name that is not known is no other."""
    name = product.name if product is not None else ""
    return bool(name and printed) and not alike(name, printed)


def called_otherwise(paper: str, name: str) -> str:
    """That a paper and a bag have two names, in words."""
    says = _("The paper calls it “{paper}”, you call it “{name}”. Look whether that is the same.")
    return says.format(paper=paper, name=name)


def _may_be_same(name: str, other: str) -> bool:
    """Whether two names of a product hold one another or share a word."""
    return close(name, other) or bool({*name.casefold().split()} & {*other.casefold().split()})


def _lab(asked: Asked) -> Check:
    vendor, said = asked.product.vendor if asked.product else None, _of_labs(asked.lot)
    facts, asks = (asked.packs.certificates["lab"],), _("Is there a lab behind it?")
    if not said:
        return Check("lab", asks, "concern", _("No lab is named. Nobody stands behind the numbers."), facts)
    if any(alike(lab, vendor) for lab in said):
        says = _("The lab is the seller. A seller's own numbers are no outside test.")
        return Check("lab", asks, "concern", says, facts)
    without = [lab for lab, of_it in said.items() if not any(map(claimed, of_it))]
    if not without:
        says = _(
            "{lab} is named. The paper says that it works to ISO/IEC 17025, the standard for labs. We cannot check it."
        )
        return Check("lab", asks, "fine_by_the_page", says.format(lab=", ".join(said)), facts)
    says = _("{lab} is named. The paper does not say that it works to ISO/IEC 17025, the standard for labs.")
    says = says.format(lab=without[0])
    if told := said[without[0]]:
        says += _(" It says: {said}.").format(said=told[0])
    return Check("lab", asks, "cannot_tell", says, facts)


def _of_labs(lot: Lot) -> dict[str, list[str]]:
    """What is said of each laboratory that is named: what holds of one holds of no other. What is said beside no name
    is said of the only one there is."""
    pairs = [(one.lab, one.accreditation) for one in lot.certificates]
    pairs += [(one.lab, one.accreditation) for one in lot.assays]
    found: dict[str, list[str]] = {}
    called: dict[str, str] = {}
    for lab, _said in pairs:
        if lab:
            found.setdefault(called.setdefault(plain(lab), lab), [])
    only = next(iter(found), None) if len(found) == 1 else None
    for lab, said in pairs:
        name = called[plain(lab)] if lab else only
        if said and name is not None and said not in found[name]:
            found[name].append(said)
    return found


def _dates(asked: Asked) -> list[dt.date]:
    days = [day for one in asked.lot.certificates for day in (one.sampled_on, one.reported_on)]
    days += [day for one in asked.lot.assays for day in (one.sampled_on, one.date)]
    return [day for day in days if day is not None]


def dated(asked: Asked) -> dt.date | None:
    """The oldest day that one paper gives, when it was sampled, else reported: what it says holds of no day after."""
    days = [one.sampled_on or one.reported_on for one in asked.lot.certificates]
    days += [one.sampled_on or one.date for one in asked.lot.assays]
    return min((day for day in days if day is not None), default=None)


def _age(asked: Asked) -> Check:
    fact, day = asked.packs.certificates["age"], dated(asked)
    asks = _("How old is it?")
    if day is None:
        says = _("It has no date. How old it is cannot be told.")
        return Check("age", asks, "cannot_tell", says, (fact,))
    ahead = max(_dates(asked))
    if ahead > asked.today:
        figures = (Figure(_("Days since then"), float((asked.today - ahead).days), "d"),)
        says = _("Its date, {day}, is still to come. One of the two was read or written wrong.")
        return Check("age", asks, "concern", says.format(day=words.day(ahead)), (fact,), figures)
    days = (asked.today - day).days
    figures = (Figure(_("Days since then"), float(days), "d"),)
    if days > float(fact.value):
        says = _(
            "It is of {day}, more than a year ago. What the bag holds by now is not known; another test would tell."
        )
        return Check("age", asks, "concern", says.format(day=words.day(day)), (fact,), figures)
    says = _("It is of {day}, less than a year ago.")
    return Check("age", asks, "fine_by_the_page", says.format(day=words.day(day)), (fact,), figures)


def name(asked: Asked, assay: Assay) -> str:
    """What people read for an analyte: its name in the packs, else as printed."""
    known = asked.packs.analyte(assay.analyte)
    return _(known.name) if known is not None else (assay.printed_as or assay.analyte)


def failed(asked: Asked) -> Check:
    """What the page calls failed, and what lies above the page's own limit, whatever it calls it."""
    asks, facts = _("Does the paper call anything failed?"), (asked.packs.certificates["covers"],)
    bad = [one for one in asked.lot.assays if one.passed is False]
    over = [
        one
        for one in asked.lot.assays
        if one.passed is not False and one.value is not None and one.limit is not None and one.value > one.limit
    ]
    figures = tuple(Figure(name(asked, one), one.value, one.unit) for one in (*bad, *over) if one.value is not None)
    parts = []
    if bad:
        parts.append(_("The paper says failed: {names}.").format(names=", ".join(name(asked, one) for one in bad)))
    for one in over:
        said = _("{name} is {value} {unit}, above the paper's own limit of {limit}.")
        value, limit = number(one.value or 0.0), number(one.limit or 0.0)
        parts.append(said.format(name=name(asked, one), value=value, unit=one.unit, limit=limit))
    if parts:
        return Check("failed", asks, "concern", " ".join(parts), facts, figures)
    if any(one.passed for one in asked.lot.assays):
        return Check("failed", asks, "fine_by_the_page", _("The paper calls nothing failed."), facts)
    return Check("failed", asks, "cannot_tell", _("The paper does not say what passed and what failed."), facts)


def _unsure(asked: Asked) -> Iterator[Check]:
    """Values that were read from a page and that nobody looked at."""
    unsure = [one for one in asked.lot.assays if one.confirmed is False]
    if unsure:
        says = _("Nobody has looked at what was read here: {names}. Hold it against the page.")
        names = ", ".join(dict.fromkeys(name(asked, one) for one in unsure))
        yield Check("unsure", _("Was it read right?"), "cannot_tell", says.format(names=names))


def _changed(asked: Asked) -> Iterator[Check]:
    """Values that are no longer what the page says."""
    changed = [one for one in asked.lot.assays if one.read_as is not None]
    if changed:
        names = ", ".join(f"{name(asked, one)} ({one.read_as})" for one in changed)
        says = _(
            "You changed these, so they are your word and not that of the paper: {names}. In brackets what was read."
        )
        yield Check("changed", _("Is it what the paper says?"), "cannot_tell", says.format(names=names))
