"""What the amount on the page can be of: mitragynine itself, a form of leaf, a bag of one's own, or another drug."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise import units
from counterpoise.assessment import body
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.knowledge import contents
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Refusal, Sourced, Substance
from counterpoise.report import names
from counterpoise.supply.potency import potency
from counterpoise.web.moments import clock
from counterpoise.web.today import words

ALKALOID = "mg"
"""The key of an amount given in milligrams of mitragynine."""


@dataclass(frozen=True)
class Choice:
    """One way to give an amount. mg: of mitragynine in one of it (the median); sd: of the log of that.

    reason: why nothing is drawn of it, and the statement of a pack that this rests on; then mg is 0.
    """

    key: str
    name: str
    mg: float = 0.0
    sd: float = 0.0
    reason: str = ""
    because: Sourced | None = None


def choices(person: m.Person) -> dict[str, Choice]:
    """Every choice by its key, in the order in which a page offers them."""
    today = clock(person, timezone.now()).date()
    own = [choice for row in _lots(person) for choice in of_lot(row, today)]
    found = [Choice(ALKALOID, _("mg of mitragynine"), 1.0), *own, *_forms(), *_other_drugs()]
    return {choice.key: choice for choice in found}


def of_lot(row: m.Lot, on: dt.date) -> Iterator[Choice]:
    """The ways to give an amount of a bag whose strength was measured, or that is another drug; on: as of what day."""
    lot: d.Lot = record(row)
    name, pack = words.lot(row), load().substances[body.LEAF]
    other = _another_drug(row)
    if other is not None:
        yield Choice(lot_key(row, "g"), name, reason=_(other.reason), because=other)
        return
    product = load().substance(row.product.substance)
    if product is not pack:
        return
    if (stronger := _too_much_of_another(lot)) is not None:
        reason, because = stronger
        yield Choice(lot_key(row, "g"), name, reason=reason, because=because)
        return
    held = potency(lot, record(row.product), load(), on)
    if held is None or held.basis != "assay":
        return
    strength = held.median
    said = _("g of {lot} ({strength} mg/g measured)")
    yield Choice(lot_key(row, "g"), said.format(lot=name, strength=names.number(strength)), strength, held.sd)
    for unit, weight in _counted(lot).items():
        spread = math.hypot(held.sd, units.log_sd(weight.grams, weight.sd))
        said = _("{unit} of {lot} ({grams} g each)")
        said = said.format(unit=names.unit(unit, 2), lot=name, grams=names.number(weight.grams))
        yield Choice(lot_key(row, unit), said, strength * weight.grams, spread)


def _counted(lot: d.Lot) -> dict[str, d.UnitWeight]:
    """What one of each counted unit of a bag weighs, as `units.grams` has it: the first holds, a gram is a gram."""
    found: dict[str, d.UnitWeight] = {}
    for weight in lot.unit_weights:
        if units.converted(1.0, weight.unit, "g") is None:
            found.setdefault(units.canonical(weight.unit), weight)
    return found


def lot_key(row: m.Lot, unit: str) -> str:
    """The key of a bag and a unit."""
    return f"lot/{row.pk}/{unit}"


def form_key(form: str) -> str:
    """The key of a gram of leaf in some form."""
    return f"form/{form}"


def _lots(person: m.Person) -> Any:
    rows = m.Lot.objects.filter(person=person, deleted_at=None, product__deleted_at=None)
    return rows.select_related("product").order_by("-id")


def _forms() -> Iterator[Choice]:
    """A gram in each form, as strong as products are: anything from weak to strong."""
    pack = load().substances[body.LEAF]
    for form, prior in pack.potency.items():
        name = _("g as {form}, strength not measured").format(form=_(pack.forms[form]).lower())
        yield Choice(form_key(form), name, float(prior.centre), float(prior.sd))


def _other_drugs() -> Iterator[Choice]:
    """Substances about which nothing is answered: they can be chosen, and the page says why it draws nothing."""
    for pack in load().substances.values():
        if pack.refusal is not None:
            name = _("{substance}, any product").format(substance=_(pack.name))
            yield Choice(f"other/{pack.key}", name, reason=_(pack.refusal.reason), because=pack.refusal)


def _another_drug(row: m.Lot) -> Refusal | None:
    """The refusal of a bag that is another drug by its substance or its name."""
    named: list[Substance | None] = [load().substance(name) for name in (row.product.substance, row.product.name)]
    return next((pack.refusal for pack in named if pack is not None and pack.refusal is not None), None)


def _too_much_of_another(lot: d.Lot) -> tuple[str, Sourced] | None:
    """What to say of a bag sold as leaf that holds more of another drug than leaf does, or may."""
    settled = contents.settled(lot)
    over = contents.over(settled, load())
    if over is not None:
        said = _(
            "The certificate of this bag shows more {substance} than leaf holds: over {limit} {unit}. "
            "What is known of leaf does not hold for it."
        )
        limit = names.number(over.limit.most)
        return said.format(substance=_name(over.drug), limit=limit, unit=over.limit.unit), over.limit
    for drug in contents.OTHER_DRUGS:
        found = [one for one in contents.assays_of(settled, load(), drug) if one.value and one.censored is None]
        if found and not all(_comparable(one) for one in found):
            said = _(
                "The certificate of this bag gives its {substance} in a way that cannot be compared with its "
                "mitragynine. It may be more than leaf holds. So what is known of leaf is not used for it."
            )
            return said.format(substance=_name(drug)), load().rules[contents.ANOTHER_DRUG]
    return None


def _comparable(assay: d.Assay) -> bool:
    """Whether it says how much a gram holds, or what share of the alkaloids it is."""
    shared = assay.unit.strip().lower() == contents.OF_ALKALOIDS
    return shared or units.mg_per_gram(assay.value or 0.0, assay.unit) is not None


def _name(drug: str) -> str:
    pack = load().substance(drug)
    return drug if pack is None else _(pack.name)
