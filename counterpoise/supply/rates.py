"""How much a day uses: as the plan says, or as it was lately."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise.diary import Diary, Lot, Quantity, finder
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import in_unit
from counterpoise.plans.counting import counter
from counterpoise.plans.extracts import extract_finder, is_extract
from counterpoise.plans.standing import Standing
from counterpoise.supply.intake import RULE
from counterpoise.units import converted, grams

Basis = Literal["plan", "usual"]
WEEK = 7


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

    A dose of unknown amount counts as the mean of those that are known.
    """
    product = finder(diary.products)(lot.product, lot.source)
    if product is None:
        return None
    counts, lot_of, zone = (
        counter(product.substance, diary, packs),
        diary.lot_finder(),
        ZoneInfo(diary.person.time_zone),
    )
    extract, wanted = extract_finder(diary, packs), is_extract(product, packs)
    rule = packs.rules[RULE]
    since = now - dt.timedelta(days=rule.limit("days"))
    doses = [one for one in diary.doses if since < one.at <= now and counts(one) and extract(one) == wanted]
    sizes = [size for one in doses if (size := in_unit(one, lot_of(one), unit)) is not None]
    days = {one.at.astimezone(zone).date() for one in doses}
    if len(days) < rule.limit("days_known") or not sizes:
        return None
    span = (now.astimezone(zone).date() - min(days)).days + 1
    return len(doses) * (sum(sizes) / len(sizes)) / span


def _in(quantity: Quantity | None, lot: Lot, unit: str) -> float | None:
    if quantity is None:
        return None
    same = converted(quantity.amount, quantity.unit, unit)
    if same is not None:
        return same
    mass, one = grams(quantity.amount, quantity.unit, lot), grams(1.0, unit, lot)
    return mass / one if mass is not None and one else None
