"""`stock(diary, packs, now)`: what should be in each bag by now, for how many days, and what a day of it costs.

Nothing here says that more is to be bought. A bag of unknown size, or a unit that does not convert, cannot be told.
"""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from counterpoise import units
from counterpoise.diary import Diary, Dose, Lot, Product, finder
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import in_unit
from counterpoise.plans.current import key
from counterpoise.supply.rates import Basis, a_day
from counterpoise.supply.wording import number
from counterpoise.text import _

REACH = statistics.NormalDist().inv_cdf(0.95)
WEIGHED = 10
"""How many capsules or spoons a mean weight is held to rest on: as many as the page asks to weigh."""
SCALE_OFF = 0.02
"""How much more than its size a bag may hold, or a scale may be off by (our own choice)."""
UNKNOWN_SD = 0.5
"""Sd of a dose of unknown amount as a share of the usual one of its bag, where only one is known (our own choice)."""
Why = Literal["no_size", "no_unit", "no_amounts", "too_much", ""]


@dataclass(frozen=True, slots=True)
class Stock:
    """One bag. left: in `unit`, None where it cannot be told, and `why`; low, high: what it is 9 times in 10.
    taken: what is noted from it, where that is more than it can have held.

    unknown: doses from it of unknown amount; unnamed: doses since it was opened that name no bag and may have come
    from it: `low` counts them, `left` does not. days: how long it lasts at `a_day` (by the plan, or as used lately).
    cost: of one `unit`. expires_in: days until its date, below 0 past it.
    """

    lot: Lot
    product: Product | None
    unit: str = "g"
    size: float | None = None
    left: float | None = None
    low: float | None = None
    high: float | None = None
    why: Why = ""
    unknown: int = 0
    unnamed: int = 0
    a_day: float | None = None
    basis: Basis | None = None
    cost: float | None = None
    currency: str | None = None
    expires_in: int | None = None
    taken: float | None = None

    @property
    def days(self) -> float | None:
        """How many days it lasts, if all of them come from this bag."""
        return self.left / self.a_day if self.left is not None and self.a_day else None

    @property
    def cost_per_day(self) -> float | None:
        """What a day of it costs."""
        return self.cost * self.a_day if self.cost is not None and self.a_day else None

    def cost_per_point(self, dose: float, relief: float | None) -> float | None:
        """What a point of relief costs: a dose (in `unit`) by what it relieves. None where it is not known to relieve.

        relief: points less pain after such a dose (`Answers.relief_peak.mean`); whoever asks sees to it that the answer
        is that it helps.
        """
        return self.cost * dose / relief if self.cost is not None and relief is not None and relief > 0 else None

    def says(self) -> str:
        """What is in it, in a sentence."""
        if self.taken is not None:
            said = _("{taken} are noted from a bag of {size}: an amount, the size or the bag is not right.")
            return said.format(taken=self.shown(self.taken), size=self.shown(self.size or 0.0))
        if self.left is None or self.low is None or self.high is None:
            return {
                "no_size": _("How much was in it is not noted, so what is left cannot be told."),
                "no_unit": _("What was taken is not noted in a unit that can be held against its size."),
                "no_amounts": _("No amount taken from it is known, so what is left cannot be told."),
            }.get(self.why, "")
        said = _("About {left} should be in it, between {low} and {high}.")
        return said.format(left=self.shown(self.left), low=self.count(self.low), high=self.count(self.high))

    @property
    def _one(self) -> float:
        """What one of what the bag counts in is in `unit`: 0.5 where it holds capsules of half a gram."""
        size = self.lot.size
        return self.size / size.amount if size is not None and self.size and self._counted else 1.0

    @property
    def _counted(self) -> bool:
        """Whether the bag counts in capsules or the like, and grams are told by what one weighs."""
        size = self.lot.size
        return self.unit == "g" and size is not None and units.converted(1.0, size.unit, "g") is None

    def count(self, value: float) -> str:
        """An amount in `unit` as a number of what the bag counts in."""
        return number(value / self._one)

    def shown(self, value: float) -> str:
        """ "60 g"; "180 capsules (90 g)" of a bag that counts in capsules."""
        size = self.lot.size
        if size is None or not self._counted:
            return f"{number(value)} {units.bent(self.unit, value)}"
        unit = units.bent(units.canonical(size.unit), value / self._one)
        return f"{self.count(value)} {unit} ({number(value)} g)"


def stock(diary: Diary, packs: Knowledge, now: dt.datetime) -> tuple[Stock, ...]:
    """Every bag that is not gone, in the order of the diary."""
    today = now.astimezone(ZoneInfo(diary.person.time_zone)).date()
    there = [lot for lot in diary.lots if lot.gone_on is None or lot.gone_on > today]
    return tuple(stock_of(lot, diary, packs, now) for lot in there)


