"""How much of a substance acts over time, as far as general knowledge goes: the same rough curve on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from counterpoise import assessment, units
from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.diaries import records
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.contents import another_drug
from counterpoise.knowledge.load import load
from counterpoise.plans.extracts import is_extract

if TYPE_CHECKING:
    from counterpoise.science.pharmacology.exposure import Band, Kinetics

Rec = TypeVar("Rec")
Find = Callable[[str | None, str | None], Rec | None]
DRAWS, SEED = 40, 1
"""Enough draws for a band drawn a few hundred pixels high; the same ones each time, so that a picture stays still."""


@dataclass(frozen=True)
class Taken:
    """Doses of one substance: when, and how much in usual doses (an unknown amount counts as a usual one)."""

    at: tuple[dt.datetime, ...]
    relative: tuple[float, ...]
    extracts_left_out: bool = False


def acting(taken: Taken, substance: str, times: Sequence[dt.datetime]) -> Band | None:
    """Exposure at the times (1 = the peak of one usual dose), or None for a substance that is never assessed."""
    import numpy as np

    from counterpoise.science.pharmacology.exposure import typical_curve

    kinetics = general(substance)
    if kinetics is None or not times:
        return None
    origin = times[0].timestamp()
    dose_h = np.array([(at.timestamp() - origin) / 3600 for at in taken.at])
    at_h = np.array([(at.timestamp() - origin) / 3600 for at in times])
    return typical_curve(dose_h, np.array(taken.relative, dtype=float), at_h, kinetics)


def taken(person: m.Person, substance: str, start: dt.datetime, end: dt.datetime) -> Taken:
    """What was taken of a substance and can still act in a stretch of time."""
    from counterpoise.science.pharmacology.amounts import amounts
    from counterpoise.science.pharmacology.exposure import FORGOTTEN_H

    since = start - dt.timedelta(hours=FORGOTTEN_H)
    rows = m.Dose.objects.filter(person=person, deleted_at=None, substance=substance, at__gte=since, at__lt=end)
    columns = ("at", "amount", "unit", "of", "lot__source_id", "source")
    doses = [_dose(substance, *row) for row in rows.order_by("at", "id").values_list(*columns)]
    find = d.finder(records(person, KINDS["lot"]))
    pack = load().substance(substance)
    doses = [dose for dose in doses if another_drug(find(dose.lot, dose.source), load()) is None]
    product_of = d.finder(records(person, KINDS["product"]))
    doses, others = _alike(doses, find, product_of)
    strength = assessment.potency(product_of, pack, load(), lambda lot: end.date())
    counted = amounts(doses, lambda dose: find(dose.lot, dose.source), pack.alkaloid if pack else None, strength)
    return Taken(tuple(dose.at for dose in doses), tuple(counted.size.tolist()), others)


def _alike(doses: list[d.Dose], find: Find[d.Lot], product_of: Find[d.Product]) -> tuple[list[d.Dose], bool]:
    """The doses of one kind, and whether there were others: an extract is not drawn in usual doses of leaf."""

    def extract(dose: d.Dose) -> bool:
        lot = find(dose.lot, dose.source)
        return is_extract(None if lot is None else product_of(lot.product, lot.source), load(), dose.substance)

    leaf = [dose for dose in doses if not extract(dose)]
    return (leaf, len(leaf) < len(doses)) if leaf else (doses, False)


def _dose(substance: str, *row: Any) -> d.Dose:
    at, amount, unit, of, lot, source = row
    plain = units.canonical(unit) if unit else None
    return d.Dose(at=at, substance=substance, amount=amount, unit=plain, of=of, lot=lot, source=source or None)


@cache
def general(substance: str) -> Kinetics | None:
    """Draws of how the substance comes and goes in people, before anybody's own record speaks."""
    import numpy as np

    from counterpoise.science.priors import draw

    known = load().kinetics(substance)
    return draw(assessment.priors(known), DRAWS, np.random.default_rng(SEED)).kinetics if known else None


__all__ = ["Taken", "acting", "general", "taken"]
