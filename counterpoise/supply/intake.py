"""How much of a substance a person uses in a day, as far as the amounts are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from statistics import median
from zoneinfo import ZoneInfo

from counterpoise.diary import Diary, Dose
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import FindLot
from counterpoise.plans.counting import counter
from counterpoise.plans.extracts import extract_finder
from counterpoise.units import grams

RULE = "products.metals"
"""The rule whose days count here too (safety/products.toml)."""


def usual_grams(doses: Iterable[Dose], lot_of: FindLot, zone: ZoneInfo, least: float) -> float | None:
    """The middle of the grams in a day, of the days with doses and every amount of them known."""
    by_day: dict[dt.date, list[float | None]] = {}
    for dose in doses:
        known = dose.amount is not None and dose.unit is not None and dose.of is None
        mass = grams(dose.amount or 0.0, dose.unit or "", lot_of(dose)) if known else None
        by_day.setdefault(dose.at.astimezone(zone).date(), []).append(mass)
    sums = [sum(mass for mass in day if mass is not None) for day in by_day.values() if None not in day]
    return median(sums) if len(sums) >= least else None


def grams_a_day(diary: Diary, packs: Knowledge, now: dt.datetime, substance: str = "kratom") -> float | None:
    """The person's grams a day lately, for `check(daily=…)`; None where too little is known."""
    rule = packs.rules[RULE]
    since = now - dt.timedelta(days=rule.limit("days"))
    counts, extract = counter(substance, diary, packs), extract_finder(diary, packs)
    doses = [
        replace(one, amount=None) if extract(one) else one  # its grams are not grams of leaf
        for one in diary.doses
        if since <= one.at <= now and counts(one)
    ]
    return usual_grams(doses, diary.lot_finder(), ZoneInfo(diary.person.time_zone), rule.limit("days_known"))