def stock_of(lot: Lot, diary: Diary, packs: Knowledge, now: dt.datetime) -> Stock:
    """One bag."""
    product = finder(diary.products)(lot.product, lot.source)
    expires = None if lot.expires_on is None else (lot.expires_on - _day(now, diary)).days
    if lot.size is None:
        return Stock(lot, product, why="no_size", expires_in=expires)
    mass = units.grams(lot.size.amount, lot.size.unit, lot)
    unit, size = ("g", mass) if mass is not None else (units.canonical(lot.size.unit), lot.size.amount)
    lot_of = diary.lot_finder()
    taken = [dose for dose in diary.doses if dose.at <= now and lot_of(dose) is lot]
    unnamed = _unnamed(lot, product, diary, packs, now)
    daily, basis = a_day(diary, packs, now, lot, unit)
    cost = None if lot.price is None or size <= 0 else lot.price.amount / size
    used = _used(taken, lot, unit)
    over = used[0] if isinstance(used, tuple) and _too_much(size, *used) else None
    used = used if over is None else "too_much"
    return Stock(
        lot,
        product,
        unit,
        size,
        *(_left(size, used, sum(in_unit(dose, lot, unit) or 0.0 for dose in unnamed))),
        why="" if isinstance(used, tuple) else used,
        unknown=sum(dose.amount is None for dose in taken),
        unnamed=len(unnamed),
        a_day=daily,
        basis=basis,
        cost=cost,
        currency=None if lot.price is None else lot.price.currency,
        expires_in=expires,
        taken=over,
    )


def _too_much(size: float, total: float, sd: float) -> bool:
    """Whether more is noted than the bag can have held, as far as the amounts are known; a scale may be off."""
    return total - REACH * sd > size * (1 + SCALE_OFF)


def _left(
    size: float, used: tuple[float, float] | Why, unnamed: float
) -> tuple[float | None, float | None, float | None]:
    if not isinstance(used, tuple):
        return None, None, None
    total, sd = used
    low, high = size - total - unnamed - REACH * sd, size - total + REACH * sd
    left, low, high = (min(max(one, 0.0), size) for one in (size - total, low, high))
    return left, low, high


def _used(taken: Sequence[Dose], lot: Lot, unit: str) -> tuple[float, float] | Why:
    """How much was taken from a bag, and its sd; or why that cannot be told."""
    known = [(dose, size) for dose in taken if (size := in_unit(dose, lot, unit)) is not None]
    unknown = sum(dose.amount is None or dose.unit is None for dose in taken)
    if len(known) + unknown < len(taken):
        return "no_unit"
    if unknown and not known:
        return "no_amounts"
    sizes = [size for _dose, size in known]
    variance = sum(_estimated(dose, size) ** 2 for dose, size in known) + _weighed(known, lot)
    if unknown:
        one = statistics.fmean(sizes)
        spread = max(statistics.stdev(sizes), UNKNOWN_SD * one) if len(sizes) > 1 else UNKNOWN_SD * one
        # What the unknown ones have in common is not known either: they do not even out.
        return sum(sizes) + unknown * one, math.sqrt(variance + (unknown * spread) ** 2)
    return sum(sizes), math.sqrt(variance)


def _estimated(dose: Dose, size: float) -> float:
    """Sd of what was taken, as far as the amount was an estimate."""
    return 0.0 if not dose.amount_sd or not dose.amount else size * dose.amount_sd / dose.amount


def _weighed(known: Sequence[tuple[Dose, float]], lot: Lot) -> float:
    """Variance by what capsules and spoons weigh: between single ones, and of their mean, which all of them share."""
    variance = 0.0
    for weight in lot.unit_weights:
        if not weight.sd or units.converted(1.0, weight.unit, "g") is not None:
            continue
        unit = units.canonical(weight.unit)
        count = sum(dose.amount or 0.0 for dose, _size in known if units.canonical(dose.unit or "") == unit)
        variance += weight.sd**2 * (count + count**2 / WEIGHED)
    return variance


def _unnamed(lot: Lot, product: Product | None, diary: Diary, packs: Knowledge, now: dt.datetime) -> list[Dose]:
    """Doses of the substance since the bag was opened that name no bag."""
    if lot.opened_on is None or product is None:
        return []
    wanted, zone = key(product.substance, packs), ZoneInfo(diary.person.time_zone)
    return [
        dose
        for dose in diary.doses
        if dose.lot is None and dose.at <= now and dose.at.astimezone(zone).date() >= lot.opened_on
        if key(dose.substance, packs) == wanted
    ]


def _day(now: dt.datetime, diary: Diary) -> dt.date:
    return now.astimezone(ZoneInfo(diary.person.time_zone)).date()
