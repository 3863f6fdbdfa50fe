"""`suppliers(diary, packs, now)`: what the bags of each seller showed, in the person's own record and nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise import units
from counterpoise.diary import Diary, Lot, Product, finder
from counterpoise.knowledge.contents import MITRAGYNINE
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.spelling import plain
from counterpoise.plans.extracts import is_extract
from counterpoise.supply.checks import check
from counterpoise.supply.potency import measured
from counterpoise.supply.rates import a_day

SurpriseKind = Literal["seven_oh", "metal", "microbe", "failed", "label", "wrong_lot"]
_KINDS: dict[str, SurpriseKind] = {
    "metal": "metal",
    "microbe": "microbe",
    "failed": "failed",
    "lot": "wrong_lot",
}
LABEL_OFF = 0.2
"""A share of the label by which an assay has to differ for it to be told: about twice what one assay is off by (our own
choice: 2 x ASSAY_SD)."""


@dataclass(frozen=True, slots=True)
class OfLot:
    """One bag of a seller. found, labelled: mg of mitragynine in a gram, by assay and by label; None: not known."""

    lot: Lot
    product: Product
    certificates: int
    found: float | None
    labelled: float | None
    surprises: tuple[SurpriseKind, ...]
    extract: bool = False

    @property
    def beside_label(self) -> float | None:
        """What was found as a share of what the label says."""
        return self.found / self.labelled if self.found is not None and self.labelled else None


@dataclass(frozen=True, slots=True)
class Supplier:
    """One seller, by the name that was noted last; None: no seller was noted. lots: by the day they were bought."""

    name: str | None
    lots: tuple[OfLot, ...]

    @property
    def with_certificate(self) -> int:
        """Bags with a certificate or an assay."""
        return sum(bool(one.certificates or one.lot.assays) for one in self.lots)

    def spread(self, *, extracts: bool) -> float | None:
        """The strongest bag as so many times the weakest, of those that were measured: of leaf, or of extracts."""
        found = [one.found for one in self.lots if one.found is not None and one.extract is extracts]
        return max(found) / min(found) if len(found) > 1 else None


def suppliers(diary: Diary, packs: Knowledge, now: dt.datetime) -> tuple[Supplier, ...]:
    """Each seller in the record, by name; those whose name was not noted last."""
    product_of = finder(diary.products)
    today = now.astimezone(ZoneInfo(diary.person.time_zone)).date()
    groups: dict[str, list[OfLot]] = {}
    names: dict[str, str | None] = {}
    for lot in sorted(diary.lots, key=lambda one: one.bought_on or dt.date.min):
        product = product_of(lot.product, lot.source)
        if product is not None:
            group = plain(product.vendor or "")
            names[group] = product.vendor
            daily, _basis = a_day(diary, packs, now, lot)
            groups.setdefault(group, []).append(_of_lot(lot, product, packs, today, daily))
    order = sorted(groups, key=lambda group: (not group, group))
    return tuple(Supplier(names[group], tuple(groups[group])) for group in order)


def _of_lot(lot: Lot, product: Product, packs: Knowledge, today: dt.date, daily: float | None) -> OfLot:
    found = units.strengths(measured(lot, packs, MITRAGYNINE))
    middle = units.middle(found) if found else None
    label = None if product.labelled is None else units.mg_per_gram(product.labelled.amount, product.labelled.unit)
    concerns = [one for one in check(lot, product, packs, today, daily=daily) if one.verdict == "concern"]
    kinds = [_KINDS[topic] for one in concerns if (topic := one.key.partition(".")[0]) in _KINDS]
    kinds += ["seven_oh"] * any(one.another_drug for one in concerns)
    if middle is not None and label and abs(middle / label - 1) > LABEL_OFF:
        kinds.append("label")
    return OfLot(
        lot, product, len(lot.certificates), middle, label, tuple(dict.fromkeys(kinds)), is_extract(product, packs)
    )
