"""A person's bags as pages show them: those in use first, the one used last at the top."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.knowledge import contents
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Refusal
from counterpoise.plans.words import day
from counterpoise.report import names
from counterpoise.safety.finding import Finding
from counterpoise.web.moments import clock
from counterpoise.web.products.forms import LEAF, kinds_of_form
from counterpoise.web.safety.reviewing import standing
from counterpoise.web.sourced import told

OURS = "products."
"""How the rules about bags begin."""


@dataclass(frozen=True)
class Bag:
    """One bag: its row, its records, and what can be said of it at once."""

    row: m.Lot
    lot: d.Lot
    product: d.Product
    about: str
    other_drug: dict[str, Any] | None
    dates: list[str]
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> uuid.UUID:
        return self.row.pk

    @property
    def name(self) -> str:
        return self.product.name


def rows(person: m.Person, *, deleted: bool = False) -> QuerySet[m.Lot]:
    """The bags that were not deleted, or those that were: the one a dose came from last is the first."""
    of_dose, here = Q(dose__deleted_at=None), Q(deleted_at=None, product__deleted_at=None)
    found = m.Lot.objects.filter(~here if deleted else here, person=person).select_related("product")
    return found.annotate(last=Max("dose__at", filter=of_dose)).order_by(F("last").desc(nulls_last=True), "-id")


def bag(person: m.Person, row: m.Lot, found: Sequence[Finding] = ()) -> Bag:
    """One bag, with what the rules found about it."""
    lot: d.Lot = record(row)
    product: d.Product = record(row.product)
    today = clock(person, timezone.now()).date()
    about_it = tuple(one for one in found if _is_about(one, lot, product))
    told_already = any(one.rule == "products.expired" for one in about_it)
    return Bag(
        row=row,
        lot=lot,
        product=product,
        about=about(row.product),
        other_drug=another_drug(product, lot),
        dates=[] if told_already else _dates(lot, today),
        findings=about_it,
    )


def found_in_bags(person: m.Person) -> tuple[Finding, ...]:
    """What the rules find about products, in sight."""
    found = standing(person, timezone.now()).found
    return tuple(one for one in found if one.rule.startswith(OURS))


def about(product: m.Product) -> str:
    """ "Powder · from Leaf & Root"."""
    form = kinds_of_form().get(product.form or "", product.form or "")
    vendor = _("from {vendor}").format(vendor=product.vendor) if product.vendor else ""
    return " · ".join(part for part in (form, vendor) if part)


def another_drug(product: d.Product, lot: d.Lot) -> dict[str, Any] | None:
    """Name and reason of the drug that a bag is, where it is no leaf: as it is sold, by its name, or by its assays."""
    measured = contents.another_drug(lot, load())
    for name in (product.substance, product.name, measured or ""):
        pack = load().substance(name)
        if pack is not None and pack.refusal is not None and pack.key != LEAF:
            reason: Refusal = pack.refusal
            return {
                "name": names.substance(pack.key),
                "reason": _(reason.reason),
                "fact": told(reason),
                "key": pack.key,
                "measured": name == measured,
            }
    return None


def _dates(lot: d.Lot, today: dt.date) -> list[str]:
    """What has passed."""
    found = []
    if lot.expires_on is not None and lot.expires_on < today:
        found.append(_("past its date ({day})").format(day=day(lot.expires_on)))
    return found


def _is_about(found: Finding, lot: d.Lot, product: d.Product) -> bool:
    """Causes of the rules about bags name the bag or the product: `products.metals:LOT:lead`."""
    named = {lot.id or f"{lot.product}:{lot.lot_number}", product.id or product.name}
    cause = found.cause.partition(":")[2] or found.cause
    return any(cause == one or cause.startswith(f"{one}:") for one in named) or _by_drug(found, product, lot)


def _by_drug(found: Finding, product: d.Product, lot: d.Lot) -> bool:
    drug = another_drug(product, lot)
    return found.rule == "products.another_drug" and drug is not None and drug["key"] in found.cause
