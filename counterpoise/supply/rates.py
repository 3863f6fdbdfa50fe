"""How much a day uses: as the plan says, or as it was lately."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise.diary import Diary, Lot, Quantity, finder
from counterpoise.knowledge.contents import another_drug
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import in_unit
from counterpoise.plans.counting import counter
from counterpoise.plans.current import refused
from counterpoise.plans.extracts import extract_finder, is_extract
from counterpoise.plans.standing import Standing, standing
from counterpoise.units import converted, grams

Basis = Literal["plan", "usual"]
WEEK = 7
RULE = "products.metals"
"""The rule whose days count here too (safety/products.toml)."""


def planned(where: Standing, lot: Lot, unit: str) -> float | None:
    """What a day of the plan uses of a bag, never above the plan's own ceiling; None where the plan does not say."""
    amount, times = _in(where.amount, lot, unit), where.doses_per_day
    ceiling = _in(where.plan.ceiling_per_day, lot, unit)
    day = ceiling if amount is None or times is None else amount * times
    if day is None:
        return None
    free = (WEEK - len(set(where.plan.dose_free_days))) / WEEK
    return (day if ceiling is None else min(day, ceiling)) * free


def usual(diary: Diary, packs: Knowledge, now: dt.datetime, lot: Lot, unit: str) -> float | None:
    """What a day used lately of what is in the bag, days without a dose counted; None where too little is known.

    A dose of unknown amount counts as the mean of those that are known, where enough days are known in whole. One in a
    unit that cannot be held against the bag's leaves it unknown. Doses of another drug, and of extract where the bag
    holds leaf, are none of it.
    """
    product = finder(diary.products)(lot.product, lot.source)
    if product is None:
        return None
    rule, extract = packs.rules[RULE], extract_finder(diary, packs)
    since, lot_of = now - dt.timedelta(days=rule.limit("days")), diary.lot_finder()
    lately = [one for one in diary.doses if since < one.at <= now]
    if another_drug(lot, packs) is not None or refused(product.name, packs):
        lately = [one for one in lately if lot_of(one) is lot]  # another drug: what was taken of it, and nothing else
    else:
        counts = counter(product.substance, diary, packs)
        lately = [one for one in lately if counts(one) and extract(one) == is_extract(product, packs)]
    zone = ZoneInfo(diary.person.time_zone)
    by_day: dict[dt.date, list[float | None]] = {}
    for one in lately:
        size = in_unit(one, lot_of(one), unit)
        if size is None and one.amount is not None and one.unit is not None:
            return None
        by_day.setdefault(one.at.astimezone(zone).date(), []).append(size)
    if sum(None not in sizes for sizes in by_day.values()) < rule.limit("days_known"):
        return None
    known = [size for sizes in by_day.values() for size in sizes if size is not None]
    span = (now.astimezone(zone).date() - min(by_day)).days + 1
    return len(lately) * (sum(known) / len(known)) / span


def a_day(
    diary: Diary, packs: Knowledge, now: dt.datetime, lot: Lot, unit: str = "g"
) -> tuple[float | None, Basis | None]:
    """What a day uses of a bag, for everything that reckons by the day: by the plan that holds, else as used lately.

    A plan counts in leaf: of an extract it says nothing.
    """
    product = finder(diary.products)(lot.product, lot.source)
    other = product is None or is_extract(product, packs) or another_drug(lot, packs) is not None
    where = None if product is None or other else standing(diary, now, packs, product.substance)
    by_plan = None if where is None else planned(where, lot, unit)
    if by_plan is not None:
        return by_plan, "plan"
    lately = usual(diary, packs, now, lot, unit)
    return lately, None if lately is None else "usual"


def _in(quantity: Quantity | None, lot: Lot, unit: str) -> float | None:
    if quantity is None:
        return None
    same = converted(quantity.amount, quantity.unit, unit)
    if same is not None:
        return same
    mass, one = grams(quantity.amount, quantity.unit, lot), grams(1.0, unit, lot)
    return mass / one if mass is not None and one else None
